"""What needs no decision: on record, a new version, and the public number rises once."""

import pytest
from django.core.exceptions import ValidationError

from editorial.actions import actors, articles, claims, events, labels
from editorial.actions.curating import change
from kb.models import ClaimTag, NoClaim, Revision, Tag, raised_at_end
from kb.verify import verify
from tests import makers

pytestmark = pytest.mark.django_db


def test_a_change_is_a_version_on_record() -> None:
    actor = makers.make_actor("Mark Rutte")
    before = Revision.current()
    assert change(row=actor, by=makers.publisher(), why="Tippfehler", name="Marc Rutte")
    actor.refresh_from_db()
    assert (actor.name, actor.version) == ("Marc Rutte", 2)
    assert actor.slug == "mark-rutte", "addresses stay"
    last = actor.history.first()
    assert (last.history_user, last.history_change_reason) == (makers.publisher(), "Tippfehler")
    assert Revision.current() == before + 1
    assert list(verify()) == []


def test_what_is_the_same_already_leaves_no_trace() -> None:
    actor = makers.make_actor("Mark Rutte")
    before = (Revision.current(), actor.history.count())
    assert not change(row=actor, by=makers.editor(), name="Mark Rutte")
    assert (Revision.current(), actor.history.count()) == before


def test_a_value_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ValidationError):
        change(row=makers.make_actor(), by=makers.editor(), kind="robot")


def test_a_new_name_is_public_and_the_same_name_twice_is_one() -> None:
    actor = makers.make_actor("Mark Rutte")
    before = Revision.current()
    actors.name_also(actor=actor, names=["Rutte", "Rutte", "Mark Rutte"], by=makers.editor())
    assert [alias.name for alias in actor.aliases.all()] == ["Rutte"]
    assert Revision.current() == before + 1


def test_the_same_office_and_the_same_part_twice_are_one() -> None:
    actor, council, session = makers.make_actor(), makers.make_actor(), makers.make_event()
    by = makers.editor()
    for _ in range(2):
        actors.affiliate(actor=actor, organisation=council, role="Rätin", by=by)
        events.take_part(event=session, actor=actor, role="absent", by=by)
    assert actor.affiliations.count() == 1
    assert session.participations.get().role == "absent"


def test_names_that_are_alike_get_addresses_of_their_own() -> None:
    slugs = [makers.make_actor("Anna Müller").slug for _ in range(3)]
    assert slugs == ["anna-mueller", "anna-mueller-2", "anna-mueller-3"]


def test_a_tag_is_the_same_written_large_or_small() -> None:
    makers.make_claim(tags=["Öl"])
    makers.make_claim(tags=["öl", "Ölpreis"])
    assert sorted(Tag.objects.values_list("name", flat=True)) == ["Öl", "Ölpreis"]
    assert ClaimTag.objects.count() == 3


def test_labels_change_beside_a_published_claim_and_stay_on_record() -> None:
    one, other = makers.make_actor(), makers.make_actor()
    claim = makers.make_claim(about=[one])
    labels.relabel(claim=claim, by=makers.editor(), about=[other], events=[], tags=[])
    assert [link.actor for link in claim.about_links.all()] == [other]
    assert claim.about_links.model.history.filter(history_type="-").count() == 1
    labels.note_outcome(claim=claim, by=makers.editor(), outcome="failed")
    claim.refresh_from_db()
    assert (claim.status, claim.version, claim.outcome) == ("published", 1, "failed")
    assert list(verify()) == []


def test_a_relation_taken_back_stays_on_record() -> None:
    relation = labels.relate(
        subject=makers.make_claim(),
        object=makers.make_claim(),
        kind="supports",
        by=makers.editor(),
    )
    labels.unrelate(relation=relation, by=makers.publisher())
    last = type(relation).history.first()
    assert (last.history_type, last.history_user) == ("-", makers.publisher())


def test_a_draft_that_lifts_a_judgement_is_seen_by_the_public() -> None:
    article = makers.make_article()
    sentence = article.current_version.sentences.get(position=1)
    articles.judge(sentences=[sentence], by=makers.editor(), reason="Termin")
    before = Revision.current()
    makers.make_claim(article=article, passages=[makers.whole(sentence)], status="draft")
    assert not NoClaim.objects.exists()
    assert Revision.current() == before + 1


def test_a_plain_draft_is_not() -> None:
    article = makers.make_article()
    before = Revision.current()
    claim = makers.make_claim(article=article, status="draft")
    claims.revise(claim=claim, by=makers.editor(), text="Anders gesagt.")
    assert Revision.current() == before


def test_several_verbs_raise_the_number_once_at_their_end() -> None:
    claim = makers.make_claim(status="in_review")
    before = Revision.current()
    with raised_at_end():
        claims.publish(claim=claim, by=makers.publisher())
        assert Revision.current() == before, "nobody waits for the row until the end"
        claims.withdraw(claim=claim, by=makers.publisher(), reason="doch nicht")
    assert Revision.current() == before + 1


def test_a_withdrawn_claim_that_is_edited_still_verifies() -> None:
    claim = makers.make_claim(status="withdrawn")
    claims.revise(claim=claim, by=makers.editor(), text="Neu gefasst.")
    assert list(verify()) == []


def test_dropping_a_passage_makes_a_new_version_and_another_writer() -> None:
    claim = makers.make_claim(status="in_review")
    claims.revise(claim=claim, by=makers.publisher(), dropped=[claim.evidence.get()])
    assert (claim.version, claim.writer) == (2, makers.publisher())
    assert not claim.evidence.exists()
