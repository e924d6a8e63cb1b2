"""Parsing seed knowledge (TOML): INTERCHANGE.md says what may stand there.

Nothing here asks the database. A table that is wrong becomes a rejection and the others are
kept; only a file that is not TOML at all gives nothing.
"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from editorial.importing.errors import Place, Rejection, did_you_mean, one_of, quoted
from editorial.importing.items import (
    ActorSeed,
    AffiliationSeed,
    ArticleSeed,
    ClaimSeed,
    EventSeed,
    EvidenceSeed,
    HopSeed,
    NoClaimSeed,
    ParticipantSeed,
    Quote,
    RelationSeed,
)
from editorial.importing.tables import Table
from kb.models import (
    Actor,
    Affiliation,
    Alias,
    Article,
    Claim,
    ClaimRelation,
    Event,
    Mode,
    Outlet,
    Participation,
    Stance,
    Tag,
)

__all__ = ["Knowledge", "parse"]

TABLES = ("article", "actor", "event", "claim", "no_claim")
ACCESS = ("full", "quotes", "link")
STATUSES = ("draft", "in_review", "published")
HOP_MODES = [mode for mode in Mode.values if mode != Mode.AUTHOR]
QUOTE = ("quote", "nth", "paragraph")
KEY_CHARS = 120

_HEADER = re.compile(r"^[ \t]*\[{1,2}[ \t]*[\"']?([\w-]+)[\"']?[ \t]*\]{1,2}", re.MULTILINE)


@dataclass(slots=True)
class Knowledge:
    """What one knowledge file says; `article` may be why its table is wrong."""

    place: Place
    stem: str
    article: ArticleSeed | Rejection
    actors: list[ActorSeed] = field(default_factory=list)
    events: list[EventSeed] = field(default_factory=list)
    claims: list[ClaimSeed] = field(default_factory=list)
    no_claims: list[NoClaimSeed] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)
    # What was rejected although others may name it, by kind and key.
    refused: dict[tuple[str, str], Rejection] = field(default_factory=dict)


def parse(text: str, stem: str, place: Place) -> Knowledge:
    """Parses the knowledge beside the article `stem`. Raises Rejection if it is not TOML."""
    try:
        raw = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        raise Rejection(place, f"not TOML: {error or 'nested too deeply'}") from error
    knowledge = Knowledge(place, stem, ArticleSeed(place))
    lines = _lines(text)
    for name in raw.keys() - set(TABLES):
        wrong = Place(place.file, _header(raw[name], name), line=next(iter(lines[name]), None))
        remedy = did_you_mean(name, list(TABLES)) or f"; known are {one_of(list(TABLES))}"
        knowledge.rejections.append(Rejection(wrong, f"unknown table{remedy}"))
    if "article" in raw:
        knowledge.article = _article_or_why_not(raw["article"], place, lines["article"])
    author = "" if isinstance(knowledge.article, Rejection) else knowledge.article.author

    def each(name: str, parse_one: Callable[[Any, Place], Any], into: list[Any]) -> None:
        _add_each(knowledge, raw.get(name, []), name, lines[name], parse_one, into)

    each("actor", _actor, knowledge.actors)
    each("event", lambda table, at: _event(table, at, stem), knowledge.events)
    each("claim", lambda table, at: _claim(table, at, stem, author), knowledge.claims)
    each("no_claim", lambda table, at: _no_claim(table, at, stem), knowledge.no_claims)
    return knowledge


def _lines(text: str) -> dict[str, list[int]]:
    """The lines of the headers of each table, in their order; tomllib does not tell them."""
    lines: dict[str, list[int]] = defaultdict(list)
    line = 1
    position = 0
    for header in _HEADER.finditer(text):
        line += text.count("\n", position, header.start())
        position = header.start()
        lines[header[1]].append(line)
    return lines


def _header(raw: Any, name: str) -> str:
    if isinstance(raw, list):
        return f"[[{name}]]"
    return f"[{name}]" if isinstance(raw, dict) else name


def _article_or_why_not(raw: Any, file: Place, lines: list[int]) -> ArticleSeed | Rejection:
    place = Place(file.file, "[article]", line=next(iter(lines), None))
    try:
        return _article(raw, place)
    except Rejection as rejection:
        return rejection


def _add_each(
    knowledge: Knowledge,
    tables: Any,
    name: str,
    lines: list[int],
    parse_one: Callable[[Any, Place], Any],
    into: list[Any],
) -> None:
    file = knowledge.place.file
    if not isinstance(tables, list):
        wrong = Place(file, _header(tables, name), line=lines[0] if lines else None)
        knowledge.rejections.append(Rejection(wrong, f"write it as [[{name}]], once for each"))
        return
    # A string over several lines may hold what looks like a header: then no line is told.
    known_lines = lines if len(lines) == len(tables) else [None] * len(tables)
    for raw, line in zip(tables, known_lines, strict=True):
        key = raw.get("quote" if name == "no_claim" else "key", "") if isinstance(raw, dict) else ""
        key = key if isinstance(key, str) else ""
        place = Place(file, f"[[{name}]]", key, line)
        try:
            into.append(parse_one(raw, place))
        except Rejection as rejection:
            knowledge.rejections.append(rejection)
            knowledge.refused[name, key] = rejection


# --- One table each ----------------------------------------------------------------------------


def _article(raw: Any, place: Place) -> ArticleSeed:
    known = ("title", "kind", "language", "access", "author", "outlet", "url", "license", "byline")
    table = Table(raw, place, known)
    return ArticleSeed(
        place=place,
        title=table.text("title", limit=_limit(Article, "title")),
        kind=table.choice("kind", Article.Kind.values, default="other"),
        language=_language(table) or "de",
        access=table.choice("access", ACCESS, default="quotes"),
        author=table.text("author"),
        outlet=table.text("outlet", limit=_limit(Outlet, "name")),
        url=table.text("url", limit=_limit(Article, "url")),
        license=table.text("license", limit=_limit(Article, "license")),
        byline=table.text("byline", limit=_limit(Article, "byline")),
    )


def _actor(raw: Any, place: Place) -> ActorSeed:
    known = ("key", "name", "kind", "description", "wikidata", "aliases", "affiliations")
    table = Table(raw, place, known)
    wikidata = table.text("wikidata")
    if wikidata and not re.fullmatch(r"Q[1-9][0-9]{0,18}", wikidata):
        raise table.rejection(f"wikidata: {quoted(wikidata)} is no id; it is a Q and a number")
    return ActorSeed(
        place=place,
        key=_key(table),
        name=table.text("name", limit=_limit(Actor, "name")),
        kind=table.choice("kind", Actor.Kind.values),
        description=table.text("description"),
        wikidata=wikidata,
        aliases=table.texts("aliases", limit=_limit(Alias, "name")),
        affiliations=table.tables("affiliations", lambda r, at: _affiliation(r, place, at)),
    )


def _affiliation(raw: Any, place: Place, prefix: str) -> AffiliationSeed:
    table = Table(raw, place, ("organisation", "role", "start", "end"), prefix)
    return AffiliationSeed(
        organisation=table.text("organisation", required=True),
        role=table.text("role", limit=_limit(Affiliation, "role")),
        start=table.day("start"),
        end=table.day("end"),
    )


def _event(raw: Any, place: Place, stem: str) -> EventSeed:
    known = ("key", "title", "kind", "start", "end", "place", "part_of", "participants")
    table = Table(raw, place, known)
    return EventSeed(
        place=place,
        key=_key(table),
        title=table.text("title", limit=_limit(Event, "title")),
        kind=table.choice("kind", Event.Kind.values),
        start=table.moment("start"),
        end=table.day("end"),
        where=table.text("place", limit=_limit(Event, "place")),
        part_of=table.text("part_of"),
        participants=table.tables("participants", lambda r, at: _participant(r, place, at, stem)),
    )


def _participant(raw: Any, place: Place, prefix: str, stem: str) -> ParticipantSeed:
    table = Table(raw, place, ("actor", "role", *QUOTE), prefix)
    return ParticipantSeed(
        actor=table.text("actor", required=True),
        role=table.choice("role", Participation.Role.values, default="participant"),
        quote=_quote(table, stem) if "quote" in table.raw else None,
    )


def _claim(raw: Any, place: Place, stem: str, author: str) -> ClaimSeed:
    known = ("key", "text", "kind", "mode", "speaker", "language", "about", "events", "tags")
    more = ("status", "said_on", "due_on", "evidence", "attribution", "relations")
    table = Table(raw, place, (*known, *more))
    attribution = table.tables("attribution", lambda r, at: _hop(r, place, at, stem))
    mode, speaker = _voice(table, attribution, author)
    seed = ClaimSeed(
        place=place,
        stem=stem,
        key=_key(table),
        text=table.text("text", required=True),
        kind=table.choice("kind", Claim.Kind.values, required=True),
        mode=mode,
        speaker=speaker,
        language=_language(table),
        about=table.texts("about"),
        events=table.texts("events"),
        tags=table.texts("tags", limit=_limit(Tag, "name")),
        status=table.choice("status", STATUSES, default="draft"),
        said_on=table.day("said_on"),
        due_on=table.day("due_on"),
        evidence=table.tables("evidence", lambda r, at: _evidence(r, place, at, stem)),
        attribution=attribution,
        relations=table.tables("relations", lambda r, at: _relation(r, place, at)),
    )
    if seed.status != "draft" and not any(e.stance == Stance.SUPPORTS for e in seed.evidence):
        reason = f'status: {quoted(seed.status)} needs evidence with stance "supports"'
        raise table.rejection(f"{reason}; add some, or leave it a draft")
    return seed


def _voice(table: Table, attribution: tuple[HopSeed, ...], author: str) -> tuple[str, str]:
    """The claim's mode and its speaker's key; "" is the author of the article."""
    mode = table.choice("mode", Mode.values)
    speaker = table.text("speaker")
    if attribution:
        last = attribution[-1]
        if speaker not in ("", last.actor):
            reason = f"attribution: its last hop must be the speaker {quoted(speaker)}"
            raise table.rejection(f"{reason}, not {quoted(last.actor)}")
        if mode not in ("", last.mode):
            reason = f"attribution: the mode of its last hop must be the claim's {quoted(mode)}"
            raise table.rejection(f"{reason}, not {quoted(last.mode)}")
        return last.mode, last.actor
    if speaker and not mode:
        raise table.rejection(f"mode is missing; a speaker needs {one_of(HOP_MODES)}")
    if mode == Mode.AUTHOR and speaker not in ("", author):
        reason = (
            f'speaker: in mode "author" the author of the article speaks, not {quoted(speaker)}'
        )
        raise table.rejection(f"{reason}; leave it out, or use mode {one_of(HOP_MODES)}")
    return mode or Mode.AUTHOR, "" if mode == Mode.AUTHOR else speaker


def _hop(raw: Any, place: Place, prefix: str, stem: str) -> HopSeed:
    table = Table(raw, place, ("actor", "mode", "cue", "nth", "paragraph"), prefix)
    return HopSeed(
        actor=table.text("actor", required=True),
        mode=table.choice("mode", HOP_MODES, required=True),
        cue=_quote(table, stem, "cue") if "cue" in table.raw else None,
    )


def _evidence(raw: Any, place: Place, prefix: str, stem: str) -> EvidenceSeed:
    table = Table(raw, place, (*QUOTE, "stance", "article", "note"), prefix)
    return EvidenceSeed(
        quote=_quote(table, table.text("article") or stem),
        stance=table.choice("stance", Stance.values, default="supports"),
        note=table.text("note"),
    )


def _relation(raw: Any, place: Place, prefix: str) -> RelationSeed:
    table = Table(raw, place, ("claim", "kind", "note"), prefix)
    return RelationSeed(
        claim=table.text("claim", required=True),
        kind=table.choice("kind", ClaimRelation.Kind.values, required=True),
        note=table.text("note"),
    )


def _no_claim(raw: Any, place: Place, stem: str) -> NoClaimSeed:
    table = Table(raw, place, (*QUOTE, "reason"))
    return NoClaimSeed(place, _quote(table, stem), table.text("reason", required=True))


# --- Values -------------------------------------------------------------------------------------


def _quote(table: Table, stem: str, name: str = "quote") -> Quote:
    return Quote(
        text=table.text(name, required=True),
        stem=stem,
        nth=table.number("nth"),
        paragraph=table.number("paragraph"),
    )


def _key(table: Table) -> str:
    key = table.text("key", required=True, limit=KEY_CHARS)
    if "#" in key or key != key.strip():
        raise table.rejection("key: leave out number signs and white space around it")
    return key


def _language(table: Table) -> str:
    language = table.text("language", limit=_limit(Article, "language"))
    if language and not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", language):
        raise table.rejection(f'language: {quoted(language)} is no language tag, such as "de"')
    return language


def _limit(model: type[Model], name: str) -> int:
    """How many characters a field keeps; SQLite would keep more, PostgreSQL would refuse."""
    return getattr(model._meta.get_field(name), "max_length", None) or 1_000
