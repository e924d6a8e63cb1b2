"""Reading a directory of seeds: texts, the knowledge beside them, and what both share."""

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from editorial.importing.errors import NoSeeds, Place, Rejection, did_you_mean, one_of, quoted
from editorial.importing.seeds.items import (
    ActorSeed,
    ArticleSeed,
    ClaimSeed,
    EventSeed,
    NoClaimSeed,
    Quote,
    RelationSeed,
    merged,
)
from editorial.importing.seeds.knowledge import Knowledge, parse
from editorial.importing.seeds.texts import (
    KNOWLEDGE_LIMIT_BYTES,
    SeedText,
    not_utf8,
    read_bytes,
    read_text,
)

__all__ = ["Seeds", "read_directory"]

STEM_CHARS = 130  # with a claim's key behind it, it must fit an external id


@dataclass(slots=True)
class Seeds:
    """All that a directory holds, good items by their names and the rest as rejections."""

    texts: dict[str, SeedText] = field(default_factory=dict)
    articles: dict[str, ArticleSeed] = field(default_factory=dict)
    actors: dict[str, ActorSeed] = field(default_factory=dict)
    events: dict[str, EventSeed] = field(default_factory=dict)
    claims: dict[str, ClaimSeed] = field(default_factory=dict)
    no_claims: list[NoClaimSeed] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)
    refused: dict[tuple[str, str], Rejection] = field(default_factory=dict)
    unreadable: list[Place] = field(default_factory=list)

    def refuse(self, kind: str, key: str, rejection: Rejection) -> None:
        """Leaves an item out; what names it can say where it was rejected."""
        self.rejections.append(rejection)
        self.refused[kind, key] = rejection

    def refuse_article(self, stem: str, rejection: Rejection) -> None:
        """Leaves an article out, and with it, in one line, what was drawn from it."""
        self.refuse("article", stem, rejection)
        self.texts.pop(stem, None)
        self.articles.pop(stem, None)
        claims = [name for name, claim in self.claims.items() if claim.stem == stem]
        for name in claims:
            self.refused["claim", name] = rejection
            del self.claims[name]
        no_claims = [item for item in self.no_claims if item.quote.stem == stem]
        self.no_claims = [item for item in self.no_claims if item.quote.stem != stem]
        if resting := len(claims) + len(no_claims):
            rejection.reason += f" ({resting} claims and judgements stay out with it)"

    def has(self, kind: str, key: str) -> bool:
        known = self._known(kind)
        return key in known and (kind, key) not in self.refused

    def absent(self, kind: str, key: str) -> str:
        """Why there is no such item: rejected, or never described; with a remedy."""
        noun = f"{kind} {quoted(key)}"
        if rejection := self.refused.get((kind, key)):
            return f"{noun} was rejected ({rejection.place}); mend that first"
        names = list(self._known(kind))
        if kind == "claim" and "#" not in key:
            names = [claim.key for claim in self.claims.values()]
        remedy = did_you_mean(key, names)
        if self.unreadable and not remedy:
            files = one_of([place.file for place in self.unreadable])
            remedy = f"; it may be described in {files}, which could not be read"
        return f"there is no {noun}{remedy or '; describe it in one of the files'}"

    def _known(self, kind: str) -> dict[str, Any]:
        named: dict[str, dict[str, Any]] = {
            "article": self.articles,
            "actor": self.actors,
            "event": self.events,
            "claim": self.claims,
        }
        return named[kind]

    def target(self, claim: ClaimSeed, relation: RelationSeed) -> str:
        """The full name of the claim that `relation` means. Raises Rejection if none is."""
        if "#" in relation.claim:
            candidates = [relation.claim]
        elif f"{claim.stem}#{relation.claim}" in self.claims:
            candidates = [f"{claim.stem}#{relation.claim}"]
        else:
            candidates = [
                name for name, other in self.claims.items() if other.key == relation.claim
            ]
        if len(candidates) > 1:
            reason = (
                f"claim {quoted(relation.claim)} is in several files; write {one_of(candidates)}"
            )
            raise Rejection(claim.place, f"relations: {reason}")
        name = candidates[0] if candidates else relation.claim
        refused = {("claim", name), ("claim", f"{claim.stem}#{name}")} & self.refused.keys()
        if name not in self.claims and not refused:
            raise Rejection(claim.place, f"relations: {self.absent('claim', name)}")
        if name == claim.name:
            raise Rejection(claim.place, "relations: a claim has no relation to itself")
        return name if name in self.claims else next(iter(refused))[1]


def read_directory(directory: Path) -> Seeds:
    """Reads all seeds of `directory`, in the order of their names. Raises NoSeeds."""
    if not directory.is_dir():
        raise NoSeeds(f"There is no directory {directory}. Name the one that holds the seeds.")
    paths = sorted(path for path in directory.iterdir() if not path.name.startswith("."))
    texts = [path for path in paths if path.suffix == ".txt"]
    tables = [path for path in paths if path.suffix == ".toml"]
    if not texts and not tables:
        raise NoSeeds(
            f"There are no seeds (.txt and .toml) in {directory}. Name another directory."
        )
    seeds = Seeds()
    knowledge = [known for path in tables if (known := _read_knowledge(seeds, path))]
    for known in knowledge:
        _add_claims(seeds, known)
    _add_described(seeds, knowledge)
    _add_articles(seeds, texts, knowledge)
    _check_relations(seeds)
    return seeds


def _place(path: Path) -> Place:
    return Place(f"{path.resolve().parent.name}/{path.name}")


def _read_knowledge(seeds: Seeds, path: Path) -> Knowledge | None:
    place = _place(path)
    try:
        content = read_bytes(path, place, KNOWLEDGE_LIMIT_BYTES)
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise not_utf8(content, error, place) from error
        return parse(text, path.stem, place)
    except Rejection as rejection:
        seeds.rejections.append(rejection)
        seeds.unreadable.append(place)
        return None


def _add_claims(seeds: Seeds, known: Knowledge) -> None:
    seeds.rejections += known.rejections
    for (kind, key), rejection in known.refused.items():
        seeds.refused[kind, f"{known.stem}#{key}" if kind == "claim" else key] = rejection
    for claim in known.claims:
        if first := seeds.claims.get(claim.name):
            reason = f"there is one with this key in {first.place}; give it another"
            seeds.rejections.append(Rejection(claim.place, reason))
        else:
            seeds.claims[claim.name] = claim
    quotes: dict[Quote, Place] = {}
    for judgement in known.no_claims:
        if quotes.setdefault(judgement.quote, judgement.place) is not judgement.place:
            reason = f"the same quote is judged in {quotes[judgement.quote]}; take one of them out"
            seeds.rejections.append(Rejection(judgement.place, reason))
        else:
            seeds.no_claims.append(judgement)


def _add_described(seeds: Seeds, knowledge: list[Knowledge]) -> None:
    """Actors and events, each of one or several descriptions."""
    actors: dict[str, list[ActorSeed]] = defaultdict(list)
    events: dict[str, list[EventSeed]] = defaultdict(list)
    for known in knowledge:
        for actor in known.actors:
            actors[actor.key].append(actor)
        for event in known.events:
            events[event.key].append(event)
    for key, descriptions in actors.items():
        try:
            seeds.actors[key] = _whole_actor(merged(descriptions))
        except Rejection as rejection:
            seeds.refuse("actor", key, rejection)
    for key, accounts in events.items():
        try:
            seeds.events[key] = _whole_event(merged(accounts))
        except Rejection as rejection:
            seeds.refuse("event", key, rejection)


def _whole_actor(actor: ActorSeed) -> ActorSeed:
    if missing := [name for name in ("name", "kind") if not getattr(actor, name)]:
        raise Rejection(actor.place, f"{one_of(missing)} is missing")
    for each in actor.affiliations:
        if each.organisation == actor.key:
            raise Rejection(actor.place, "affiliations: nobody is affiliated with themselves")
        if each.start and each.end and each.end < each.start:
            reason = f"affiliations: end {each.end} is before start {each.start}"
            raise Rejection(actor.place, f"{reason}; exchange them")
        for other in actor.affiliations:
            if each.office == other.office and each.end and other.end and each.end != other.end:
                reason = (
                    f"affiliations: {quoted(each.organisation)} ends {each.end} and {other.end}"
                )
                raise Rejection(actor.place, f"{reason}; only one of them can be right")
    return actor


def _whole_event(event: EventSeed) -> EventSeed:
    if missing := [name for name in ("title", "start") if not getattr(event, name)]:
        raise Rejection(event.place, f"{one_of(missing)} is missing")
    if event.start and event.end and event.end < event.start.day:
        reason = f"end {event.end} is before start {event.start.day}; exchange them"
        raise Rejection(event.place, reason)
    return event


def _add_articles(seeds: Seeds, paths: list[Path], knowledge: list[Knowledge]) -> None:
    for path in paths:
        place = _place(path)
        try:
            _check_name(path, place)
            text = read_text(path, place)
        except Rejection as rejection:
            seeds.refuse_article(path.stem, rejection)
        else:
            seeds.texts[path.stem] = text
            seeds.articles[path.stem] = ArticleSeed(place)
    for known in knowledge:
        if isinstance(known.article, Rejection):
            seeds.refuse_article(known.stem, known.article)
        elif known.stem in seeds.articles:
            seeds.articles[known.stem] = known.article
        elif ("article", known.stem) not in seeds.refused:
            reason = f"there is no {known.stem}.txt beside it; add it, or take this file away"
            seeds.refuse_article(known.stem, Rejection(known.place, reason))


def _check_name(path: Path, place: Place) -> None:
    if not path.stem.isprintable() or len(path.stem) > STEM_CHARS or path.stem != path.stem.strip():
        reason = f"the file's name must be plain text of at most {STEM_CHARS} characters; rename it"
        raise Rejection(place, reason)


def _check_relations(seeds: Seeds) -> None:
    wrong = {}
    for claim in seeds.claims.values():
        try:
            named = [(seeds.target(claim, each), each.kind) for each in claim.relations]
            if twice := next((pair for pair in named if named.count(pair) > 1), None):
                reason = f"relations: {quoted(twice[0])} {twice[1]} is there twice; name it once"
                raise Rejection(claim.place, reason)
        except Rejection as rejection:
            wrong[claim.name] = rejection
    for name, refusal in wrong.items():
        del seeds.claims[name]
        seeds.refuse("claim", name, refusal)
