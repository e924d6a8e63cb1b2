"""Parsing one table of a knowledge file each into its item. All raise Rejection."""

import re
from typing import Any

from django.db.models import Model

from editorial.importing.errors import Place, one_of, quoted
from editorial.importing.seeds.items import (
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
from editorial.importing.seeds.tables import Table
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

__all__ = ["actor", "article", "claim", "event", "no_claim"]

ACCESS = ("full", "quotes", "link")  # an article is sealed by a decision, never by an import
STATUSES = ("draft", "in_review", "published")
HOP_MODES = [mode for mode in Mode.values if mode != Mode.AUTHOR]
QUOTE = ("quote", "nth", "paragraph")
KEY_CHARS = 120


def article(raw: Any, place: Place) -> ArticleSeed:
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


def actor(raw: Any, place: Place) -> ActorSeed:
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


def event(raw: Any, place: Place, stem: str) -> EventSeed:
    known = ("key", "title", "kind", "start", "end", "place", "part_of", "participants")
    table = Table(raw, place, known)
    seed = EventSeed(
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
    parts = [(each.actor, each.role) for each in seed.participants]
    if twice := next((part for part in parts if parts.count(part) > 1), None):
        reason = f"participants: {quoted(twice[0])} is there twice as {quoted(twice[1])}"
        raise table.rejection(f"{reason}; name it once")
    return seed


def _participant(raw: Any, place: Place, prefix: str, stem: str) -> ParticipantSeed:
    table = Table(raw, place, ("actor", "role", *QUOTE), prefix)
    return ParticipantSeed(
        actor=table.text("actor", required=True),
        role=table.choice("role", Participation.Role.values, default="participant"),
        quote=_quote(table, stem) if "quote" in table.raw else None,
    )


def claim(raw: Any, place: Place, stem: str, author: str) -> ClaimSeed:
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


def no_claim(raw: Any, place: Place, stem: str) -> NoClaimSeed:
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
