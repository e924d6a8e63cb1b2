"""What earlier imports brought, for the documents of one batch: by it each item is known again."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from editorial.bulk import Rows
from editorial.importing.documents.items import Document, GivenClaim, Judgement, Reference
from editorial.importing.documents.portions import VALUES_AT_ONCE, portions
from editorial.models import ImportItem, ImportRun
from editorial.state import digest
from kb.models import sha256

__all__ = [
    "Identity",
    "Memory",
    "claim_digest",
    "claim_key",
    "document_digest",
    "document_key",
    "judgement_digest",
    "judgement_key",
]

Identity = tuple[str, str, str]  # source, kind and key of an item


class Memory:
    """The items of a batch. New ones are rows; those that changed are saved with `save`."""

    def __init__(self, run: ImportRun, rows: Rows) -> None:
        self.run = run
        self.rows = rows
        self._items: dict[Identity, ImportItem] = {}
        self._taken: set[Identity] = set()  # taken back since they were imported
        self._changed: list[ImportItem] = []

    def recall(self, identities: Iterable[Identity]) -> None:
        alike: dict[tuple[str, str], set[str]] = defaultdict(set)
        for source, kind, key in identities:
            alike[source, kind].add(key)
        for (source, kind), keys in alike.items():
            there = ImportItem.objects.filter(source=source, kind=kind)
            for part in portions(keys, VALUES_AT_ONCE):
                found = there.filter(key__in=part)
                self._items |= {(source, kind, item.key): item for item in found}
        taken = ImportItem.Fate.TAKEN
        self._taken = {identity for identity, item in self._items.items() if item.fate == taken}

    def item(self, identity: Identity) -> ImportItem | None:
        return self._items.get(identity)

    def moved_along(self, digests: Mapping[int, str]) -> None:
        """Takes note of states that a correction has moved on in the database, by item id."""
        for item in self._items.values():
            item.state_digest = digests.get(item.pk, item.state_digest)

    def remember(self, identity: Identity, object_id: int, digests: tuple[str, str]) -> None:
        """Notes what stands for an item now; where that is noted already, nothing is written."""
        said = {
            "run_id": self.run.pk,
            "object_id": object_id,
            "seed_digest": digests[0],
            "state_digest": digests[1],
        }
        item = self._items.get(identity)
        if item is None:
            source, kind, key = identity
            made = {"source": source, "kind": kind, "key": key, "made_in_id": self.run.pk}
            self.rows.add(ImportItem, **made, **said)
        elif identity in self._taken or self._is_new(item, object_id, digests):
            if identity in self._taken:
                said["made_in_id"] = self.run.pk
            for name, value in said.items():
                setattr(item, name, value)
            self._changed.append(item)

    def _is_new(self, item: ImportItem, object_id: int, digests: tuple[str, str]) -> bool:
        return (item.object_id, item.seed_digest, item.state_digest) != (object_id, *digests)

    def save(self) -> None:
        """Saves the items that were there; the new ones are written with the rows."""
        fields = ("run", "object_id", "seed_digest", "state_digest", "made_in", "fate")
        ImportItem.objects.bulk_update(self._changed, fields)
        self._changed.clear()


def document_key(key: Reference) -> Identity:
    return key.source, ImportItem.Kind.ARTICLE, key.id


def claim_key(document: Reference, claim: str) -> Identity:
    # With its length before it, no other document's id and claim's id look the same.
    return document.source, ImportItem.Kind.CLAIM, f"{len(document.id)}:{document.id}#{claim}"


def judgement_key(document: Reference, judgement: Judgement) -> Identity:
    key = f"{len(document.id)}:{document.id}#{judgement.sentence_index}"
    return document.source, ImportItem.Kind.NO_CLAIM, key


def document_digest(document: Document) -> str:
    """Of what the line says of the document; "" where a part of it was rejected: it may be
    another one next time, and is to be said again."""
    if document.refusals.has_own():
        return ""
    said = {name: value for name, value in document.own.items() if name != "text"}
    return digest([said, sha256(document.text)])


def claim_digest(document: Document, claim: GivenClaim, *, is_whole: bool) -> str:
    """Of what the line says of a claim, without its relations; "" if some of it was rejected."""
    if not is_whole:
        return ""
    said = {name: value for name, value in claim.raw.items() if name != "relations"}
    if "evidence" in said:
        said["evidence"] = [_without_reason(item) for item in said["evidence"]]
    # Who speaks where no speaker is named is a part of what the line says.
    return digest([said, "" if claim.speaker else document.author])


def judgement_digest(document: Document, judgement: Judgement) -> str:
    """In another wording of the text, or cut otherwise, the judgement is another's."""
    return digest([judgement.reason, document.wording])


def _without_reason(item: Any) -> Any:
    return {name: value for name, value in item.items() if name != "reason" and value is not None}
