import re
from html import unescape

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from editorial.actions import claims, events
from kb.models import Article
from tests import html
from tests.makers import editor, make_actor, make_article, make_claim, make_event, publisher

pytestmark = pytest.mark.django_db


def page(client: Client, address: str, language: str = "de") -> str:
    response = client.get(f"/{language}/events/{address}")
    assert response.status_code == 200
    return response.content.decode()


def test_the_list_has_public_events_newest_first(client: Client) -> None:
    old, new = make_event("Altes", start="2019-04-04"), make_event("Neues", start="2025-06-24")
    make_claim(events=[old, new])
    make_claim(events=[make_event("Geheimes")], status="draft")
    shown = page(client, "")
    assert shown.index("Neues") < shown.index("Altes")
    assert "Geheimes" not in shown
    assert html.errors(shown) == []


def test_who_stayed_away_stands_beside_who_took_part_with_the_sentence(client: Client) -> None:
    event, here, away = make_event(), make_actor("Ada Rot"), make_actor("Zoe Blau")
    sentence = make_article().current_version.sentences.get(position=5)
    events.take_part(event=event, actor=here, role="host", by=editor())
    events.take_part(event=event, actor=away, role="absent", sentence=sentence, by=editor())
    make_claim("Es wurde getagt.", events=[event])
    shown = page(client, f"{event.slug}/")
    assert shown.index("Wer dabei war") < shown.index("Ada Rot") < shown.index("Wer fehlte")
    assert shown.index("Wer fehlte") < shown.index("Zoe Blau")
    assert f"„{sentence.text}“" in shown
    assert f"/v1/#s{sentence.position}" in shown
    assert "Es wurde getagt." in shown
    assert html.errors(shown) == []


def test_a_sentence_the_reader_may_not_see_is_left_out(client: Client) -> None:
    event, away = make_event(), make_actor()
    article = make_article(access=Article.Access.LINK)
    sentence = article.current_version.sentences.get(position=5)
    events.take_part(event=event, actor=away, role="absent", sentence=sentence, by=editor())
    make_claim(events=[event])
    assert sentence.text not in page(client, f"{event.slug}/")


def test_claims_stand_before_at_and_after_it(client: Client) -> None:
    event = make_event("Fest", start="2025-06-24", end="2025-06-25")
    days = {
        "Zuvor.": "2025-06-23",
        "Am ersten Tag.": "2025-06-24",
        "Am letzten Tag.": "2025-06-25",
        "Seither.": "2025-06-26",
        "Viel später.": "2026-01-01",
    }
    for words, day in days.items():
        make_claim(words, events=[event], said_on=day)
    make_claim("Irgendwann.", events=[event], article=make_article(published_on=None))
    make_claim("Ein Entwurf.", events=[event], said_on="2025-06-24", status="draft")
    shown = page(client, f"{event.slug}/", "en")
    order = [
        *('id="before"', "1 of 6 claims", "Zuvor.", 'id="at"', "2 of 6 claims"),
        *("Am letzten Tag.", "Am ersten Tag.", 'id="after"', "2 of 6 claims"),
        *("Viel später.", "Seither.", 'id="undated"', "1 of 6 claims", "Irgendwann."),
    ]
    rest = shown[shown.index('id="before"') :]
    for words in order:
        assert words in rest, words
        rest = rest[rest.index(words) + len(words) :]
    assert "Ein Entwurf." not in shown
    assert html.errors(shown) == []


@pytest.mark.parametrize(
    ("precision", "told"),
    [("day", "3 of 4"), ("month", "2 of 4"), ("year", "1 of 4")],
)
def test_what_is_after_it_depends_on_how_exactly_it_is_known(
    client: Client, precision: str, told: str
) -> None:
    event = make_event(start="2025-06-24", start_precision=precision)
    for day in ("2025-06-24", "2025-06-25", "2025-07-01", "2026-01-01"):
        make_claim(events=[event], said_on=day)
    shown = page(client, f"{event.slug}/", "en")
    assert told in shown[shown.index('id="after"') :].partition("</section>")[0]


def test_a_time_with_many_claims_leads_to_all_of_them(client: Client) -> None:
    event, article = make_event("Fest", start="2025-06-24"), make_article()
    make_claim("Zuvor.", events=[event], said_on="2025-06-23", article=article)
    for number in range(26):
        make_claim(f"Nr. {number}.", events=[event], said_on="2025-06-25", article=article)
    shown = page(client, f"{event.slug}/", "en")
    [link] = re.findall(r'href="([^"]+)">All 26 claims of this time', shown)
    found = client.get(unescape(link)).content.decode()
    assert "26 claims" in found
    assert "Zuvor." not in found


def test_its_parts_stand_on_a_timeline_with_a_table(client: Client) -> None:
    event = make_event("Fest", start="2025-06-24", end="2025-06-26")
    day = make_event("Umzug", start="2025-06-25", part_of=event)
    hidden = make_event("Geheimes", start="2025-06-24", part_of=event)
    make_claim(events=[event, day], said_on="2025-06-25")
    make_claim(events=[event], said_on="2026-01-01")
    make_claim(events=[hidden], status="draft")
    shown = page(client, f"{event.slug}/", "en")
    figure = shown[shown.index("<figure") : shown.index("</figure>")]
    assert f'href="/en/events/{day.slug}/" aria-label="Umzug: 25 June 2025"' in figure
    assert "?event=fest&amp;since=2025-06-25&amp;until=2025-06-25" in figure
    assert "1 claim of another time is not drawn." in figure
    assert "<td>24 to 26 June 2025</td>" in figure
    assert "Geheimes" not in shown
    assert html.errors(shown) == []


def test_many_who_took_part_are_all_named(client: Client) -> None:
    event = make_event()
    for number in range(27):
        actor = make_actor(f"Rätin {number:02}")
        events.take_part(event=event, actor=actor, role="participant", by=editor())
    make_claim(events=[event])
    shown = page(client, f"{event.slug}/", "en")
    assert shown.index("Rätin 24") < shown.index("<summary>2 more</summary>")
    assert shown.index("<summary>2 more</summary>") < shown.index("Rätin 26")


@pytest.mark.parametrize(
    ("precision", "german", "english", "machine"),
    [
        ("day", "24. Juni 2025", "24 June 2025", "2025-06-24"),
        ("month", "Juni 2025", "June 2025", "2025-06"),
        ("year", "2025", "2025", "2025"),
    ],
)
def test_times_are_as_exact_as_they_are_known(
    client: Client, precision: str, german: str, english: str, machine: str
) -> None:
    event = make_event(start="2025-06-24", start_precision=precision)
    make_claim(events=[event])
    time = f'<time datetime="{machine}">'
    assert f"{time}{german}</time>" in page(client, f"{event.slug}/")
    assert f"{time}{english}</time>" in page(client, f"{event.slug}/", "en")


def test_an_event_of_drafts_is_not_found(client: Client) -> None:
    event = make_event()
    make_claim(events=[event], status="draft")
    assert client.get(f"/de/events/{event.slug}/").status_code == 404


def test_an_event_that_was_once_public_is_gone(client: Client) -> None:
    event = make_event()
    make_claim(events=[event], status="withdrawn")
    assert client.get(f"/de/events/{event.slug}/").status_code == 410


def test_an_event_named_only_before_publication_is_not_found(client: Client) -> None:
    event = make_event()
    claim = make_claim(events=[event], status="draft")
    claim.event_links.get().delete()
    claims.submit(claim=claim, by=editor())
    claims.publish(claim=claim, by=publisher())
    assert client.get(f"/de/events/{event.slug}/").status_code == 404


@pytest.mark.parametrize("address", ["", "fest/"])
def test_it_is_read_only(client: Client, address: str) -> None:
    assert client.post(f"/de/events/{address}").status_code == 405


def test_pages_of_the_list_follow_each_other_by_key(client: Client) -> None:
    known = [make_event(f"Sitzung {number:02}", start="2025-01-01") for number in range(51)]
    make_claim(events=known)
    first = page(client, "")
    assert f"?after={known[1].pk}" in first
    second = page(client, f"?after={known[1].pk}")
    assert "Sitzung 00" in second
    assert "Sitzung 01" not in second


def test_more_rows_cost_no_more_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    event = make_event()

    def add() -> None:
        sentence = make_article().current_version.sentences.get(position=1)
        events.take_part(
            event=event, actor=make_actor(), role="host", sentence=sentence, by=editor()
        )
        make_claim(events=[event, make_event(part_of=event)])

    add()
    with django_assert_max_num_queries(12) as few:
        page(client, f"{event.slug}/")
    with django_assert_max_num_queries(12) as few_in_list:
        page(client, "")
    for _ in range(10):
        add()
    with django_assert_max_num_queries(len(few)):
        page(client, f"{event.slug}/")
    with django_assert_max_num_queries(len(few_in_list)):
        page(client, "")
