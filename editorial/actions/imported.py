"""What an import brought stays the import's, although something else moved it.

An import changes an object only while its state is as it left it. A correction moves passages
to another version and a merge one name into another, which edits no claim: the digest that is
kept moves along.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from django.db import connection

from editorial.models import ImportItem
from editorial.state import claim_states, digest, event_state
from kb.models import Claim, Event

__all__ = ["still_imported"]

KINDS = (ImportItem.Kind.CLAIM, ImportItem.Kind.EVENT)

States = dict[tuple[str, int], str]


@contextmanager
def still_imported(claims: Collection[int], events: Collection[int]) -> Iterator[dict[int, str]]:
    """Claims and events, by id, that are within it as the last import left them are so afterwards.

    Afterwards what is yielded holds the new digests, by the ids of their items.
    """
    kept: dict[int, str] = {}
    items = {
        (item.kind, item.object_id): item
        for item in ImportItem.objects.filter(kind=ImportItem.Kind.CLAIM, object_id__in=claims)
        | ImportItem.objects.filter(kind=ImportItem.Kind.EVENT, object_id__in=events)
    }
    known: dict[str, list[int]] = {kind: [pk for of, pk in items if of == kind] for kind in KINDS}
    before = _states(known) if items else {}
    yield kept
    untouched = {key: item for key, item in items.items() if item.state_digest == before.get(key)}
    if untouched:
        after = _states(known)
        kept |= {item.pk: after[key] for key, item in untouched.items()}
        _keep(kept)


def _states(known: dict[str, list[int]]) -> States:
    states: States = {}
    claims = Claim.objects.filter(pk__in=known[ImportItem.Kind.CLAIM])
    for pk, state in claim_states(list(claims)).items():
        states[ImportItem.Kind.CLAIM, pk] = digest(state)
    for event in Event.objects.filter(pk__in=known[ImportItem.Kind.EVENT]):
        states[ImportItem.Kind.EVENT, event.pk] = digest(event_state(event))
    return states


def _keep(digests: dict[int, str]) -> None:
    pairs = [(state, pk) for pk, state in digests.items()]
    table = ImportItem._meta.db_table
    with connection.cursor() as cursor:
        # Only a name of our own stands in it.
        cursor.executemany(f"UPDATE {table} SET state_digest = %s WHERE id = %s", pairs)  # noqa: S608
