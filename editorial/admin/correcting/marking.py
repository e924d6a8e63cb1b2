"""Two wordings beside each other: what is changed is marked in words, and the passage in it."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from kb.text.alignment import differences

__all__ = ["Run", "as_html", "cut", "marked", "sides"]


class Run(NamedTuple):
    """A part of one wording: "same", "removed" or "added"; `text` is never empty."""

    kind: str
    text: str


def sides(old: str, new: str) -> tuple[list[Run], list[Run]]:
    """Both wordings in runs; those joined are `old` and `new` again, to the code point."""
    pieces = differences(old, new)
    before = [Run(*piece) for piece in pieces if piece.kind != "added"]
    after = [Run(*piece) for piece in pieces if piece.kind != "removed"]
    return before, after


def cut(runs: Iterable[Run], start: int, end: int) -> list[Run]:
    """The part of a wording from `start` to `end`, in code points, end exclusive."""
    found, place = [], 0
    for run in runs:
        text = run.text[max(start - place, 0) : max(end - place, 0)]
        if text:
            found.append(Run(run.kind, text))
        place += len(run.text)
    return found


def marked(runs: Sequence[Run], start: int, end: int) -> SafeString:
    """A wording as HTML, with the passage from `start` to `end` marked in it."""
    length = sum(len(run.text) for run in runs)
    return format_html(
        "{}<mark>{}</mark>{}",
        as_html(cut(runs, 0, start)),
        as_html(cut(runs, start, end)),
        as_html(cut(runs, end, length)),
    )


def as_html(runs: Iterable[Run]) -> SafeString:
    return format_html_join("", "{}", ((_tagged(run),) for run in runs))


def _tagged(run: Run) -> SafeString:
    if run.kind == "removed":
        return format_html("<del>{}</del>", run.text)
    if run.kind == "added":
        return format_html("<ins>{}</ins>", run.text)
    return format_html("{}", run.text)
