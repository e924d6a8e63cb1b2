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

from editorial.importing.errors import Place, Rejection, did_you_mean, one_of
from editorial.importing.seeds import entries
from editorial.importing.seeds.items import (
    ActorSeed,
    ArticleSeed,
    ClaimSeed,
    EventSeed,
    NoClaimSeed,
)

__all__ = ["Knowledge", "parse"]

TABLES = ("article", "actor", "event", "claim", "no_claim")

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

    each("actor", entries.actor, knowledge.actors)
    each("event", lambda table, at: entries.event(table, at, stem), knowledge.events)
    each("claim", lambda table, at: entries.claim(table, at, stem, author), knowledge.claims)
    each("no_claim", lambda table, at: entries.no_claim(table, at, stem), knowledge.no_claims)
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
        return entries.article(raw, place)
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
