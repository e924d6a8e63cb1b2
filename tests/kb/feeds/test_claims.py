"""What a claim's entry says, which claims a feed tells of, and in which order."""

from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory
from lxml import etree
from pytest_django import DjangoAssertNumQueries

from editorial.actions import articles, claims
from kb.feeds.claims import LENGTH, claims_feed
from kb.models import Claim, Outlet
from tests.kb.feeds.reading import RULES, checked, titles
from tests.makers import (
    TEXT,
    correct,
    editor,
    make_actor,
    make_article,
    make_claim,
    publisher,
    whole,
)

pytestmark = pytest.mark.django_db

CLAIMS = "/feeds/claims.atom"


def only(client: Client, address: str = CLAIMS) -> Any:
    (entry,) = checked(client, address).entries
    return entry


def words(entry: Any) -> str:
    return str(entry.content[0].value)


def test_an_entry_says_who_says_it_and_quotes_it(client: Client) -> None:
    outlet = Outlet.objects.create(name="Der Bote")
    article = make_article(title="Rat tagt", outlet=outlet)
    speaker = make_actor("Ada Rot")
    claim = make_claim(
        "Die Brücke <hält>.", article=article, speaker=speaker, mode="indirect", tags=["Brücken"]
    )
    entry = only(client)
    assert entry.title == "Die Brücke <hält>."
    assert entry.link == f"http://testserver{claim.permalink}"
    assert [tag.term for tag in entry.tags] == ["Brücken"]
    said = words(entry)
    assert "Ada Rot, dem Artikel zufolge (indirekte Rede)" in said
    assert "„Die Brücke sei sicher, sagte die Ministerin.“" in said
    assert "Rat tagt</a></cite> · Der Bote" in said


def test_a_quote_leads_to_the_very_sentence(client: Client) -> None:
    claim = make_claim()
    address = f"http://testserver{claim.article.permalink}v1/#s4"
    said = words(only(client))
    assert f'cite="{address}"' in said
    assert f'<a href="{address}">Satz 4</a>' in said
    page = client.get(address.partition("#")[0], follow=True)
    assert page.status_code == 200
    assert 'id="s4"' in page.content.decode()


def test_a_passage_over_two_sentences_is_one_quote(client: Client) -> None:
    article = make_article()
    both = [whole(sentence) for sentence in article.current_version.sentences.all()[3:5]]
    make_claim(article=article, passages=both)
    said = words(only(client))
    assert said.count("<blockquote") == 1
    assert "sagte die Ministerin. Der Ingenieur widerspricht ihr.“" in said
    assert ">Sätze 4 bis 5</a>" in said


def test_every_stance_is_named(client: Client) -> None:
    article = make_article()
    one, other = article.current_version.sentences.all()[3:5]
    make_claim(article=article, passages=[whole(one), whole(other, "disputes")])
    said = words(only(client))
    assert "<strong>Stützt</strong>" in said
    assert "<strong>Bestreitet</strong>" in said


def test_the_languages_are_marked(client: Client) -> None:
    make_claim(language="fr")
    feed = checked(client, f"{CLAIMS}?lang=en")
    assert feed.feed.language == "en"
    assert feed.entries[0].title_detail.language == "fr"
    # feedparser takes these attributes away.
    said = unescape(client.get(f"{CLAIMS}?lang=en").content.decode())
    assert '<blockquote lang="de" cite="' in said
    assert '<p lang="en"><strong>Supports</strong>' in said


@pytest.mark.parametrize(
    ("address", "asked", "expected"),
    [
        (CLAIMS, "", "Satz 4"),
        (CLAIMS, "en-GB", "Sentence 4"),
        (f"{CLAIMS}?lang=de", "en", "Satz 4"),
        (f"{CLAIMS}?lang=en", "de", "Sentence 4"),
        (f"{CLAIMS}?lang=xx", "de", "Satz 4"),
    ],
)
def test_the_words_are_in_the_language_asked_for(
    client: Client, address: str, asked: str, expected: str
) -> None:
    make_claim()
    feed = checked(client, address, **{"Accept-Language": asked})
    assert f">{expected}</a>" in words(feed.entries[0])


def test_a_language_that_is_none_is_not_passed_on(client: Client) -> None:
    make_claim(language="deutsch!")
    assert only(client).title_detail.language == "und"


def test_what_xml_cannot_hold_is_marked(client: Client) -> None:
    article = make_article("Ein Satz mit \x0b und \x1b darin.", title="Ti\x02tel")
    passages = [whole(article.current_version.sentences.get())]
    make_claim("Sie\x02 hält\ufffe.", article=article, passages=passages)
    entry = only(client)
    assert entry.title == "Sie\ufffd hält\ufffd."
    assert "Ein Satz mit \ufffd und \ufffd darin." in words(entry)
    checked(client, f"/feeds/articles/{article.pk}.atom")


def test_a_correction_keeps_the_entry_and_moves_it_up(client: Client) -> None:
    claim = make_claim("Die erste.")
    make_claim("Die zweite.")
    before = checked(client, CLAIMS).entries[1]
    claims.correct(
        claim=claim, by=publisher(), writer=editor(), reason="Verschrieben.", text="Die neue."
    )
    feed = checked(client, CLAIMS)
    assert titles(feed) == ["Die neue.", "Die zweite."]
    after = feed.entries[0]
    assert after.id == before.id
    assert after.published == before.published
    assert after.updated > before.updated
    assert feed.feed.updated == after.updated
    assert "Verschrieben." in words(after)


def test_a_correction_of_many_leaves_room_for_what_is_new(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kb.feeds.claims.LENGTH", 4)
    monkeypatch.setattr("kb.feeds.claims.ROOM", 1)
    article = make_article()
    old = [make_claim(f"Alt {number}.", article=article) for number in range(6)]
    for number in range(3):
        make_claim(f"Neu {number}.")
    correct(article, TEXT + " Mehr.")
    shown = titles(checked(client, CLAIMS))
    assert shown[0] in [claim.text for claim in old]
    assert shown[1:] == ["Neu 2.", "Neu 1.", "Neu 0."]


def test_what_was_written_early_and_published_late_is_new(client: Client) -> None:
    late = make_claim("Die späte.", status="in_review")
    make_claim("Die frühe.")
    claims.publish(claim=late, by=publisher())
    assert titles(checked(client, CLAIMS)) == ["Die späte.", "Die frühe."]


def test_a_wording_that_changed_is_said_to_be_old(client: Client) -> None:
    claim = make_claim()
    correct(claim.article, TEXT.replace("sagte die Ministerin", "sagte dort die Ministerin"))
    said = words(only(client))
    assert "Wortlaut von Fassung 1" in said
    assert f"{claim.article.permalink}v1/#s4" in said


def test_of_a_sealed_article_neither_quote_nor_title_nor_day_is_told(client: Client) -> None:
    secret = make_article(title="GEHEIM", published_on="2001-02-03")
    known = make_article()
    passages = [
        whole(article.current_version.sentences.get(position=4)) for article in (secret, known)
    ]
    make_claim("Die Brücke hält.", article=secret, passages=passages)
    assert words(only(client)).count("<blockquote") == 2
    articles.seal(article=secret, by=publisher(), reason="Auf Verlangen.")
    text = client.get(CLAIMS).content.decode()
    assert text.count("&lt;blockquote") == 1
    assert "GEHEIM" not in text
    assert "geheim" not in text
    assert "2001" not in text


def test_an_article_with_a_link_only_is_not_quoted(client: Client) -> None:
    make_claim("Die Brücke hält.", article=make_article(access="link"))
    said = words(only(client))
    assert "sei sicher" not in said
    assert "<blockquote" not in said
    assert "können hier nicht gezeigt werden" in said


def test_of_an_article_with_quotes_only_what_is_cited_is_told(client: Client) -> None:
    make_claim("Die Brücke hält.", article=make_article(access="quotes"))
    text = client.get(CLAIMS).content.decode()
    assert "sei sicher, sagte die Ministerin" in text
    assert "Gebaut wird erst im Jahr 2031" not in text


def test_drafts_and_withdrawn_claims_are_not_told_even_to_the_desk(client: Client) -> None:
    client.force_login(editor())
    make_claim("Der Entwurf.", status="draft", tags=["Verdecktes"])
    make_claim("Die Vorlage.", status="in_review")
    make_claim("Die Zurückgezogene.", status="withdrawn")
    make_claim("Die Öffentliche.")
    assert titles(checked(client, CLAIMS)) == ["Die Öffentliche."]


def test_what_a_caller_lets_in_is_held_back_nevertheless(rf: RequestFactory) -> None:
    make_claim("Der Entwurf.", status="draft")
    withdrawn = make_claim("Die Zurückgezogene.", status="withdrawn")
    make_claim("Die Öffentliche.")
    request: Any = rf.get("/feeds/x.atom")
    request.user = AnonymousUser()
    said = {"title": "Suche", "subtitle": "Treffer", "link": "/search/?q=x"}
    text = claims_feed(request, Claim.objects.all(), **said).content.decode()
    assert "Die Öffentliche." in text
    assert "Der Entwurf." not in text
    assert withdrawn.text not in text


def test_a_caller_may_sort_what_it_found(rf: RequestFactory) -> None:
    made = [make_claim() for _ in range(2)]
    request: Any = rf.get("/feeds/x.atom?q=x")
    request.user = AnonymousUser()
    found = Claim.objects.filter(pk__in=[claim.pk for claim in made]).order_by("text")
    answer = claims_feed(request, found, title="Suche", subtitle="", link="/search/?q=x")
    RULES.assertValid(etree.fromstring(answer.content))
    assert answer.content.decode().count("<entry") == 2


def test_an_empty_feed_is_valid_and_always_the_same(client: Client) -> None:
    feed = checked(client, CLAIMS)
    assert feed.entries == []
    assert client.get(CLAIMS).content == client.get(CLAIMS).content


def test_it_tells_of_so_many_and_no_more(client: Client) -> None:
    article = make_article()
    made = [make_claim(article=article) for _ in range(LENGTH + 1)]
    shown = titles(checked(client, CLAIMS))
    assert len(shown) == LENGTH
    assert made[0].text not in shown


def test_many_claims_are_told_as_few_are(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    first = make_claim("Die erste.")
    late = make_claim("Die späte.", status="in_review")
    for status in ("published", "draft", "withdrawn"):
        make_claim(f"So eine: {status}.", status=status, article=first.article)
    claims.publish(claim=late, by=publisher())
    claims.correct(
        claim=first, by=publisher(), writer=editor(), reason="Verschrieben.", text="Die neue."
    )
    few = client.get(CLAIMS).content
    monkeypatch.setattr("kb.feeds.claims.FEW", 1)
    assert client.get(CLAIMS).content == few
    assert titles(checked(client, CLAIMS)) == ["Die neue.", "Die späte.", "So eine: published."]


def test_more_claims_cost_no_more_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    def add() -> None:
        outlet = Outlet.objects.create(name=f"Blatt {Outlet.objects.count()}")
        actor = make_actor()
        make_claim(
            article=make_article(outlet=outlet), speaker=actor, mode="direct", tags=[actor.slug]
        )

    add()
    with django_assert_max_num_queries(16) as few:
        checked(client, CLAIMS)
    for _ in range(10):
        add()
    with django_assert_max_num_queries(len(few)):
        assert len(checked(client, CLAIMS).entries) == 11
