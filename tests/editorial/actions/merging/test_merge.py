from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from simple_history.models import HistoricalChanges

from editorial.actions import accounts, actors, events, labels
from editorial.actions.claims import Hop
from editorial.actions.merging import merge, planned, tell_apart
from editorial.actions.merging.links import LINKS
from editorial.models import Merge, Noun
from kb.models import (
    Actor,
    Affiliation,
    Alias,
    Article,
    Attribution,
    Claim,
    Decision,
    Event,
    Outlet,
    Participation,
    Revision,
    Tag,
)
from kb.verify import verify
from tests.makers import editor, make_actor, make_article, make_claim, make_event, publisher

pytestmark = pytest.mark.django_db


def merged(gone: Any, into: Any, **how: Any) -> Merge:
    return merge(gone=gone, into=into, **{"by": publisher(), "reason": "Dieselbe."} | how)


def refused(gone: Any, into: Any) -> str:
    with pytest.raises(ValidationError) as refusal:
        merged(gone, into)
    return " ".join(refusal.value.messages)


def tag(claim: Claim, name: str) -> Tag:
    labels.label(claim=claim, by=editor(), tags=[name])
    return Tag.objects.get(name=name)


def test_every_place_where_a_noun_is_named_moves() -> None:
    """Whoever adds a foreign key to one of them says what becomes of it in a merge."""
    kept = {Decision}  # about the one that was merged: a record
    by_claim = {(Claim, "speaker_id"), (Attribution, "actor_id")}
    for noun in Noun:
        relations = noun.model._meta.get_fields(include_hidden=True)
        named = {
            (relation.related_model, relation.field.attname)
            for relation in relations
            if relation.one_to_many
            and relation.related_model not in kept
            and not issubclass(relation.related_model, HistoricalChanges)
        }
        links = {(link.model, link.field) for link in LINKS[noun]}
        assert named - by_claim == links


def test_names_lead_to_the_one_that_stays_and_doubles_are_folded() -> None:
    gone = make_actor("Rutte, Mark", aliases=["M. Rutte", "Generalsekretär"])
    into = make_actor("Mark Rutte", aliases=["M. Rutte"])
    merged(gone, into)
    assert set(into.aliases.values_list("name", flat=True)) == {
        "M. Rutte",
        "Generalsekretär",
        "Rutte, Mark",
    }
    assert not gone.aliases.exists()
    assert list(verify()) == []


def test_a_name_that_is_known_is_not_added_again() -> None:
    gone, into = make_actor("Rutte"), make_actor("Mark Rutte", aliases=["Rutte"])
    merged(gone, into)
    assert into.aliases.count() == 1


def test_a_claim_in_public_changes_in_the_name_of_the_system() -> None:
    """Whoever merges may have written it: nobody's own work is decided on by themselves."""
    gone, into = make_actor("Anna Alt"), make_actor("Anna Neu")
    claim = make_claim(speaker=gone, mode="indirect")
    merged(gone, into, by=editor())
    claim.refresh_from_db()
    assert (claim.speaker, claim.status, claim.version) == (into, "published", 2)
    assert claim.writer == editor()
    assert claim.attributions.get().actor == into
    decision = claim.decisions.first()
    assert (decision.verb, decision.by) == ("corrected", accounts.keeper())
    assert decision.reason == "“Anna Alt” was merged into “Anna Neu”: Dieselbe."
    assert claim.history.first().history_user == editor()
    assert list(verify()) == []


@pytest.mark.parametrize("status", ["draft", "in_review", "withdrawn"])
def test_a_claim_that_is_not_in_public_changes_too(status: str) -> None:
    gone, into, chief = make_actor("Anna Alt"), make_actor("Anna Neu"), make_actor("Chefin")
    hops = [Hop(chief, "reported"), Hop(gone, "indirect")]
    claim = make_claim(speaker=gone, mode="indirect", hops=hops, status=status)
    merged(gone, into)
    claim.refresh_from_db()
    assert (claim.speaker, claim.status, claim.version) == (into, status, 2)
    assert [hop.actor for hop in claim.attributions.all()] == [chief, into]
    assert list(verify()) == []


def test_who_passes_on_what_another_says_changes_in_the_attribution_alone() -> None:
    gone, into, chief = make_actor("Anna Alt"), make_actor("Anna Neu"), make_actor("Chefin")
    hops = [Hop(gone, "reported"), Hop(chief, "indirect")]
    claim = make_claim(speaker=chief, mode="indirect", hops=hops)
    merged(gone, into)
    claim.refresh_from_db()
    assert claim.speaker == chief
    assert [hop.actor for hop in claim.attributions.all()] == [into, chief]
    assert list(verify()) == []


def test_what_claims_are_about_moves_and_is_folded() -> None:
    gone, into = make_actor(), make_actor()
    one, both = make_claim(about=[gone]), make_claim(about=[gone, into])
    merged(gone, into)
    assert list(one.about.all()) == list(both.about.all()) == [into]
    one.refresh_from_db()
    assert one.version == 1  # what a claim is about needs no decision
    assert list(verify()) == []


def test_offices_move_on_both_ends_and_an_end_is_taken_over() -> None:
    gone, into, party = make_actor(), make_actor(), make_actor(kind="organisation")
    start, end = date(2010, 1, 1), date(2020, 1, 1)
    office = {"organisation": party, "role": "Chefin", "start": start, "by": editor()}
    actors.affiliate(actor=gone, end=end, **office)
    kept = actors.affiliate(actor=into, **office)
    member = actors.affiliate(actor=party, organisation=gone, role="Gast", by=editor())
    merged(gone, into)
    kept.refresh_from_db()
    member.refresh_from_db()
    assert (kept.end, member.organisation) == (end, into)
    assert Affiliation.objects.filter(actor=into).count() == 1
    assert list(verify()) == []


def test_a_double_without_a_day_is_a_double() -> None:
    gone, into, party = make_actor(), make_actor(), make_actor(kind="organisation")
    for actor in (gone, into):
        actors.affiliate(actor=actor, organisation=party, role="Chefin", by=editor())
    merged(gone, into)
    assert Affiliation.objects.get().actor == into


def test_parts_in_events_are_folded_and_keep_their_sentence() -> None:
    gone, into, event = make_actor(), make_actor(), make_event()
    sentence = make_article().current_version.sentences.get(position=1)
    events.take_part(event=event, actor=gone, role="host", sentence=sentence, by=editor())
    events.take_part(event=event, actor=into, role="host", by=editor())
    events.take_part(event=event, actor=gone, role="speaker", by=editor())
    merged(gone, into)
    found = Participation.objects.order_by("role").values_list("actor", "role", "sentence")
    assert list(found) == [(into.pk, "host", sentence.pk), (into.pk, "speaker", None)]
    assert list(verify()) == []


def test_articles_and_newsrooms_move() -> None:
    gone, into = make_actor(), make_actor()
    article = make_article(author=gone)
    version = article.version
    outlet = Outlet.objects.create(name="Zeitung", newsroom=gone)
    merged(gone, into)
    article.refresh_from_db()
    outlet.refresh_from_db()
    assert (article.author, article.version, outlet.newsroom) == (into, version + 1, into)
    assert list(verify()) == []


def test_naming_an_anonymous_author_names_the_article_s_author() -> None:
    article = make_article(language="de")
    claim = make_claim(article=article)
    nobody, real = claim.speaker, make_actor("Anna Neu")
    assert nobody.only_in == article
    merged(nobody, real)
    claim.refresh_from_db()
    article.refresh_from_db()
    assert claim.speaker == article.author == real
    # What stood for a name is none.
    assert not real.aliases.exists()
    assert make_claim(article=article).speaker == real
    assert list(verify()) == []


def test_the_voice_of_an_article_is_nobody_who_was_merged() -> None:
    claim = make_claim()
    article = claim.article
    merged(claim.speaker, make_actor("Anna Neu"))
    article.refresh_from_db()
    articles_author = article.author
    assert articles_author is not None
    Article.objects.filter(pk=article.pk).update(author=None)
    article.refresh_from_db()
    voice = actors.voice(article=article, by=editor())
    assert (voice.merged_into, voice.only_in) == (None, article)


def test_identifiers_and_descriptions_are_taken_over() -> None:
    gone = make_actor(wikidata_id="Q42", description="Politikerin.")
    into = make_actor()
    merged(gone, into)
    for actor in (gone, into):
        actor.refresh_from_db()
    assert (into.wikidata_id, into.description) == ("Q42", "Politikerin.")
    assert (gone.wikidata_id, gone.description) == (None, "Politikerin.")
    assert list(verify()) == []


def test_events_move_with_claims_parts_and_participants() -> None:
    gone, into = make_event("Treffen", place="Brüssel"), make_event("Treffen der Nato")
    actor, part = make_actor(), make_event("Abendessen", part_of=gone)
    for event in (gone, into):
        events.take_part(event=event, actor=actor, role="host", by=editor())
    one, both = make_claim(events=[gone]), make_claim(events=[gone, into])
    merged(gone, into)
    for event in (part, into):
        event.refresh_from_db()
    assert (part.part_of, into.place) == (into, "Brüssel")
    assert list(one.events.all()) == list(both.events.all()) == [into]
    assert Participation.objects.get().event == into
    assert list(verify()) == []


def test_tags_move() -> None:
    one, both = make_claim(), make_claim()
    gone, into = tag(one, "Bruecke"), tag(both, "Brücke")
    tag(both, "Bruecke")
    merged(gone, into)
    for claim in (one, both):
        assert [link.tag for link in claim.tag_links.all()] == [into]
    assert list(verify()) == []


def test_what_was_merged_before_leads_on_in_one_step() -> None:
    first, second, last = make_actor(), make_actor(), make_actor()
    merged(first, second)
    merged(second, last)
    first.refresh_from_db()
    assert first.merged_into == last
    assert list(verify()) == []


def test_the_decision_says_who_and_why_and_the_public_number_rises() -> None:
    gone, into = make_actor(), make_actor()
    before = Revision.current()
    merged(gone, into, reason="Ein Schreibfehler.")
    decision = Decision.objects.get(actor=gone)
    assert (decision.verb, decision.reason, decision.by) == (
        "merged",
        "Ein Schreibfehler.",
        publisher(),
    )
    assert Revision.current() == before + 1
    assert gone.history.first().history_change_reason == "Ein Schreibfehler."


# --- What stands in the way ------------------------------------------------------------------------


def test_it_needs_a_reason() -> None:
    with pytest.raises(ValidationError, match="reason"):
        merged(make_actor(), make_actor(), reason=" ")


def test_nothing_is_merged_into_itself_or_another_kind() -> None:
    actor: Any = make_actor()
    assert "the same already" in refused(actor, actor)
    assert "of one kind" in refused(actor, make_event())


def test_what_was_merged_is_not_merged_again() -> None:
    gone, into, other = make_actor(), make_actor("Anna Neu"), make_actor()
    merged(gone, into)
    assert "was merged into “Anna Neu” already" in refused(gone, other)
    assert "was merged into “Anna Neu” already" in refused(other, gone)


def test_what_was_deleted_meanwhile_is_told() -> None:
    gone, into = make_actor(), make_actor()
    Actor.objects.get(pk=into.pk).delete()
    assert "deleted meanwhile" in refused(gone, into)


def test_different_identifiers_are_settled_first() -> None:
    gone, into = make_actor(wikidata_id="Q1"), make_actor(wikidata_id="Q2")
    assert "Q1 and Q2" in refused(gone, into)


def test_nobody_stands_twice_in_an_attribution() -> None:
    gone, into = make_actor(), make_actor()
    hops = [Hop(gone, "reported"), Hop(into, "indirect")]
    make_claim(speaker=into, mode="indirect", hops=hops)
    assert "1 claim" in refused(gone, into)
    assert not Decision.objects.filter(actor=gone).exists()


def test_nobody_is_a_member_of_themselves() -> None:
    gone, into = make_actor(), make_actor("Die Partei")
    actors.affiliate(actor=gone, organisation=into, role="Mitglied", by=editor())
    assert "member of “Die Partei”" in refused(gone, into)
    assert "member of “Die Partei”" in refused(into, gone)


def test_whoever_belongs_to_one_article_does_not_speak_in_others() -> None:
    one, other = make_claim().speaker, make_claim().speaker
    assert "another article" in refused(one, other)
    assert "the other way round" in refused(make_actor(), one)


def test_no_event_becomes_part_of_itself() -> None:
    whole = make_event("Gipfel")
    part = make_event("Tag 2", part_of=make_event("Woche", part_of=whole))
    assert "“Tag 2” is part of “Gipfel”" in refused(whole, part)
    assert "“Tag 2” is part of “Gipfel”" in refused(part, whole)


def test_who_are_not_the_same_are_not_merged() -> None:
    one, other = make_actor(), make_actor()
    tell_apart(one=one, other=other, by=editor(), reason="Vater und Sohn.")
    assert "Vater und Sohn." in refused(other, one)


# --- How much it takes ------------------------------------------------------------------------------


def busy(name: str, other: Actor, rows: int) -> Actor:
    """An actor with as many of everything, half of it doubles of what `other` has."""
    actor = make_actor(name, aliases=[f"Alias {n}" for n in range(rows)])
    actors.name_also(actor=other, names=[f"Alias {n}" for n in range(0, rows, 2)], by=editor())
    sentence = make_article().current_version.sentences.get(position=1)
    for number in range(rows):
        event = make_event()
        events.take_part(event=event, actor=actor, role="host", sentence=sentence, by=editor())
        about = [actor]
        if number % 2:
            events.take_part(event=event, actor=other, role="host", by=editor())
            about.append(other)
        make_claim(speaker=actor, mode="indirect", about=about)
        make_claim(speaker=actor, mode="indirect", about=about, status="draft")
        make_article(author=actor)
    return actor


def test_many_rows_take_as_many_statements_as_few(
    django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    accounts.keeper()
    person, pairs = publisher(), []
    for rows in (2, 7):
        into = make_actor()
        pairs.append((busy(f"Viel {rows}", into, rows), into))
    with django_assert_max_num_queries(110) as counted:
        merged(*pairs[0], by=person)
    with django_assert_num_queries(len(counted)):
        merged(*pairs[1], by=person)
    assert list(verify()) == []


def test_the_preview_takes_as_many_questions_for_many_rows(
    django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    pairs = []
    for rows in (2, 7):
        into = make_actor()
        pairs.append((busy(f"Viel {rows}", into, rows), into))
    with django_assert_max_num_queries(30) as counted:
        planned(*pairs[0])
    with django_assert_num_queries(len(counted)):
        assert len(planned(*pairs[1]).claims) == 14


def test_an_event_in_the_history_says_what_it_was() -> None:
    gone, into = make_event(), make_event()
    merged(gone, into)
    last = Event.history.filter(id=gone.pk).first()
    assert (last.merged_into_id, last.history_user) == (into.pk, publisher())


def test_names_stay_on_record_for_the_one_that_went() -> None:
    gone, into = make_actor(aliases=["Der Chef"]), make_actor(aliases=["Der Chef"])
    merged(gone, into)
    records = Alias.history.filter(actor_id=gone.pk).values_list("history_type", flat=True)
    assert set(records) == {"+", "-"}
