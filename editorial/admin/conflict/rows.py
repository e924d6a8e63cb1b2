"""Rows of a formset, laid onto those that stand now: by their id, never by their place.

Between opening and saving rows may come and go. A row that others took away while it was being
changed goes on as a new one; a row that they added stands there too.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from editorial.admin.conflict.merge import Merge
from editorial.admin.conflict.state import row_values
from editorial.admin.conflict.values import (
    Values,
    editable,
    in_words,
    is_the_same,
    put,
    sent,
    shown,
)

__all__ = ["lay_chain", "lay_rows", "leave_rows", "takes_rows", "touched_chain"]

MOST_ROWS = 1_000


@dataclass
class Sent:
    """A row as it was sent; `pk` is empty for a new one. A value is None where nothing was sent."""

    pk: str
    values: dict[str, Values | None]
    is_dropped: bool


def lay_rows(merge: Merge, formset: Any) -> None:
    """Lays the rows of one formset, each by itself. `formset` is unbound: what stands now."""
    opened = merge.opened.rows.get(formset.prefix)
    rows = list(_sent(formset, merge.data))
    known = {row.pk: row for row in rows if row.pk}
    label = str(formset.model._meta.verbose_name_plural)
    _clear(merge.data, formset.prefix)
    kept = merge.next.rows.setdefault(formset.prefix, {})
    for place, now in enumerate(formset.initial_forms):
        pk = str(now.instance.pk)
        row = known.pop(pk, None)
        if row is None and opened is not None and pk not in opened:
            merge.adopt(label)
        base = (opened or {}).get(pk)
        kept[pk] = _lay_row(merge, formset, place, now, row, base)
    new = [row for row in rows if not row.pk and not _is_blank(formset, row)]
    if new:
        merge.keep_own(label)
    orphans = []
    for row in known.values():
        merge.adopt(label)  # they took it away
        if not row.is_dropped and _is_changed(formset, row, (opened or {}).get(row.pk)):
            orphans.append(row)
    _add(merge, formset, [*orphans, *new])


def _lay_row(
    merge: Merge, formset: Any, place: int, now: Any, row: Sent | None, base: Any
) -> dict[str, Values]:
    """One row that stands; gives what the next comparison begins from."""
    begin = f"{formset.prefix}-{place}-"
    _write_keys(merge.data, formset, begin, now.instance)
    said = row.values if row else {}
    left = {
        bound.name: merge.lay(bound, base and base.get(bound.name), said.get(bound.name))
        for bound in editable(now)
    }
    if row is None or not row.is_dropped or f"{begin}DELETE" in merge.taking:
        return left
    put(merge.data, f"{begin}DELETE", ["on"])
    label = str(formset.model._meta.verbose_name)
    if base is not None and any(
        not is_the_same(bound.field, base.get(bound.name, []), shown(bound))
        for bound in editable(now)
    ):
        merge.clash(f"{begin}DELETE", label, _row_in_words(now, row_values(now)), "")
    else:
        merge.keep_own(str(formset.model._meta.verbose_name_plural))
    return left


def takes_rows(formset: Any) -> bool:
    """Whether the page lets the person add rows; the rows of what is published stay as they are."""
    return bool(formset.max_num != 0)


def leave_rows(merge: Merge, formset: Any) -> None:
    """Shows what stands; what was typed into rows that the page only shows is kept as words."""
    opened = merge.opened.rows.get(formset.prefix, {})
    rows = list(_sent(formset, merge.data))
    dropped = {row.pk for row in rows if row.pk and row.is_dropped}
    label = str(formset.model._meta.verbose_name)
    _clear(merge.data, formset.prefix)
    kept = merge.next.rows.setdefault(formset.prefix, {})
    for place, now in enumerate(formset.initial_forms):
        pk = str(now.instance.pk)
        _write_keys(merge.data, formset, f"{formset.prefix}-{place}-", now.instance)
        kept[pk] = row_values(now)
        if pk in dropped and formset.can_delete:
            put(merge.data, f"{formset.prefix}-{place}-DELETE", ["on"])
    for place, row in enumerate(rows):
        is_new = not row.pk and not _is_blank(formset, row)
        if is_new or (row.pk and _is_changed(formset, row, opened.get(row.pk))):
            values = {name: found or [] for name, found in row.values.items()}
            words = _row_in_words(formset.empty_form, values)
            merge.leave(f"left-{formset.prefix}-{place}", label, words)
    _add(merge, formset, [])


# --- A chain: its rows are one thing --------------------------------------------------------------


def touched_chain(merge: Merge, formset: Any) -> tuple[bool, bool]:
    """Whether the person who sent the form, and whether others, made another chain of the rows."""
    opened = merge.opened.rows.get(formset.prefix)
    rows = list(_sent(formset, merge.data))
    if opened is None or not _is_sent(formset, merge.data):
        return False, False
    base = _content(formset, opened.values())
    theirs = _content(formset, (row_values(form) for form in formset.initial_forms))
    mine = _content(formset, _standing(formset, rows, opened))
    return mine not in (base, theirs), theirs not in (base, mine)


def lay_chain(merge: Merge, formset: Any) -> None:
    """Lays the rows as a whole: those that were sent if they were changed, else theirs.

    Where both changed them, those that stand are marked to go and those that were sent are new.
    """
    data, prefix = merge.data, formset.prefix
    label = str(formset.model._meta.verbose_name_plural)
    is_mine, is_theirs = touched_chain(merge, formset)
    if is_mine and not is_theirs and prefix not in merge.taking:
        _follow_ids(merge, formset)
        lay_rows(merge, formset)
        return
    opened = merge.opened.rows.get(prefix, {})
    mine = _standing(formset, list(_sent(formset, data)), opened)
    stands = {str(now.instance.pk): row_values(now) for now in formset.initial_forms}
    is_clash = is_mine and prefix not in merge.taking
    _clear(data, prefix)
    for place, now in enumerate(formset.initial_forms):
        begin = f"{prefix}-{place}-"
        _write_keys(data, formset, begin, now.instance)
        for bound in editable(now):
            put(data, f"{begin}{bound.name}", shown(bound))
        if is_clash:
            put(data, f"{begin}DELETE", ["on"])
    _add(merge, formset, [Sent("", dict(row), False) for row in mine] if is_clash else [])
    merge.next.rows[prefix] = opened if is_clash else stands
    if is_clash:
        sides = [_chain_in_words(formset, side) for side in ([*stands.values()], mine)]
        merge.clash(prefix, label, *sides)
    elif is_theirs:
        merge.adopt(label)


def _follow_ids(merge: Merge, formset: Any) -> None:
    """A chain that is written anew says the same under other ids: the rows sent get these."""
    opened, first = merge.opened.rows[formset.prefix], formset.model._meta.pk.name
    renamed = {}
    for old, now in zip(opened, formset.initial_forms, strict=True):
        renamed[old] = str(now.instance.pk)
    for place in range(len(renamed)):
        name = f"{formset.prefix}-{place}-{first}"
        merge.data[name] = renamed.get(merge.data.get(name, ""), "")
    merge.opened.rows[formset.prefix] = {renamed[old]: row for old, row in opened.items()}


def _standing(formset: Any, rows: list[Sent], opened: Any) -> list[dict[str, Values]]:
    """The values of rows that shall stand; where nothing was sent, those that were shown."""
    return [
        {
            name: _first(values, opened.get(row.pk, {}).get(name))
            for name, values in row.values.items()
        }
        for row in rows
        if not row.is_dropped and (row.pk or not _is_blank(formset, row))
    ]


def _first(*found: Values | None) -> Values:
    return next((values for values in found if values is not None), [""])


def _content(formset: Any, rows: Any) -> list[str]:
    """What rows say, comparable; their order is in their values."""
    fields = editable(formset.empty_form)
    return sorted(
        repr([(row.get(each.name) or [""])[0].replace("\r\n", "\n").strip() for each in fields])
        for row in rows
    )


def _chain_in_words(formset: Any, rows: list[dict[str, Values]]) -> str:
    return "\n".join(_row_in_words(formset.empty_form, row) for row in rows)


def _row_in_words(form: Any, row: dict[str, Values]) -> str:
    said = [in_words(bound.field, row.get(bound.name) or []) for bound in editable(form)]
    return ", ".join(each for each in said if each)


# --- Reading and writing rows ---------------------------------------------------------------------


def _is_sent(formset: Any, data: QueryDict) -> bool:
    return f"{formset.prefix}-TOTAL_FORMS" in data


def _sent(formset: Any, data: QueryDict) -> Iterator[Sent]:
    key, fields = formset.model._meta.pk.name, editable(formset.empty_form)
    first = _number(data, f"{formset.prefix}-INITIAL_FORMS")
    for place in range(_number(data, f"{formset.prefix}-TOTAL_FORMS")):
        begin = f"{formset.prefix}-{place}-"
        values = {each.name: sent(each, data, f"{begin}{each.name}") for each in fields}
        pk = data.get(f"{begin}{key}", "") if place < first else ""
        yield Sent(pk, values, is_dropped=f"{begin}DELETE" in data)


def _number(data: QueryDict, name: str) -> int:
    value = data.get(name, "")
    return min(int(value), MOST_ROWS) if value.isdecimal() and len(value) < 6 else 0


def _is_blank(formset: Any, row: Sent) -> bool:
    """A new row that nobody filled in, or that was taken away again."""
    fields = editable(formset.empty_form)
    return row.is_dropped or all(
        row.values[each.name] is None
        or is_the_same(each.field, row.values[each.name] or [], shown(each))
        for each in fields
    )


def _is_changed(formset: Any, row: Sent, base: Any) -> bool:
    said = {name: values for name, values in row.values.items() if values is not None}
    return any(
        base is None or not is_the_same(each.field, base.get(each.name, []), said[each.name])
        for each in editable(formset.empty_form)
        if each.name in said
    )


def _clear(data: QueryDict, prefix: str) -> None:
    begin = re.compile(rf"{re.escape(prefix)}-\d+-")
    for name in [name for name in data if begin.match(name)]:
        del data[name]


def _write_keys(data: QueryDict, formset: Any, begin: str, row: Any) -> None:
    data[f"{begin}{formset.model._meta.pk.name}"] = str(row.pk)
    data[f"{begin}{formset.fk.name}"] = str(formset.instance.pk)


def _add(merge: Merge, formset: Any, rows: list[Sent]) -> None:
    """New rows behind those that stand, and how many there are."""
    first, data, prefix = len(formset.initial_forms), merge.data, formset.prefix
    for place, row in enumerate(rows, start=first):
        data[f"{prefix}-{place}-{formset.fk.name}"] = str(formset.instance.pk)
        for name, values in row.values.items():
            put(data, f"{prefix}-{place}-{name}", values or [])
    data[f"{prefix}-INITIAL_FORMS"] = str(first)
    data[f"{prefix}-TOTAL_FORMS"] = str(first + len(rows))
    data[f"{prefix}-MIN_NUM_FORMS"] = "0"
    data[f"{prefix}-MAX_NUM_FORMS"] = str(formset.max_num)
