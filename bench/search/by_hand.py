"""The same page from one statement of plain SQL: `bench/search.*.sql`."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

from django.db import connection

from bench.commands import ROOT
from kb.search.analysis import PART
from kb.search.asking import Asked, Wanted, wanted
from kb.search.found import COMPOUND, EXACT, FORM, TOGETHER, alternatives

__all__ = ["Statement", "statement"]

LINKED = ("about", "event", "tag")  # facets in tables of their own
STANDS = {"sqlite": "instr({}, {}) > 0", "postgresql": "strpos({}, {}) > 0"}


class Statement(NamedTuple):
    sql: str
    values: dict[str, Any]

    def rows(self) -> Sequence[tuple[Any, ...]]:
        """What the database answers, past Django."""
        return list(connection.connection.execute(self.sql, self.values).fetchall())

    def plan(self) -> list[str]:
        explain = {
            "sqlite": "EXPLAIN QUERY PLAN ",
            "postgresql": "EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF) ",
        }[connection.vendor]
        found = connection.connection.execute(explain + self.sql, self.values).fetchall()
        return [row[-1] for row in found] if connection.vendor == "postgresql" else _indented(found)


def statement(asked: Asked, facet: str, chosen: Any) -> Statement:
    """The statement for a question, `chosen` being the id or word that is asked of a facet."""
    parts, values = _fragments(connection.vendor), Values()
    if facet:
        values["chosen"] = chosen
    has_words = bool(asked.words or asked.phrases)
    is_linked = facet in LINKED and not has_words and not asked.fields
    source = "words" if has_words else facet if is_linked else "claims"
    matched = _matched(parts, values, asked) if has_words else ""
    conditions = []
    if facet:
        conditions.append(parts[f"{facet}{' alone' * is_linked}: condition"])
    begin = ""
    if asked.fields:
        groups = [word.own for word in wanted(asked.fields[0].typed)]
        named = _having(parts, values, groups, "actor")
        begin += parts["actor: with"].replace("{named}", named) + " "
        conditions.append(parts["actor: condition"])
    if "words: with" not in parts:
        conditions += [matched] * has_words
    elif has_words:
        begin += parts["words: with"].replace("{matched}", matched) + " "
    filled = {
        "with": begin,
        "source": parts[f"{source}: source"],
        "conditions": " AND ".join(conditions) or "TRUE",
        "score": _score(values, asked.words),
        "key": parts.get(f"{source}: key", "c.id"),
        "scored": parts.get("words: scored", "") if asked.words else "",
    }
    sql = parts["statement"]
    for name, text in filled.items():
        sql = sql.replace(f"{{{name}}}", text)
    return Statement(sql, dict(values))


class Values(dict[str, Any]):
    """The values of a statement by the names of their parameters."""

    def add(self, value: Any) -> str:
        """The parameter that stands for `value`."""
        name = f"value_{len(self)}"
        self[name] = value
        return f":{name}" if connection.vendor == "sqlite" else f"%({name})s"


@cache
def _fragments(vendor: str) -> dict[str, str]:
    text = (ROOT / "bench" / f"search.{vendor}.sql").read_text(encoding="utf-8")
    pieces = re.split(r"^--: (.*)\n", text, flags=re.MULTILINE)[1:]
    return {name: sql.strip() for name, sql in zip(pieces[::2], pieces[1::2], strict=True)}


def _matched(parts: dict[str, str], values: Values, asked: Asked) -> str:
    groups = [alternatives(word) for word in asked.words]
    groups += [frozenset({word}) for phrase in asked.phrases for word in phrase.split()]
    stands = (_stands("folded", values, phrase) for phrase in asked.phrases)
    return " AND ".join([_having(parts, values, groups), *stands])


def _having(
    parts: dict[str, str], values: Values, groups: Sequence[frozenset[str]], of: str = "match"
) -> str:
    """That a thing has a term of each group."""
    if connection.vendor == "sqlite":
        values[of] = " AND ".join(
            "(" + " OR ".join(f'"{term}"' for term in sorted(group)) + ")" for group in groups
        )
        return parts["match: condition"] if of == "match" else f":{of}"
    each = (parts["match: condition"].replace("{terms}", values.add(sorted(g))) for g in groups)
    return " AND ".join(each)


def _score(values: Values, words: Sequence[Wanted]) -> str:
    if not words:
        return "0"
    total = [_degree(values, word) for word in words]
    if len(words) > 1:
        together = _stands("folded", values, " ".join(word.folded for word in words))
        total.append(f"CASE WHEN {together} THEN {TOGETHER} ELSE 0 END")
    return "\n    + ".join(total)


def _degree(values: Values, word: Wanted) -> str:
    cases = [f"WHEN {_stands('folded', values, word.folded)} THEN {EXACT}"]
    for points, mark in ((FORM, ""), (COMPOUND, PART)):
        anyhow = " OR ".join(_stands("terms", values, mark + term) for term in sorted(word.own))
        cases.append(f"WHEN {anyhow} THEN {points}")
    return f"CASE {' '.join(cases)} ELSE 0 END"


def _stands(column: str, values: Values, words: str) -> str:
    return STANDS[connection.vendor].format(f"t.{column}", values.add(f" {words} "))


def _indented(rows: Sequence[tuple[int, int, int, str]]) -> list[str]:
    """SQLite's plan as a tree: each step below the one that it belongs to."""
    depth = {0: -1}
    lines = []
    for step, parent, _, words in rows:
        depth[step] = depth[parent] + 1
        lines.append("  " * depth[step] + words)
    return lines
