"""The feed of the log: the same as its page, for everybody."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from editorial.actions import articles
from tests.kb.feeds.reading import checked, titles
from tests.makers import (
    TEXT,
    correct,
    editor,
    make_actor,
    make_article,
    make_claim,
    merge,
    publisher,
)

pytestmark = pytest.mark.django_db

LOG = "/feeds/corrections.atom"


def words(entry: Any) -> str:
    return str(entry.content[0].value)


def test_it_tells_what_was_done_and_why_newest_first(client: Client) -> None:
    article = make_article(title="Rat tagt")
    correct(article, TEXT.replace("sagte die", "sagte dort die"), reason="Ein Wort fehlte.")
    claim = make_claim(status="withdrawn")
    feed = checked(client, f"{LOG}?lang=en")
    assert titles(feed) == [f"Withdrawn: Claim {claim.pk}", "Corrected: Rat tagt"]
    assert "Die Quelle hat sich korrigiert." in words(feed.entries[0])
    assert feed.entries[0].link == f"http://testserver/en/claims/{claim.pk}/"
    assert "Ein Wort fehlte." in words(feed.entries[1])
    decision = claim.decisions.get(verb="withdrawn")
    assert feed.entries[0].id == f"tag:testserver,{decision.at:%Y-%m-%d}:decisions/{decision.pk}"


def test_its_words_are_german_too(client: Client) -> None:
    claim = make_claim(status="withdrawn")
    assert titles(checked(client, LOG)) == [f"Zurückgezogen: Aussage {claim.pk}"]


def test_a_merge_leads_on(client: Client) -> None:
    gone, into = make_actor("Anna Alt"), make_actor("Anna Neu")
    make_claim(about=[gone, into])
    merge(gone, into)
    (entry,) = checked(client, f"{LOG}?lang=en").entries
    assert entry.title == "Merged: Anna Alt"
    assert f'<a href="http://testserver{into.get_absolute_url()}">Anna Neu</a>'.replace(
        "/de/", "/en/"
    ) in words(entry)


def test_it_can_be_narrowed_as_the_page(client: Client) -> None:
    correct(make_article(title="Rat tagt"), TEXT + " Mehr.")
    make_claim(status="withdrawn")
    feed = checked(client, f"{LOG}?verb=corrected&lang=en")
    assert titles(feed) == ["Corrected: Rat tagt"]
    assert feed.feed.link == "http://testserver/corrections/?verb=corrected"


def test_a_verb_that_is_none_is_refused(client: Client) -> None:
    answer = client.get(f"{LOG}?verb=published")
    assert answer.status_code == 400
    assert answer.content.decode().startswith("verb='published': ")


def test_no_title_of_what_was_taken_away_comes_back(client: Client) -> None:
    client.force_login(editor())  # the desk could see it; the feed is for everybody
    article = make_article(title="GEHEIM im Titel")
    make_claim("GEHEIM in der Aussage.", article=article)
    correct(article, TEXT + " Mehr.", reason="GEHEIM im Grund.")
    articles.seal(article=article, by=publisher(), reason="Auf Verlangen.")
    text = client.get(LOG).content.decode()
    assert text.count("<entry") == 4  # article and claim corrected, then taken away
    assert "geheim" not in text.lower()
    checked(client, LOG)


def test_what_was_done_at_once_for_one_reason_is_one_entry(client: Client) -> None:
    article = make_article(title="Rat tagt")
    made = [make_claim(article=article) for _ in range(4)]
    correct(article, TEXT + " Mehr.", reason="Der Schluss fehlte.")
    feed = checked(client, f"{LOG}?lang=en&verb=corrected")
    assert len(feed.entries) == 2
    told = next(entry for entry in feed.entries if "more" in entry.title)
    assert told.title.endswith(" and 3 more")
    assert all(claim.text in words(told) for claim in made)


def test_a_name_that_is_told_no_more_has_its_place_in_the_log(client: Client) -> None:
    gone, into = make_actor("Anna Alt"), make_actor("Anna Neu")
    claim = make_claim(about=[gone, into])
    merge(gone, into)
    articles.seal(article=claim.article, by=publisher(), reason="Auf Verlangen.")
    entry = checked(client, f"{LOG}?verb=merged&lang=en").entries[0]
    assert entry.title == "Merged: Actor"
    page = client.get(entry.link, follow=True).content.decode()
    assert f'id="d{gone.decisions.get().pk}"' in page
    assert "Anna" not in page


def test_what_xml_cannot_hold_is_marked(client: Client) -> None:
    make_claim()
    article = make_article(title="Ti\x02tel")
    correct(article, TEXT + " Mehr.", reason="Gr\x0bund")
    (entry,) = checked(client, f"{LOG}?lang=en").entries
    assert entry.title == "Corrected: Ti\ufffdtel"
    assert "Gr\ufffdund" in words(entry)


def test_an_empty_log_is_a_valid_feed(client: Client) -> None:
    assert checked(client, LOG).entries == []


def test_a_copy_stays_good_until_something_public_changes(client: Client) -> None:
    first = client.get(LOG)
    again = {"If-None-Match": first["ETag"]}
    assert client.get(LOG, headers=again).status_code == 304
    make_claim(status="withdrawn")
    assert client.get(LOG, headers=again).status_code == 200


def test_it_is_read_only(client: Client) -> None:
    assert client.post(LOG).status_code == 405


def test_more_decisions_cost_no_more_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    def add() -> None:
        one, other = make_actor(), make_actor()
        make_claim(about=[one, other])
        merge(one, other)
        make_claim(status="withdrawn")

    add()
    with django_assert_max_num_queries(8) as few:
        checked(client, LOG)
    for _ in range(10):
        add()
    with django_assert_max_num_queries(len(few)):
        assert client.get(LOG).content.decode().count("&lt;li&gt;") == 22
