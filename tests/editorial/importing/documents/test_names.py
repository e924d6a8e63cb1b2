"""Who, which event and which tag a name means."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from editorial.actions import actors
from kb.models import Actor, Claim, Tag
from tests.editorial.importing.documents.filebed import (
    TEXT,
    Imported,
    claim,
    cut,
    document,
    exported,
)
from tests.makers import editor, make_actor, make_event, merge

Load = Callable[..., Imported]

GOOD = cut("Der Rat tagt am Montag in Bern.")


def spoken(load: Load, **said: Any) -> Claim:
    assert load(document("rat", TEXT, claim(GOOD, **said))).errors == []
    return Claim.objects.select_related("speaker").get()


def chain(stored: Claim) -> list[tuple[str, str]]:
    return [(hop.actor.name, hop.mode) for hop in stored.attributions.order_by("position")]


def test_a_speaker_is_the_one_actor_of_that_name(load: Load) -> None:
    rutte = make_actor("Mark Rutte")
    assert spoken(load, speaker="Mark Rutte", mode="indirect").speaker == rutte
    assert Actor.objects.count() == 1


def test_a_speaker_is_the_one_actor_of_that_alias(load: Load) -> None:
    rutte = make_actor("Mark Rutte", aliases=["Rutte"])
    assert spoken(load, speaker="Rutte").speaker == rutte


def test_a_name_and_alias_of_the_same_actor_is_no_choice(load: Load) -> None:
    rutte = make_actor("Mark Rutte")
    rutte.aliases.create(name="Mark Rutte")
    assert spoken(load, speaker="Mark Rutte").speaker == rutte


def test_a_merged_actor_is_whom_it_was_merged_into(load: Load) -> None:
    rutte, middle, old = (make_actor(name) for name in ("Mark Rutte", "M. Rutte", "Rutte"))
    merge(middle, rutte)
    merge(old, rutte)
    assert spoken(load, speaker="Rutte", about=["M. Rutte"]).speaker == rutte
    assert list(Claim.objects.get().about.all()) == [rutte]


@pytest.mark.parametrize("name", ["mark rutte", "Mark  Rutte", "Rutte"])
def test_an_almost_equal_name_is_another(load: Load, name: str) -> None:
    make_actor("Mark Rutte")
    stored = spoken(load, speaker=name).speaker
    assert (stored.name, stored.kind, stored.listed, stored.only_in) == (
        name,
        "unknown",
        False,
        Claim.objects.get().article,
    )


def test_an_ambiguous_name_is_somebody_of_the_article_alone(load: Load) -> None:
    make_actor("Müller")
    make_actor("Anna Müller", aliases=["Müller"])
    stored = spoken(load, speaker="Müller").speaker
    assert (stored.kind, stored.only_in) == ("unknown", Claim.objects.get().article)


def test_sie_here_is_not_sie_there_and_the_same_within_one_article(load: Load) -> None:
    said = claim(GOOD, speaker="Sie")
    load(document("a", TEXT, said, said), document("b", TEXT, said))
    a1, a2, b = Claim.objects.select_related("speaker").order_by("pk")
    assert a1.speaker == a2.speaker != b.speaker
    assert {a1.speaker.name, b.speaker.name} == {"Sie"}
    # And again, in a later import.
    load(document("a", TEXT, {**said, "id": "c9"}))
    assert Claim.objects.get(external_id="c9").speaker == a1.speaker


def test_nobody_elses_own_actor_is_meant(load: Load) -> None:
    load(document("a", TEXT, claim(GOOD, speaker="Sie")))
    load(document("b", TEXT, claim(GOOD, speaker="Sie")))
    assert Actor.objects.filter(name="Sie").count() == 2


def test_names_that_make_the_same_address_are_two(load: Load) -> None:
    load(document("a", TEXT, claim(GOOD, speaker="Die Frau"), claim(GOOD, speaker="die frau")))
    slugs = sorted(Actor.objects.filter(only_in__isnull=False).values_list("slug", flat=True))
    article = Claim.objects.first().article_id
    assert slugs == [f"die-frau--{article}", f"die-frau--{article}-2"]


def test_no_speaker_means_the_author_of_the_document(load: Load) -> None:
    load(document("rat", TEXT, claim(GOOD), author="Anna Keller"))
    stored = Claim.objects.get()
    assert (stored.speaker.name, stored.mode) == ("Anna Keller", "author")
    assert stored.speaker == stored.article.author
    assert stored.attributions.count() == 0


def test_no_speaker_and_no_author_is_somebody_unnamed(load: Load) -> None:
    load(document("rat", TEXT, claim(GOOD), claim(GOOD), lang="en"))
    one, two = Claim.objects.all()
    assert one.speaker == two.speaker
    assert (one.speaker.name, one.speaker.only_in) == ("Unnamed author", one.article)
    assert one.article.author is None


@pytest.mark.parametrize("mode", ["direct", "indirect", "free_indirect", "reported"])
def test_a_mode_other_than_the_authors_is_one_hop(load: Load, mode: str) -> None:
    stored = spoken(load, speaker="Sie", mode=mode)
    assert (stored.mode, stored.hops, chain(stored)) == (mode, 1, [("Sie", mode)])


def test_a_speaker_without_a_mode_is_reported(load: Load) -> None:
    assert chain(spoken(load, speaker="Sie")) == [("Sie", "reported")]


def test_the_authors_mode_with_a_speaker_is_taken_as_given(load: Load) -> None:
    stored = spoken(load, speaker="Sie", mode="author")
    assert (stored.speaker.name, stored.mode, stored.hops) == ("Sie", "author", 0)


HOPS = [{"actor": "Minister", "mode": "indirect"}, {"actor": "Rutte", "mode": "direct"}]


def test_a_chain_ends_in_speaker_and_mode(load: Load) -> None:
    stored = spoken(load, attribution=HOPS)
    assert (stored.speaker.name, stored.mode) == ("Rutte", "direct")
    assert chain(stored) == [("Minister", "indirect"), ("Rutte", "direct")]
    assert json.loads(exported())["claims"][0]["attribution"] == HOPS


def test_a_hop_without_a_mode_is_reported(load: Load) -> None:
    hops = [{"actor": "Minister"}, {"actor": "Rutte"}]
    stored = spoken(load, attribution=hops, speaker="Rutte", mode="reported")
    assert chain(stored) == [("Minister", "reported"), ("Rutte", "reported")]


def test_a_chain_of_two_names_of_one_person_is_rejected_and_makes_nobody(load: Load) -> None:
    make_actor("Mark Rutte", aliases=["Rutte"])
    hops = [{"actor": "Er"}, {"actor": "Mark Rutte"}, {"actor": "Rutte"}]
    told = load(document("rat", TEXT, claim(GOOD, attribution=hops, tags=["Nato"])))
    assert told.reasons == ["attribution names somebody twice, by different names; leave one out"]
    assert not Claim.objects.exists()
    assert [actor.name for actor in Actor.objects.all()] == ["Mark Rutte"]
    assert not Tag.objects.exists()


def test_about_means_actors_as_speakers_do_each_once(load: Load) -> None:
    nato = make_actor("Nato", aliases=["Bündnis"], kind=Actor.Kind.ORGANISATION)
    stored = spoken(load, about=["Nato", "Bündnis", "Sie", "Sie"], speaker="Sie")
    assert {actor.name for actor in stored.about.all()} == {"Nato", "Sie"}
    assert nato in stored.about.all()
    assert stored.speaker in stored.about.all()


def test_an_event_is_the_one_of_that_title_and_others_are_kept_by_name(load: Load) -> None:
    known = make_event("Gipfel")
    make_event("Sitzung")
    make_event("Sitzung")
    stored = spoken(load, events=["Gipfel", "Sitzung", "Unbekannt"])
    assert list(stored.events.all()) == [known]
    assert stored.extra == {"events": ["Sitzung", "Unbekannt"]}
    assert json.loads(exported())["claims"][0]["events"] == ["Gipfel", "Sitzung", "Unbekannt"]


def test_a_merged_event_is_what_it_was_merged_into(load: Load) -> None:
    new, old = make_event("Gipfel"), make_event("Treffen")
    merge(old, new)
    assert list(spoken(load, events=["Treffen", "Gipfel"]).events.all()) == [new]


def test_tags_are_made_once_and_a_merged_one_is_what_it_became(load: Load) -> None:
    load(document("a", TEXT, claim(GOOD, tags=["Nato", "Bündnis"]), claim(GOOD, tags=["Nato"])))
    assert sorted(Tag.objects.values_list("name", flat=True)) == ["Bündnis", "Nato"]
    assert Tag.history.count() == 2
    merge(Tag.objects.get(name="Bündnis"), Tag.objects.get(name="Nato"))
    load(document("b", TEXT, claim(GOOD, tags=["Bündnis"])))
    stored = Claim.objects.get(article__external_id="b")
    assert [tag.name for tag in stored.tags.all()] == ["Nato"]


def test_tags_that_make_the_same_address_are_two(load: Load) -> None:
    stored = spoken(load, tags=["C++", "C", "c#", "Київ", "Львів"])
    assert sorted(tag.name for tag in stored.tags.all()) == ["C", "C++", "c#", "Київ", "Львів"]


def test_a_name_learned_later_changes_no_claim_that_is_here(load: Load) -> None:
    line = document("rat", TEXT, claim(GOOD, speaker="Rutte"))
    load(line)
    own = Claim.objects.get().speaker
    make_actor("Mark Rutte", aliases=["Rutte"])
    actors.name_also(actor=make_actor("Nato"), names=["Bündnis"], by=editor())
    assert "1 same" in load(line).summary
    line["claims"][0]["label"] = "neu"
    assert "claims: 0 new, 1 changed" in load(line).summary
    assert Claim.objects.get().speaker == own
