"""The feed of contradictions: the same pairs as on its page, for everybody."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from editorial.actions import claims, labels
from kb.models import Claim
from tests.kb.feeds.reading import checked, titles
from tests.makers import editor, make_actor, make_claim, publisher

pytestmark = pytest.mark.django_db

FEED = "/feeds/contradictions.atom"


def against(subject: Claim, other: Claim, note: str = "") -> Any:
    return labels.relate(subject=subject, object=other, kind="contradicts", note=note, by=editor())


def test_each_pair_is_told_with_both_passages(client: Client) -> None:
    anna = make_actor("Anna Rot")
    early = make_claim("Die Brücke hält.", speaker=anna, mode="indirect", said_on="2024-05-01")
    late = make_claim("Sie hält \x0bnicht.", speaker=anna, mode="indirect", said_on="2025-05-01")
    against(late, early, "Eine Notiz.")
    (entry,) = checked(client, f"{FEED}?lang=en").entries
    assert entry.title == "Change of position: Die Brücke hält. – Sie hält \ufffdnicht."
    assert entry.link == f"http://testserver{late.permalink}#contradictions"
    assert entry.id.endswith(f":contradictions/{early.pk}-{late.pk}")
    words = entry.content[0].value
    assert "1 May 2024</time> (earlier)" in words
    assert "Eine Notiz." in words
    for claim in (early, late):
        place = f"http://testserver{claim.article.permalink}v1/#s4"
        assert f'cite="{place}"' in words


def test_it_tells_what_came_to_light_last_and_nothing_hidden(client: Client) -> None:
    client.force_login(editor())  # the desk could see it; the feed is for everybody
    waiting = make_claim("GEHEIM.", status="in_review")
    first = against(waiting, make_claim("Eins."), "GEHEIM.")
    against(make_claim("Zwei."), make_claim("Drei."))
    assert titles(checked(client, f"{FEED}?lang=en")) == ["Dispute: Zwei. – Drei."]
    assert "GEHEIM" not in client.get(FEED).content.decode()
    claims.publish(claim=waiting, by=publisher())
    feed = checked(client, f"{FEED}?lang=en")
    assert titles(feed) == ["Dispute: GEHEIM. – Eins.", "Dispute: Zwei. – Drei."]
    waiting.refresh_from_db()
    assert waiting.published_at
    assert first.created_at < waiting.published_at
    assert feed.entries[0].updated == waiting.published_at.isoformat()


def test_it_can_be_narrowed_as_the_page_and_refuses_what_the_page_does_not_know(
    client: Client,
) -> None:
    against(make_claim("Eins."), make_claim("Zwei."))
    feed = checked(client, f"{FEED}?type=change&lang=en")
    assert feed.entries == []
    assert feed.feed.title.startswith("Contradictions (change of position)")
    assert feed.feed.link == "http://testserver/contradictions/?type=change"
    answer = client.get(f"{FEED}?type=quarrel")
    assert answer.status_code == 400
    assert answer.content.decode().startswith("type='quarrel': ")


def test_more_pairs_cost_no_more_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    against(make_claim(), make_claim())
    with django_assert_max_num_queries(8) as few:
        client.get(FEED)
    for _ in range(10):
        against(make_claim(), make_claim())
    with django_assert_max_num_queries(len(few)):
        assert client.get(FEED).content.decode().count("<entry") == 11
