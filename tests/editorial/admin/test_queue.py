"""The queue: what waits, the oldest first, whose it is, and what one may do with it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from editorial.actions import claims, suggestions
from editorial.admin.queue import PER_PAGE
from editorial.models import Assignment, Suggestion
from editorial.state import content
from kb.models import Claim
from tests.editorial.admin.pages import address, as_
from tests.makers import editor, make_article, make_claim, publisher

pytestmark = pytest.mark.django_db

LONG_AGO = datetime(2025, 1, 1, tzinfo=UTC)


def queue(by: User, **query: str) -> Any:
    answer = as_(by).get(reverse("admin:kb_claim_queue"), query)
    assert answer.status_code == 200
    return answer


def texts(answer: Any) -> list[str]:
    return [
        entry.suggestion.content["text"] if entry.suggestion else entry.claim.text
        for entry in answer.context["entries"]
    ]


def suggest(claim: Claim, text: str, by: User | None = None) -> Suggestion:
    proposed = content(claim) | {"text": text}
    return suggestions.suggest(claim=claim, by=by or editor(), content=proposed)


def submitted(claim: Claim) -> datetime:
    """When a claim came into review last."""
    rows = Claim.history.filter(id=claim.pk, status="in_review")
    return rows.latest("history_id").history_date


@contextmanager
def clock_at(moment: datetime) -> Iterator[None]:
    """Stops the clock: when something was proposed never changes afterwards."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: moment)
        yield


def test_claims_and_suggestions_stand_in_one_line_the_oldest_first() -> None:
    make_claim("Erste", status="in_review")
    suggest(make_claim(), "Zweite")
    make_claim("Dritte", status="in_review")
    suggest(make_claim(), "Vierte")
    make_claim(status="draft")
    assert texts(queue(publisher())) == ["Erste", "Zweite", "Dritte", "Vierte"]
    public = make_claim()
    with clock_at(LONG_AGO):
        suggest(public, "Fünfte")
    assert texts(queue(publisher())) == ["Fünfte", "Erste", "Zweite", "Dritte", "Vierte"]


def test_a_claim_waits_since_it_was_submitted_last() -> None:
    claim = make_claim("Zurückgegeben", status="in_review")
    first = submitted(claim)
    claims.give_back(claim=claim, by=publisher(), reason="Wer sagt es?")
    claims.submit(claim=claim, by=editor())
    again = submitted(claim)
    assert queue(publisher()).context["entries"][0].place.since == again > first
    claims.revise(claim=claim, by=editor(), text="Noch im Umlauf.")
    assert submitted(claim) > again
    assert queue(publisher()).context["entries"][0].place.since == again


def test_the_count_says_how_many_are_mine() -> None:
    assert "Nothing waits." in queue(publisher()).content.decode()
    make_claim(status="in_review")
    suggest(make_claim(), "Anders", publisher())
    assert "2 wait, 1 of them yours." in " ".join(queue(editor()).content.decode().split())
    suggestions.retract(suggestion=Suggestion.objects.get(), by=publisher())
    assert "1 waits." in " ".join(queue(publisher()).content.decode().split())


def test_mine_is_what_i_wrote_or_am_to_look_after() -> None:
    make_claim("Von mir", status="in_review")
    given = make_claim("Zugewiesen", status="in_review", by=publisher())
    make_claim("Fremd", status="in_review", by=publisher())
    Assignment.objects.create(claim=given, to=editor(), by=publisher())
    public = make_claim()
    suggest(public, "Meine Änderung")
    suggest(public, "Ihre Änderung", publisher())
    assert texts(queue(editor(), whose="mine")) == ["Von mir", "Zugewiesen", "Meine Änderung"]
    assert texts(queue(editor(), whose="others")) == ["Fremd", "Ihre Änderung"]
    assert len(texts(queue(editor()))) == 5


def test_a_suggestion_for_a_claim_of_mine_to_look_after_is_mine() -> None:
    claim = make_claim()
    Assignment.objects.create(claim=claim, to=publisher(), by=editor())
    suggest(claim, "Anders")
    assert texts(queue(publisher(), whose="mine")) == ["Anders"]


def test_an_empty_part_says_what_would_stand_there() -> None:
    make_claim(status="in_review")
    assert "Nothing of yours waits" in queue(publisher(), whose="mine").content.decode()
    assert "Nothing of others waits" in queue(editor(), whose="others").content.decode()


def test_it_says_what_i_may_do() -> None:
    claim = make_claim(status="in_review")
    own = suggest(make_claim(), "Anders", publisher())
    shown = queue(publisher()).content.decode()
    assert f"/admin/kb/claim/step/publish/?claim={claim.pk}" in shown
    assert "Look and publish" in shown
    assert "Your own work: a colleague decides." in shown
    assert "Compare and decide" not in shown
    assert address(own) in shown
    shown = queue(editor()).content.decode()
    assert "Your own work: a colleague decides." in shown
    assert "Whoever may publish decides." in shown
    assert "Look and publish" not in shown


def test_a_line_says_who_says_it_and_on_what_it_rests() -> None:
    article = make_article(title="Die Sitzung")
    claim = make_claim("Sie hält.", article=article, status="in_review")
    Assignment.objects.create(claim=claim, to=publisher(), by=editor())
    shown = " ".join(queue(publisher()).content.decode().split())
    assert "in the author’s own voice" in shown
    assert (
        "Die Sitzung · supported by 1 passage · written by editor · assigned to publisher" in shown
    )


def test_a_suggestion_names_what_it_changes_and_whether_it_is_stale() -> None:
    claim = make_claim()
    suggest(claim, "Anders")
    assert "Would change: text." in queue(publisher()).content.decode()
    claims.correct(claim=claim, writer=editor(), by=publisher(), reason="Art", kind="report")
    assert "The claim has changed since." in queue(publisher()).content.decode()
    claims.withdraw(claim=claim, by=publisher(), reason="Widerrufen.")
    assert "The claim is not public any more." in queue(publisher()).content.decode()


def test_pages_follow_each_other_without_gap_or_repetition() -> None:
    article, public = make_article(), make_claim()
    before = suggest(public, "Vorschlag 0", publisher())
    made = [
        make_claim(f"Aussage {n}", article=article, status="in_review") for n in range(PER_PAGE - 1)
    ]
    last = submitted(made[-1])
    # All at once, so that only noun and number tell the last ones apart.
    changed = enumerate((public, make_claim(), make_claim()), start=1)
    with clock_at(last):
        behind = [suggest(claim, f"Vorschlag {n}") for n, claim in changed]
    first = queue(publisher())
    assert texts(first) == [before.content["text"], *(claim.text for claim in made)]
    second = queue(publisher(), after=first.context["following"])
    assert texts(second) == ["Vorschlag 1", "Vorschlag 2", "Vorschlag 3"]
    assert second.context["following"] == ""
    assert "To the beginning of the queue" in second.content.decode()
    place = f"{last.isoformat()}~suggestion~{behind[0].pk}"
    assert texts(queue(publisher(), after=place)) == ["Vorschlag 2", "Vorschlag 3"]


@pytest.mark.parametrize(
    "after",
    [
        "x",
        "2025-13-01~claim~1",
        "2025-01-01T00:00:00~claim~1",
        "~~",
        "0001-01-01T00:00:00+14:00~claim~1",
        "0001-01-01T00:00:00Z~claim~1",
    ],
)
def test_a_place_that_is_none_is_the_beginning(after: str) -> None:
    make_claim("Erste", status="in_review")
    assert texts(queue(publisher(), after=after)) == ["Erste"]


def test_behind_the_last_the_page_says_so() -> None:
    make_claim(status="in_review")
    shown = queue(publisher(), after="2999-01-01T00:00:00+00:00~claim~1").content.decode()
    assert "Nothing waits behind this place." in shown


def queries(by: User) -> int:
    client = as_(by)
    client.get(reverse("admin:kb_claim_queue"))
    with CaptureQueriesContext(connection) as asked:
        client.get(reverse("admin:kb_claim_queue"))
    return len(asked)


def test_a_long_queue_costs_no_more_queries() -> None:
    make_claim(status="in_review")
    suggest(make_claim(), "Eine")
    few = queries(publisher())
    for number in range(6):
        make_claim(status="in_review")
        suggest(make_claim(), f"Noch eine {number}")
    assert queries(publisher()) == few


def test_it_takes_the_right_to_see_claims() -> None:
    stranger = User.objects.create_user("stranger", is_staff=True)
    assert as_(stranger).get(reverse("admin:kb_claim_queue")).status_code == 403


def test_the_list_of_claims_leads_here() -> None:
    shown = as_(editor()).get(address(Claim, "changelist")).content.decode()
    assert reverse("admin:kb_claim_queue") in shown
