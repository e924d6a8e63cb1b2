"""Recomputes what must always hold, from the rows alone.

The database refuses what breaks a rule (kb/triggers.py); this finds the traces of whatever
got past it: disabled triggers, another program's schema change, a restore gone wrong. It asks
the triggers nothing and trusts no stored result. What leaves no trace it cannot find: a record
that was rewritten together with all that repeats it.
"""

from collections.abc import Callable, Iterator

from django.db import DatabaseError, IntegrityError, connection

from kb import triggers
from kb.verify.claims import claims, revision
from kb.verify.duplicates import fingerprints, links, origins
from kb.verify.finding import Finding
from kb.verify.records import addresses, history
from kb.verify.texts import articles, quotes, sentences, texts, versions_differ

__all__ = ["verify"]


def verify() -> Iterator[Finding]:
    """All that is off in the base; nothing if all is well. Memory stays flat."""
    for check in CHECKS:
        try:
            yield from check()
        except (ValueError, OverflowError, DatabaseError) as error:
            # SQLite lets a plain client store what nobody can read. The others still look.
            yield Finding("unreadable", check.__name__, str(error))


def triggers_in_place() -> Iterator[Finding]:
    for line in triggers.differences(connection):
        yield Finding("triggers", "database", line)


def constraints() -> Iterator[Finding]:
    """Foreign keys, and on SQLite, which lets a PRAGMA pass them by, all other constraints."""
    try:
        connection.check_constraints()
    except IntegrityError as error:
        yield Finding("constraints", "database", str(error))
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            for (line,) in cursor.fetchall():
                if line != "ok":
                    yield Finding("constraints", "database", line)


CHECKS: tuple[Callable[[], Iterator[Finding]], ...] = (
    triggers_in_place,
    constraints,
    texts,
    sentences,
    versions_differ,
    articles,
    quotes,
    claims,
    revision,
    history,
    addresses,
    fingerprints,
    links,
    origins,
)
