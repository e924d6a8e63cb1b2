"""What was proposed before a merge or a correction means the same after it."""

import pytest

from editorial.actions import suggestions
from editorial.models import ImportItem, ImportRun, Suggestion
from editorial.state import claim_state, content, digest
from kb.models import Claim, Evidence, Sentence, Tag
from kb.verify import verify
from tests import makers

pytestmark = pytest.mark.django_db

LATER = makers.TEXT.replace("2031", "2035")


def accept(suggestion: Suggestion) -> None:
    suggestions.accept(suggestion=suggestion, by=makers.publisher(), reason="Ja.")


def test_who_was_proposed_and_merged_since_is_who_they_were_merged_into() -> None:
    claim, one, other = makers.make_claim(), makers.make_actor(), makers.make_actor()
    said = {"about": [one.pk], "speaker": one.pk, "mode": "direct"}
    said |= {"attribution": [[one.pk, "direct", None, None, None]]}
    made = suggestions.suggest(claim=claim, by=makers.editor(), content=said)
    makers.merge(one, other)
    accept(made)
    claim.refresh_from_db()
    assert (claim.speaker, list(claim.about.all())) == (other, [other])
    assert list(verify()) == []


def test_an_event_and_a_tag_that_were_merged_since() -> None:
    claim, one, other = makers.make_claim(), makers.make_event(), makers.make_event()
    makers.make_claim(tags=["Brücke", "Brücken"])
    said = {"events": [one.pk], "tags": ["Brücken"]}
    made = suggestions.suggest(claim=claim, by=makers.editor(), content=said)
    makers.merge(one, other)
    tags = {tag.name: tag for tag in Tag.objects.all()}
    makers.merge(tags["Brücken"], tags["Brücke"])
    accept(made)
    assert list(claim.events.all()) == [other]
    assert list(claim.tags.names()) == ["Brücke"]
    assert list(verify()) == []


def test_a_passage_that_was_to_go_goes_where_a_correction_carried_it() -> None:
    article = makers.make_article()
    passages = [
        makers.whole(Sentence.objects.get(version=article.current_version, position=position))
        for position in (4, 5)
    ]
    claim = makers.make_claim(article=article, passages=passages)
    kept = [row for row in content(claim)["evidence"] if row[0] == passages[0].sentence.pk]
    made = suggestions.suggest(claim=claim, by=makers.editor(), content={"evidence": kept})
    makers.correct(article, LATER)
    makers.correct(article, "Vorab. " + LATER)
    accept(made)
    (left,) = claim.evidence.live()
    assert (left.sentence.version.number, left.quote) == (3, passages[0].sentence.text)
    assert Evidence.objects.filter(claim=claim, state="dropped").count() == 1
    assert list(verify()) == []


def test_an_imported_claim_stays_the_imports_through_merges_and_corrections() -> None:
    speaker, other = makers.make_actor(), makers.make_actor()
    claim = makers.make_claim(speaker=speaker, mode="direct", about=[speaker])
    run = ImportRun.objects.create(source="s", path="p", by=makers.editor())
    ImportItem.objects.create(
        run=run,
        made_in=run,
        source="s",
        kind="claim",
        key="c",
        object_id=claim.pk,
        state_digest=digest(claim_state(claim)),
    )
    makers.merge(speaker, other)
    makers.correct(claim.article, LATER)
    now = Claim.objects.get(pk=claim.pk)
    assert (now.version, now.speaker) == (3, other)
    assert ImportItem.objects.get().state_digest == digest(claim_state(now))
