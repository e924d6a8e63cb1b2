"""What narrows a list of claims further, with the number of claims that would be left.

Counted over claims that were found, all of which the reader may see, and named only as far as
the reader may see the names. What the claims themselves tell comes with the search; the database
counts the rest and names all in one statement: put together anew for each question it took longer
than running it.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.db import connection
from django.db.models import CharField, Count, QuerySet, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast

from kb.models import Actor, Article, Claim, Event, Evidence, Mode, Stance, Tag, sees_drafts
from kb.search.backend import among
from kb.search.found import Found
from kb.search.narrowing import said_on

__all__ = ["FACETS", "FACTS", "Share", "facets", "with_facts"]

FACETS = ("speaker", "about", "event", "tag", "kind", "mode", "stance", "article", "year")
FACTS = ("speaker_id", "article_id", "kind", "mode", "told_on")  # columns of a claim found
SHOWN = 8  # values of a facet

CHOICES: dict[str, dict[str, Any]] = {
    "kind": dict(Claim.Kind.choices),
    "mode": dict(Mode.choices),
    "stance": dict(Stance.choices),
}

Counted = list[tuple[Any, int]]  # ids or words, each with its number of claims
Named = dict[tuple[str, int], tuple[str, str]]  # of a thing its name in addresses and for people

# Of each claim found what stands in tables of its own, counted; the most frequent values; the names
# of those, and of speakers and articles, that the reader may see. CROSS JOIN keeps SQLite from
# walking through all there is.
STATEMENT = """
WITH found (id) AS MATERIALIZED ({ids}), speakers (id) AS ({ids}), articles (id) AS ({ids}),
counted (facet, id, word, n) AS (
  SELECT 'about', l.actor_id, '', COUNT(*)
    FROM found CROSS JOIN kb_claimabout l WHERE l.claim_id = found.id GROUP BY l.actor_id
  UNION ALL SELECT 'event', l.event_id, '', COUNT(*)
    FROM found CROSS JOIN kb_claimevent l WHERE l.claim_id = found.id GROUP BY l.event_id
  UNION ALL SELECT 'tag', l.tag_id, '', COUNT(*)
    FROM found CROSS JOIN kb_claimtag l WHERE l.content_object_id = found.id GROUP BY l.tag_id
  UNION ALL SELECT 'stance', 0, stance, n FROM ({stances}) stances
),
ranked AS (
  SELECT facet, id, word, n,
    ROW_NUMBER() OVER (PARTITION BY facet ORDER BY n DESC, id, word) AS place
  FROM counted
),
top AS MATERIALIZED (SELECT facet, id, word, n FROM ranked WHERE place <= {shown})
SELECT facet, id, n, word, '' FROM top
UNION ALL {names}
"""
_STATEMENTS: dict[bool, tuple[str, list[Any]]] = {}


@dataclass(frozen=True)
class Share:
    """A value as the address names it and as people read it, with its number of claims."""

    value: str
    words: str
    count: int


def with_facts(claims: QuerySet[Claim], user: Any) -> QuerySet[Claim]:
    """`claims` with the columns FACTS, to be searched."""
    return claims.annotate(told_on=said_on(user))


def facets(found: Found, user: Any) -> dict[str, list[Share]]:
    """Of each facet the most frequent values among claims found with FACTS; none without claims.

    Of values as frequent as each other the smaller comes first.
    """
    if not found.ids:
        return {}
    counted = _counted(found.told)
    named: Named = {}
    for name, pk, n, value, words in _linked(found.ids, counted, user):
        if n:
            counted[name].append((value or pk, n))
        else:
            named[name, pk] = (value, words)
    return {name: list(_shares(name, counted[name], named)) for name in FACETS}


def _shares(name: str, counted: Counted, named: Named) -> Iterator[Share]:
    """The values of one facet; of those that have a name of their own the named ones."""
    thing = "actor" if name in ("speaker", "about") else name
    for value, n in sorted(counted, key=_frequent_first):
        if name in CHOICES:
            yield Share(value, str(CHOICES[name][value]), n)
        elif name == "year":
            yield Share(value, value, n)
        elif (thing, value) in named:
            yield Share(*named[thing, value], n)


def _counted(told: Sequence[Sequence[Any]]) -> dict[str, Counted]:
    """The most frequent values of what the claims themselves tell, in the order of FACTS."""
    speakers, articles, kinds, modes, days = told
    years = [str(day)[:4] for day in days if day is not None]
    values = {"speaker": speakers, "article": articles, "kind": kinds, "mode": modes, "year": years}
    counted: dict[str, Counted] = {name: [] for name in FACETS}
    for name, all_ in values.items():
        counted[name] = sorted(Counter(all_).items(), key=_frequent_first)[:SHOWN]
    return counted


def _frequent_first(share: tuple[Any, int]) -> tuple[int, Any]:
    value, n = share
    return -n, value


def _linked(
    ids: Sequence[int], counted: dict[str, Counted], user: Any
) -> list[tuple[str, int, int, str, str]]:
    """The other facets: name, id, number, word; and names: thing, id, 0, in addresses, for people."""
    statement, values = _statement(user)
    lists = (ids, *([pk for pk, _ in counted[name]] for name in ("speaker", "article")))
    with connection.cursor() as cursor:
        cursor.execute(statement, [*(among(each).params[0] for each in lists), *values])
        rows: list[tuple[str, int, int, str, str]] = cursor.fetchall()
    return rows


def _statement(user: Any) -> tuple[str, list[Any]]:
    """The statement for whoever sees as much as `user`: what `visible_to` goes by."""
    sees = sees_drafts(user)
    if sees not in _STATEMENTS:
        _STATEMENTS[sees] = _written(user)
    return _STATEMENTS[sees]


def _written(user: Any) -> tuple[str, list[Any]]:
    found = RawSQL("SELECT id FROM found", [])
    passages = Evidence.objects.visible_beside_claims(user).filter(claim__in=found).order_by()
    counted = passages.values_list("stance").annotate(n=Count("claim", distinct=True))
    parts = [rows.query.sql_with_params() for rows in (counted, *_named(user))]
    (stances, *names), values = zip(*parts, strict=True)
    names_sql = " UNION ALL ".join(names)
    statement = STATEMENT.format(ids=among([]).sql, shown=SHOWN, stances=stances, names=names_sql)
    return statement, [*chain.from_iterable(values)]


def _named(user: Any) -> Iterator[QuerySet[Any]]:
    """What has a name of its own, as far as `user` may see it."""
    actors = Actor.objects.visible_beside_claims(user).filter(listed=True)
    events = Event.objects.visible_beside_claims(user)
    tags = Tag.objects.visible_beside_claims(user)
    articles = Article.objects.visible_to(user)
    about = RawSQL("SELECT id FROM top WHERE facet = 'about' UNION ALL SELECT id FROM speakers", [])
    for thing, rows, ids, value, words in (
        ("actor", actors, about, "slug", "name"),
        ("event", events, RawSQL("SELECT id FROM top WHERE facet = 'event'", []), "slug", "title"),
        ("tag", tags, RawSQL("SELECT id FROM top WHERE facet = 'tag'", []), "slug", "name"),
        ("article", articles, RawSQL("SELECT id FROM articles", []), "pk", "title"),
    ):
        rows = rows.filter(pk__in=ids).order_by()
        yield rows.values_list(Value(thing), "pk", Value(0), Cast(value, CharField()), words)
