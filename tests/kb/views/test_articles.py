import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from editorial.actions import articles
from kb.models import Article
from tests import html
from tests.makers import TEXT, correct, editor, make_article, make_claim, publisher, whole

pytestmark = pytest.mark.django_db


def page(client: Client, article: Article, rest: str = "", language: str = "de") -> str:
    response = client.get(f"/{language}/articles/{article.pk}/{article.slug}/{rest}")
    assert response.status_code == 200
    return response.content.decode()


def sentence(article: Article, position: int):
    return article.current_version.sentences.get(position=position)


def test_the_list_has_public_articles_newest_first(client: Client) -> None:
    make_article(title="Alt", published_on="2019-04-04")
    make_article(title="Neu", published_on="2025-12-03")
    make_article(title="Undatiert", published_on=None)
    sealed = make_article(title="Vertrauliches")
    articles.seal(article=sealed, by=publisher(), reason="Vertraulich.")
    response = client.get("/de/articles/")
    shown = response.content.decode()
    assert shown.index("Neu") < shown.index("Alt") < shown.index("Undatiert")
    assert "Vertrauliches" not in shown
    assert html.errors(shown) == []


def test_pages_of_the_list_follow_each_other_through_dates_and_none(client: Client) -> None:
    undated = [make_article(title=f"Ohne {number}", published_on=None) for number in range(2)]
    for number in range(50):
        make_article(title=f"Mit {number}", published_on="2025-01-01")
    first = client.get("/de/articles/").content.decode()
    assert "Ohne 1" not in first
    last = Article.objects.get(title="Mit 0")
    second = client.get(f"/de/articles/?after={last.pk}").content.decode()
    assert second.index("Ohne 1") < second.index("Ohne 0")
    third = client.get(f"/de/articles/?after={undated[1].pk}").content.decode()
    assert "Ohne 0" in third
    assert "Ohne 1" not in third


def test_all_sentences_stand_numbered_with_headings_as_headings(client: Client) -> None:
    article = make_article()
    shown = page(client, article)
    for each in article.current_version.sentences.all():
        assert f'id="s{each.position}"' in shown
        assert each.text in shown
    heading = shown[shown.index("<h2>") : shown.index("</h2>")]
    assert "Die Brücke" in heading
    assert html.errors(shown) == []


def test_sentences_are_marked_by_what_they_do_to_claims(client: Client) -> None:
    article = make_article()
    make_claim(
        article=article,
        passages=[
            whole(sentence(article, 4)),
            whole(sentence(article, 5), "disputes"),
            whole(sentence(article, 6), "context"),
        ],
    )
    make_claim(article=article, passages=[whole(sentence(article, 5))])
    shown = page(client, article)
    assert 'class="sentence look-supports" id="s4"' in shown
    assert 'class="sentence look-both" id="s5"' in shown
    assert 'class="sentence look-context" id="s6"' in shown
    assert 'class="sentence look-open" id="s1"' in shown
    assert ", stützt 1 Aussage, bestreitet 1 Aussage</span>" in shown


def test_choosing_a_sentence_shows_its_claims_beside_it(client: Client) -> None:
    article = make_article()
    make_claim("Die Brücke hält.", article=article)
    assert "Die Brücke hält." not in page(client, article)
    shown = page(client, article, "?s=4")
    assert shown.index('id="s4"') < shown.index("Die Brücke hält.") < shown.index('id="s5"')
    assert "Stützt diese Aussage" in shown
    assert html.errors(shown) == []


def test_claims_have_numbers_in_the_text_and_in_the_note(client: Client) -> None:
    article = make_article()
    two = [whole(sentence(article, 4)), whole(sentence(article, 6), "disputes")]
    make_claim("Zuletzt.", article=article, passages=[whole(sentence(article, 6))])
    make_claim("Zuerst.", article=article, passages=two)
    shown = page(client, article, "?s=6")
    marks = [part.partition("</sup>")[0] for part in shown.split('aria-hidden="true">')[1:]]
    assert marks[-2:] == ["1", "1 2"]
    note = shown.partition('class="note"')[2].partition("</aside>")[0]
    assert note.index('<span class="mark-number">2</span> Stützt') < note.index("Zuletzt.")
    assert note.index('<span class="mark-number">1</span> Bestreitet') < note.index("Zuerst.")


def test_the_strip_leads_to_every_sentence_and_says_what_rests_on_it(client: Client) -> None:
    article = make_article()
    five = [whole(sentence(article, 5)), whole(sentence(article, 5), "disputes")]
    make_claim(article=article, passages=five)
    make_claim(article=article, passages=[whole(sentence(article, 6), "context"), five[0]])
    articles.judge(sentences=[sentence(article, 3)], by=editor(), reason="Nur ein Titel.")
    make_claim(article=article, status="draft")
    shown = page(client, article, language="en")
    strip = shown.partition('<nav class="strip"')[2].partition("</nav>")[0]
    cells = [part.partition("</li>")[0] for part in strip.split('<a class="cell ')[1:]]
    assert [cell.partition('"')[0] for cell in cells] == [
        f"cell-{state}" for state in ("open", "open", "judged", "open", "both", "context")
    ]
    assert [cell.split('"')[2] for cell in cells][1:5] == ["#s2", "?s=3#s3", "#s4", "?s=5#s5"]
    assert "supports 2 claims" in cells[4]
    assert "disputes 1 claim" in cells[4]
    assert "judged to hold no claim" in cells[2]
    assert "still open" in cells[3]


def test_the_strip_of_a_long_article_unfolds(client: Client) -> None:
    text = " ".join(f"Der Rat beschliesst den Punkt {number} der Liste." for number in range(101))
    shown = page(client, make_article(text), language="en")
    assert "<summary>101 sentences one by one" in shown
    assert html.errors(shown) == []


def test_a_sentence_nothing_rests_on_says_so(client: Client) -> None:
    assert "No public claim rests on this sentence." in page(client, make_article(), "?s=1", "en")


def test_htmx_gets_the_text_only(client: Client) -> None:
    article = make_article()
    make_claim("Die Brücke hält.", article=article)
    response = client.get(
        f"/de/articles/{article.pk}/{article.slug}/?s=4", headers={"HX-Request": "true"}
    )
    part = response.content.decode()
    assert part.strip().startswith('<div class="text')
    assert "Die Brücke hält." in part
    assert html.fragment_errors(part) == []


def test_a_sentence_without_a_claim_says_why(client: Client) -> None:
    article = make_article()
    articles.judge(sentences=[sentence(article, 3)], by=editor(), reason="Nur ein Titel.")
    assert "Nur ein Titel." in page(client, article, "?s=3")


@pytest.mark.parametrize("rest", ["?s=99", "?s=x", "?s=-1", "?s="])
def test_a_sentence_that_is_not_there_is_not_chosen(client: Client, rest: str) -> None:
    assert 'class="note"' not in page(client, make_article(), rest)


def test_drafts_mark_and_cover_nothing(client: Client) -> None:
    article = make_article()
    make_claim("Der Entwurf.", article=article, status="draft")
    shown = page(client, article, "?s=4")
    assert "Der Entwurf." not in shown
    assert "look-supports" not in shown.partition('id="text"')[2]
    assert "0 von 6 Sätzen" in shown


def test_coverage_is_told_in_words(client: Client) -> None:
    article = make_article()
    make_claim(article=article)
    articles.judge(sentences=[sentence(article, 3)], by=editor(), reason="Nur ein Titel.")
    assert "2 von 6 Sätzen stützen oder bestreiten" in page(client, article)
    assert "2 of 6 sentences support or dispute" in page(client, article, language="en")


def test_of_quotes_only_the_cited_sentences_are_shown(client: Client) -> None:
    article = make_article(access=Article.Access.QUOTES, title="Titel")
    make_claim(article=article)
    shown = page(client, article)
    assert "Die Brücke sei sicher" in shown
    assert "Der Ingenieur" not in shown
    assert "Der Rat tagt" not in shown
    assert shown.count('<span class="gap">[…]') + shown.count('<p class="gap">[…]') == 2
    strip = shown.partition('<nav class="strip"')[2].partition("</nav>")[0]
    assert (strip.count('class="cell '), strip.count("[…]")) == (1, 2)


def test_of_a_link_nothing_but_the_link_is_shown(client: Client) -> None:
    article = make_article(access="link", title="Titel", url="https://example.org/a")
    make_claim(article=article)
    shown = page(client, article, "?s=4")
    assert "Brücke sei sicher" not in shown
    assert "von 6 Sätzen" not in shown
    assert 'href="https://example.org/a"' in shown
    assert html.errors(shown) == []


def test_coverage_and_legend_stand_where_sentences_are(client: Client) -> None:
    link = make_article(access=Article.Access.LINK)
    quotes = make_article(access=Article.Access.QUOTES)
    for article in (link, quotes):
        shown = page(client, article)
        assert "von 6 Sätzen" not in shown
        assert 'class="legend"' not in shown
    client.force_login(editor())
    shown = page(client, link)
    assert "0 von 6 Sätzen" in shown
    assert 'class="legend"' in shown


def test_a_sealed_article_is_gone_with_the_reason(client: Client) -> None:
    article = make_article()
    articles.seal(article=article, by=publisher(), reason="Auf Wunsch der Redaktion.")
    for rest in ("", "v1/"):
        response = client.get(f"/de/articles/{article.pk}/{article.slug}/{rest}")
        assert response.status_code == 410
        assert "Auf Wunsch der Redaktion." in response.content.decode()
        assert "Brücke" not in response.content.decode()


def test_an_old_version_answers_with_a_notice(client: Client) -> None:
    article = make_article(title="Titel")
    correct(article, TEXT.replace("2031", "2035"))
    old, new = page(client, article, "v1/"), page(client, article)
    assert "Dies ist Fassung 1." in old
    assert "2031" in old
    assert "2035" in new
    assert "Dies ist Fassung" not in new
    assert "2035" in page(client, article, "v2/")
    assert html.errors(old) == []


def test_an_old_address_of_a_sentence_answers_and_leads_on(client: Client) -> None:
    article = make_article(title="Titel")
    make_claim("Gebaut wird 2031.", article=article, passages=[whole(sentence(article, 6))])
    new = TEXT.replace("Der Ingenieur widerspricht ihr. ", "")
    correct(article, f"Vorab. {new.replace('Gebaut wird', 'Gebaut wird sie')}")
    old = page(client, article, "v1/?s=6", "en")
    assert 'id="s6"' in old
    assert "Gebaut wird erst im Jahr 2031." in old
    assert "Gebaut wird 2031." in old, "what waits with the old wording"
    assert "In version 2:" in old
    assert f'reworded · <a href="/en/articles/{article.pk}/titel/v2/?s=6#s6">sentence 6</a>' in old
    assert f'href="/en/articles/{article.pk}/titel/v2/changes/"' in old
    assert 'class="strip"' not in old
    gone = page(client, article, "v1/?s=5", "en").partition('class="note"')[2]
    assert "removed" in gone.partition("</aside>")[0]
    assert html.errors(old) == []


def test_a_version_that_does_not_exist_is_not_found(client: Client) -> None:
    article = make_article()
    response = client.get(f"/de/articles/{article.pk}/{article.slug}/v2/")
    assert response.status_code == 404


def test_a_wrong_slug_leads_to_the_right_one(client: Client) -> None:
    article = make_article()
    right = f"/de/articles/{article.pk}/{article.slug}/"
    for wrong, rest in {"": "", "falsch/": "", "falsch/v1/": "v1/"}.items():
        response = client.get(f"/de/articles/{article.pk}/{wrong}")
        assert (response.status_code, response["Location"]) == (301, right + rest)


@pytest.mark.parametrize("address", ["", "1/x/", "1/x/v1/"])
def test_it_is_read_only(client: Client, address: str) -> None:
    assert client.post(f"/de/articles/{address}").status_code == 405


def test_more_rows_cost_no_more_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    article = make_article()
    make_claim(article=article)
    with django_assert_max_num_queries(12) as few:
        page(client, article, "?s=4")
    with django_assert_max_num_queries(12) as few_in_list:
        client.get("/de/articles/")
    for position in (1, 2, 4, 5, 6):
        for _ in range(2):
            make_claim(article=article, passages=[whole(sentence(article, position))])
            make_article()
    with django_assert_max_num_queries(len(few)):
        page(client, article, "?s=4")
    with django_assert_max_num_queries(len(few_in_list)):
        client.get("/de/articles/")


def test_near_duplicates_are_named_as_far_as_the_reader_may_see_them(client: Client) -> None:
    article, copy, sealed = (make_article(title=title) for title in ("Eins", "Zwei", "Drei"))
    articles.seal(article=sealed, by=publisher(), reason="Vertraulich.")
    for one, other in ((article, copy), (copy, article)):
        shown = page(client, one, language="en")
        assert "Nearly the same text" in shown
        assert f'<a href="/en/articles/{other.pk}/{other.slug}/">{other.title}</a>' in shown
        assert "Drei" not in shown
    alone = make_article("Ein Text, den es in dieser Länge nur ein einziges Mal gibt.")
    assert "Nearly the same text" not in page(client, alone, language="en")
