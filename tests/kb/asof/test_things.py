"""What was known of actors, events and articles on a day."""

from datetime import date
from typing import Any

import pytest

from editorial.actions import actors, articles, claims, events, labels
from kb.asof import Past, actor_then, article_then, event_then
from kb.models import Actor, Article, Participation, recorded_as
from kb.views.asof.dates import end_of
from tests.kb.asof.days import on
from tests.makers import (
    TEXT,
    correct,
    editor,
    make_actor,
    make_article,
    make_claim,
    make_event,
    merge,
    publisher,
    reader,
)

pytestmark = pytest.mark.django_db


def past(day: str, user: Any = None) -> Past:
    return Past(end_of(date.fromisoformat(day)), user or reader())


def put(thing: Any, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(thing, name, value)
    with recorded_as(editor()):
        thing.save(update_fields=tuple(fields))


def texts(column: Any) -> list[str]:
    return [said.claim.text for said in column.claims]


# --- Actors --------------------------------------------------------------------------------------


def test_an_actor_is_told_as_it_was() -> None:
    with on("2026-01-05"):
        minister = make_actor("Ada Rot", description="Ministerin")
        actors.name_also(actor=minister, names=["A. Rot"], by=editor())
        spoken = make_claim("Alte Worte.", speaker=minister, mode="indirect")
        make_claim("Über sie.", about=[minister])
    with on("2026-02-01"):
        put(minister, name="Ada Blau", description="Frühere Ministerin")
        minister.aliases.all().delete()
        claims.correct(
            claim=spoken, writer=editor(), by=publisher(), reason="Genauer.", text="Neue Worte."
        )
        make_claim("Später gesagt.", speaker=minister, mode="indirect")
    old, new = (actor_then(minister.pk, past(day), 25) for day in ("2026-01-31", "2026-02-01"))
    assert old
    assert new
    assert (old.actor.name, old.actor.description) == ("Ada Rot", "Ministerin")
    assert old.names == ["A. Rot"]
    assert (texts(old.said), texts(old.about)) == (["Alte Worte."], ["Über sie."])
    assert (new.actor.name, new.names) == ("Ada Blau", [])
    assert texts(new.said) == ["Später gesagt.", "Neue Worte."]


def test_an_actor_is_there_since_something_public_names_it() -> None:
    with on("2026-01-05"):
        minister = make_actor("Geheimer Name")
        draft = make_claim(speaker=minister, mode="indirect", status="in_review")
    with on("2026-02-01"):
        put(minister, name="Ada Rot")
        claims.publish(claim=draft, by=publisher())
    assert actor_then(minister.pk, past("2026-01-31"), 25) is None
    assert actor_then(minister.pk, past("2026-01-31", editor()), 25) is None
    assert actor_then(minister.pk, past("2026-02-01"), 25)


def test_offices_are_told_of_what_was_public_too() -> None:
    with on("2026-01-05"):
        minister, ministry = make_actor("Ada Rot"), make_actor("Geheimes Amt")
        actors.affiliate(actor=minister, organisation=ministry, role="Leiterin", by=editor())
        make_claim(about=[minister])
    with on("2026-02-01"):
        put(ministry, name="Das Amt")
        make_claim(about=[ministry])
    old, new = (actor_then(minister.pk, past(day), 25) for day in ("2026-01-31", "2026-02-01"))
    assert old
    assert new
    assert old.offices == []
    assert [(each.row.role, each.other.name) for each in new.offices] == [("Leiterin", "Das Amt")]
    members = actor_then(ministry.pk, past("2026-02-01"), 25)
    assert members
    assert [each.other.name for each in members.members] == ["Ada Rot"]


def test_who_was_merged_since_is_named_as_kept_apart() -> None:
    with on("2026-01-05"):
        one, other = make_actor("A. Rot"), make_actor("Ada Rot")
        make_claim("Die eine.", speaker=one, mode="indirect")
        make_claim("Die andere.", speaker=other, mode="indirect")
    with on("2026-02-01"):
        merge(one, other)
    old, new = (actor_then(other.pk, past(day), 25) for day in ("2026-01-31", "2026-02-01"))
    assert old
    assert new
    assert (old.apart, texts(old.said)) == (["A. Rot"], ["Die andere."])
    assert (new.apart, texts(new.said)) == ([], ["Die andere.", "Die eine."])


def test_of_many_claims_the_newest_are_told() -> None:
    with on("2026-01-05"):
        minister = make_actor()
        made = [make_claim(speaker=minister, mode="indirect") for _ in range(3)]
    told = actor_then(minister.pk, past("2026-01-05"), 2)
    assert told
    assert told.said.has_more
    assert texts(told.said) == [made[2].text, made[1].text]


# --- Events --------------------------------------------------------------------------------------


def test_an_event_is_told_as_it_was() -> None:
    with on("2026-01-05"):
        event, here, away = make_event("Sitzung", place="Bern"), make_actor("Da"), make_actor("Weg")
        events.take_part(event=event, actor=here, role="participant", by=editor())
        part = Participation.Role.ABSENT
        events.take_part(event=event, actor=away, role=part, by=editor())
        make_claim("Davon.", events=[event], about=[away])
        later = make_claim("Auch davon.")
    with on("2026-02-01"):
        put(event, title="Sondersitzung", place="Genf", start=date(2025, 12, 2))
        event.participations.filter(actor=away).delete()
        labels.relabel(claim=later, by=editor(), about=[], events=[event], tags=[])
    old, new = (event_then(event.pk, past(day), 25) for day in ("2026-01-31", "2026-02-01"))
    assert old
    assert new
    assert (old.event.title, old.event.place, old.event.start) == (
        "Sitzung",
        "Bern",
        date(2025, 12, 1),
    )
    assert ([p.other.name for p in old.present], [p.other.name for p in old.absent]) == (
        ["Da"],
        ["Weg"],
    )
    assert texts(old.claims) == ["Davon."]
    assert (new.event.title, new.absent) == ("Sondersitzung", [])
    assert texts(new.claims) == ["Auch davon.", "Davon."]


def test_an_event_is_part_only_of_what_was_public_then() -> None:
    with on("2026-01-05"):
        whole = make_event("Geheime Konferenz")
        event = make_event("Sitzung", part_of=whole)
        make_claim(events=[event])
    with on("2026-02-01"):
        make_claim(events=[whole])
    old, new = (event_then(event.pk, past(day), 25) for day in ("2026-01-31", "2026-02-01"))
    assert old
    assert new
    assert old.whole is None
    assert new.whole
    assert event_then(whole.pk, past("2026-01-31"), 25) is None
    told = event_then(whole.pk, past("2026-02-01"), 25)
    assert told
    assert [part.title for part in told.parts] == ["Sitzung"]


def test_a_sentence_that_may_not_be_read_is_not_told_with_a_part() -> None:
    with on("2026-01-05"):
        article = make_article(access=Article.Access.QUOTES)
        event, actor = make_event(), make_actor()
        sentence = article.current_version.sentences.get(position=5)
        events.take_part(event=event, actor=actor, role="host", sentence=sentence, by=editor())
        make_claim(article=article, events=[event])
    told = [event_then(event.pk, past("2026-01-05", user), 25) for user in (reader(), editor())]
    assert [each.present[0].sentence for each in told if each] == [None, sentence]


# --- Articles ------------------------------------------------------------------------------------


def test_an_article_is_told_in_the_version_current_then() -> None:
    with on("2026-01-05"):
        author = make_actor("Ada Rot")
        article = make_article(title="Alter Titel", author=author)
        claim = make_claim("Sie hält.", article=article)
    with on("2026-02-01"):
        put(article, title="Neuer Titel")
        correct(article, TEXT.replace("am Montag", "am Dienstag"))
        make_claim("Sie bricht.", article=article)
    old, new = (article_then(article.pk, past(day)) for day in ("2026-01-31", "2026-02-01"))
    assert old
    assert new
    assert (old.article.title, old.version.number) == ("Alter Titel", 1)
    assert old.author
    assert old.author.name == "Ada Rot"
    assert [row.claim_id for row in old.evidence] == [claim.pk]
    assert [said.claim.text for said in old.in_order] == ["Sie hält."]
    assert (new.article.title, new.version.number, len(new.versions)) == ("Neuer Titel", 2, 2)
    assert [said.claim.text for said in new.in_order] == ["Sie hält.", "Sie bricht."]
    assert "Dienstag" in new.sentences[0].text
    assert [each.verb for each in new.decisions] == ["corrected"]


def test_a_version_can_be_asked_for_that_was_known_then() -> None:
    with on("2026-01-05"):
        article = make_article()
    with on("2026-02-01"):
        correct(article, TEXT.replace("am Montag", "am Dienstag"))
    assert article_then(article.pk, past("2026-01-31"), 2) is None
    told = article_then(article.pk, past("2026-02-01"), 1)
    assert told
    assert told.version.number == 1


def test_a_sealed_article_is_told_of_no_day() -> None:
    with on("2026-01-05"):
        article = make_article()
    with on("2026-02-01"):
        articles.seal(article=article, by=publisher(), reason="Auf Wunsch.")
    assert article_then(article.pk, past("2026-01-10")) is None
    assert article_then(article.pk, past("2026-01-10", editor()))
    assert article_then(article.pk, past("2026-02-01", editor())) is None
    with on("2026-03-01"):
        articles.reopen(article=article, access="full", by=publisher(), reason="Geklärt.")
    assert article_then(article.pk, past("2026-01-10"))
    assert article_then(article.pk, past("2026-02-10")) is None


def test_of_quotes_only_what_is_cited_may_be_read() -> None:
    with on("2026-01-05"):
        article = make_article(access=Article.Access.QUOTES)
        claim = make_claim(article=article)
    with on("2026-02-01"):
        correct(article, TEXT.replace("am Montag", "am Dienstag"))
    old = article_then(article.pk, past("2026-01-10"))
    assert old
    assert [sentence.position for sentence in old.sentences] == [4]
    assert old.total == 6
    with on("2026-03-01"):
        claim.refresh_from_db()
        claims.withdraw(claim=claim, by=publisher(), reason="Falsch.")
    old = article_then(article.pk, past("2026-01-10"))
    assert old
    assert (old.sentences, old.evidence) == ([], [])


def test_an_author_hidden_today_is_not_named() -> None:
    with on("2026-01-05"):
        author: Actor = make_actor("Falsche Autorin")
        article = make_article(author=author)
    with on("2026-02-01"):
        put(article, author=None)
    old = article_then(article.pk, past("2026-01-10"))
    assert old
    assert old.author is None
