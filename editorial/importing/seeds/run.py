"""One run of an import: what it knows, what it did, and the rule "twice is once".

The rule: an item whose digest is that of the last import is left alone; a changed one changes
its object only where the object still is as the last import left it. Nothing is ever removed.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from editorial.actions import accounts
from editorial.importing.errors import Absent, Place, QuoteError, Rejection, reason_of
from editorial.importing.seeds.directory import Seeds
from editorial.importing.seeds.items import Quote
from editorial.importing.seeds.quotes import CurrentText
from editorial.models import STANDS_FOR, ImportItem, ImportRun
from editorial.state import digest
from kb.errors import explained
from kb.models import Actor, Article, Claim, ClaimRelation, Event, NoClaim, Revision, Sentence

__all__ = ["Noun", "Run", "begin", "finish", "settle"]

@dataclass(frozen=True, slots=True)
class Noun:
    """How one kind of item is stored. `change` gives the object that now stands for the item."""

    kind: str
    label: str
    state: Callable[[Any], Any]
    add: Callable[["Run", str, Any], Any]
    change: Callable[["Run", str, Any, Any], Any]
    adopt: Callable[[Any], Any] = lambda seed: None
    # What was taken back with the import that brought it comes in again.
    bring_back: Callable[["Run", ImportItem, Any, Any], None] | None = None


@dataclass
class Run:
    source: str
    path: str
    seeds: Seeds
    writer: User
    publisher: User
    items: dict[tuple[str, str], ImportItem]
    counts: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    kept: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    pending: dict[tuple[str, str], ImportItem] = field(default_factory=dict)
    brought_back: list[ImportItem] = field(default_factory=list)
    started_at: Any = field(default_factory=timezone.now)
    _objects: dict[tuple[str, str], Any] = field(default_factory=dict)
    _known: dict[str, dict[int, Any]] = field(default_factory=dict)
    _texts: dict[str, CurrentText] = field(default_factory=dict)

    def count(self, label: str, word: str, number: int = 1) -> None:
        self.counts[label][word] += number

    def find(self, kind: str, key: str, part: str) -> Any:
        """The stored object of an item of this directory; of one merged here, what it became.

        Raises Absent; `part` says where in its table the item is named.
        """
        if (kind, key) not in self._objects:
            has_seed = self.seeds.has(kind, key)
            is_named = has_seed or (kind, key) in self.seeds.refused
            # A rejected description of what came in before spoils nothing that names it.
            stored = self.stored(kind, key) if is_named else None
            if stored is None:
                gone = f'{kind} "{key}" was deleted here'
                raise Absent(f"{part}: {gone if has_seed else self.seeds.absent(kind, key)}")
            while getattr(stored, "merged_into", None):
                stored = stored.merged_into
            self._objects[kind, key] = stored
        return self._objects[kind, key]

    def text(self, stem: str, part: str = "article") -> CurrentText:
        """The current text of the article `stem`. Raises Absent."""
        if stem not in self._texts:
            self._texts[stem] = CurrentText(self.find("article", stem, part))
        return self._texts[stem]

    def spans(self, quote: Quote, part: str) -> list[tuple[Sentence, int, int]]:
        """Where `quote` stands: spans of sentences that touch. Raises Absent or QuoteError."""
        try:
            return self.text(quote.stem, part).pieces(quote)
        except QuoteError as error:
            raise QuoteError(f"{part}: {error}") from error

    def refuse(self, kind: str, key: str, rejection: Rejection) -> None:
        if kind == "article":
            self.seeds.refuse_article(key, rejection)
        else:
            self.seeds.refuse(kind, key, rejection)

    def remember(self, noun: Noun, key: str, stored: Model, digests: tuple[str, str]) -> None:
        """Notes what stands for an item now, to be known again by the next run."""
        identity = (noun.kind, key)
        item = self.items.get(identity) or ImportItem(source=self.source, kind=noun.kind, key=key)
        item.object_id = stored.pk
        item.seed_digest, item.state_digest = digests
        self.items[identity] = self.pending[identity] = item
        self._objects[identity] = stored
        if noun.kind == "article":
            self._texts.pop(key, None)

    def moved_along(self, digests: Mapping[int, str]) -> None:
        """Takes note of states that a correction has moved on in the database, by item id."""
        for item in self.items.values():
            item.state_digest = digests.get(item.pk, item.state_digest)

    def stored(self, kind: str, key: str) -> Any:
        """The object that the last import left, None if it is gone. One query for each kind."""
        if kind not in self._known:
            ids = [item.object_id for (of, _), item in self.items.items() if of == kind]
            objects = STANDS_FOR[kind].objects
            if kind == "article":
                objects = objects.select_related("current_version", "author", "outlet__newsroom")
            self._known[kind] = {row.pk: row for row in objects.filter(pk__in=ids)}
        item = self.items.get((kind, key))
        return self._known[kind].get(item.object_id) if item else None


def begin(seeds: Seeds, *, source: str, path: str) -> Run:
    """A run in this transaction; a second one at the same time waits for its end."""
    writer, publisher = accounts.writer(), accounts.publisher()
    User.objects.select_for_update().get(pk=writer.pk)
    items = {(item.kind, item.key): item for item in ImportItem.objects.filter(source=source)}
    return Run(source, path, seeds, writer, publisher, items)


def settle(run: Run, noun: Noun, key: str, seed: Any, *, place: Place, basis: Any) -> None:
    """Brings one item in, whole or not at all; a rejection is noted and does not stop the run.

    `basis` are the values whose digest says whether the item changed since the last import.
    """
    seed_digest = digest(basis)
    item = run.items.get((noun.kind, key))
    if item and item.seed_digest == seed_digest and not item.is_taken_back:
        run.count(noun.label, "same")
        return
    counts = deepcopy(run.counts)
    try:
        with explained(), transaction.atomic():
            word, stored, state = _bring_in(run, noun, key, seed, item)
    except (Rejection, Absent, QuoteError, ValidationError) as error:
        run.counts = counts
        run.refuse(noun.kind, key, Rejection(place, reason_of(error)))
        return
    if stored is None:
        run.kept.append(f"{place}: {word}")
        run.count(noun.label, "kept")
        return
    run.count(noun.label, word)
    run.remember(noun, key, stored, (seed_digest, state))


def finish(run: Run) -> None:
    """Writes down what the run did, unless that is nothing new."""
    log = [str(rejection) for rejection in run.seeds.rejections]
    last = ImportRun.objects.filter(source=run.source, path=run.path).first()
    if not run.pending and (not log or (last and last.log == log)):
        return
    row = ImportRun.objects.create(
        source=run.source,
        path=run.path,
        by=run.writer,
        started_at=run.started_at,
        finished_at=timezone.now(),
        counts=run.counts,
        log=log,
    )
    for item in run.pending.values():
        item.run = row
        if item.made_in_id is None or item in run.brought_back:
            item.made_in = row
    changed = [item for item in run.pending.values() if item.pk]
    ImportItem.objects.bulk_create([item for item in run.pending.values() if not item.pk])
    fields = ("run", "made_in", "object_id", "seed_digest", "state_digest", "fate")
    ImportItem.objects.bulk_update(changed, fields)
    Revision.raise_number()


def _bring_in(
    run: Run, noun: Noun, key: str, seed: Any, item: ImportItem | None
) -> tuple[str, Any, str]:
    """What was done, the object, and the digest of its state; no object where it was kept."""
    if item is None:
        if known := noun.adopt(seed):
            # Somebody described it here: it is linked, and no import ever changes it.
            return "linked", known, ""
        stored = noun.add(run, key, seed)
        return "new", stored, digest(noun.state(stored))
    known = run.stored(noun.kind, key)
    if known is None:
        return "deleted here", None, ""
    if digest(noun.state(known)) != item.state_digest:
        return "edited here", None, ""
    word = "changed"
    if item.is_taken_back and noun.bring_back:
        noun.bring_back(run, item, seed, known)
        run.brought_back.append(item)
        word = "reopened"
    stored = noun.change(run, key, seed, known)
    return word, stored, digest(noun.state(stored))
