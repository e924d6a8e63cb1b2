"""Every named constraint of the desk refuses the row it is there to refuse."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils import timezone

from editorial.models import (
    Batch,
    BatchItem,
    Comment,
    Distinct,
    ImportItem,
    ImportRun,
    Merge,
    MergedRow,
    Presence,
    Reanchoring,
    Suggestion,
)
from tests import makers


def imported_twice() -> None:
    run = ImportRun.objects.create(source="tests", path="x", by=makers.editor())
    for _ in range(2):
        ImportItem.objects.create(
            run=run, made_in=run, source="tests", kind="claim", key="x", object_id=1
        )


def taken_back(**how: Any) -> None:
    ImportRun.objects.create(source="tests", path="x", by=makers.editor(), **how)


def suggested(**how: Any) -> None:
    """For a claim of the editor, by the editor; `times` as often. It begins open."""
    claim = makers.make_claim()
    for _ in range(how.pop("times", 1)):
        Suggestion.objects.create(claim=claim, claim_version=1, content={}, by=makers.editor())
    Suggestion.objects.update(**how)


def decided(state: str, by: Any, reason: str = "Besser so.") -> None:
    suggested(state=state, decided_by=by, decided_at=timezone.now(), reason=reason)


def commented(text: str) -> None:
    claim = makers.make_claim(status="draft")
    Comment.objects.create(claim=claim, text=text, by=makers.editor())


def stepped(**how: Any) -> Batch:
    return Batch.objects.create(step="submit", by=makers.editor(), **how)


def stepped_twice() -> None:
    batch, claim = stepped(), makers.make_claim(status="draft")
    for _ in range(2):
        BatchItem.objects.create(
            batch=batch, claim=claim, status_before="draft", status_after="draft", claim_version=1
        )


def merged(**how: Any) -> Merge:
    known = {"noun": "actor", "gone": 1, "into": 2, "reason": "Dieselbe.", "by": makers.publisher()}
    return Merge.objects.create(**known | how)


def merged_twice() -> None:
    merged(into=3)
    merged()


def moved(times: int = 1, **how: Any) -> None:
    merge = merged()
    for _ in range(times):
        MergedRow.objects.create(
            merge=merge, **{"what": "changed", "table": "kb.alias", "row": 1, "field": "x"} | how
        )


def distinguished(times: int = 1, **how: Any) -> None:
    known = {"noun": "tag", "one": 1, "other": 2, "reason": "Zwei.", "by": makers.publisher()}
    for _ in range(times):
        Distinct.objects.create(**known | how)


def reanchored(**how: Any) -> None:
    """What waits for a passage of a draft."""
    evidence = makers.make_claim(status="draft").evidence.get()
    version = evidence.sentence.version
    known = {"version": version, "sentence": evidence.sentence, "evidence": evidence}
    Reanchoring.objects.create(**known | {"verdict": "reworded"} | how)


def present(times: int) -> None:
    article = makers.make_article()
    for _ in range(times):
        Presence.objects.create(article=article, person=makers.editor())


BREAKERS: dict[str, Callable[[], None]] = {
    "editorial_batch_undone": lambda: stepped(undone_by=makers.editor()),
    "editorial_batchitem_once": stepped_twice,
    "editorial_comment_has_text": lambda: commented(""),
    "editorial_distinct_has_reason": lambda: distinguished(reason=""),
    "editorial_distinct_once": lambda: distinguished(times=2),
    "editorial_distinct_ordered": lambda: distinguished(one=2),
    "editorial_importitem_once": imported_twice,
    "editorial_importrun_taken_back": lambda: taken_back(taken_back_by=makers.publisher()),
    "editorial_merge_has_reason": lambda: merged(reason=""),
    "editorial_merge_of_two": lambda: merged(into=1),
    "editorial_merge_once": merged_twice,
    "editorial_merge_undone": lambda: merged(undone_by=makers.editor(), undone_at=timezone.now()),
    "editorial_mergedrow_once": lambda: moved(times=2),
    "editorial_mergedrow_whole": lambda: moved(what="folded"),
    "editorial_presence_once": lambda: present(times=2),
    "editorial_reanchoring_cue": lambda: reanchored(cue_position=1),
    "editorial_reanchoring_one_pointer": lambda: reanchored(evidence=None),
    "editorial_reanchoring_settled": lambda: reanchored(state="settled"),
    "editorial_suggestion_decided": lambda: suggested(state="accepted"),
    "editorial_suggestion_four_eyes": lambda: decided("accepted", makers.editor()),
    "editorial_suggestion_one_open": lambda: suggested(times=2),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", BREAKERS)
def test_the_constraint_refuses(name: str) -> None:
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        BREAKERS[name]()
    # SQLite names the columns of a unique constraint instead, or a trigger comes first.
    said = str(refusal.value)
    assert name in said or "UNIQUE constraint failed" in said or said == "INV key"


@pytest.mark.django_db
def test_nobody_takes_back_without_a_name() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        taken_back(reason="Ein Irrtum.")
    with pytest.raises(IntegrityError), transaction.atomic():
        taken_back(taken_back_at=timezone.now())


@pytest.mark.django_db
def test_nobody_decides_without_a_name_or_a_reason() -> None:
    decided("rejected", makers.publisher())
    with pytest.raises(IntegrityError), transaction.atomic():
        decided("rejected", makers.publisher(), reason="")
    with pytest.raises(IntegrityError), transaction.atomic():
        decided("superseded", makers.publisher())
    with pytest.raises(IntegrityError), transaction.atomic():
        suggested(state="settled")


def test_no_constraint_is_left_out() -> None:
    models = apps.get_app_config("editorial").get_models()
    named = {constraint.name for model in models for constraint in model._meta.constraints}
    assert named == BREAKERS.keys()
