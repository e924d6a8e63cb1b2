"""What narrows a list of claims further, with the number of claims that would be left.

Counted over claims that were found, all of which the reader may see, and named only as far as
the reader may see the names. What the claims themselves tell comes with the search; the database
counts the rest and names all in one statement: put together anew for each question it took longer
than running it.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
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
top (facet, id, word, n) AS MATERIALIZED (
  SELECT facet, id, word, n FROM ranked WHERE place <= {shown}
  UNION ALL SELECT 'speaker', id, '', 0 FROM speakers
  UNION ALL SELECT 'article', id, '', 0 FROM articles
),
named (facet, id, value, words) AS MATERIALIZED ({names})
SELECT top.facet, top.id, top.word, top.n, named.value, named.words
FROM top LEFT JOIN named ON named.facet = top.facet AND named.id = top.id
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
    named: dict[tuple[str, int], tuple[str, str]] = {}
    for name, pk, word, n, value, words in _linked(found.ids, counted, user):
        if n:
            counted[name].append((word or pk, n))
        if value is not None:
            named[name, pk] = (value, words)
    return {name: list(_shares(name, counted[name], named)) for name in FACETS}


def _shares(
    name: str, counted: Counted, named: dict[tuple[str, int], tuple[str, str]]
) -> Iterator[Share]:
    """The values of one facet; of those that have a name of their own the named ones."""
    for value, n in sorted(counted, key=_frequent_first):
        if name in CHOICES:
            yield Share(value, str(CHOICES[name][value]), n)
        elif name == "year":
            yield Share(value, value, n)
        elif (name, value) in named:
            yield Share(*named[name, value], n)


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
) -> Sequence[tuple[str, int, str, int, str | None, str]]:
    """Counts of the other facets, and the names of all: facet, id, word, number, value, words."""
    statement, values = _statement(user)
    lists = (ids, *([pk for pk, _ in counted[name]] for name in ("speaker", "article")))
    with connection.cursor() as cursor:
        cursor.execute(statement, [*(among(each).params[0] for each in lists), *values])
        rows: list[tuple[str, int, str, int, str | None, str]] = cursor.fetchall()
    return rows


def _statement(user: Any) -> tuple[str, list[Any]]:
    """The statement for whoever sees as much as `user`: what `visible_to` goes by."""
    sees = sees_drafts(user)
    if sees not in _STATEMENTS:
        _STATEMENTS[sees] = _written(user)
    return _STATEMENTS[sees]


def _written(user: Any) -> tuple[str, list[Any]]:
    passages = Evidence.objects.visible_to(user).filter(
        claim__in=RawSQL("SELECT id FROM found", [])
    )
    counted = passages.order_by().values_list("stance").annotate(n=Count("claim", distinct=True))
    stances, values = counted.query.sql_with_params()
    names = []
    for rows in _named(user):
        sql, more = rows.query.sql_with_params()
        names.append(sql)
        values += more
    statement = STATEMENT.format(
        ids=among([]).sql,
        shown=SHOWN,
        stances=stances,
        names=" UNION ALL ".join(names),
    )
    return statement, [*values]


def _named(user: Any) -> Iterator[QuerySet[Any]]:
    """What has a name of its own, as far as `user` may see it."""
    actors = Actor.objects.visible_to(user).filter(listed=True)
    kinds: dict[str, tuple[QuerySet[Any], str, str]] = {
        "speaker": (actors, "slug", "name"),
        "about": (actors, "slug", "name"),
        "event": (Event.objects.visible_to(user), "slug", "title"),
        "tag": (Tag.objects.visible_to(user), "slug", "name"),
        "article": (Article.objects.visible_to(user), "pk", "title"),
    }
    for name, (rows, value, words) in kinds.items():
        top = RawSQL("SELECT id FROM top WHERE facet = %s", [name])
        rows = rows.filter(pk__in=top).order_by()
        yield rows.values_list(Value(name), "pk", Cast(value, CharField()), words)
