"""Lists of names and remedies in the words of notes and rejections, in the reader's language.

The other imports say the same in English, by editorial.importing.errors.
"""

from difflib import get_close_matches

from django.utils.translation import gettext as _

from editorial.importing.errors import quoted

__all__ = ["all_of", "did_you_mean", "one_of"]


def one_of(names: list[str]) -> str:
    """As in: a, b or c."""
    return _joined(names, _("%(first)s or %(last)s"))


def all_of(names: list[str]) -> str:
    """As in: a, b and c."""
    return _joined(names, _("%(first)s and %(last)s"))


def did_you_mean(name: str, known: list[str]) -> str:
    """A remedy for a name that nobody knows, to follow a reason; empty if none is near."""
    near = get_close_matches(name, known, n=1)
    return _("; did you mean %(name)s?") % {"name": quoted(near[0])} if near else ""


def _joined(names: list[str], two: str) -> str:
    if len(names) < 2:
        return "".join(names)
    return two % {"first": ", ".join(names[:-1]), "last": names[-1]}
