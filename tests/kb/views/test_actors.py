import re
from datetime import date
from html import unescape

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from editorial.actions import actors, articles, claims, events, labels
from editorial.actions.claims import Hop
from kb.models import Actor, Decision
from tests import html
from tests.makers import (
    editor,
    make_actor,
    make_article,
    make_claim,
    make_event,
    merge,
    merge_in_name_only,
    publisher,
    whole,
)

pytestmark = pytest.mark.django_db


def page(client: Client, address: str, language: str = "de") -> str:
    response = client.get(f"/{language}/actors/{address}")
    assert response.status_code == 200
    return response.content.decode()


def test_the_list_names_who_is_public_by_name(client: Client) -> None:
    make_claim(about=[make_actor("Zoe Blau"), make_actor("Ada Rot")])
    make_claim(about=[make_actor("Geheime Rätin")], status="draft")
    shown = page(client, "")
    assert shown.index("Ada Rot") < shown.index("Zoe Blau")
    assert "Geheime Rätin" not in shown
    assert html.errors(shown) == []


def test_the_list_leaves_out_who_has_no_name(client: Client) -> None:
    claim = make_claim()
    assert not claim.speaker.listed
    assert claim.speaker.name not in page(client, "")


def test_pages_of_the_list_follow_each_other_by_key(client: Client) -> None:
    known = [make_actor(f"Rätin {number:03}") for number in range(101)]
    make_claim(about=known)
    first = page(client, "")
    assert f"?after={known[99].pk}" in first
    assert "Rätin 100" not in first
    part = client.get(f"/de/actors/?after={known[99].pk}", headers={"HX-Request": "true"})
    assert "Rätin 100" in part.content.decode()
    assert "Rätin 099" not in part.content.decode()
    assert html.fragment_errors(part.content.decode()) == []


def test_a_page_does_not_tell_where_somebody_hidden_stands(client: Client) -> None:
    make_claim(about=[make_actor("Ada Rot"), make_actor("Zoe Blau")])
    hidden = make_actor("Mona Geheim")
    assert "Ada Rot" in page(client, f"?after={hidden.pk}")


def test_own_words_what_others_attribute_and_what_is_said_about_one_stand_apart(
    client: Client,
) -> None:
    actor, witness = make_actor("Ada Rot"), make_actor("Zoe Blau")
    article = make_article(author=make_actor("Rita Rasch"), title="Die Brücke")
    against = whole(article.current_version.sentences.get(position=5), "disputes")
    for_it = whole(article.current_version.sentences.get(position=4))
    make_claim("Sie sagt es wörtlich.", speaker=actor, mode="direct", article=article)
    make_claim("Sie schreibt es selbst.", speaker=actor, article=make_article(author=actor))
    chain = [Hop(witness, "reported"), Hop(actor, "indirect")]
    make_claim(
        "Das soll sie sagen.",
        speaker=actor,
        mode="indirect",
        hops=chain,
        article=article,
        passages=[for_it, against],
    )
    make_claim("Das sagt man über sie.", about=[actor])
    make_claim("Ein Entwurf.", speaker=actor, about=[actor], mode="direct", status="draft")
    shown = page(client, f"{actor.slug}/", "en")
    order = [
        shown.index(words)
        for words in (
            "2 of 3 claims in own words",
            "1 of 3 attributed by others",
            "1 of 3 disputed",
            "1 claim about Ada Rot",
            'id="said"',
            "Sie schreibt es selbst.",
            "Sie sagt es wörtlich.",
            'id="attributed"',
            "Das soll sie sagen.",
            'id="about"',
            "Das sagt man über sie.",
        )
    ]
    assert order == sorted(order)
    assert "?speaker=ada-rot&amp;stance=disputes" in shown
    attributed = shown[order[7] : order[9]]
    assert re.search("Rita Rasch</a> reports that .*Zoe Blau</a> says that", attributed)
    assert "Indirect speech" in attributed
    assert "Ein Entwurf." not in shown
    assert html.errors(shown) == []


def test_the_newest_come_first_year_by_year(client: Client) -> None:
    actor, undated = make_actor("Ada Rot"), make_article(published_on=None)
    days = ("2025-12-02", "2019-04-04", "2025-12-03", "2019-04-05", None, None)
    for number, day in enumerate(days, start=1):
        make_claim(f"Nr. {number}", about=[actor], said_on=day, article=undated)
    for number in (7, 8):
        printed = make_article(published_on=f"2022-02-0{number}")
        make_claim(f"Nr. {number}", about=[actor], article=printed)
    shown = page(client, f"{actor.slug}/", "en")
    found = re.findall(r'class="time">([^<]+)|class="entry-text"[^>]*><a[^>]*>([^<]+)', shown)
    assert [time or words for time, words in found] == [
        *("2025", "Nr. 3", "Nr. 1", "2022", "Nr. 8", "Nr. 7", "2019", "Nr. 4", "Nr. 2"),
        *("Day not known", "Nr. 6", "Nr. 5"),
    ]
    assert "Of 2 claims the day is not known." in shown


def test_single_claims_of_many_years_need_no_headings(client: Client) -> None:
    actor = make_actor()
    for year in (2019, 2022, 2025):
        make_claim(f"Aus {year}.", about=[actor], said_on=f"{year}-01-01")
    shown = page(client, f"{actor.slug}/")
    assert shown.index("Aus 2025.") < shown.index("Aus 2022.") < shown.index("Aus 2019.")
    assert 'class="time"' not in shown


def test_a_long_list_is_cut_and_leads_to_all(client: Client) -> None:
    actor, article = make_actor("Ada Rot"), make_article()
    for number in range(26):
        about = [actor]
        make_claim(f"Nr. {number:02}.", speaker=actor, mode="direct", about=about, article=article)
    shown = page(client, f"{actor.slug}/", "en")
    assert shown.count("Nr. 25.") == 2
    assert "Nr. 00." not in shown
    for leads in ("?speaker=ada-rot&amp;mode=direct", "?about=ada-rot"):
        assert f'href="/en/claims/{leads}"' in shown
    assert "26 claims" in client.get("/en/claims/?speaker=ada-rot&mode=direct").content.decode()


def test_pictures_count_what_their_links_lead_to(client: Client) -> None:
    actor, other = make_actor("Ada Rot"), make_actor("Zoe Blau & Söhne <AG>")
    secret, nameless = make_actor("Geheim"), make_actor("Namenlos", listed=False)
    office = {"role": "Präsidentin", "organisation": make_actor("Rat"), "start": "2018-05-01"}
    actors.affiliate(actor=actor, by=editor(), **office)
    for day in ("2019-04-04", "2019-05-01", "2025-12-03"):
        make_claim(speaker=other, mode="direct", about=[actor], said_on=day)
    make_claim(speaker=actor, mode="indirect", about=[other], said_on="2025-12-01")
    make_claim(speaker=actor, mode="direct", about=[actor], said_on="2025-12-02")
    make_claim(speaker=nameless, mode="direct", about=[actor, office["organisation"]])
    make_claim(speaker=secret, mode="direct", about=[actor], status="draft")
    make_claim(speaker=other, mode="direct", about=[actor], status="draft")
    shown = page(client, f"{actor.slug}/", "en")
    assert html.errors(shown) == []
    links = re.findall(r'<a class="[^"]+" href="([^"]+)" aria-label="([^"]+)"><title>', shown)
    told = {title: unescape(href) for href, title in links if "/claims/" in href}
    counts = {title: int(re.search(r"(\d+) claim", title)[1]) for title in told}
    assert sorted(counts.values()) == [1, 1, 2, 2, 3, 3]
    for title, href in told.items():
        narrowed = client.get(href).content.decode()
        assert (
            f"{counts[title]} claim" in re.search('class="found-count"[^>]*>([^<]+)', narrowed)[1]
        )
    network = shown[shown.index('id="network"') :]
    assert "Zoe Blau &amp; Söhne &lt;AG&gt;" in network
    assert "1 more claim about Ada Rot is by speakers without a name" in network
    assert "Präsidentin, Rat: since 1 May 2018" in shown
    for hidden in ("Geheim", "Namenlos"):
        assert hidden not in network.partition("</figure>")[0]


def test_who_was_merged_is_in_no_picture(client: Client) -> None:
    actor, one, other = make_actor("Ada Rot"), make_actor("Alter Name"), make_actor("Zoe Blau")
    make_claim(speaker=one, mode="direct", about=[actor])
    make_claim(speaker=other, mode="direct", about=[actor])
    merge_in_name_only(one, other)
    figure = page(client, f"{actor.slug}/").partition('id="network"')[2].partition("</figure>")[0]
    assert "Zoe Blau" in figure
    assert "Alter Name" not in figure


def test_the_day_of_a_sealed_article_is_not_told(client: Client) -> None:
    actor, sealed, open_one = (
        make_actor("Ada Rot"),
        make_article(published_on="2001-02-03"),
        make_article(),
    )
    sentences = [a.current_version.sentences.get(position=4) for a in (sealed, open_one)]
    make_claim(
        "Es gilt.", speaker=actor, mode="direct", article=sealed, passages=map(whole, sentences)
    )
    make_claim("Neues.", speaker=actor, mode="direct")
    assert "2001" in page(client, f"{actor.slug}/")
    articles.seal(article=sealed, by=publisher(), reason="Geheim.")
    shown = page(client, f"{actor.slug}/")
    assert "Es gilt." in shown
    assert "2001" not in shown


def test_what_one_passes_on_of_others_stands_apart(client: Client) -> None:
    witness, speaker = make_actor(), make_actor()
    chain = [Hop(witness, "reported"), Hop(speaker, "indirect")]
    make_claim("Vom Hörensagen.", speaker=speaker, mode="indirect", hops=chain)
    shown = page(client, f"{witness.slug}/")
    assert shown.index('id="passed-on"') < shown.index("Vom Hörensagen.")
    assert 'id="passed-on"' not in page(client, f"{speaker.slug}/")


def test_names_offices_and_parts_in_events_are_told(client: Client) -> None:
    actor, council, event = make_actor("Ada Rot"), make_actor("Rat"), make_event("Brückenfest")
    actors.name_also(actor=actor, names=["Frau Rot"], by=editor())
    actors.affiliate(actor=actor, organisation=council, role="Präsidentin", by=editor())
    sentence = make_article().current_version.sentences.get(position=1)
    events.take_part(event=event, actor=actor, role="absent", sentence=sentence, by=editor())
    make_claim(about=[actor, council], events=[event])
    shown = page(client, f"{actor.slug}/")
    for words in ("Frau Rot", "Präsidentin", "Brückenfest", "Abwesend", sentence.text):
        assert words in shown
    assert "Präsidentin" in page(client, f"{council.slug}/")


def test_many_members_are_all_named(client: Client) -> None:
    council, known = make_actor("Rat"), [make_actor(f"Rätin {n:02}") for n in range(26)]
    for number, actor in enumerate(known):
        fields = {"role": "Mitglied", "start": date(2025, 1, 26 - number)}
        actors.affiliate(actor=actor, organisation=council, by=editor(), **fields)
    make_claim(about=[council, *known])
    shown = page(client, f"{council.slug}/", "en")
    more = shown.index("<summary>1 more</summary>")
    assert shown.index("Rätin 24") < more < shown.index("Rätin 25")
    assert html.errors(shown) == []


def test_an_office_in_something_hidden_is_not_told(client: Client) -> None:
    actor, hidden = make_actor(), make_actor("Geheimrat")
    actors.affiliate(actor=actor, organisation=hidden, role="Mitglied", by=editor())
    make_claim(about=[actor])
    assert "Geheimrat" not in page(client, f"{actor.slug}/")


def test_drafts_are_not_shown(client: Client) -> None:
    actor = make_actor()
    make_claim(about=[actor])
    make_claim("Der Entwurf.", about=[actor], status="draft")
    make_claim("Ihr Entwurf.", speaker=actor, mode="direct", status="draft")
    shown = page(client, f"{actor.slug}/")
    assert "Der Entwurf." not in shown
    assert "Ihr Entwurf." not in shown


def test_who_only_a_draft_names_is_not_found(client: Client) -> None:
    actor = make_actor()
    make_claim(about=[actor], status="draft")
    assert client.get(f"/de/actors/{actor.slug}/").status_code == 404


def test_who_was_once_public_is_gone(client: Client) -> None:
    actor = make_actor()
    make_claim(about=[actor], status="withdrawn")
    response = client.get(f"/de/actors/{actor.slug}/")
    assert response.status_code == 410
    assert html.errors(response.content.decode()) == []


def test_whom_a_draft_named_before_it_was_published_is_not_found(client: Client) -> None:
    early, late, witness = make_actor(), make_actor(), make_actor()
    claim = make_claim(about=[early, late], speaker=witness, mode="direct", status="draft")
    claims.revise(claim=claim, by=editor(), speaker=make_actor(), mode="indirect", hops=())
    claim.about_links.get(actor=early).delete()
    claims.submit(claim=claim, by=editor())
    claims.publish(claim=claim, by=publisher())
    assert client.get(f"/de/actors/{late.slug}/").status_code == 200
    claim.about_links.get(actor=late).delete()
    assert client.get(f"/de/actors/{late.slug}/").status_code == 410
    assert client.get(f"/de/actors/{early.slug}/").status_code == 404
    assert client.get(f"/de/actors/{witness.slug}/").status_code == 404


def test_who_took_part_only_before_the_event_was_public_is_not_found(client: Client) -> None:
    event, early, late = make_event(), make_actor(), make_actor()
    for actor in (early, late):
        events.take_part(event=event, actor=actor, role="host", by=editor())
    event.participations.get(actor=early).delete()
    make_claim(events=[event])
    event.participations.get(actor=late).delete()
    assert client.get(f"/de/actors/{late.slug}/").status_code == 410
    assert client.get(f"/de/actors/{early.slug}/").status_code == 404


def test_whose_part_was_given_to_another_is_gone(client: Client) -> None:
    event, actor = make_event(), make_actor()
    events.take_part(event=event, actor=actor, role="host", by=editor())
    make_claim(events=[event])
    part = event.participations.get()
    part.actor = make_actor()
    part.save()
    assert client.get(f"/de/actors/{actor.slug}/").status_code == 410


def test_who_was_merged_leads_to_the_other(client: Client) -> None:
    actor, other = make_actor(), make_actor()
    make_claim(about=[actor], status="withdrawn")
    make_claim(about=[other])
    Decision.objects.create(actor=actor, verb="merged", reason="Doppelt.", by=publisher())
    Actor.objects.filter(pk=actor.pk).update(merged_into=other)
    response = client.get(f"/de/actors/{actor.slug}/?a=b")
    assert response.status_code == 301
    assert response["Location"] == f"/de/actors/{other.slug}/?a=b"


def test_who_was_merged_into_somebody_hidden_is_gone(client: Client) -> None:
    actor, hidden = make_actor(), make_actor("Ganz Geheim")
    make_claim(about=[actor], status="withdrawn")
    merge(actor, hidden)
    response = client.get(f"/de/actors/{actor.slug}/")
    assert response.status_code == 410
    assert "geheim" not in response.content.decode().lower()


def test_contradictions_with_what_they_say_stand_side_by_side(client: Client) -> None:
    ada, zoe = make_actor("Ada Rot"), make_actor("Zoe Blau")
    claim = make_claim("Die Brücke hält.", speaker=ada, mode="indirect")
    for number in range(6):
        against = make_claim(f"Nein {number}.", speaker=zoe, mode="indirect")
        labels.relate(subject=against, object=claim, kind="contradicts", by=editor())
    shown = page(client, "ada-rot/", "en").partition('id="contradictions"')[2]
    section = shown.partition("</section>")[0]
    assert section.count('<li class="pair"') == 5
    assert section.index("Nein 5.") < section.index("Nein 1.")
    assert '<a class="more" href="/en/contradictions/?actor=ada-rot">' in section


@pytest.mark.parametrize("address", ["", "ada-rot/"])
def test_it_is_read_only(client: Client, address: str) -> None:
    assert client.post(f"/de/actors/{address}").status_code == 405


def test_more_rows_cost_no_more_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    actor = make_actor()

    def add() -> None:
        other, event = make_actor(), make_event()
        make_claim(about=[actor, other], events=[event])
        chain = [Hop(other, "reported"), Hop(actor, "indirect")]
        against = make_claim(
            speaker=other, mode="indirect", hops=[Hop(actor, "reported"), Hop(other, "indirect")]
        )
        own = make_article(author=actor)
        claim = make_claim(speaker=actor, mode="indirect", hops=chain, article=own)
        labels.relate(subject=against, object=claim, kind="contradicts", by=editor())
        actors.affiliate(actor=actor, organisation=other, role="Mitglied", by=editor())
        sentence = make_article().current_version.sentences.get(position=1)
        events.take_part(event=event, actor=actor, role="host", sentence=sentence, by=editor())

    add()
    with django_assert_max_num_queries(23) as few:
        page(client, f"{actor.slug}/")
    with django_assert_max_num_queries(12) as few_in_list:
        page(client, "")
    for _ in range(10):
        add()
    with django_assert_max_num_queries(len(few)):
        page(client, f"{actor.slug}/")
    with django_assert_max_num_queries(len(few_in_list)):
        page(client, "")
