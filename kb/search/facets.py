"""What narrows a list of claims further, with the number of claims that would be left.

Counted over claims that were found, all of which the reader may see, and named only as far as
the reader may see the names. The database counts and names in one statement: put together anew
for each question it took longer than running it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import CharField, Count, QuerySet, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast

from kb.models import Actor, Article, Claim, Event, Evidence, Mode, Stance, Tag, sees_drafts
from kb.search.backend import among

__all__ = ["FACETS", "Share", "facets"]

FACETS = ("speaker", "about", "event", "tag", "kind", "mode", "stance", "article", "year")
SHOWN = 8  # values of a facet

CHOICES = {"kind": Claim.Kind.choices, "mode": Mode.choices, "stance": Stance.choices}

# Of each claim found its facts; of each facet the values with their numbers; the most frequent
# of them; the names of those that the reader may see.
STATEMENT = """
WITH found (id) AS MATERIALIZED ({found}),
facts AS MATERIALIZED (
  SELECT c.id, c.speaker_id, c.kind, c.mode, c.article_id,
    SUBSTR(CAST(COALESCE(c.said_on, a.published_on) AS text), 1, 4) AS year
  FROM kb_claim c LEFT JOIN kb_article a ON a.id = c.article_id AND {dated}
  WHERE c.id IN (SELECT id FROM found)
),
counted (facet, id, word, n) AS (
  SELECT 'speaker', speaker_id, '', COUNT(*) FROM facts GROUP BY speaker_id
  UNION ALL SELECT 'article', article_id, '', COUNT(*) FROM facts GROUP BY article_id
  UNION ALL SELECT 'kind', 0, kind, COUNT(*) FROM facts GROUP BY kind
  UNION ALL SELECT 'mode', 0, mode, COUNT(*) FROM facts GROUP BY mode
  UNION ALL SELECT 'year', 0, year, COUNT(*) FROM facts WHERE year IS NOT NULL GROUP BY year
  UNION ALL SELECT 'about', actor_id, '', COUNT(*) FROM kb_claimabout
    WHERE claim_id IN (SELECT id FROM found) GROUP BY actor_id
  UNION ALL SELECT 'event', event_id, '', COUNT(*) FROM kb_claimevent
    WHERE claim_id IN (SELECT id FROM found) GROUP BY event_id
  UNION ALL SELECT 'tag', tag_id, '', COUNT(*) FROM kb_claimtag
    WHERE content_object_id IN (SELECT id FROM found) GROUP BY tag_id
  UNION ALL SELECT 'stance', 0, stance, n FROM ({stances}) stances
),
ranked AS (
  SELECT facet, id, word, n,
    ROW_NUMBER() OVER (PARTITION BY facet ORDER BY n DESC, id, word) AS place
  FROM counted
),
top AS MATERIALIZED (SELECT facet, id, word, n FROM ranked WHERE place <= {shown}),
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


def facets(ids: Sequence[int], user: Any) -> dict[str, list[Share]]:
    """Of each facet the most frequent values among the claims with these ids; none without claims.

    Of values as frequent as each other the smaller comes first.
    """
    if not ids:
        return {}
    statement, values = _statement(user)
    found = among(ids)
    shares: dict[str, list[Share]] = {name: [] for name in FACETS}
    with connection.cursor() as cursor:
        cursor.execute(statement, [*found.params, *values])
        rows = sorted(cursor.fetchall(), key=lambda row: (-row[3], row[1], row[2]))
    for name, _, word, count, value, words in rows:
        if name in CHOICES:
            shares[name].append(Share(word, str(dict(CHOICES[name])[word]), count))
        elif name == "year":
            shares[name].append(Share(word, word, count))
        elif value is not None:
            shares[name].append(Share(value, words, count))
    return shares


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
        found=among([]).sql,
        # The day of a sealed article is not for readers.
        dated="1 = 1" if sees_drafts(user) else "a.access <> 'sealed'",
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
