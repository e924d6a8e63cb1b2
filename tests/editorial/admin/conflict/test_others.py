"""The same for actors, events, tags, outlets and articles, and for the rows that belong to them."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from editorial.actions import curating
from kb.models import Outlet, Tag
from tests.editorial.admin.pages import address, as_, filled, refilled, said, submit
from tests.makers import editor, make_actor, make_article, make_claim, make_event, publisher

pytestmark = pytest.mark.django_db


def things() -> list[tuple[Any, str, str]]:
    """An object of each kind, a text that both change and one that only one does."""
    return [
        (make_actor(), "name", "description"),
        (make_event(), "title", "place"),
        (make_article(), "title", "byline"),
        (Outlet.objects.create(name="Blatt"), "name", "url"),
    ]


@pytest.mark.parametrize("number", range(4))
def test_each_form_keeps_what_was_typed_and_takes_over_what_was_not(number: int) -> None:
    thing, clashing, other = things()[number]
    mine, url = as_(editor()), address(thing)
    value = "https://example.org/" if other == "url" else "Von ihnen."
    sent = filled(mine, url) | {clashing: "Meins"}
    theirs = as_(publisher())
    theirs.post(url, filled(theirs, url) | {clashing: "Ihres", other: value})
    answer = mine.post(url, sent)
    assert answer.status_code == 409
    assert "publisher saved this meanwhile" in said(answer)
    kept = refilled(answer)
    assert (kept[clashing], kept[other]) == ("Meins", value)
    assert mine.post(url, kept | {"_mine": "1"}).status_code == 302
    thing.refresh_from_db()
    assert (getattr(thing, clashing), getattr(thing, other)) == ("Meins", value)
    assert "Saved over what publisher" in thing.history.first().history_change_reason


def test_a_tag_is_kept_too() -> None:
    tag = Tag.objects.create(name="Brücke")
    mine, url = as_(editor()), address(tag)
    sent = filled(mine, url) | {"name": "Brücken"}
    curating.change(row=tag, by=publisher(), name="Brückenbau")
    answer = mine.post(url, sent)
    assert answer.status_code == 409
    assert refilled(answer)["name"] == "Brücken"
    answer = mine.post(url, refilled(answer) | {"_theirs": "name"})
    assert refilled(answer)["name"] == "Brückenbau"
    assert answer.context["conflict"].has_own is False


def test_rows_follow_their_ids_and_not_their_places() -> None:
    actor = make_actor(aliases=["Erste", "Zweite"])
    first, second = actor.aliases.order_by("pk")
    mine, url = as_(editor()), address(actor)
    sent = filled(mine, url)
    places = {sent[f"aliases-{n}-id"]: n for n in range(2)}
    sent[f"aliases-{places[str(second.pk)]}-name"] = "Meine zweite"
    gone = {f"aliases-{places[str(first.pk)]}-DELETE": "on"}
    submit(as_(publisher()), url, **gone)
    answer = mine.post(url, sent)
    kept = refilled(answer)
    assert (kept["aliases-INITIAL_FORMS"], kept["aliases-0-id"]) == ("1", str(second.pk))
    assert kept["aliases-0-name"] == "Meine zweite"
    assert mine.post(url, kept | {"_both": "1"}).status_code == 302
    assert [alias.name for alias in actor.aliases.all()] == ["Meine zweite"]


def test_a_row_that_was_taken_away_while_it_was_changed_goes_on_as_a_new_one() -> None:
    actor = make_actor(aliases=["Erste"])
    mine, url = as_(editor()), address(actor)
    sent = filled(mine, url) | {"aliases-0-name": "Meine erste"}
    submit(as_(publisher()), url, **{"aliases-0-DELETE": "on"})
    kept = refilled(mine.post(url, sent))
    assert (kept["aliases-INITIAL_FORMS"], kept["aliases-TOTAL_FORMS"]) == ("0", "1")
    assert kept["aliases-0-name"] == "Meine erste"
    assert mine.post(url, kept | {"_both": "1"}).status_code == 302
    assert [alias.name for alias in actor.aliases.all()] == ["Meine erste"]


def test_a_row_both_changed_is_a_clash_of_its_field() -> None:
    actor = make_actor(aliases=["Erste"])
    mine, url = as_(editor()), address(actor)
    sent = filled(mine, url) | {"aliases-0-name": "Meine"}
    submit(as_(publisher()), url, **{"aliases-0-name": "Ihre"})
    answer = mine.post(url, sent)
    assert [clash.name for clash in answer.context["conflict"].clashes] == ["aliases-0-name"]
    kept = refilled(mine.post(url, refilled(answer) | {"_theirs": "aliases-0-name"}))
    assert kept["aliases-0-name"] == "Ihre"


def test_a_row_i_take_away_while_they_change_it_is_a_clash() -> None:
    actor = make_actor(aliases=["Erste"])
    mine, url = as_(editor()), address(actor)
    sent = filled(mine, url) | {"aliases-0-DELETE": "on"}
    submit(as_(publisher()), url, **{"aliases-0-name": "Ihre"})
    answer = mine.post(url, sent)
    conflict = answer.context["conflict"]
    assert [clash.name for clash in conflict.clashes] == ["aliases-0-DELETE"]
    assert "Ihre" in conflict.clashes[0].theirs
    assert refilled(answer)["aliases-0-DELETE"] == "on"
    kept = refilled(mine.post(url, refilled(answer) | {"_theirs": "aliases-0-DELETE"}))
    assert "aliases-0-DELETE" not in kept


def test_rows_that_each_added_both_stand() -> None:
    actor = make_actor(aliases=["Erste"])
    mine, url = as_(editor()), address(actor)
    added = {"aliases-TOTAL_FORMS": "2", "aliases-1-name": "Meine"}
    sent = filled(mine, url) | added
    submit(as_(publisher()), url, **added | {"aliases-1-name": "Ihre"})
    answer = mine.post(url, refilled(mine.post(url, sent)) | {"_both": "1"})
    assert answer.status_code == 302, said(answer)
    assert {alias.name for alias in actor.aliases.all()} == {"Erste", "Ihre", "Meine"}


def test_what_is_wrong_in_the_form_is_said_beside_the_conflict() -> None:
    actor = make_actor()
    mine, url = as_(editor()), address(actor)
    sent = filled(mine, url) | {"wikidata_id": "Rutte"}
    submit(as_(publisher()), url, description="Ihres.")
    answer = mine.post(url, sent)
    assert answer.status_code == 409
    assert "A Wikidata id is a Q and a number" in said(answer)
    wrong = mine.post(url, refilled(answer) | {"_both": "1"})
    assert wrong.status_code == 200
    assert refilled(wrong)["wikidata_id"] == "Rutte"


def test_ten_more_rows_cost_no_more_queries() -> None:
    costs = []
    for count in (2, 12):
        claim = make_claim(status="draft", about=[make_actor() for _ in range(count)])
        mine, url = as_(editor()), address(claim)
        sent = filled(mine, url) | {"text": "Meine.", "about_actors": []}
        submit(as_(publisher()), url, text="Ihre.")
        with CaptureQueriesContext(connection) as queries:
            assert mine.post(url, sent).status_code == 409
        costs.append(len(queries))
    assert costs[0] == costs[1], costs


def test_a_row_that_changed_without_its_owner_is_not_overwritten() -> None:
    actor = make_actor(aliases=["Erste"])
    mine, url = as_(editor()), address(actor)
    sent = filled(mine, url) | {"aliases-0-name": "Meine"}
    curating.change(row=actor.aliases.get(), by=publisher(), name="Ihre")
    answer = mine.post(url, sent)
    assert answer.status_code == 409
    assert [clash.name for clash in answer.context["conflict"].clashes] == ["aliases-0-name"]
    assert actor.aliases.get().name == "Ihre"
