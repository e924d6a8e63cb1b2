"""Every named constraint refuses the row it is there to refuse.

The triggers are taken away here: some of them would refuse the same row first.
"""

from collections.abc import Callable, Iterator
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone

from kb import triggers
from kb.models import (
    Affiliation,
    Alias,
    Attribution,
    ClaimAbout,
    ClaimEvent,
    ClaimRelation,
    ClaimTag,
    Decision,
    NearDuplicate,
    NoClaim,
    Participation,
    Report,
    Revision,
    SavedSearch,
    Typo,
)
from tests import makers

Breaker = Callable[[Any], Any]


@pytest.fixture
def base(db: None) -> Iterator[SimpleNamespace]:
    claim = makers.make_claim(tags=["Brücke"], events=[makers.make_event()])
    about = makers.make_actor()
    ClaimAbout.objects.create(claim=claim, actor=about)
    office = Affiliation.objects.create(actor=about, organisation=makers.make_actor(), role="Rat")
    triggers.remove(connection)
    yield SimpleNamespace(
        claim=claim,
        other=makers.make_claim(status="draft"),
        article=claim.article,
        sentence=claim.article.current_version.sentences.get(position=1),
        evidence=claim.evidence.get(),
        actor=about,
        office=office,
        event=claim.event_links.get().event,
        tag=claim.tag_links.get().tag,
        by=makers.editor(),
    )
    triggers.install(connection)


def changed(row: models.Model, **values: Any) -> None:
    type(row)._default_manager.filter(pk=row.pk).update(**values)


def again(row: models.Model, **values: Any) -> None:
    """Inserts `row` once more under a new id."""
    row.pk = None
    for name, value in values.items():
        setattr(row, name, value)
    type(row)._default_manager.bulk_create([row])


def decided(base: Any, **values: Any) -> None:
    known = {"verb": "withdrawn", "reason": "weil", "by": base.by}
    Decision.objects.bulk_create([Decision(**known | values)])


BREAKERS: dict[str, Breaker] = {
    "kb_claim_external_id": lambda b: again(b.claim),
    "kb_claim_has_text": lambda b: changed(b.claim, text=""),
    "kb_claim_mode_fits_hops": lambda b: changed(b.claim, mode="indirect"),
    "kb_claim_status_known": lambda b: changed(b.claim, status="lost"),
    "kb_claim_public_since": lambda b: changed(b.claim, published_at=None),
    "kb_claimabout_once": lambda b: again(ClaimAbout.objects.get()),
    "kb_claimevent_once": lambda b: again(ClaimEvent.objects.get()),
    "kb_claimtag_once": lambda b: again(ClaimTag.objects.get()),
    "kb_claimrelation_once": lambda b: ClaimRelation.objects.bulk_create(
        [ClaimRelation(subject=b.claim, object=b.other, kind="supports") for _ in "ab"]
    ),
    "kb_claimrelation_not_itself": lambda b: ClaimRelation.objects.bulk_create(
        [ClaimRelation(subject=b.claim, object=b.claim, kind="supports")]
    ),
    "kb_attribution_position_once": lambda b: Attribution.objects.bulk_create(
        [Attribution(claim=b.claim, position=1, actor=b.actor, mode="direct") for _ in "ab"]
    ),
    "kb_attribution_hop": lambda b: Attribution.objects.bulk_create(
        [Attribution(claim=b.claim, position=0, actor=b.actor, mode="direct")]
    ),
    "kb_attribution_cue_whole": lambda b: Attribution.objects.bulk_create(
        [Attribution(claim=b.claim, position=1, actor=b.actor, mode="direct", cue_start=3)]
    ),
    "kb_evidence_span": lambda b: changed(b.evidence, end=0),
    "kb_evidence_stance_known": lambda b: changed(b.evidence, stance="proves"),
    "kb_evidence_once": lambda b: again(b.evidence),
    "kb_version_number_once": lambda b: again(b.article.current_version),
    "kb_sentence_position_once": lambda b: again(b.sentence),
    "kb_sentence_span": lambda b: changed(b.sentence, end=b.sentence.start),
    "kb_sentence_role_known": lambda b: changed(b.sentence, role="footnote"),
    "kb_noclaim_reason": lambda b: NoClaim.objects.bulk_create(
        [NoClaim(sentence=b.sentence, reason="", by=b.by)]
    ),
    "kb_article_external_id": lambda b: again(b.article, current_version=None),
    "kb_article_has_title": lambda b: changed(b.article, title=""),
    "kb_article_access_known": lambda b: changed(b.article, access="secret"),
    "kb_nearduplicate_once": lambda b: NearDuplicate.objects.bulk_create(
        [NearDuplicate(article=b.article, other=b.other.article, likeness=0.9) for _ in "ab"]
    ),
    "kb_nearduplicate_ordered": lambda b: NearDuplicate.objects.bulk_create(
        [NearDuplicate(article=b.other.article, other=b.article, likeness=0.9)]
    ),
    "kb_nearduplicate_likeness": lambda b: NearDuplicate.objects.bulk_create(
        [NearDuplicate(article=b.article, other=b.other.article, likeness=1.1)]
    ),
    "kb_event_end_after_start": lambda b: changed(b.event, end=date(1999, 1, 1)),
    "kb_event_not_in_itself": lambda b: changed(b.event, part_of=b.event),
    "kb_event_has_title": lambda b: changed(b.event, title=""),
    "kb_participation_once": lambda b: Participation.objects.bulk_create(
        [Participation(event=b.event, actor=b.actor, role="host") for _ in "ab"]
    ),
    "kb_actor_has_name": lambda b: changed(b.actor, name=""),
    "kb_actor_not_into_itself": lambda b: changed(b.actor, merged_into=b.actor),
    "kb_actor_of_one_article": lambda b: changed(b.actor, only_in=b.article),
    "kb_actor_wikidata_id": lambda b: changed(b.actor, wikidata_id="Q0815"),
    "kb_alias_once": lambda b: Alias.objects.bulk_create(
        [Alias(actor=b.actor, name="Die Ministerin") for _ in "ab"]
    ),
    "kb_alias_has_name": lambda b: Alias.objects.bulk_create([Alias(actor=b.actor, name="")]),
    "kb_affiliation_once": lambda b: Affiliation.objects.bulk_create(
        [
            Affiliation(actor=b.actor, organisation=b.office.organisation, start=date(2020, 1, 1))
            for _ in "ab"
        ]
    ),
    "kb_affiliation_once_undated": lambda b: again(b.office),
    "kb_affiliation_end_after_start": lambda b: changed(
        b.office, start=date(2020, 1, 1), end=date(2019, 1, 1)
    ),
    "kb_affiliation_not_itself": lambda b: changed(b.office, organisation=b.actor),
    "kb_tag_not_into_itself": lambda b: changed(b.tag, merged_into=b.tag),
    "kb_decision_one_object": lambda b: decided(
        b, claim=b.claim, article=b.article, claim_version=1
    ),
    "kb_decision_names_version": lambda b: decided(b, claim=b.claim),
    "kb_decision_verb_fits": lambda b: decided(b, article=b.article),
    "kb_decision_has_reason": lambda b: decided(b, claim=b.claim, claim_version=1, reason=""),
    "kb_decision_stays_readable": lambda b: decided(
        b, claim=b.claim, claim_version=1, verb="published", stays_readable=True
    ),
    "kb_report_has_text": lambda b: reported(b, text=""),
    "kb_report_closed": lambda b: reported(
        b, state="answered", closed_by=b.by, closed_at=timezone.now(), note="So.", contact="a@b.ch"
    ),
    "kb_savedsearch_name_once": lambda b: [saved("Brücken"), saved("Brücken")],
    "kb_savedsearch_has_name": lambda b: saved(""),
    "kb_typo_once": lambda b: [Typo.objects.create(letters="a", word="ab") for _ in range(2)],
    "kb_revision_one_row": lambda b: Revision.objects.bulk_create([Revision(pk=2)]),
}


def reported(base: Any, **values: Any) -> Report:
    known = {"claim": base.claim, "claim_version": 1, "text": "Das stimmt nicht."}
    return Report.objects.create(**known | values)


def saved(name: str) -> SavedSearch:
    return SavedSearch.objects.create(owner=makers.editor(), name=name, seen=0)


@pytest.mark.parametrize("name", BREAKERS)
def test_the_constraint_refuses(base: SimpleNamespace, name: str) -> None:
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        BREAKERS[name](base)
    message = str(refusal.value)
    if message.startswith("UNIQUE constraint failed"):  # SQLite names the columns instead
        columns = {part.split(".")[1] for part in message.split(": ")[1].split(", ")}
        assert columns == columns_of(name)
    else:
        assert name in message


def test_no_constraint_is_left_out() -> None:
    assert {constraint.name for constraint in ours()} == BREAKERS.keys()


def ours() -> Iterator[models.BaseConstraint]:
    for model in apps.get_app_config("kb").get_models():
        yield from model._meta.constraints


def columns_of(name: str) -> set[str]:
    for model in apps.get_app_config("kb").get_models():
        for constraint in model._meta.constraints:
            if constraint.name == name:
                assert isinstance(constraint, models.UniqueConstraint)
                return {model._meta.get_field(field).column for field in constraint.fields}
    raise AssertionError(name)
