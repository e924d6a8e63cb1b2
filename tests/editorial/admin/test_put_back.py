"""The page that puts an earlier state back: what would change, what cannot, and then the change."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from editorial.actions import actors, claims, curating, events, labels
from editorial.admin.history import BEGINNING
from editorial.models import Suggestion
from editorial.state import content
from kb.models import Claim
from tests import html
from tests.editorial.admin.pages import address, as_, filled, messages
from tests.makers import editor, make_actor, make_claim, make_event, merge, publisher, whole

pytestmark = pytest.mark.django_db


def page_of(row: Any, at: datetime) -> str:
    name = f"admin:kb_{row._meta.model_name}_put_back"
    return reverse(name, args=(row.pk, (at - BEGINNING) // timedelta(microseconds=1)))


def send(row: Any, at: datetime, by: User | None = None, **changes: Any) -> Any:
    client, url = as_(by or editor()), page_of(row, at)
    return client.post(url, filled(client, url) | {"reason": "Es war besser."} | changes)


def revised() -> tuple[Claim, datetime]:
    claim = make_claim("Die Brücke hält.", status="draft")
    then = timezone.now()
    claims.revise(claim=claim, by=editor(), text="Die Brücke wackelt.")
    return claim, then


def test_a_draft_is_put_back_as_a_new_version() -> None:
    claim, then = revised()
    answer = send(claim, then)
    assert (answer.status_code, answer.url) == (302, address(claim))
    assert "as a new change" in messages(answer)
    claim.refresh_from_db()
    assert (claim.text, claim.version, claim.writer) == ("Die Brücke hält.", 3, editor())
    listed = as_(editor()).get(address(claim, "history")).content.decode()
    assert "Es war besser." in listed


def test_the_history_leads_to_the_page_of_each_change_but_the_last() -> None:
    claim, _then = revised()
    labels.label(claim=claim, by=publisher(), tags=["Bern"])
    client = as_(editor())
    last, *earlier = client.get(address(claim, "history")).context["entries"]
    assert last.address == ""
    for entry in earlier:
        plan = client.get(entry.address).context["plan"]
        assert plan.at == entry.change.at
        assert plan.wanted["tags"] == []


def test_it_says_what_would_change_and_what_stays() -> None:
    claim, then = revised()
    answer = as_(editor()).get(page_of(claim, then))
    assert [row.label for row in answer.context["changed"]] == ["Text"]
    page = answer.content.decode()
    assert "Die Brücke <del>wackelt</del>." in page
    assert "Die Brücke <ins>hält</ins>." in page
    assert "What stays as it is" in page


def test_of_a_published_claim_it_makes_a_suggestion() -> None:
    claim = make_claim()
    then, said = timezone.now(), content(claim)
    claims.correct(
        claim=claim, writer=editor(), by=publisher(), reason="Genauer.", text="Sie hält."
    )
    public = content(claim)
    page = as_(publisher()).get(page_of(claim, then)).content.decode()
    assert "a colleague decides" in page
    answer = send(claim, then, by=publisher())
    made = Suggestion.objects.get()
    assert answer.url == address(made)
    assert (made.content, made.by) == (said, publisher())
    assert content(Claim.objects.get()) == public


def test_what_cannot_come_back_is_said() -> None:
    one, other = make_actor("Eins"), make_actor("Zwei")
    claim = make_claim(status="draft", about=[one])
    then = timezone.now()
    labels.relabel(claim=claim, by=editor(), about=[], events=[], tags=[])
    merge(one, other)
    page = as_(editor()).get(page_of(claim, then)).content.decode()
    assert "“Eins” was merged into “Zwei”, which takes its place." in page


def test_a_stale_page_is_refused_and_shows_what_would_change_now() -> None:
    claim, then = revised()
    client, url = as_(editor()), page_of(claim, then)
    sent = filled(client, url) | {"reason": "Es war besser."}
    claims.revise(claim=claim, by=publisher(), text="Die Brücke steht.")
    answer = client.post(url, sent)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "It changed since this page was opened" in page
    assert "<del>steht</del>" in page
    assert "Es war besser.</textarea>" in page
    assert Claim.objects.get().version == 3
    assert client.post(url, filled_again(answer) | {"reason": "Doch."}).status_code == 302


def filled_again(answer: Any) -> dict[str, str]:
    return {"seen": answer.context["plan"].seen}


def test_a_reason_is_required() -> None:
    claim, then = revised()
    answer = send(claim, then, reason=" ")
    assert answer.status_code == 422
    assert answer.context["form"].errors["reason"] == ["This field is required."]
    assert Claim.objects.get().version == 2


def test_a_name_that_is_taken_by_now_is_one_clear_message() -> None:
    actor = make_actor("Rutte", wikidata_id="Q57792")
    then = timezone.now()
    curating.change(row=actor, by=editor(), wikidata_id=None)
    make_actor("Der andere", wikidata_id="Q57792")
    answer = send(actor, then)
    assert answer.status_code == 422
    assert "Actor with this Wikidata id already exists." in answer.content.decode()


def test_what_stands_like_this_offers_no_button() -> None:
    claim = make_claim(status="draft")
    answer = as_(editor()).get(page_of(claim, timezone.now()))
    assert "it stands like this already" in answer.content.decode()
    assert "put_back_form" not in answer.content.decode()


@pytest.mark.parametrize("moment", ["0", "1", "9" * 18, "9" * 30])
def test_a_moment_that_never_was_leads_back_with_a_message(moment: str) -> None:
    claim = make_claim()
    url = f"/admin/kb/claim/{claim.pk}/history/{moment}/"
    answer = as_(editor()).get(url)
    assert (answer.status_code, answer.url) == (302, address(claim, "history"))
    assert messages(answer)


def test_parts_of_actors_and_events_are_compared() -> None:
    actor, event = make_actor("Rutte", aliases=["M. Rutte"]), make_event("Gipfel")
    nato = make_actor("Nato", kind="organisation")
    actors.affiliate(actor=actor, organisation=nato, role="Chef", by=editor())
    events.take_part(event=event, actor=actor, role="host", by=editor())
    then = timezone.now()
    actor.aliases.get().delete()
    actor.affiliations.get().delete()
    event.participations.get().delete()
    client = as_(editor())
    page = client.get(page_of(actor, then)).content.decode()
    assert "<ins>M. Rutte</ins>" in page
    assert "<ins>Chef, Nato</ins>" in page
    assert "<ins>Rutte, host</ins>" in client.get(page_of(event, then)).content.decode()
    assert send(actor, then).status_code == send(event, then).status_code == 302
    assert [alias.name for alias in actor.aliases.all()] == ["M. Rutte"]
    assert event.participations.get().actor == actor


def test_more_of_everything_costs_no_query() -> None:
    def queries(number: int) -> int:
        claim = make_claim(status="draft", passages=[])
        sentences = claim.article.current_version.sentences.all()[:number]
        claims.revise(claim=claim, by=editor(), passages=[whole(each) for each in sentences])
        about = [make_actor() for _ in range(number)]
        labels.label(claim=claim, by=editor(), about=about, tags=[f"T{n}" for n in range(number)])
        then = timezone.now()
        claims.revise(claim=claim, by=editor(), text="Leer.", dropped=claim.evidence.all())
        labels.relabel(claim=claim, by=editor(), about=[], events=[], tags=[])
        client, url = as_(editor()), page_of(claim, then)
        with CaptureQueriesContext(connection) as asked:
            client.get(url)
        return len(asked)

    queries(1)
    assert queries(1) == queries(6)


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_page_is_valid(language: str) -> None:
    claim, then = revised()
    headers = {"accept-language": language}
    answer = as_(editor()).get(page_of(claim, then), headers=headers)
    assert not html.errors(answer.content.decode())
    answer = as_(editor()).post(page_of(claim, then), {"seen": "x"}, headers=headers)
    assert answer.status_code == 422
    assert not html.errors(answer.content.decode())
