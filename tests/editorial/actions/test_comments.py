"""Comments: they stay, and change nothing about their claim."""

import pytest
from django.core.exceptions import ValidationError

from editorial.actions import comments
from editorial.models import COMMENT_LIMIT, Comment
from kb.models import Revision
from kb.verify import verify
from tests import makers

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("status", ["draft", "in_review", "published", "withdrawn"])
def test_a_comment_changes_nothing_about_its_claim(status: str) -> None:
    claim = makers.make_claim(status=status)
    before = (claim.version, claim.history.count(), Revision.current())
    comment = comments.add(claim=claim, by=makers.editor(), text="  Stimmt das?\r\nIch frage.  ")
    assert (comment.text, comment.by) == ("Stimmt das?\nIch frage.", makers.editor())
    claim.refresh_from_db()
    assert (claim.version, claim.history.count(), Revision.current()) == before
    assert list(verify()) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "empty"), (" \n ", "empty"), ("x" * (COMMENT_LIMIT + 1), "too-long"), ("a\0b", "nul")],
)
def test_it_refuses_what_is_no_comment(text: str, code: str) -> None:
    claim = makers.make_claim()
    with pytest.raises(ValidationError) as refusal:
        comments.add(claim=claim, by=makers.editor(), text=text)
    assert refusal.value.code == code
    assert not Comment.objects.exists()


def test_a_comment_of_the_greatest_length_fits() -> None:
    comments.add(claim=makers.make_claim(), by=makers.editor(), text="ß" * COMMENT_LIMIT)
    assert len(Comment.objects.get().text) == COMMENT_LIMIT


def test_those_of_a_draft_go_with_it() -> None:
    claim = makers.make_claim(status="draft")
    comments.add(claim=claim, by=makers.editor(), text="Weg damit.")
    claim.delete()
    assert not Comment.objects.exists()
