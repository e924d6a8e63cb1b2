"""The page of an object's history: each change once, with who, when, what and why."""

from typing import Any

import html5lib
import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from editorial.actions import accounts, actors, articles, claims, curating, events, labels
from editorial.actions.claims import Hop, Passage
from editorial.models import ImportItem, ImportRun
from kb.models import Attribution, Claim, Outlet, Tag, recorded_as
from tests import html
from tests.editorial.admin.pages import address, as_, messages
from tests.editorial.history.clock import Clock, set_clock
from tests.makers import (
    correct,
    editor,
    make_actor,
    make_article,
    make_claim,
    make_event,
    merge,
    publisher,
    whole,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def tick(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return set_clock(monkeypatch)


def entries(answer: Any) -> list[str]:
    """The words of each change on a page, the newest first."""
    assert answer.status_code == 200
    tree = html5lib.parse(answer.content.decode(), namespaceHTMLElements=False)
    found = [li for li in tree.iter("li") if li.get("class") == "change"]
    return [" ".join("".join(li.itertext()).split()) for li in found]


def history(row: Any, client: Client | None = None) -> list[str]:
    return entries((client or as_(editor())).get(address(row, "history")))


def only_viewer(*models: str) -> User:
    person = User.objects.create_user("watcher", is_staff=True)
    named = Permission.objects.filter(codename__in=[f"view_{model}" for model in models])
    person.user_permissions.set(named)
    return person


def test_a_claim_tells_who_when_what_and_why(tick: Clock) -> None:
    speaker = make_actor("Mark Rutte")
    claim = make_claim("Die Brücke hält.", status="draft")
    sentence = claim.article.current_version.sentences.get(position=5)
    tick()
    claims.revise(
        claim=claim,
        by=editor(),
        text="Die Brücke hält nicht.",
        speaker=speaker,
        mode="indirect",
        hops=[Hop(speaker, "indirect", Passage(sentence, 0, 3))],
        passages=[whole(sentence, "disputes")],
    )
    tick()
    claims.submit(claim=claim, by=editor())
    claims.give_back(claim=claim, by=publisher(), reason="Wer sagt das?")
    returned, submitted, revised, made = history(claim)
    assert "March 1, 2026" in made
    assert "editor version 1" in made
    assert "Text: Die Brücke hält." in made
    assert "Evidence added: supports „Die Brücke sei sicher" in made
    assert "(sentence 4, version 1)" in made
    assert "version 2" in revised
    assert "before: Die Brücke hält. → after: Die Brücke hält nicht." in revised
    assert "Speaker: before:" in revised
    assert "Attribution added: 1. Mark Rutte, indirect speech, „Der“" in revised
    assert "Evidence added: disputes „Der Ingenieur" in revised
    assert "Status: before: draft → after: in review" in submitted
    assert "publisher" in returned
    assert "Decision: returned, by publisher" in returned
    assert returned.count("Wer sagt das?") == 1


def test_only_the_words_that_differ_are_marked() -> None:
    claim = make_claim("Die Brücke hält.", status="draft")
    claims.revise(claim=claim, by=editor(), text="Die Brücke hält.")
    claims.revise(claim=claim, by=editor(), text="Die Brücke wackelt.")
    page = as_(editor()).get(address(claim, "history")).content.decode()
    assert "Die Brücke <del>hält</del>." in page
    assert "Die Brücke <ins>wackelt</ins>." in page


def test_evidence_labels_and_relations_that_go_are_told(tick: Clock) -> None:
    claim = make_claim(about=[make_actor("Rutte")], events=[make_event("Gipfel")], tags=["Bern"])
    other = make_claim("Sie wackelt.")
    tick()
    labels.relabel(claim=claim, by=editor(), about=[], events=[], tags=[])
    tick()
    relation = labels.relate(subject=claim, object=other, kind="contradicts", by=editor())
    tick()
    labels.unrelate(relation=relation, by=publisher())
    tick()
    text = claim.article.current_version.text.replace("sagte die", "sagte hier die")
    correct(claim.article, text)
    waiting, gone, related, relabelled, *_rest = history(claim)
    for told in ("About taken away: Rutte", "Event taken away: Gipfel", "Tag taken away: Bern"):
        assert told in relabelled
    assert "Relation added: contradicts: Sie wackelt." in related
    assert "Relation taken away: contradicts: Sie wackelt." in gone
    assert "publisher" in gone
    assert "State: before: stands → after: waiting" in waiting
    assert "Evidence: supports „Die Brücke sei sicher" in waiting
    assert f"Relation taken away: {claim}: contradicts" in history(other)[0]


def test_a_chain_that_is_written_anew_tells_only_what_differs(tick: Clock) -> None:
    one, two = make_actor("Eins"), make_actor("Zwei")
    claim = make_claim(status="draft", speaker=two, mode="direct", hops=[Hop(two, "direct")])
    tick()
    claims.revise(claim=claim, by=editor(), hops=[Hop(one, "reported"), Hop(two, "direct")])
    tick()
    claims.revise(claim=claim, by=editor(), hops=[Hop(one, "indirect"), Hop(two, "direct")])
    assert Attribution.history.filter(claim_id=claim.pk).count() == 8
    assert history(claim)[0].count("Attribution") == 2
    assert "Attribution taken away: 1. Eins, reported speech" in history(claim)[0]
    assert "Attribution added: 1. Eins, indirect speech" in history(claim)[0]


def test_actors_events_articles_outlets_and_tags_have_theirs(tick: Clock) -> None:
    nato, actor = make_actor("Nato", kind="organisation"), make_actor("Rutte")
    article, event = make_article(), make_event("Gipfel")
    with recorded_as(editor()):
        outlet, tag = Outlet.objects.create(name="Zeitung"), Tag.objects.create(name="Bern")
    sentence = article.current_version.sentences.get(position=1)
    tick()
    actors.name_also(actor=actor, names=["M. Rutte"], by=editor())
    actors.affiliate(
        actor=actor, organisation=nato, role="Chef", start=timezone.now().date(), by=editor()
    )
    events.take_part(event=event, actor=actor, role="absent", sentence=sentence, by=editor())
    articles.judge(sentences=[sentence], by=editor(), reason="Nur ein Termin.")
    curating.change(row=outlet, by=editor(), why="Umbenannt.", name="Blatt", newsroom=nato)
    curating.change(row=tag, by=editor(), name="Basel")
    assert "Alias added: M. Rutte" in history(actor)[0]
    assert "Affiliation added: Chef, Nato, March 1, 2026 –" in history(actor)[0]
    assert "Participation added: Rutte, absent, „Der Rat tagt" in history(event)[0]
    assert "No claim added: „Der Rat tagt am Montag in Bern.“" in history(article)[0]
    assert "Name: before: Zeitung → after: Blatt" in history(outlet)[0]
    assert "Newsroom: before: none → after: Nato" in history(outlet)[0]
    assert "Reason: Umbenannt." in history(outlet)[0]
    assert "after: Basel" in history(tag)[0]
    tick()
    articles.lift(sentences=[sentence], by=editor())
    correct(article, "Ganz neu.")
    merge(actor, make_actor("Mark Rutte"))
    assert "Current version: before: v1 → after: v2 (Berichtigt.)" in history(article)[0]
    assert "Decision: merged, by publisher" in history(actor)[0]
    assert "Merged into: before: none → after: Mark Rutte" in history(actor)[0]


def test_imports_appear_under_their_own_name_with_their_run(tick: Clock) -> None:
    run = ImportRun.objects.create(
        source="agency", path="a.jsonl", by=accounts.writer(), started_at=timezone.now()
    )
    claim = make_claim(by=accounts.writer(), status="draft")
    claims.submit(claim=claim, by=accounts.writer())
    claims.publish(claim=claim, by=accounts.publisher())
    run.active_at = run.finished_at = timezone.now()
    run.save()
    ImportItem.objects.create(
        run=run, made_in=run, source="agency", kind="claim", key="1", object_id=claim.pk
    )
    tick()
    labels.label(claim=claim, by=editor(), tags=["Bern"])
    labelled, published, made = history(claim)
    assert "import-writer" in made
    assert "import-publisher" in published
    assert "Import: agency: a.jsonl" in made
    assert "Import: agency: a.jsonl" in published
    assert "Import:" not in labelled


def test_what_is_gone_is_told_by_its_number(tick: Clock) -> None:
    event = make_event("Gipfel", part_of=make_event("Weg"))
    whole_event, pk = event.part_of, event.part_of.pk
    tick()
    curating.change(row=event, by=editor(), part_of=None)
    with recorded_as(editor()):
        whole_event.delete()
    assert f"Part of: before: gone ({pk}) → after: none" in history(event)[0]


def test_a_deleted_draft_still_tells_its_history(tick: Clock) -> None:
    claim = make_claim("Weg damit.", status="draft")
    path = address(claim, "history")
    tick()
    with recorded_as(editor(), "Doppelt."):
        claim.delete()
    found = entries(as_(editor()).get(path))
    assert "Text: Weg damit." in found[0]
    assert "Reason: Doppelt." in found[0]
    assert len(found) == 2
    answer = as_(editor()).get(path)
    assert "put_back" not in answer.content.decode()


def test_pages_follow_each_other_without_a_gap() -> None:
    claim = make_claim(status="draft")
    for number in range(2, 62):
        claims.revise(claim=claim, by=editor(), text=f"Fassung {number}.")
    client, path, found = as_(editor()), address(claim, "history"), []
    while path:
        answer = client.get(path)
        found += [entry.change.number for entry in answer.context["entries"]]
        assert len(answer.context["entries"]) <= 25
        earlier = answer.context["earlier"]
        path = f"{address(claim, 'history')}?before={earlier}" if earlier else ""
    assert found == list(range(60, 0, -1))


@pytest.mark.parametrize("before", ["x", "-1", "0", "9" * 30, "1\0"])
def test_nonsense_is_one_clear_message(before: str) -> None:
    claim, client = make_claim(), as_(editor())
    answer = client.get(address(claim, "history"), {"before": before})
    assert (answer.status_code, answer.url) == (302, address(claim, "history"))
    assert "number of a change" in messages(answer)


@pytest.mark.parametrize("number", ["999", "x", "9" * 30])
def test_of_what_never_was_there_is_no_history(number: str) -> None:
    answer = as_(editor()).get(f"/admin/kb/claim/{number}/history/")
    assert (answer.status_code, answer.url) == (302, "/admin/")


def test_ten_more_changes_cost_no_query() -> None:
    claim = make_claim(status="draft")
    client, path = as_(editor()), address(claim, "history")

    def queries(times: int) -> int:
        for number in range(times):
            with recorded_as(editor(), f"Nummer {number}"):
                claims.revise(claim=claim, by=editor(), text=f"Fassung {number}.")
                labels.label(claim=claim, by=editor(), about=[make_actor()], tags=[f"T{number}"])
        with CaptureQueriesContext(connection) as asked:
            client.get(path)
        return len(asked)

    queries(1)
    assert queries(1) == queries(10)


def test_looking_takes_the_right_to_view_and_putting_back_that_to_change(tick: Clock) -> None:
    claim = make_claim(status="draft")
    tick()
    claims.revise(claim=claim, by=editor(), text="Anders.")
    client = as_(only_viewer("claim"))
    assert len(history(claim, client)) == 2
    assert "Put this state back" not in "".join(history(claim, client))
    assert "Put this state back" in history(claim)[1]
    assert "Put this state back" not in history(claim)[0], "it stands like this"
    assert client.get(address(make_actor(), "history")).status_code == 403


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_page_is_valid(tick: Clock, language: str) -> None:
    claim = make_claim(about=[make_actor()], tags=["Bern"])
    tick()
    labels.relabel(claim=claim, by=editor(), about=[], events=[], tags=[])
    client = as_(editor())
    answer = client.get(address(claim, "history"), headers={"accept-language": language})
    assert not html.errors(answer.content.decode())
    assert Claim.objects.count() == 1
