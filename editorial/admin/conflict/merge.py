"""Two edits of one form laid onto each other, field by field: what stands now, and what was sent.

What only one of the two changed is taken from them. Lists of labels take what either added and lose
what either took away. What both changed, and not to the same, is a clash: what was sent stays in
its field, both are shown, and a person chooses.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.forms import BoundField
from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from editorial.admin.conflict.state import Opened
from editorial.admin.conflict.values import (
    Values,
    both_sides,
    editable,
    in_words,
    is_several,
    is_the_same,
    put,
    sent,
    shown,
)

__all__ = ["Clash", "Left", "Merge", "lay_fields", "touched"]


@dataclass(frozen=True)
class Clash:
    """A field that both changed. `name` is what the button to take theirs sends."""

    name: str
    label: str
    theirs: SafeString
    mine: SafeString


@dataclass(frozen=True)
class Left:
    """What was typed into a field that the page has no longer, kept to be copied."""

    name: str
    label: str
    text: str


@dataclass
class Merge:
    """The form to show next: its data, what the next comparison begins from, and what to say."""

    data: QueryDict
    opened: Opened
    taking: frozenset[str] = frozenset()  # fields whose stored value shall replace what was sent
    clashes: list[Clash] = field(default_factory=list)
    adopted: list[str] = field(default_factory=list)
    own: list[str] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    next: Opened = field(default_factory=Opened)

    def clash(self, name: str, label: str, theirs: str, mine: str) -> None:
        self.clashes.append(Clash(name, str(capfirst(label)), *both_sides(theirs, mine)))

    def adopt(self, label: str) -> None:
        _once(self.adopted, label)

    def keep_own(self, label: str) -> None:
        _once(self.own, label)

    def leave(self, name: str, label: str, text: str) -> None:
        if text.strip():
            self.left.append(Left(name, str(capfirst(label)), text))

    def lay(
        self, now: BoundField, base: Values | None, mine: Values | None, *, is_unit: bool = False
    ) -> Values:
        """Lays one field; gives what the next comparison begins from.

        `base` is what the page showed, None where that is not known; `is_unit` says that it
        hangs together with a field that clashes, so that theirs is not taken over silently.
        """
        name, label, theirs = now.html_name, str(now.label), shown(now)
        if mine is None or name in self.taking or is_the_same(now.field, mine, theirs):
            put(self.data, name, theirs)
            return theirs
        if is_several(now.field) and base is not None:
            put(self.data, name, _joined(base, mine, theirs))
            self._say_of_list(now, base, mine, theirs)
            return theirs
        is_mine = base is None or not is_the_same(now.field, base, mine)
        is_theirs = base is None or not is_the_same(now.field, base, theirs)
        if is_theirs and not is_mine and not is_unit:
            put(self.data, name, theirs)
            self.adopt(label)
            return theirs
        put(self.data, name, mine)
        if is_theirs or is_unit:
            self.clash(name, label, in_words(now.field, theirs), in_words(now.field, mine))
        else:
            self.keep_own(label)
        return base if base is not None else []

    def _say_of_list(self, now: BoundField, base: Values, mine: Values, theirs: Values) -> None:
        if not is_the_same(now.field, base, theirs):
            self.adopt(str(now.label))
        if not is_the_same(now.field, base, mine):
            self.keep_own(str(now.label))


def lay_fields(merge: Merge, form: Any, unit: Collection[str], *, is_unit_clash: bool) -> None:
    """Lays the fields of the form itself; those in `unit` hang together."""
    opened = merge.opened.fields
    for now in editable(form):
        mine = sent(now, merge.data)
        is_unit = is_unit_clash and now.name in unit
        base = merge.lay(now, opened.get(now.html_name), mine, is_unit=is_unit)
        merge.next.fields[now.html_name] = base


def touched(merge: Merge, form: Any, unit: Collection[str]) -> tuple[bool, bool]:
    """Whether the person who sent the form, and whether others, changed a field in `unit`."""
    is_mine = is_theirs = False
    for now in editable(form):
        if now.name not in unit:
            continue
        base, mine = merge.opened.fields.get(now.html_name), sent(now, merge.data)
        if base is None or mine is None:
            continue
        is_mine |= not is_the_same(now.field, base, mine)
        is_theirs |= not is_the_same(now.field, base, shown(now))
    return is_mine, is_theirs


def _joined(base: Values, mine: Values, theirs: Values) -> Values:
    gone = [value for value in base if value not in mine]
    kept = [value for value in theirs if value not in gone]
    return kept + [value for value in mine if value not in base and value not in kept]


def _once(names: list[str], name: str) -> None:
    if (name := str(capfirst(name))) not in names:
        names.append(name)
