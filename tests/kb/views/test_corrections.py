"""The public log: everything that was taken back or put right, and nothing that is hidden."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from editorial.actions import articles, claims
from editorial.actions.merging import merge, unmerge
from tests import html
from tests.makers import (
    TEXT,
    correct,
    editor,
    make_actor,
    make_article,
    make_claim,
    make_event,
    publisher,
)

pytestmark = pytest.mark.django_db

LOG = "/en/corrections/"


def shown(client: Client, query: str = "", **headers: str) -> str:
    response = client.get(f"{LOG}{query}", headers=headers)
    assert response.status_code == 200
    return response.content.decode()


def rows(page: str) -> list[str]:
    """Each entry of the log."""
    return page.partition('<ul class="rows">')[2].split('<li class="act">')[1:]


def test_what_was_withdrawn_is_named_by_its_number_with_the_reason(client: Client) -> None:
    claim = make_claim("Die Brücke ist verschwunden.", status="withdrawn")
    page = shown(client)
    (row,) = rows(page)
    assert "<strong>Withdrawn</strong>" in row
    assert f'<a href="/en/claims/{claim.pk}/">Claim {claim.pk}</a>' in row
    assert "Die Quelle hat sich korrigiert." in row
    assert "verschwunden" not in page
    assert html.errors(page) == []
    gone = client.get(f"/en/claims/{claim.pk}/")
    assert gone.status_code == 410


def test_what_came_back_has_its_words_again(client: Client) -> None:
    claim = make_claim("Die Brücke hält.", status="withdrawn")
    claims.submit(claim=claim, by=editor())
    claims.publish(claim=claim, by=publisher())
    (row,) = rows(shown(client))
    assert f'<a href="{claim.get_absolute_url()}">'.replace("/de/", "/en/") in row
    assert "Die Brücke hält." in row


def test_what_was_corrected_says_why(client: Client) -> None:
    claim = make_claim("Die Brücke hält.", article=make_article(title="Rat tagt"))
    correct(claim.article, TEXT + " Mehr.", reason="Der Schluss fehlte.")
    claims.correct(
        claim=claim.__class__.objects.get(pk=claim.pk),
        by=publisher(),
        writer=editor(),
        reason="Verschrieben.",
        text="Die Brücke hielt.",
    )
    found = rows(shown(client, "?verb=corrected"))
    assert "Die Brücke hielt." in found[0]
    assert "Verschrieben." in found[0]
    assert any("Rat tagt" in row and "Der Schluss fehlte." in row for row in found)


def test_what_was_sealed_and_reopened_is_told_with_its_title_again(client: Client) -> None:
    article = make_article(title="Rat tagt")
    articles.seal(article=article, by=publisher(), reason="Auf Verlangen.")
    (row,) = rows(shown(client))
    assert "<strong>Sealed</strong>" in row
    assert f'<a href="/en/articles/{article.pk}/">Article {article.pk}</a>' in row
    articles.reopen(article=article, access="link", by=publisher(), reason="Geklärt.")
    page = shown(client)
    assert ["Reopened" in row for row in rows(page)] == [True, False]
    assert page.count("Rat tagt") == 2
    assert "Geklärt." in page


def test_a_merge_names_both_and_leads_on(client: Client) -> None:
    gone, into = make_event("Treffen"), make_event("Gipfel")
    make_claim(events=[gone, into])
    merge(gone=gone, into=into, by=publisher(), reason="Zweimal angelegt.")
    (row,) = rows(shown(client))
    assert "<strong>Merged</strong>" in row
    assert ">Treffen</a>" in row
    assert '<a href="/en/events/gipfel/">Gipfel</a>' in row
    assert "Zweimal angelegt." in row
    assert client.get("/en/events/treffen/").status_code == 301


def test_a_merge_that_was_undone_is_told_as_that(client: Client) -> None:
    gone, into = make_actor("Anna Alt"), make_actor("Anna Neu")
    make_claim(about=[gone])
    make_claim(about=[into])
    for reason in ("Dieselbe.", "Doch dieselbe."):
        done = merge(gone=gone, into=into, by=publisher(), reason=reason)
        if reason == "Dieselbe.":
            unmerge(merge=done, by=publisher(), reason="Zwei.")
    verbs = [row.partition("<strong>")[2].partition("</strong>")[0] for row in rows(shown(client))]
    assert verbs == ["Merged", "Merge undone", "Merged for a while"]


def test_names_that_were_never_public_are_not_told(client: Client) -> None:
    hidden, into = make_actor("Ganz geheim"), make_actor("Anna Neu")
    make_claim(about=[hidden], status="draft")
    make_claim(about=[into])
    merge(gone=hidden, into=into, by=publisher(), reason="Geheimer Grund.")
    claims.withdraw(claim=make_claim(), by=publisher(), reason="Öffentlich.")
    page = shown(client)
    assert len(rows(page)) == 1
    assert "geheim" not in page.lower()


def test_a_merge_into_what_is_not_public_tells_neither_name(client: Client) -> None:
    gone, into = make_actor("Anna Alt"), make_actor("Anna Neu")
    claim = make_claim(about=[gone, into])
    merge(gone=gone, into=into, by=publisher(), reason="Dieselbe.")
    claims.withdraw(claim=claim, by=publisher(), reason="Falsch.")
    page = shown(client)
    assert "Anna" not in page
    assert "anna" not in page
    assert len(rows(page)) == 2


def test_nothing_of_what_was_taken_away_comes_back(client: Client) -> None:
    article = make_article(title="GEHEIM im Titel")
    make_claim("GEHEIM in der Aussage.", article=article, tags=["GEHEIM"])
    correct(article, TEXT + " GEHEIM im Text.", reason="GEHEIM im Grund.")
    articles.seal(article=article, by=publisher(), reason="Auf Verlangen.")
    page = shown(client)
    assert len(rows(page)) == 4  # article and claim, corrected and then taken away
    assert "geheim" not in page.lower()
    assert "The reason is no longer told" in page
    assert page.count("Auf Verlangen.") == 2


def test_what_was_done_at_once_for_one_reason_stands_together(client: Client) -> None:
    article = make_article()
    made = [make_claim(article=article) for _ in range(5)]
    correct(article, TEXT + " Mehr.", reason="Der Schluss fehlte.")
    page = shown(client)
    assert html.errors(page) == []
    found = rows(page)
    assert len(found) == 2  # the claims that rest on the article, and the article
    together = next(row for row in found if made[0].text in row)
    assert all(claim.text in together for claim in made)
    assert together.count("Der Schluss fehlte.") == 1
    assert "<summary>4 more</summary>" in together


def test_drafts_and_returned_claims_are_no_part_of_it(client: Client) -> None:
    draft = make_claim("Der Entwurf.", status="in_review")
    claims.give_back(claim=draft, by=publisher(), reason="Nochmals.")
    make_claim()
    assert rows(shown(client)) == []
    assert "Nothing that was public has been corrected" in shown(client)


def test_the_desk_sees_what_it_may_see(client: Client) -> None:
    client.force_login(editor())
    make_claim("Die Brücke hält.", status="withdrawn")
    assert "Die Brücke hält." in shown(client)


def test_a_verb_narrows_it(client: Client) -> None:
    make_claim(status="withdrawn")
    articles.seal(article=make_article(), by=publisher(), reason="Auf Verlangen.")
    assert len(rows(shown(client))) == 2
    (row,) = rows(shown(client, "?verb=sealed"))
    assert "Sealed" in row
    assert rows(shown(client, "?verb=merged")) == []
    assert "No decision fits this choice" in shown(client, "?verb=merged")


@pytest.mark.parametrize("verb", ["published", "returned", "x", "%00"])
def test_a_verb_that_is_none_is_said_and_shows_nothing(client: Client, verb: str) -> None:
    make_claim(status="withdrawn")
    page = shown(client, f"?verb={verb}")
    assert rows(page) == []
    assert 'class="errorlist"' in page
    assert "/feeds/corrections.atom" not in page
    assert html.errors(page) == []


@pytest.mark.parametrize("place", ["x", "-1", "9" * 30, "9" * 5000])
def test_a_place_that_does_not_exist_is_the_start(client: Client, place: str) -> None:
    make_claim(status="withdrawn")
    assert len(rows(shown(client, f"?after={place}"))) == 1


def test_pages_follow_each_other_by_key(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kb.views.corrections.SIZE", 2)
    made = [make_claim(status="withdrawn").decisions.get(verb="withdrawn") for _ in range(3)]
    first = shown(client, "?verb=withdrawn")
    assert first.count('id="d') == 2
    assert f"?verb=withdrawn&amp;after={made[1].pk}" in first
    second = shown(client, f"?verb=withdrawn&after={made[1].pk}")
    assert 'id="d' + str(made[0].pk) in rows(second)[0]
    assert second.count('id="d') == 1
    assert "Earlier decisions" not in second


def test_htmx_gets_the_results_only(client: Client) -> None:
    make_claim(status="withdrawn")
    response = client.get(f"{LOG}?verb=withdrawn", headers={"HX-Request": "true"})
    part = response.content.decode()
    assert part.strip().startswith("<div")
    assert html.fragment_errors(part) == []
    assert response["Cache-Control"] == "no-store"
    assert 'href="/feeds/corrections.atom?verb=withdrawn&amp;lang=en"' in part


def test_what_can_be_chosen_are_links_and_one_is_chosen(client: Client) -> None:
    page = shown(client, "?verb=sealed&after=7")
    nav = page.partition('<ul class="tabs">')[2].partition("</ul>")[0]
    assert nav.count("<a ") == 6
    assert nav.count("aria-current") == 1
    assert f'id="sealed" href="{LOG}?verb=sealed" aria-current="true"' in nav
    assert f'id="all" href="{LOG}" data-hx-get' in nav
    assert 'id="all" href="/en/corrections/" aria-current="true"' in shown(client)


def test_it_is_german_too(client: Client) -> None:
    claim = make_claim(status="withdrawn")
    page = client.get("/de/corrections/").content.decode()
    assert "Zurückgezogen" in page
    assert f"Aussage {claim.pk}" in page
    assert html.errors(page) == []


def test_every_page_leads_to_it_and_so_does_what_is_gone(client: Client) -> None:
    claim = make_claim(status="withdrawn")
    assert client.get("/en/").content.decode().count('href="/en/corrections/"') == 1
    gone = client.get(f"/en/claims/{claim.pk}/")
    assert gone.content.decode().count('href="/en/corrections/"') == 2


def test_a_copy_stays_good_until_something_public_changes(client: Client) -> None:
    again = {"If-None-Match": client.get(LOG)["ETag"]}
    assert client.get(LOG, headers=again).status_code == 304
    make_claim(status="withdrawn")
    assert client.get(LOG, headers=again).status_code == 200


def test_it_is_read_only(client: Client) -> None:
    assert client.post(LOG).status_code == 405


def test_more_rows_cost_no_more_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    def add() -> None:
        one, other = make_actor(), make_actor()
        claim = make_claim(about=[one, other])
        correct(claim.article, TEXT + " Mehr.")
        merge(gone=one, into=other, by=publisher(), reason="Dieselbe.")
        make_claim(status="withdrawn")

    add()
    with django_assert_max_num_queries(8) as few:
        shown(client)
    for _ in range(9):
        add()
    with django_assert_max_num_queries(len(few)):
        assert shown(client).count('id="d') == 40
