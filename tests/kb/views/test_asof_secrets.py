"""No page of any day tells what was never public or may not be seen today."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from editorial.actions import actors, articles, claims, events, labels
from kb.models import Actor, Article, Claim, Event, recorded_as
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
    reader,
    whole,
)

pytestmark = pytest.mark.django_db

SECRET = "Verschlusssache"
DAYS = [date(2026, 1, 5) + timedelta(days=number) for number in range(0, 40, 10)]


def put(thing: Any, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(thing, name, value)
    with recorded_as(editor()):
        thing.save(update_fields=tuple(fields))


@pytest.fixture
def secrets() -> None:
    """A base with the mark in whatever is hidden, today or then."""
    with on("2026-01-05"):
        _written()
    with on("2026-01-20"):
        _brought_to_light()
    with on("2026-02-01"):
        _taken_from_view()


def _written() -> None:
    text = TEXT.replace("Er will über die Brücke entscheiden.", f"{SECRET} ist das hier.")
    quotes = make_article(text, title="Mit Zitaten", access=Article.Access.QUOTES)
    sealed = make_article(text.replace("Ministerin", SECRET), title=f"{SECRET} und Brücke")
    public, hidden = make_actor("Ada Rot"), make_actor(f"{SECRET} Blau")
    dawning, meeting = make_actor(f"{SECRET} Grün"), make_event("Sitzung")
    actors.name_also(actor=hidden, names=[f"Frau {SECRET}"], by=editor())
    actors.affiliate(actor=public, organisation=hidden, role=f"{SECRET} im Amt", by=editor())
    actors.affiliate(actor=dawning, organisation=public, role=f"{SECRET} dort", by=editor())
    conference = make_event(f"{SECRET} Konferenz")
    put(meeting, part_of=conference)
    both = [whole(each.current_version.sentences.get(position=4)) for each in (quotes, sealed)]
    claim = make_claim(
        "Sie ist sicher.", article=quotes, passages=both, about=[public], events=[meeting]
    )
    sentence = quotes.current_version.sentences.get(position=2)
    events.take_part(event=meeting, actor=public, role="host", sentence=sentence, by=editor())
    draft = make_claim(
        f"{SECRET} im Entwurf.", article=quotes, status="in_review", about=[public, dawning]
    )
    labels.label(
        claim=draft, by=editor(), about=[hidden], events=[conference], tags=[f"{SECRET} Tag"]
    )
    labels.relate(subject=draft, object=claim, kind="supports", by=editor(), note=SECRET)
    make_claim(
        f"{SECRET} wird zurückgezogen.",
        article=quotes,
        speaker=public,
        mode="indirect",
        about=[public],
    )
    make_claim(
        "Falsch zugeschrieben.", article=quotes, speaker=hidden, mode="indirect", events=[meeting]
    )


def _brought_to_light() -> None:
    """What was hidden under the mark is public from now on, under another name."""
    dawning = Actor.objects.get(name__endswith="Grün")
    put(dawning, name="Eva Grün")
    put(dawning.affiliations.get(), role="Beraterin")
    put(Event.objects.get(title__endswith="Konferenz"), title="Konferenz")
    make_claim("Von beiden.", about=[dawning], events=[Event.objects.get(title="Konferenz")])
    correct(
        Article.objects.get(title="Mit Zitaten"),
        TEXT.replace("Er will über die Brücke entscheiden.", f"Immer noch {SECRET}."),
    )


def _taken_from_view() -> None:
    gone = Claim.objects.get(text__endswith="zurückgezogen.")
    claims.withdraw(claim=gone, by=publisher(), reason="Falsch.")
    wrong = Claim.objects.get(text="Falsch zugeschrieben.")
    claims.correct(
        claim=wrong,
        writer=editor(),
        by=publisher(),
        reason="Von jemand anderem.",
        speaker=Actor.objects.get(name="Ada Rot"),
        mode="indirect",
    )
    sealed = Article.objects.get(title__endswith="und Brücke")
    articles.seal(article=sealed, by=publisher(), reason="Auf Wunsch.")


def addresses() -> Iterator[str]:
    for model in (Claim, Actor, Event, Article):
        for thing in model.objects.visible_to(reader()).order_by("pk"):
            yield f"/en/{thing.get_absolute_url().split('/', 2)[2]}"


def test_no_page_of_any_day_tells_a_secret(client: Client, secrets: None) -> None:
    answers = [
        (f"{address}{query}", client.get(f"{address}{query}"))
        for address in addresses()
        for day in DAYS
        for query in (f"?asof={day}", f"?asof={day}&to={DAYS[-1]}")
    ]
    assert {response.status_code for _, response in answers} == {200, 404}
    told = [address for address, response in answers if SECRET in response.content.decode()]
    assert told == []
    shown = "".join(response.content.decode() for _, response in answers)
    for public in (
        "Eva Grün",
        "Konferenz",
        "Sie ist sicher.",
        "Falsch zugeschrieben.",
        "Mit Zitaten",
    ):
        assert public in shown


def test_the_mark_stands_in_what_the_desk_sees(client: Client, secrets: None) -> None:
    """Else the test above would find nothing to find."""
    client.force_login(editor())
    claim = Claim.objects.get(text="Falsch zugeschrieben.")
    path = f"/en/claims/{claim.pk}/{claim.slug}/?asof=2026-01-10"
    assert f"{SECRET} Blau" in client.get(path).content.decode()
