"""What differs between two contents of a claim, which are plain values as in `editorial.state`."""

import re
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from kb.models import Claim

__all__ = ["CHAIN", "LABELS", "Words", "compared", "differing", "named", "onto"]

CHAIN = ("speaker", "mode", "attribution")
LABELS = ("about", "events", "tags")
# What is replaced as a whole, and what is added to and taken from.
UNITS = (("text",), ("kind",), ("language",), ("said_on",), ("due_on",), CHAIN)
LISTS = ("evidence", *LABELS)

WORD = r"\w+|\s+|[^\w\s]"
MOST_WORDS = 2_000  # comparing takes time by their square


def differing(before: dict[str, Any], after: dict[str, Any]) -> set[str]:
    """The names of the fields that `after` has otherwise; what it does not name stays."""
    return {name for name in after if after[name] != before.get(name)}


def onto(
    current: dict[str, Any], base: dict[str, Any], content: dict[str, Any]
) -> tuple[dict[str, Any], set[str]]:
    """`current` with the change that leads from `base` to `content`, and the fields that clash:
    those that became something else since, and not what the change wants.

    Speaker, mode and chain are one thing. Of passages and labels what is added is added and what
    is taken away goes; the others stay, so that these never clash.
    """
    merged, clashes = dict(current), set()
    proposed = differing(base, content)
    for unit in UNITS:
        wanted = {name: content.get(name, base.get(name)) for name in unit}
        if proposed.isdisjoint(unit):
            continue
        merged.update(wanted)
        if differing(base, {name: current[name] for name in unit}) and differing(current, wanted):
            clashes |= differing(current, wanted)
    for name in proposed.intersection(LISTS):
        gone = [row for row in base[name] if row not in content[name]]
        kept = [row for row in current[name] if row not in gone]
        merged[name] = sorted(
            [*kept, *(row for row in content[name] if _is_new(row, base, kept, name))]
        )
    return merged, clashes


def _is_new(row: Any, base: dict[str, Any], kept: list[Any], name: str) -> bool:
    return row not in base[name] and row not in kept


def named(name: str) -> Any:
    """What people call a field of the content."""
    if name == "evidence":
        return _("evidence")
    if name == "attribution":
        return _("attribution")
    field: Any = Claim._meta.get_field(name)
    return field.verbose_name


class Words(NamedTuple):
    """A run of words with what stands between; `is_changed` where the other text lacks it."""

    text: str
    is_changed: bool


def compared(old: str, new: str) -> tuple[list[Words], list[Words]]:
    """Both texts in runs of words that are in the other one too, and of words that are not.

    White space between two changed runs belongs to them, so that they read as one.
    """
    before, after = re.findall(WORD, old), re.findall(WORD, new)
    if max(len(before), len(after)) > MOST_WORDS:
        return [Words(old, old != new)], [Words(new, old != new)]
    olds: list[Words] = []
    news: list[Words] = []
    codes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for place, (kind, old_start, old_end, new_start, new_end) in enumerate(codes):
        text = "".join(before[old_start:old_end])
        is_between = 0 < place < len(codes) - 1 and text.isspace()
        is_changed = kind != "equal" or is_between
        _extend(olds, Words(text, is_changed))
        _extend(news, Words("".join(after[new_start:new_end]), is_changed))
    return olds, news


def _extend(runs: list[Words], run: Words) -> None:
    """Adds a run; two of a kind become one."""
    if runs and runs[-1].is_changed == run.is_changed:
        run = Words(runs.pop().text + run.text, run.is_changed)
    if run.text:
        runs.append(run)
