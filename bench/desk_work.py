"""The work that is measured at the desk: the claims of a seed article, and a base without them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.db import connection

from editorial.actions import actors, articles, events
from kb.models import Actor, Article, Claim, Event, Mode

__all__ = [
    "PASSWORD",
    "Entry",
    "Work",
    "as_meant",
    "base_without_claims",
    "coverage",
    "use",
    "work",
]

SEED = "000_08da8c51ebda866c"
PASSWORD = "correct horse battery staple"


@dataclass(frozen=True)
class Spot:
    """A part of a sentence, code points in it; `text` is the whole sentence."""

    position: int
    start: int
    end: int
    text: str

    @property
    def words(self) -> str:
        return self.text[self.start : self.end]

    @property
    def is_whole(self) -> bool:
        return (self.start, self.end) == (0, len(self.text))


@dataclass(frozen=True)
class Entry:
    """What is to be entered; names stand for actors and events."""

    text: str
    kind: str
    mode: str
    speaker: str
    about: tuple[str, ...]
    events: tuple[str, ...]
    spots: tuple[Spot, ...]

    @property
    def picked(self) -> str:
        return " ".join(spot.words for spot in self.spots)


@dataclass(frozen=True)
class Work:
    text: str
    title: str
    claims: tuple[Entry, ...]
    actors: tuple[tuple[str, str, tuple[str, ...]], ...]  # name, kind, aliases
    events: tuple[tuple[str, str, date], ...]  # title, kind, day


def use(path: Path) -> None:
    """Makes the base at `path` the one that Django works on, migrated."""
    connection.close()
    connection.settings_dict["NAME"] = str(path)
    call_command("migrate", verbosity=0)


def work(path: Path) -> Work:
    """The seed article's claims with one hop at most, read from a base of their own at `path`."""
    use(path)
    call_command("load_seeds", verbosity=0)
    article = Article.objects.get(external_id=SEED)
    version = article.current_version
    assert version
    known = [
        (a.name, a.kind, tuple(a.aliases.values_list("name", flat=True)))
        for a in Actor.objects.exclude(kind=Actor.Kind.UNKNOWN).order_by("pk")
    ]
    claims = [_claim(claim) for claim in Claim.objects.filter(article=article, hops__lte=1)]
    found = [claim for claim in claims if claim.spots]
    return Work(
        version.text,
        article.title,
        tuple(sorted(found, key=lambda claim: claim.spots[0].position)),
        tuple(known),
        tuple(Event.objects.order_by("pk").values_list("title", "kind", "start")),
    )


def _claim(claim: Claim) -> Entry:
    """Of its passages those that support it in this article."""
    rows = claim.evidence.filter(stance="supports", sentence__version__article=claim.article)
    placed = rows.select_related("sentence").in_text_order()
    own_voice = claim.mode == Mode.AUTHOR
    return Entry(
        claim.text,
        claim.kind,
        claim.mode,
        "" if own_voice else claim.speaker.name,
        tuple(actor.name for actor in claim.about.order_by("pk")),
        tuple(event.title for event in claim.events.order_by("pk")),
        tuple(Spot(r.sentence.position, r.start, r.end, r.sentence.text) for r in placed),
    )


def base_without_claims(path: Path, work: Work) -> int:
    """A base with the article, its actors and events, and an editor; gives the article's id."""
    use(path)
    editor = User.objects.create_user("editor", password=PASSWORD, is_staff=True)
    editor.groups.add(Group.objects.get(name="editor"))
    for name, kind, aliases in work.actors:
        actors.add(by=editor, name=name, kind=kind, aliases=aliases)
    for title, kind, day in work.events:
        events.add(by=editor, title=title, kind=kind, start=day)
    article = articles.add(by=editor, text=work.text, title=work.title, kind="commentary")
    connection.close()
    return article.pk


def coverage(article: int) -> str:
    """ "36 of 38 sentences" """
    version = Article.objects.get(pk=article).current_version
    assert version
    covered = version.sentences.coverage(User.objects.get(username="editor"))
    return f"{covered.settled} of {covered.total} sentences"


def as_meant(article: int, entries: Iterable[Entry]) -> int:
    """How many of the `entries` the article's claims are, in all that an entry says."""
    entered = [_sorted(_claim(claim)) for claim in Claim.objects.filter(article=article)]
    return sum(_sorted(entry) in entered for entry in entries)


def _sorted(entry: Entry) -> Entry:
    return replace(entry, about=tuple(sorted(entry.about)), events=tuple(sorted(entry.events)))
