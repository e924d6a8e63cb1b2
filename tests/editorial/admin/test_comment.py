"""Comments on a claim's page: for the desk alone, and they stay."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from editorial.actions import batches, claims, comments, undoing
from editorial.models import COMMENT_LIMIT, Comment, Step
from kb.models import Claim, Tag
from tests.editorial.admin.pages import address, as_, messages
from tests.makers import editor, make_claim, publisher
from tests.permissions.sending import claim_for

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
    before = list(Comment.objects.values())
    changed = {"text": "Anders.", "post": "yes", "_save": "1"}
    for page in ("change", "delete"):
        assert boss.post(address(comment, page), changed).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": [comment.pk]}
    row = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", "form-0-id": comment.pk}
    for data in (chosen | changed, row | {"form-0-text": "Anders.", "_save": "1"}):
        boss.post(address(comment, "changelist"), data)
    assert list(Comment.objects.values()) == before


def test_no_page_of_a_claim_that_was_decided_on_takes_its_comments_away() -> None:
    boss = as_(User.objects.create_superuser("boss"))
    public, returned = make_claim(), make_claim(status="in_review")
    claims.give_back(claim=returned, by=publisher(), reason="Wer sagt es?")
    for claim in (public, returned):
        comments.add(claim=claim, by=editor(), text="So ist es.")
        boss.post(address(claim, "delete"), {"post": "yes"})
    assert Comment.objects.count() == 2


@pytest.mark.parametrize("step", Step.values)
def test_no_bulk_step_and_no_way_back_touches_comments(step: str) -> None:
    claim = claim_for(step)
    comments.add(claim=claim, by=editor(), text="So ist es.")
    before = list(Comment.objects.values())
    work = batches.Work(step, publisher(), "So.", [Tag.objects.create(name="Brücken")], editor())
    batch = batches.take(work=work, seen={claim.pk: claim.version}).batch
    assert batch
    undoing.undo(batch=batch, by=publisher(), reason="Doch nicht.")
    assert list(Comment.objects.values()) == before


def test_the_only_verb_over_comments_is_to_add_one() -> None:
    assert comments.__all__ == ["add"]


def test_whoever_deletes_a_draft_is_told_which_comments_go_with_it() -> None:
    claim = make_claim(status="draft")
    comments.add(claim=claim, by=publisher(), text="Das brauchen wir noch.")
    page = as_(editor()).get(address(claim, "delete")).content.decode()
    assert "Das brauchen wir noch." in page


def test_a_draft_is_deleted_with_what_was_said_about_it() -> None:
    claim = make_claim(status="draft")
    comments.add(claim=claim, by=editor(), text="Weg damit.")
    client = as_(editor())
    assert client.get(address(claim, "delete")).status_code == 200
    assert client.post(address(claim, "delete"), {"post": "yes"}).status_code == 302
    assert not Claim.objects.exists()
    assert not Comment.objects.exists()
