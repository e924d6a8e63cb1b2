"""The queue of what a correction reworded: looked at, placed, placed elsewhere, dropped."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from editorial.actions import articles, suggestions
from editorial.actions.claims import Hop, Passage
from editorial.actions.corrections import correct
from editorial.models import Reanchoring, Suggestion
from kb.models import Article, Claim, Mode, NoClaim, Participation
from kb.verify import verify
from tests.editorial.admin.pages import address, as_, messages
from tests.editorial.admin.test_correcting import text_of
from tests.editorial.admin.test_single_rights import without
from tests.makers import (
    TEXT,
    editor,
    make_actor,
    make_article,
    make_claim,
    make_event,
    publisher,
    whole,
)

pytestmark = pytest.mark.django_db

QUEUE = "/admin/editorial/reanchoring/"
WORDED = TEXT.replace("sagte die Ministerin", "sagte dort die Ministerin")
DENIED = TEXT.replace("sei sicher", "sei nicht sicher")


def corrected(article: Article, text: str = WORDED) -> Article:
    correct(article=article, by=publisher(), text=text, reason="Berichtigt.")
    article.refresh_from_db()
    return article


def waiting(status: str = "published", text: str = WORDED) -> Reanchoring:
    """The passage of a claim; it rests on the fourth sentence of six."""
    article = make_article()
    make_claim("Sie ist sicher.", article=article, status=status)
    corrected(article, text)
    return Reanchoring.objects.waiting().get(version__article=article)


def page_of(row: Reanchoring) -> str:
    return address(row)


def sentence(row: Reanchoring, position: int) -> int:
    return int(row.version.sentences.get(position=position).pk)


def send(client: Client, row: Reanchoring, button: str, **data: Any) -> Any:
    return client.post(page_of(row), {button: "1"} | data)


def standing(claim: Claim) -> list[str]:
    return [row.quote for row in claim.evidence.filter(state="stands").in_text_order()]


def test_the_queue_shows_both_wordings_and_what_changed() -> None:
    row = waiting()
    shown = text_of(as_(editor()).get(QUEUE))
    assert "1 passage waits." in shown
    assert "<mark>Die Brücke sei sicher, sagte die Ministerin.</mark>" in shown
    assert "<mark>Die Brücke sei sicher, sagte <ins>dort </ins>die Ministerin.</mark>" in shown
    assert "Sie ist sicher." in shown
    assert "stands with the wording of version 1" in shown
    assert f'href="{page_of(row)}"' in shown


def test_a_change_in_meaning_is_said_in_words() -> None:
    waiting(text=DENIED)
    shown = text_of(as_(editor()).get(QUEUE))
    assert "changed: negation" in shown
    assert "supports nothing any more" in shown
    assert "withdrawn" in shown


def test_the_place_that_is_proposed_is_taken() -> None:
    row = waiting("draft")
    answer = send(as_(editor()), row, "_accept")
    assert answer.url == QUEUE
    assert "Placed." in messages(answer)
    assert "waits any more" in messages(answer)
    assert row.evidence
    assert standing(row.evidence.claim) == ["Die Brücke sei sicher, sagte dort die Ministerin."]
    row.refresh_from_db()
    assert (row.state, row.by) == ("settled", editor())
    assert list(verify()) == []


def test_of_a_published_claim_it_becomes_a_suggestion() -> None:
    row = waiting()
    client = as_(editor())
    assert "becomes a suggestion" in text_of(client.get(page_of(row)))
    answer = send(client, row, "_accept")
    suggestion = Suggestion.objects.get()
    assert f"{address(suggestion)}" in messages(answer)
    assert "A colleague decides" in messages(answer)
    assert "0 passages wait." in text_of(client.get(QUEUE))
    assert "1 more is proposed and waits for a colleague." in text_of(client.get(QUEUE))
    shown = text_of(client.get(page_of(row)))
    assert address(suggestion) in shown
    assert "_accept" not in shown
    suggestions.accept(suggestion=suggestion, by=publisher(), reason="Stimmt.")
    assert standing(suggestion.claim) == ["Die Brücke sei sicher, sagte dort die Ministerin."]


def test_a_withdrawn_claim_gets_its_passage_back_and_stays_withdrawn() -> None:
    row = waiting(text=DENIED)
    client = as_(editor())
    assert "it does not become public by itself" in text_of(client.get(page_of(row)))
    assert send(client, row, "_accept").url == QUEUE
    claim = Claim.objects.get()
    assert standing(claim) == ["Die Brücke sei nicht sicher, sagte die Ministerin."]
    assert claim.status == "withdrawn"
    assert list(verify()) == []


def test_another_place_and_its_words_are_chosen() -> None:
    row = waiting("draft")
    client = as_(editor())
    at = {"at-sentence": sentence(row, 5), "at-words": "widerspricht ihr", "at-reason": "Dort."}
    answer = send(client, row, "_place", **at)
    assert answer.status_code == 302, text_of(answer)
    assert row.evidence
    assert standing(row.evidence.claim) == ["widerspricht ihr"]
    row.refresh_from_db()
    assert row.reason == "Dort."


@pytest.mark.parametrize(
    ("button", "data", "said"),
    [
        ("_place", {"at-words": "sagte dort"}, "Choose the sentence."),
        ("_place", {"at-sentence": 5, "at-words": "sagt nichts"}, "does not say this"),
        ("_place", {"at-sentence": 5, "at-words": "e"}, "more than once"),
        ("_place", {"at-sentence": 999_999}, "not of the current version"),
        ("_place", {"at-sentence": "x"}, "not of the current version"),
        ("_drop", {"drop-reason": "  "}, "Say why it goes."),
    ],
)
def test_what_is_missing_is_told_and_all_is_kept(
    button: str, data: dict[str, Any], said: str
) -> None:
    row = waiting("draft")
    if data.get("at-sentence") == 5:
        data = data | {"at-sentence": sentence(row, 5)}
    typed = {"at-reason": "Mein Grund.", "drop-reason": ""} | data
    answer = send(as_(editor()), row, button, **typed)
    assert answer.status_code == 422
    shown = text_of(answer)
    assert said in shown
    assert shown.count("errorlist") == 1
    assert "Mein Grund." in shown
    assert data.get("at-words", "") in shown
    is_one = data.get("at-sentence") == sentence(row, 5)
    assert shown.count(" checked") == is_one
    assert Reanchoring.objects.waiting().exists()


def test_more_sentences_come_on_request_and_what_was_chosen_stays() -> None:
    around = " Noch ein Satz steht hier." * 30
    article = make_article(f"{around} {TEXT} {around}")
    here = article.current_version.sentences.get(text__contains="sei sicher")
    make_claim(article=article, passages=[whole(here)])
    corrected(article, article.current_version.text.replace("sagte", "sagte dort"))
    row = Reanchoring.objects.get()
    client = as_(editor())
    first = client.get(page_of(row))
    offered = [one.position for one, _chosen in first.context["place_form"].choices]
    assert offered == list(range(here.position - 4, here.position + 5))
    form = first.context["place_form"]
    sent = {"at-first": form.begin, "at-last": form.end, "at-sentence": sentence(row, 31)}
    later = send(client, row, "_later", **sent, **{"drop-reason": "Weg."})
    assert later.status_code == 200
    assert [one.position for one, _chosen in later.context["place_form"].choices][-1] == (
        here.position + 24
    )
    assert "Weg." in text_of(later)
    assert "errorlist" not in text_of(later)
    assert text_of(later).count(" checked") == 1
    for nonsense in ("-5", "x", "9" * 30, "²"):
        assert send(client, row, "_earlier", **{"at-first": nonsense}).status_code == 200


def test_dropping_takes_a_reason_and_is_kept() -> None:
    row = waiting("draft")
    answer = send(as_(editor()), row, "_drop", **{"drop-reason": "Steht nicht mehr da."})
    assert "Dropped." in messages(answer)
    row.refresh_from_db()
    assert (row.state, row.reason) == ("dropped", "Steht nicht mehr da.")
    assert "dropped by editor" in text_of(as_(editor()).get(page_of(row)))


def test_the_last_support_of_a_published_claim_is_not_dropped() -> None:
    row = waiting()
    answer = send(as_(editor()), row, "_drop", **{"drop-reason": "Steht nicht mehr da."})
    assert answer.status_code == 422
    assert "Steht nicht mehr da." in text_of(answer)
    assert answer.context["wrong"]


def test_what_somebody_settled_first_is_told() -> None:
    row = waiting("draft")
    send(as_(publisher()), row, "_accept")
    answer = send(as_(editor()), row, "_drop", **{"drop-reason": "Weg."})
    assert answer.status_code == 422
    assert "does not wait any more" in text_of(answer)


def test_the_next_of_the_same_article_comes_then() -> None:
    article, other = make_article(), make_article(f"{TEXT} Anders.")
    for each in (article, other, article):
        make_claim(article=each, status="draft")
    corrected(other, f"{WORDED} Anders.")
    corrected(article)
    first, second = Reanchoring.objects.filter(version__article=article).order_by("pk")
    client = as_(editor())
    assert "1 more passage of this article waits" in text_of(client.get(page_of(first)))
    assert send(client, second, "_accept").url == page_of(first)
    answer = send(client, first, "_accept")
    assert answer.url == QUEUE


def test_everything_that_points_is_placed() -> None:
    article, event = make_article(), make_event("Ratssitzung")
    fourth = article.current_version.sentences.get(position=4)
    speaker = make_actor("Ministerin Muster")
    hops = [Hop(speaker, Mode.INDIRECT, Passage(fourth, 0, 10))]
    first = whole(article.current_version.sentences.get(position=6))
    claim = make_claim(
        article=article, speaker=speaker, mode=Mode.INDIRECT, hops=hops, passages=[first]
    )
    articles.judge(sentences=[fourth], by=editor(), reason="Nur eine Meinung.")
    Participation.objects.create(event=event, actor=speaker, sentence=fourth)
    corrected(article)
    client = as_(editor())
    for noun, subject in (
        ("cue_of", claim.text),
        ("no_claim", "Nur eine Meinung."),
        ("participation", "Ratssitzung"),
    ):
        row = Reanchoring.objects.get(**{f"{noun}__isnull": False})
        assert subject in text_of(client.get(QUEUE, {"noun": noun}))
        assert subject in text_of(client.get(page_of(row)))
        assert send(client, row, "_accept").status_code == 302
    assert NoClaim.objects.filter(sentence__version=article.current_version).count() == 1
    assert Participation.objects.get().sentence.version == article.current_version
    cue = Suggestion.objects.get().content["attribution"][0][2]
    assert cue == article.current_version.sentences.get(position=4).pk


def test_the_queue_is_filtered_and_bad_filters_are_told() -> None:
    one, other = waiting(), waiting(text=DENIED.replace("Die Brücke\n\n", "Die Brücken\n\n"))
    client = as_(editor())

    def shown(**query: Any) -> list[int]:
        answer = client.get(QUEUE, query)
        assert answer.status_code == 200
        return [entry.row.pk for entry in answer.context["entries"]]

    assert shown() == [one.pk, other.pk]
    assert shown(article=other.version.article_id) == [other.pk]
    assert shown(verdict="reworded") == [one.pk, other.pk]
    assert shown(verdict="split") == []
    assert shown(noun="evidence") == [one.pk, other.pk]
    assert shown(noun="no_claim") == []
    assert shown(after=one.pk) == [other.pk]
    assert shown(after=other.pk) == []
    for name in ("article", "verdict", "noun", "after"):
        for nonsense in ("x", "9" * 40, "-1", "\0"):
            assert shown(**{name: nonsense}) in ([one.pk, other.pk], [])
    assert "errorlist" in text_of(client.get(QUEUE, {"verdict": "x"}))


def many(number: int) -> Article:
    text = " ".join(f"Satz {n} nennt Zahl{number} und Wort{number} genau." for n in range(number))
    article = make_article(text)
    for position in range(1, number + 1):
        passage = whole(article.current_version.sentences.get(position=position))
        make_claim(article=article, passages=[passage], status="draft")
    return corrected(article, text.replace("genau", "ganz genau"))


def test_more_that_waits_costs_no_more_questions() -> None:
    client, numbers = as_(editor()), []
    client.get(address(make_article()))  # asks what is asked once
    for number in (3, 13):
        article = many(number)
        row = Reanchoring.objects.filter(version__article=article).earliest("pk")
        for path in (f"{QUEUE}?article={article.pk}", page_of(row), address(article)):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(path).status_code == 200
            numbers.append(len(queries))
    assert numbers[:3] == numbers[3:]


def test_a_long_queue_has_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("editorial.admin.reanchoring.PER_PAGE", 2)
    article = many(5)
    client, found = as_(editor()), []
    path = f"{QUEUE}?article={article.pk}"
    while path:
        answer = client.get(path)
        found += [entry.row.pk for entry in answer.context["entries"]]
        following = answer.context["following"]
        path = f"{QUEUE}?{answer.context['query']}&after={following}" if following else ""
    assert found == list(Reanchoring.objects.order_by("pk").values_list("pk", flat=True))


def test_pages_lead_here_and_say_how_many_wait() -> None:
    row = waiting()
    article = row.version.article
    link = f"{QUEUE}?article={article.pk}"
    client = as_(editor())
    assert link in client.get(address(article)).content.decode()
    assert "1 passage waits" in text_of(client.get(address(article)))
    desk = client.get(f"/admin/kb/article/{article.pk}/desk/")
    assert link in desk.content.decode()
    assert f"/admin/kb/article/{article.pk}/correct/" in desk.content.decode()
    queue = text_of(client.get("/admin/kb/claim/queue/"))
    assert f'href="{QUEUE}"' in queue
    assert "1 passage waits for a place" in queue


def test_nothing_waits_and_nothing_is_there() -> None:
    client = as_(editor())
    assert "Nothing waits." in text_of(client.get(QUEUE))
    assert client.get(f"{QUEUE}1/change/").status_code == 302


@pytest.mark.parametrize(
    ("right", "noun"),
    [
        ("change_claim", "evidence"),
        ("change_evidence", "evidence"),
        ("add_noclaim", "no_claim"),
        ("change_participation", "participation"),
    ],
)
def test_who_lacks_a_right_looks_and_settles_nothing(right: str, noun: str) -> None:
    article = make_article()
    fourth = article.current_version.sentences.get(position=4)
    if noun == "evidence":
        make_claim(article=article, status="draft")
    elif noun == "no_claim":
        articles.judge(sentences=[fourth], by=editor(), reason="Leer.")
    else:
        Participation.objects.create(event=make_event(), actor=make_actor(), sentence=fourth)
    corrected(article)
    row = Reanchoring.objects.get()
    client = as_(without(right))
    shown = client.get(page_of(row))
    assert shown.status_code == 200
    assert "_accept" not in text_of(shown)
    assert send(client, row, "_accept").status_code == 403
    assert Reanchoring.objects.waiting().exists()


def test_who_may_not_look_sees_nothing() -> None:
    row = waiting()
    client = as_(without("view_reanchoring"))
    assert client.get(QUEUE).status_code == 403
    assert client.get(page_of(row)).status_code == 403
    assert QUEUE not in client.get(address(row.version.article)).content.decode()
    assert QUEUE not in client.get("/admin/kb/claim/queue/").content.decode()


def test_it_says_since_when() -> None:
    row = waiting()
    Reanchoring.objects.filter(pk=row.pk).update(created_at=datetime(2025, 1, 2, tzinfo=UTC))
    assert "Jan. 2, 2025" in text_of(as_(editor()).get(QUEUE))
