"""Pages as of a day: `?asof=2026-01-10`, and `&to=` for what changed."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from editorial.actions import articles, claims, events, labels
from editorial.actions.claims import Hop
from kb.models import Actor, Article, Claim, recorded_as
from kb.views.asof.dates import end_of
from tests import html
from tests.kb.asof.days import on
from tests.makers import (
    TEXT,
    correct,
    editor,
    make_actor,
    make_article,
    make_claim,
    make_event,
    publisher,
    whole,
)

pytestmark = pytest.mark.django_db

DAY = "2026-01-10"


def get(client: Client, thing: Any, query: str, language: str = "en", status: int = 200) -> str:
    path = thing.get_absolute_url().split("/", 2)[2]
    response = client.get(f"/{language}/{path}{query}")
    assert response.status_code == status
    shown = response.content.decode()
    if status != 301:
        assert html.errors(shown) == []
    return shown


def rewrite(claim: Any, **content: Any) -> None:
    claims.correct(claim=claim, writer=editor(), by=publisher(), reason="Genauer.", **content)


MAKERS: dict[str, Callable[[], Any]] = {
    "claim": make_claim,
    "actor": lambda: _named(make_actor(), "about"),
    "event": lambda: _named(make_event(), "events"),
    "article": make_article,
}


def _named(thing: Any, link: str) -> Any:
    make_claim(**{link: [thing]})
    return thing


@pytest.fixture(params=MAKERS)
def thing(request: pytest.FixtureRequest) -> Any:
    with on("2026-01-05"):
        return MAKERS[request.param]()


# --- Every page of the past ----------------------------------------------------------------------


def test_a_banner_says_the_day_and_leads_back(client: Client, thing: Any) -> None:
    shown = get(client, thing, f"?asof={DAY}")
    address = thing.get_absolute_url().split("/", 2)[2]
    assert 'As it stood at the end of <time datetime="2026-01-10">10 January 2026</time>' in shown
    assert f'<a class="more" href="/en/{address}">Back to today’s page</a>' in shown


def test_it_is_for_no_search_engine_and_names_todays_page(client: Client, thing: Any) -> None:
    path = f"/en/{thing.get_absolute_url().split('/', 2)[2]}"
    response = client.get(f"{path}?asof={DAY}")
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert '<meta name="robots" content="noindex, nofollow">' in response.content.decode()
    assert f'<link rel="canonical" href="http://testserver{path}">' in response.content.decode()
    assert "X-Robots-Tag" not in client.get(path)


def test_it_is_shown_in_both_languages(client: Client, thing: Any) -> None:
    german = get(client, thing, f"?asof={DAY}", "de")
    assert '<time datetime="2026-01-10">10. Januar 2026</time>' in german
    assert f'?asof={DAY}" hreflang="en"' in german


def test_todays_page_has_a_field_for_the_day(client: Client, thing: Any) -> None:
    shown = get(client, thing, "")
    assert '<form class="asof" method="get">' in shown
    assert '<input type="date" id="asof" name="asof"' in shown


def test_an_empty_field_asks_for_today(client: Client, thing: Any) -> None:
    assert "As it stood" not in get(client, thing, "?asof=&to=")


@pytest.mark.parametrize("wrong", ["gestern", "2026-13-01", "2026-02-30", "%00", "1", "−5"])
def test_what_is_no_date_is_refused_in_words(client: Client, wrong: str) -> None:
    claim = make_claim()
    assert "This is no date." in get(client, claim, f"?asof={wrong}", status=400)
    assert "This is no date." in get(client, claim, f"?asof={DAY}&to={wrong}", status=400)


def test_a_day_to_come_is_refused_and_not_kept(client: Client) -> None:
    claim = make_claim()
    tomorrow = (localdate() + timedelta(days=1)).isoformat()
    assert "yet to come" in get(client, claim, f"?asof={tomorrow}", status=400)
    path = f"/en/claims/{claim.pk}/{claim.slug}/?asof={tomorrow}"
    assert client.get(path)["Cache-Control"] == "no-store"


def test_a_day_may_be_written_as_in_german(client: Client) -> None:
    with on("2026-01-05"):
        claim = make_claim()
    assert "10 January 2026" in get(client, claim, "?asof=10.01.2026")


@pytest.mark.parametrize("day", ["2026-01-04", "1900-01-01", "0001-01-01"])
def test_before_it_was_public_there_is_a_clear_answer(client: Client, thing: Any, day: str) -> None:
    shown = get(client, thing, f"?asof={day}", status=404)
    assert "on that day" in shown
    assert "Back to today’s page" in shown


def test_days_end_at_midnight_where_the_site_is_at_home() -> None:
    assert end_of(date(2026, 1, 10)).isoformat() == "2026-01-11T00:00:00+01:00"
    assert end_of(date(2026, 3, 28)).isoformat() == "2026-03-29T00:00:00+01:00"
    assert end_of(date(2026, 3, 29)).isoformat() == "2026-03-30T00:00:00+02:00"


def test_it_is_read_only(client: Client) -> None:
    claim = make_claim()
    assert client.post(f"/en/claims/{claim.pk}/{claim.slug}/?asof={DAY}").status_code == 405


def test_a_copy_is_good_while_nothing_public_changes(client: Client) -> None:
    with on("2026-01-05"):
        claim = make_claim()
    path = f"/en/claims/{claim.pk}/{claim.slug}/?asof={DAY}"
    tag = client.get(path)["ETag"]
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 304
    make_claim()
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 200


# --- What they show ------------------------------------------------------------------------------


def test_the_claim_of_that_day_is_shown(client: Client) -> None:
    with on("2026-01-05"):
        minister = make_actor("Ada Rot")
        claim = make_claim("Die Brücke ist sicher.", speaker=minister, mode="indirect")
    with on("2026-02-01"):
        rewrite(claim, text="Die Brücke war sicher.")
    claim = Claim.objects.get(pk=claim.pk)
    shown = get(client, claim, f"?asof={DAY}")
    assert ">Die Brücke ist sicher.</h1>" in shown
    assert f'href="/en/actors/{minister.slug}/?asof={DAY}">Ada Rot</a>, as the author' in shown
    assert "<mark>Die Brücke sei sicher, sagte die Ministerin.</mark>" in shown
    assert "in force on that day</strong>" in shown
    assert "Genauer." not in shown
    assert "Genauer." in get(client, claim, "?asof=2026-02-01")


def test_todays_page_says_the_same_as_the_page_of_today(client: Client) -> None:
    minister, aides = make_actor("Ada Rot"), make_actor("Räte", kind=Actor.Kind.GROUP)
    article = make_article(author=minister)
    sentences = article.current_version.sentences
    passages = [whole(sentences.get(position=4)), whole(sentences.get(position=5), "disputes")]
    hops = [Hop(aides, "reported"), Hop(minister, "indirect")]
    claim = make_claim(
        article=article,
        passages=passages,
        speaker=minister,
        mode="indirect",
        hops=hops,
        about=[aides],
        events=[make_event("Sitzung")],
        tags=["Verkehr"],
    )
    labels.relate(subject=claim, object=make_claim("Die andere."), kind="qualifies", by=editor())
    now = get(client, claim, "")
    then = get(client, claim, f"?asof={localdate()}").replace(f"?asof={localdate()}", "")
    for part in (
        r"<h1.*?</h1>",
        r'<p class="speech">.*?</p>',
        r'<p class="quoted">.*?</p>',
        r'<p class="relation">.*?</p>',
        r'<a href="/en/(?:actors|events|tags)/[^"]+">.*?</a>',
    ):
        shown = set(re.findall(part, now, re.DOTALL))
        assert shown
        assert shown == set(re.findall(part, then, re.DOTALL)), part


def test_an_old_title_in_the_address_leads_on_with_the_day(client: Client) -> None:
    with on("2026-01-05"):
        claim = make_claim()
    response = client.get(f"/en/claims/{claim.pk}/frueher/?asof={DAY}")
    assert response.status_code == 301
    assert response["Location"] == f"/en/claims/{claim.pk}/{claim.slug}/?asof={DAY}"


def test_who_decided_is_told_by_name_and_never_by_login(client: Client) -> None:
    with on("2026-01-05"):
        claim = make_claim()
    assert "by an editor" in get(client, claim, f"?asof={DAY}")
    person = publisher()
    person.first_name, person.last_name = "Paula", "Muster"
    person.save()
    shown = get(client, claim, f"?asof={DAY}")
    assert "by Paula Muster" in shown
    assert person.username not in shown


def test_what_is_withdrawn_now_is_gone_on_every_day(client: Client) -> None:
    with on("2026-01-05"):
        claim = make_claim("Längst überholt.")
    with on("2026-02-01"):
        claims.withdraw(claim=claim, by=publisher(), reason="Die Quelle irrte.")
    shown = get(client, claim, f"?asof={DAY}", status=410)
    assert "Die Quelle irrte." in shown
    assert "Längst überholt" not in shown


def test_what_was_never_public_is_not_found_on_any_day(client: Client) -> None:
    draft = make_claim(status="draft")
    actor = make_actor()
    for hidden in (draft, actor):
        path = hidden.get_absolute_url().split("/", 2)[2]
        assert client.get(f"/en/{path}?asof={localdate()}").status_code == 404


def test_a_sealed_article_is_gone_on_every_day(client: Client) -> None:
    with on("2026-01-05"):
        article = make_article()
    with on("2026-02-01"):
        articles.seal(article=article, by=publisher(), reason="Auf Wunsch.")
    shown = get(client, article, f"?asof={DAY}", status=410)
    assert "Auf Wunsch." in shown
    assert "Brücke" not in shown


def test_words_that_may_not_be_read_today_are_left_out(client: Client) -> None:
    with on("2026-01-05"):
        article = make_article(access=Article.Access.QUOTES)
        claim = make_claim(article=article)
    with on("2026-02-01"):
        article.access = Article.Access.LINK
        with recorded_as(editor()):
            article.save(update_fields=("access",))
    shown = get(client, claim, f"?asof={DAY}")
    assert "The words cannot be shown here today." in shown
    assert "sagte die Ministerin" not in shown
    difference = get(client, claim, f"?asof=2026-01-01&to={DAY}")
    assert "sagte die Ministerin" not in difference


def test_who_is_hidden_today_is_spoken_of_without_a_name(client: Client) -> None:
    with on("2026-01-05"):
        claim = make_claim(speaker=make_actor("Falsch Zitiert"), mode="indirect")
    with on("2026-02-01"):
        rewrite(claim, speaker=make_actor("Ada Rot"), mode="indirect")
    for query in (f"?asof={DAY}", f"?asof={DAY}&to=2026-02-02"):
        shown = get(client, claim, query)
        assert "somebody whom no public page names any more" in shown
        assert "Falsch" not in shown


def test_the_article_of_that_day_is_shown_with_its_claims(client: Client) -> None:
    with on("2026-01-05"):
        article = make_article()
        claim = make_claim("Sie hält.", article=article)
    with on("2026-02-01"):
        correct(article, TEXT.replace("Montag", "Dienstag"))
    shown = get(client, article, f"?asof={DAY}&s=4")
    assert "am Montag in Bern" in shown
    assert "Version 1 of the 1 known then." in shown
    assert f'href="?asof={DAY}&amp;s=4#s4" aria-current="true"' in shown
    assert "Supported this claim" in shown
    assert f"/claims/{claim.pk}/{claim.slug}/?asof={DAY}" in shown
    number = f"/en/articles/{article.pk}/{article.slug}/v2/"
    assert client.get(f"{number}?asof={DAY}").status_code == 404
    assert client.get(f"{number}?asof=2026-02-01").status_code == 200


def test_the_event_of_that_day_is_shown(client: Client) -> None:
    with on("2026-01-05"):
        event, minister = make_event("Ratssitzung", place="Bern"), make_actor("Ada Rot")
        events.take_part(event=event, actor=minister, role="absent", by=editor())
        make_claim("Davon.", events=[event])
    with on("2026-02-01"):
        event.place = "Genf"
        with recorded_as(editor()):
            event.save(update_fields=("place",))
    shown = get(client, event, f"?asof={DAY}")
    assert ", Bern</p>" in shown
    assert "Who stayed away" in shown
    assert "Davon." in shown


def test_relations_are_shown_with_the_words_of_the_day(client: Client) -> None:
    with on("2026-01-05"):
        claim, other = make_claim(), make_claim("Die andere.")
        labels.relate(subject=claim, object=other, kind="contradicts", by=editor())
    with on("2026-02-01"):
        rewrite(other, text="Die ganz andere.")
    shown = get(client, claim, f"?asof={DAY}")
    assert ">contradicts</p>" in shown
    assert "Die andere." in shown
    assert "Die ganz andere." not in shown


# --- Differences ---------------------------------------------------------------------------------


def test_a_difference_marks_what_came_and_went(client: Client) -> None:
    with on("2026-01-05"):
        claim = make_claim("Die Brücke ist sicher.")
    with on("2026-02-01"):
        rewrite(claim, text="Die Brücke war sicher.")
    claim = Claim.objects.get(pk=claim.pk)
    forth = get(client, claim, f"?asof={DAY}&to=2026-02-02")
    back = get(client, claim, f"?asof=2026-02-02&to={DAY}")
    assert "Die Brücke <del>ist</del><ins>war</ins> sicher." in forth
    assert "<ins>Corrected by an editor, 1 February 2026: Genauer.</ins>" in forth
    assert "Die Brücke <del>ist</del><ins>war</ins> sicher." in back


def test_passages_that_touch_are_one_in_a_difference(client: Client) -> None:
    with on("2026-01-05"):
        article = make_article()
        sentences = article.current_version.sentences
        passages = [whole(sentences.get(position=number)) for number in (4, 5)]
        claim = make_claim(article=article, passages=passages)
    with on("2026-02-01"):
        correct(article, TEXT.replace("Montag", "Dienstag"))
    shown = get(client, claim, f"?asof={DAY}&to=2026-02-02")
    assert "„Die Brücke sei sicher, sagte die Ministerin. Der Ingenieur widerspricht ihr.“" in shown
    assert "version <del>1</del><ins>2</ins>" in shown


def test_a_difference_says_when_there_is_none(client: Client, thing: Any) -> None:
    assert "Nothing changed" in get(client, thing, f"?asof={DAY}&to=2026-01-20")


def test_a_difference_says_what_is_all_new(client: Client, thing: Any) -> None:
    shown = get(client, thing, f"?asof=2026-01-01&to={DAY}")
    assert "it was not public: all of it is new" in shown
    assert "<ins>" in shown


def test_a_difference_of_two_days_before_it_is_a_clear_answer(client: Client, thing: Any) -> None:
    assert "on that day" in get(client, thing, "?asof=2026-01-01&to=2026-01-02", status=404)


# --- What they cost ------------------------------------------------------------------------------


def test_the_present_never_pays_for_the_past(client: Client, thing: Any) -> None:
    """Of the tables of history today's page asks none but for what was merged into it."""
    with CaptureQueriesContext(
        connection,
    ) as queries:
        get(client, thing, "")
    asked = [query["sql"] for query in queries if "kb_historical" in query["sql"]]
    assert not [sql for sql in asked if 'FROM "kb_decision"' not in sql]


def test_a_claim_with_more_around_it_takes_no_more_queries(client: Client) -> None:
    with on("2026-01-05"):
        claim = make_claim(about=[make_actor()], events=[make_event()], tags=["eins"])
        grown = make_claim(
            about=[make_actor() for _ in range(4)],
            events=[make_event() for _ in range(3)],
            tags=["zwei", "drei"],
        )
        for one, number in ((claim, 1), (grown, 5)):
            for _ in range(number):
                other = make_claim(speaker=make_actor(), mode="indirect")
                labels.relate(subject=one, object=other, kind="supports", by=editor())
    assert _cost(client, claim) == _cost(client, grown)


@pytest.mark.parametrize("name", ["actor", "event", "article"])
def test_more_claims_take_no_more_queries(client: Client, name: str) -> None:
    with on("2026-01-05"):
        thing = MAKERS[name]()
        _more(name, thing)
    before = _cost(client, thing)
    with on("2026-01-06"):
        for _ in range(5):
            _more(name, thing)
    assert _cost(client, thing) == before


def _more(name: str, thing: Any) -> None:
    if name == "actor":
        make_claim(speaker=thing, mode="indirect", about=[thing, make_actor()])
        event = make_event()
        events.take_part(event=event, actor=thing, role="host", by=editor())
        make_claim(events=[event])
    elif name == "event":
        make_claim(events=[thing], speaker=make_actor(), mode="indirect")
        events.take_part(event=thing, actor=make_actor(), role="host", by=editor())
    else:
        make_claim(article=thing, speaker=make_actor(), mode="indirect")


def _cost(client: Client, thing: Any) -> list[int]:
    costs = []
    for query in (f"?asof={DAY}", f"?asof=2026-01-01&to={DAY}"):
        with CaptureQueriesContext(connection) as queries:
            get(client, thing, query)
        costs.append(len(queries))
    return costs
