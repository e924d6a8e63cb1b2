"""Why an old address leads on, and what was merged for a while, as readers are told."""

from typing import Any

import pytest
from django.test import Client

from editorial.actions.merging import merge, unmerge
from kb.models import Tag
from tests.makers import editor, make_actor, make_claim, make_event, publisher

pytestmark = pytest.mark.django_db


def merged(gone: Any, into: Any, reason: str = "Dieselbe Person.") -> Any:
    return merge(gone=gone, into=into, by=publisher(), reason=reason)


def shown(thing: Any, client: Client) -> str:
    answer = client.get(thing.get_absolute_url())
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_old_address_leads_on_and_the_page_says_why(client: Client) -> None:
    gone, into = make_actor("Anna Alt"), make_actor("Anna Neu")
    make_claim(about=[gone])
    merged(gone, into)
    answer: Any = client.get(gone.get_absolute_url())
    assert (answer.status_code, answer.url) == (301, into.get_absolute_url())
    assert "„Anna Alt“ führt seit dem" in shown(into, client)
    assert "Dieselbe Person." in shown(into, client)


def test_events_and_tags_say_why_too(client: Client) -> None:
    events = (make_event("Treffen"), make_event("Gipfel"))
    make_claim(events=events, tags=["Bruecke", "Brücke"])
    gone, into = Tag.objects.order_by("name")
    for one, other in (events, (gone, into)):
        merged(one, other, "Zweimal angelegt.")
        answer: Any = client.get(one.get_absolute_url())
        assert (answer.status_code, answer.url) == (301, other.get_absolute_url())
        assert "Zweimal angelegt." in shown(other, client)


def test_three_in_a_row_lead_on_in_one_step(client: Client) -> None:
    one, two, three = make_actor("Eins"), make_actor("Zwei"), make_actor("Drei")
    make_claim(about=[one])
    make_claim(about=[two])
    merged(one, two)
    merged(two, three)
    for actor in (one, two):
        answer: Any = client.get(actor.get_absolute_url())
        assert (answer.status_code, answer.url) == (301, three.get_absolute_url())
        assert f"„{actor}“ führt seit dem" in shown(three, client)


def test_what_was_undone_answers_again_and_says_so(client: Client) -> None:
    gone, into = make_actor("Anna Alt"), make_actor("Anna Neu")
    make_claim(about=[gone])
    make_claim(about=[into])
    unmerge(merge=merged(gone, into), by=publisher(), reason="Vater und Sohn.")
    assert "Vater und Sohn." in shown(gone, client)
    assert "Anna Alt" not in shown(into, client)


def test_what_was_undone_is_no_reason_for_being_gone(client: Client) -> None:
    gone, into = make_actor(), make_actor()
    claim = make_claim(about=[gone], status="withdrawn")
    unmerge(merge=merged(gone, into), by=publisher(), reason="Vater und Sohn.")
    answer = client.get(gone.get_absolute_url())
    assert answer.status_code == 410
    assert "Vater und Sohn." not in answer.content.decode()
    assert claim.status == "withdrawn"


def test_a_name_that_was_never_public_is_not_told(client: Client) -> None:
    hidden, into = make_event("Ganz geheim"), make_event("Gipfel")
    make_claim(events=[hidden], status="draft")
    make_claim(events=[into])
    merged(hidden, into, "Auch geheim.")
    assert "geheim" not in shown(into, client)
    client.force_login(editor())
    assert "Ganz geheim" in shown(into, client)
