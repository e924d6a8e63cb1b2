import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from editorial.actions import articles, claims, labels
from editorial.actions.claims import Hop, Passage
from kb.models import Actor, Article, Claim
from tests import html
from tests.makers import editor, make_actor, make_article, make_claim, make_event, publisher, whole

pytestmark = pytest.mark.django_db


def page(client: Client, claim: Claim, language: str = "de") -> str:
    response = client.get(f"/{language}/claims/{claim.pk}/{claim.slug}/")
    assert response.status_code == 200
    return response.content.decode()


def sentence(article: Article, position: int):
    return article.current_version.sentences.get(position=position)


def test_it_shows_the_claim_and_is_valid_html(client: Client) -> None:
    claim = make_claim("Die Brücke ist sicher.", about=[make_actor("Ada Rot")], tags=["Verkehr"])
    shown = page(client, claim)
    assert "Die Brücke ist sicher." in shown
    assert "Ada Rot" in shown
    assert "Verkehr" in shown
    assert html.errors(shown) == []


def test_it_says_in_both_languages_who_speaks(client: Client) -> None:
    minister = make_actor("Ada Rot")
    claim = make_claim(speaker=minister, mode="indirect")
    link = f'<a href="/{{}}/actors/{minister.slug}/">Ada Rot</a>'
    day = '<time datetime="2025-12-03">{}</time>'
    german, english = page(client, claim), page(client, claim, "en")
    assert (
        link.format("de") + ", dem Artikel zufolge (indirekte Rede), am "
        "" + day.format("3. Dezember 2025") in german
    )
    assert (
        link.format("en") + ", as the author reports (indirect speech), on "
        "" + day.format("3 December 2025") in english
    )


def test_it_tells_a_chain_of_speakers_from_the_last_to_the_author(client: Client) -> None:
    minister, aide = make_actor("Ada Rot"), make_actor("Räte", kind=Actor.Kind.GROUP)
    chain = [Hop(aide, "reported"), Hop(minister, "indirect")]
    claim = make_claim(speaker=minister, mode="indirect", hops=chain)
    shown = page(client, claim)
    assert "Räte</a> sagen, dem Artikel zufolge (indirekte Rede)" in shown


def test_it_names_the_authors_own_voice(client: Client) -> None:
    assert "in eigener Stimme, am" in page(client, make_claim())


def test_a_quote_stands_marked_in_its_paragraph_and_leads_to_its_sentence(client: Client) -> None:
    article = make_article()
    quoted = Passage(sentence(article, 4), 4, 10)
    shown = page(client, make_claim(article=article, passages=[quoted]))
    assert "„Die <mark>Brücke</mark> sei sicher, sagte die Ministerin.“" in shown
    assert "Gebaut wird erst im Jahr 2031." in shown
    assert f'href="/de/articles/{article.pk}/{article.slug}/v1/#s4">Satz 4</a>' in shown


def test_a_passage_over_a_border_of_sentences_is_one_again(client: Client) -> None:
    article = make_article()
    first, second = sentence(article, 4), sentence(article, 5)
    touching = [Passage(first, 23, len(first.text)), Passage(second, 0, 13)]
    shown = page(client, make_claim(article=article, passages=touching))
    assert "<mark>sagte die Ministerin. Der Ingenieur</mark> widerspricht" in shown
    assert "Sätze 4 bis 5" in shown
    assert "Gestützt durch 1 Stelle." in shown


def test_dispute_stands_beside_support(client: Client) -> None:
    article = make_article()
    both = [whole(sentence(article, 4)), whole(sentence(article, 5), "disputes")]
    shown = page(client, make_claim(article=article, passages=both))
    assert 'class="sides opposed"' in shown
    assert shown.index("Gestützt durch</h2>") < shown.index("Bestritten durch</h2>")
    assert "Gestützt durch 1 Stelle, bestritten durch 1 Stelle." in shown


def test_relations_are_told_both_ways(client: Client) -> None:
    one, other = make_claim("Die eine."), make_claim("Die andere.")
    labels.relate(subject=one, object=other, kind="qualifies", by=editor())
    assert "schränkt ein</p>" in page(client, one)
    assert "wird eingeschränkt durch</p>" in page(client, other)


def test_contradictions_stand_side_by_side_each_once_in_words(client: Client) -> None:
    anna = make_actor("Anna Rot")
    early = make_claim("Die Brücke hält.", speaker=anna, mode="indirect", said_on="2024-05-01")
    late = make_claim("Sie hält nicht.", speaker=anna, mode="indirect", said_on="2025-05-01")
    hidden = make_claim("Noch geheim.", status="draft")
    for one, other in ((late, early), (early, late), (hidden, early)):
        note = f"Zur Aussage {one.pk}."
        labels.relate(subject=one, object=other, kind="contradicts", by=editor(), note=note)
    shown = page(client, early, "en")
    section = shown.partition('id="contradictions"')[2].partition("</section>")[0]
    assert section.count("Change of position") == 1
    assert section.index("Die Brücke hält.") < section.index("Sie hält nicht.")
    assert 'on <time datetime="2025-05-01">1 May 2025</time> <strong>later</strong>' in section
    assert section.count("Die Brücke sei sicher, sagte die Ministerin.") == 2
    place = f"/en/articles/{late.article_id}/{late.article.slug}/v1/?s=4#s4"
    assert f'href="{place}"' in section
    assert all(f"Zur Aussage {claim.pk}." in section for claim in (early, late))
    assert "geheim" not in shown
    assert f"Zur Aussage {hidden.pk}." not in shown
    assert "How it stands to other claims" not in shown
    assert "<strong>earlier</strong>" in page(client, late, "en")
    assert html.errors(shown) == []


def test_a_relation_to_a_draft_is_not_told(client: Client) -> None:
    claim, draft = make_claim(), make_claim("Noch geheim.", status="draft")
    labels.relate(subject=draft, object=claim, kind="supports", by=editor())
    assert "Noch geheim" not in page(client, claim)


def test_a_wrong_slug_leads_to_the_right_one(client: Client) -> None:
    claim = make_claim()
    for wrong in (f"/de/claims/{claim.pk}/", f"/de/claims/{claim.pk}/falsch/?a=b"):
        response = client.get(wrong)
        assert response.status_code == 301
        assert response["Location"].startswith(f"/de/claims/{claim.pk}/{claim.slug}/")
    assert response["Location"].endswith("?a=b")


def test_it_is_read_only(client: Client) -> None:
    assert client.post(f"/de/claims/{make_claim().pk}/x/").status_code == 405


@pytest.mark.parametrize("status", ["draft", "in_review"])
def test_a_draft_is_not_found(client: Client, status: str) -> None:
    claim = make_claim(status=status)
    response = client.get(f"/de/claims/{claim.pk}/{claim.slug}/")
    assert response.status_code == 404
    assert html.errors(response.content.decode()) == []


def test_a_draft_is_shown_at_the_desk_and_marked(client: Client) -> None:
    client.force_login(editor())
    claim = make_claim(status="draft")
    response = client.get(f"/de/claims/{claim.pk}/{claim.slug}/")
    assert '<span class="draft">Entwurf</span>' in response.content.decode()
    assert response["Cache-Control"] == "private, no-store"


def test_a_withdrawn_claim_is_gone_with_its_reason(client: Client) -> None:
    claim = make_claim("Längst überholt.", status="withdrawn")
    response = client.get(f"/de/claims/{claim.pk}/{claim.slug}/")
    shown = response.content.decode()
    assert response.status_code == 410
    assert "Die Quelle hat sich korrigiert." in shown
    assert "Längst überholt" not in shown
    assert html.errors(shown) == []


def test_what_was_said_between_editors_is_not_the_reason(client: Client) -> None:
    claim = make_claim(status="withdrawn")
    claims.submit(claim=claim, by=editor())
    claims.give_back(claim=claim, by=publisher(), reason="Bitte nochmals prüfen, Kollegin.")
    response = client.get(f"/de/claims/{claim.pk}/{claim.slug}/")
    assert response.status_code == 410
    assert "Kollegin" not in response.content.decode()


def test_of_an_article_with_quotes_only_cited_sentences_are_shown_around(client: Client) -> None:
    article = make_article(access=Article.Access.QUOTES)
    shown = page(client, make_claim(article=article))
    assert "sei sicher" in shown
    assert "Gebaut wird" not in shown
    assert "widerspricht ihr" not in shown


def test_of_an_article_with_a_link_no_sentence_is_shown(client: Client) -> None:
    article = make_article(
        title="Titel", access=Article.Access.LINK, url="https://example.org/artikel"
    )
    shown = page(client, make_claim(article=article))
    assert "sei sicher" not in shown
    assert 'href="https://example.org/artikel"' in shown


def test_the_source_is_that_of_the_article_that_supports_it(client: Client) -> None:
    recorded = make_article(url="https://example.org/erfasst")
    source = make_article(access=Article.Access.LINK, url="https://example.org/quelle")
    claim = make_claim(article=recorded, passages=[whole(sentence(source, 4))])
    shown = page(client, claim)
    assert 'href="https://example.org/quelle"' in shown
    assert "example.org/erfasst" not in shown


def test_of_a_sealed_article_neither_address_nor_date_is_told(client: Client) -> None:
    sealed = make_article(url="https://example.org/geheim", published_on="1999-12-31")
    source = make_article(access=Article.Access.LINK)
    claim = make_claim(article=sealed, passages=[whole(sentence(source, 4))])
    assert "1999" in page(client, claim)
    articles.seal(article=sealed, by=publisher(), reason="Vertraulich.")
    for shown in (page(client, claim), client.get("/de/claims/").content.decode()):
        assert "geheim" not in shown
        assert "1999" not in shown


def test_sealed_evidence_is_neither_shown_nor_counted(client: Client) -> None:
    article, other = make_article(), make_article()
    claim = make_claim(
        article=article, passages=[whole(sentence(article, 4)), whole(sentence(other, 5))]
    )
    articles.seal(article=other, by=publisher(), reason="Vertraulich.")
    shown = page(client, claim)
    assert "Gestützt durch 1 Stelle." in shown
    assert "Der Ingenieur" not in shown.replace("Der Ingenieur widerspricht ihr. Gebaut", "")


def test_more_rows_cost_no_more_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    def rows(count: int) -> Claim:
        supports = [whole(sentence(make_article(), 4)) for _ in range(count)]
        disputes = [whole(sentence(make_article(), 5), "disputes") for _ in range(count)]
        claim = make_claim(
            passages=[*supports, *disputes],
            about=[make_actor() for _ in range(count)],
            events=[make_event() for _ in range(count)],
            tags=[f"Schlagwort {number}" for number in range(count)],
        )
        for _ in range(count):
            other, witness = make_actor(), make_actor()
            chain = [Hop(witness, "reported"), Hop(other, "indirect")]
            related = make_claim(speaker=other, mode="indirect", hops=chain)
            labels.relate(subject=claim, object=related, kind="supports", by=editor())
            labels.relate(subject=make_claim(), object=claim, kind="contradicts", by=editor())
        return claim

    few, many = rows(1), rows(10)
    with django_assert_max_num_queries(18) as cost:
        page(client, few)
    with django_assert_max_num_queries(len(cost)):
        page(client, many)


def test_near_duplicates_are_shown_to_be_one_source(client: Client) -> None:
    first, second = make_article(title="Zuerst"), make_article(title="Danach")
    text = "Ein anderer Text. Er ist kurz.\n\nDie Brücke\n\nSie hält nicht. So steht es im Bericht."
    other = make_article(text, title="Anders")
    three = [whole(sentence(article, 4)) for article in (first, second, other)]
    shown = page(client, make_claim(article=first, passages=three), "en")
    assert "Supported by 3 passages (3 articles, 2 independent sources)." in shown
    [_, after] = shown.split("Nearly the same text as")
    assert f'<a href="/en/articles/{first.pk}/zuerst/">Zuerst</a>' in after.partition("</p>")[0]
    assert html.errors(shown) == []


def test_one_article_is_not_told_to_be_one_source(client: Client) -> None:
    shown = page(client, make_claim(), "en")
    assert "Supported by 1 passage." in shown
    assert "independent" not in shown


def test_a_sealed_copy_is_neither_counted_nor_named(client: Client) -> None:
    first, second = make_article(title="Zuerst"), make_article(title="Danach")
    claim = make_claim(article=second, passages=[whole(sentence(a, 4)) for a in (first, second)])
    assert "(2 articles, 1 independent source)" in page(client, claim, "en")
    articles.seal(article=first, by=publisher(), reason="Vertraulich.")
    shown = page(client, claim, "en")
    assert "Supported by 1 passage." in shown
    assert "Nearly the same text" not in shown
    assert "Zuerst" not in shown


# --- The chain in words -------------------------------------------------------------------------


def test_it_tells_from_the_author_on_who_says_that_who_says_it(client: Client) -> None:
    author, ministers = make_actor("Karl Kern"), make_actor("Räte", kind=Actor.Kind.GROUP)
    minister = make_actor("Ada Rot")
    chain = [Hop(ministers, "reported"), Hop(minister, "indirect")]
    article = make_article(author=author)
    claim = make_claim(article=article, speaker=minister, mode="indirect", hops=chain)
    shown = re.sub(r"<[^>]+>", "", page(client, claim, "en"))
    assert "Karl Kern reports that Räte say that Ada Rot says:" in shown
    shown = re.sub(r"<[^>]+>", "", page(client, claim))
    assert "Karl Kern berichtet, dass Räte sagen, dass Ada Rot sagt:" in shown


def test_an_author_who_is_not_named_is_called_so(client: Client) -> None:
    claim = make_claim(speaker=make_actor("Räte", kind=Actor.Kind.GROUP), mode="direct")
    shown = re.sub(r"<[^>]+>", "", page(client, claim, "en"))
    assert "The author reports that Räte say:" in shown


def test_in_the_authors_own_voice_nobody_reports(client: Client) -> None:
    claim = make_claim(article=make_article(author=make_actor("Karl Kern")))
    shown = re.sub(r"<[^>]+>", "", page(client, claim, "en"))
    assert "Karl Kern says:" in shown
    assert "reports that" not in shown


def test_the_author_of_a_sealed_article_is_not_told(client: Client) -> None:
    sealed = make_article(author=make_actor("Karl Kern"))
    source = make_article()
    claim = make_claim(
        article=sealed,
        passages=[whole(sentence(source, 4))],
        speaker=make_actor("Ada Rot"),
        mode="direct",
    )
    articles.seal(article=sealed, by=publisher(), reason="Vertraulich.")
    shown = page(client, claim, "en")
    assert "Karl Kern" not in shown
    assert "The author reports that" in shown


# --- More of the text around a quote ------------------------------------------------------------

LONG = "\n\n".join(f"Absatz {n} beginnt. Absatz {n} endet." for n in range(1, 16))


def widened(client: Client, claim: Claim, paragraphs: int, **headers: str):
    key = claim.evidence.get().pk
    address = f"{claim.get_absolute_url()}?around={key}&paragraphs={paragraphs}"
    return client.get(address, headers=headers)


def told(shown: str) -> list[int]:
    quotes = shown.partition('<figure class="quote')[2].partition("</figure>")[0]
    return sorted({int(n) for n in re.findall(r"Absatz (\d+) beginnt", quotes)})


def claim_in_the_middle(**fields) -> Claim:
    article = make_article(LONG, title="Lang", **fields)
    return make_claim(article=article, passages=[whole(sentence(article, 15))])


def test_more_of_the_text_is_shown_paragraph_by_paragraph(client: Client) -> None:
    claim = claim_in_the_middle()
    shown = page(client, claim)
    assert told(shown) == [8]
    assert f"?around={claim.evidence.get().pk}&amp;paragraphs=1#q" in shown
    for paragraphs in (1, 2, 5):
        shown = widened(client, claim, paragraphs).content.decode()
        assert told(shown) == list(range(8 - paragraphs, 9 + paragraphs))
        assert html.errors(shown) == []
    assert "paragraphs=6" not in shown


def test_at_the_end_of_the_text_no_more_is_offered(client: Client) -> None:
    article = make_article("Nur ein Absatz.\n\nUnd noch einer.")
    claim = make_claim(article=article, passages=[whole(sentence(article, 1))])
    assert "paragraphs=1" in page(client, claim)
    shown = widened(client, claim, 1).content.decode()
    assert "Und noch einer." in shown
    assert "paragraphs=" not in shown.partition("<main")[2]


def test_htmx_gets_the_one_quote(client: Client) -> None:
    claim = claim_in_the_middle()
    key = claim.evidence.get().pk
    answer = widened(client, claim, 1, **{"HX-Request": "true"})
    shown = answer.content.decode()
    assert shown.lstrip().startswith("<figure")
    assert f'id="q{key}"' in shown
    assert f'data-hx-get="?around={key}&amp;paragraphs=2"' in shown
    assert html.fragment_errors(shown) == []
    assert answer["Cache-Control"] == "no-store"
    assert told(f"<!-- -->{shown}") == [7, 8, 9]


@pytest.mark.parametrize(
    "query",
    ["around=x&paragraphs=1", "around=1", "around=0&paragraphs=1", "around=1&paragraphs=99"],
)
def test_what_cannot_be_understood_shows_the_page_as_it_is(client: Client, query: str) -> None:
    claim = claim_in_the_middle()
    answer = client.get(f"{claim.get_absolute_url()}?{query}")
    assert told(answer.content.decode()) == [8]
    part = client.get(f"{claim.get_absolute_url()}?{query}", headers={"HX-Request": "true"})
    assert part.status_code == 404


def test_of_quotes_no_more_is_given_to_readers(client: Client) -> None:
    claim = claim_in_the_middle(access=Article.Access.QUOTES)
    assert "paragraphs=1" not in page(client, claim)
    shown = widened(client, claim, 2).content.decode()
    assert "Absatz 7" not in shown
    assert "Absatz 9" not in shown
    client.force_login(editor())
    assert told(widened(client, claim, 2).content.decode()) == [6, 7, 8, 9, 10]


# --- At the source ------------------------------------------------------------------------------


def test_a_quote_leads_to_its_words_on_the_publishers_page(client: Client) -> None:
    article = make_article(url="https://example.org/a?b=c")
    quoted = Passage(sentence(article, 4), 4, 10)
    shown = page(client, make_claim(article=article, passages=[quoted]))
    # "Die Brücke" stands three times: what follows it tells them apart.
    fragment = "#:~:text=Die-,Br%C3%BCcke,-sei%20sicher%2C"
    assert f'href="https://example.org/a?b=c{fragment}" rel="external"' in shown


def test_of_quotes_no_other_words_are_told_in_the_address(client: Client) -> None:
    article = make_article(url="https://example.org/a", access=Article.Access.QUOTES)
    quoted = Passage(sentence(article, 4), 0, 10)
    shown = page(client, make_claim(article=article, passages=[quoted]))
    address = shown.partition("#:~:")[2].partition('"')[0]
    assert address.startswith("text=Die%20Br%C3%BCcke,-sei%20sicher")
    assert "entscheiden" not in address


# --- Decisions, citation, neighbours --------------------------------------------------------------


def test_it_lists_what_was_decided(client: Client) -> None:
    claim = make_claim()
    shown = page(client, claim, "en").partition('id="decisions"')[2]
    assert "Published, " in shown
    assert "version 1" in shown


def test_it_says_how_to_cite_it(client: Client) -> None:
    claim = make_claim("Die Brücke ist sicher.")
    shown = page(client, claim, "en").partition('id="cite"')[2]
    assert "„Die Brücke ist sicher.“</span> Belegstelle, version 1, <time" in shown
    assert f'<a href="http://testserver{claim.permalink}">' in shown
    assert claim.article.current_version.sha256 in shown
    for form in ("bib", "csl.json", "jsonld"):
        assert f'href="/claims/{claim.pk}.{form}"' in shown
    assert f'href="/en/claims/{claim.pk}/verify/"' in shown


def test_a_draft_is_not_to_be_taken_along(client: Client) -> None:
    client.force_login(editor())
    claim = make_claim(status="draft")
    shown = page(client, claim)
    assert f"/claims/{claim.pk}.bib" not in shown
    assert "oembed" not in shown


def test_it_leads_to_the_claims_before_and_after_it_in_the_text(client: Client) -> None:
    article = make_article()
    late = make_claim("Die späte.", article=article, passages=[whole(sentence(article, 6))])
    early = make_claim("Die frühe.", article=article, passages=[whole(sentence(article, 1))])
    middle = make_claim("Die mittlere.", article=article, passages=[whole(sentence(article, 4))])
    make_claim("Geheim.", article=article, passages=[whole(sentence(article, 5))], status="draft")
    make_claim("Woanders.")
    links = {
        claim: re.findall(r'rel="(prev|next)"[^>]*>([^<]+)<', page(client, claim))
        for claim in (early, middle, late)
    }
    assert links == {
        early: [("next", "Die mittlere.")],
        middle: [("prev", "Die frühe."), ("next", "Die späte.")],
        late: [("prev", "Die mittlere.")],
    }


def test_claims_on_one_sentence_follow_each_other_by_their_words(client: Client) -> None:
    article = make_article()
    second = make_claim(
        "Zweite.", article=article, passages=[Passage(sentence(article, 4), 11, 21)]
    )
    first = make_claim("Erste.", article=article, passages=[Passage(sentence(article, 4), 0, 10)])
    assert re.findall(r'rel="(\w+)"[^>]*>Zweite', page(client, first)) == ["next"]
    assert re.findall(r'rel="(\w+)"[^>]*>Erste', page(client, second)) == ["prev"]


def test_where_no_sentence_is_shown_there_is_no_order_of_claims(client: Client) -> None:
    article = make_article(access=Article.Access.LINK)
    claims_there = [make_claim(article=article) for _ in range(2)]
    assert 'class="neighbours"' not in page(client, claims_there[0])


# --- For networks -------------------------------------------------------------------------------


def test_networks_are_told_the_quote_and_who_says_it(client: Client) -> None:
    claim = make_claim("Sie „hält“ & mehr.", speaker=make_actor("Ada O'Rot"), mode="direct")
    shown = page(client, claim)
    assert '<meta property="og:type" content="article">' in shown
    assert '<meta property="og:title" content="Sie „hält“ &amp; mehr.">' in shown
    assert (
        f'<meta property="og:url" content="http://testserver{claim.get_absolute_url()}">' in shown
    )
    assert (
        'content="„Die Brücke sei sicher, sagte die Ministerin.“ – '
        'Ada O&#x27;Rot, dem Artikel zufolge (direkte Rede)"' in shown
    )
    assert "<title>Sie „hält“ &amp; mehr. – Belegstelle</title>" in shown
