"""Comments on a claim's page: for the desk alone, and they stay."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from editorial.actions import comments
from editorial.models import COMMENT_LIMIT, Comment
from kb.models import Claim
from tests.editorial.admin.pages import address, as_, messages
from tests.makers import editor, make_claim, publisher

pytestmark = pytest.mark.django_db


def page_of(claim: Claim) -> str:
    return f"/admin/kb/claim/{claim.pk}/comment/"


@pytest.mark.parametrize("status", ["draft", "published"])
def test_a_comment_stands_on_the_page_of_its_claim(status: str) -> None:
    claim = make_claim(status=status)
    before = (claim.version, claim.history.count())
    client = as_(editor())
    answer = client.post(page_of(claim), {"text": "Stimmt <b>das</b>?"})
    assert answer.url == f"{address(claim)}#comments"
    assert "The comment stands." in messages(answer)
    page = client.get(address(claim)).content.decode()
    assert "Stimmt &lt;b&gt;das&lt;/b&gt;?" in page
    assert f'action="{page_of(claim)}"' in page
    assert Comment.objects.get().by == editor()
    claim.refresh_from_db()
    assert (claim.version, claim.history.count()) == before


def test_it_is_never_public() -> None:
    claim = make_claim()
    comments.add(claim=claim, by=editor(), text="Nur unter uns.")
    for path in ("/de/", claim.get_absolute_url(), claim.article.get_absolute_url()):
        page = as_(publisher()).get(path)
        assert page.status_code == 200
        assert "Nur unter uns." not in page.content.decode()


@pytest.mark.parametrize(
    ("text", "reason"),
    [("  ", "This field is required."), ("x" * (COMMENT_LIMIT + 1), "at most 5000 fit")],
)
def test_what_is_no_comment_comes_back_with_the_reason(text: str, reason: str) -> None:
    claim = make_claim()
    page = as_(editor()).post(page_of(claim), {"text": text})
    assert page.status_code == 422
    assert reason in page.content.decode()
    assert text.strip() in page.content.decode(), "what was typed is not lost"
    assert not Comment.objects.exists()


def test_without_the_right_to_it_nobody_comments() -> None:
    claim = make_claim()
    User.objects.create_user("guest", is_staff=True)
    client = as_(User.objects.get(username="guest"))
    assert client.post(page_of(claim), {"text": "Doch."}).status_code == 403
    assert Client().post(page_of(claim), {"text": "Doch."}).status_code == 302
    assert not Comment.objects.exists()


@pytest.mark.parametrize("key", ["999", "9" * 30, "x", "_3F"])
def test_a_claim_that_is_not_there_has_no_comments(key: str) -> None:
    assert as_(editor()).get(f"/admin/kb/claim/{key}/comment/").status_code == 404


def test_a_comment_is_neither_changed_nor_deleted() -> None:
    boss = as_(User.objects.create_superuser("boss"))
    comment = comments.add(claim=make_claim(), by=editor(), text="So ist es.")
    for page in ("change", "delete"):
        boss.post(address(comment, page), {"text": "Anders.", "post": "yes"})
    assert Comment.objects.get().text == "So ist es."


def test_a_draft_is_deleted_with_what_was_said_about_it() -> None:
    claim = make_claim(status="draft")
    comments.add(claim=claim, by=editor(), text="Weg damit.")
    client = as_(editor())
    assert client.get(address(claim, "delete")).status_code == 200
    assert client.post(address(claim, "delete"), {"post": "yes"}).status_code == 302
    assert not Claim.objects.exists()
    assert not Comment.objects.exists()
