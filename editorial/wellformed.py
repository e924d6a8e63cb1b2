"""Whether values have the form of `editorial.state.content`: the first that has not is refused.

What the database knows (whether an actor is there, how long a sentence is) is not asked here.
"""

from collections.abc import Callable, Collection
from datetime import date
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import Truncator, capfirst, format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from editorial.differences import named
from kb.models import Attribution, Claim, Evidence, Mode, Stance, Tag
from kb.text.blank import is_blank

__all__ = ["refuse_malformed", "refuse_unstorable", "unfit"]

SHOWN_CHARS = 60
HIGHEST = 2**63 - 1  # what a column of keys holds


class Rule(NamedTuple):
    """What a value must be, as a question and in words."""

    fits: Callable[[Any], bool]
    wanted: Any


class Rows(NamedTuple):
    """A list of rows; each is a list of one value for each of these fields of `model`."""

    model: type[models.Model]
    columns: dict[str, Rule]


def refuse_malformed(content: Any) -> None:
    """Raises ValidationError with place and value for what no claim could say.

    `content` may leave fields out.
    """
    if not isinstance(content, dict):
        raise unfit(gettext("Content"), content, gettext("fields and their values"))
    for name, value in content.items():
        if name not in FIELDS:
            raise unfit(gettext("Content"), name, gettext("one of:") + " " + ", ".join(FIELDS))
        _check(_label(name), value, FIELDS[name])


def refuse_unstorable(place: str, value: Any) -> None:
    """Raises ValidationError for what is no text that both databases can keep; "" is one."""
    _check(place, value, STORABLE)


def unfit(place: str, value: Any, wanted: Any) -> ValidationError:
    """That `value` cannot stand at `place`, and what can."""
    shown = Truncator(repr(value)).chars(SHOWN_CHARS)
    return ValidationError(
        _("%(place)s: %(value)s cannot stand here. It takes %(wanted)s."),
        code="content",
        params={"place": place, "value": shown, "wanted": wanted},
    )


def _check(place: str, value: Any, form: Rule | Rows | list[Rule]) -> None:
    if isinstance(form, Rule):
        if not form.fits(value):
            raise unfit(place, value, form.wanted)
        return
    if not isinstance(value, list):
        raise unfit(place, value, gettext("a list"))
    for number, row in enumerate(value, start=1):
        numbered = f"{place} {number}"
        if isinstance(form, Rows):
            _check_row(numbered, row, form)
        else:
            _check(numbered, row, form[0])


def _check_row(place: str, row: Any, form: Rows) -> None:
    names = list(form.columns)
    if not isinstance(row, list) or len(row) != len(names):
        raise unfit(place, row, gettext("a list of %(names)s") % {"names": ", ".join(names)})
    for name, value in zip(names, row, strict=True):
        field: Any = form.model._meta.get_field(name)
        _check(f"{place}, {field.verbose_name}", value, form.columns[name])


def _label(name: str) -> str:
    return str(capfirst(named(name)))


# --- Rules -------------------------------------------------------------------------------------


def _is_storable(value: Any) -> bool:
    """PostgreSQL keeps no NUL, and no database half a character."""
    if not isinstance(value, str) or "\0" in value:
        return False
    return not any("\ud800" <= character <= "\udfff" for character in value)


def _is_day(value: Any) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _is_number(value: Any) -> bool:
    return type(value) is int and 0 <= value <= HIGHEST


def _is_key(value: Any) -> bool:
    return _is_number(value) and value > 0


def _words(wanted: Any, most: int | None = None) -> Rule:
    """Text that is not blank, of at most so many code points."""

    def fits(value: Any) -> bool:
        is_worded = _is_storable(value) and not is_blank(value)
        return is_worded and (most is None or len(value) <= most)

    return Rule(fits, wanted)


def _one_of(choices: Collection[str]) -> Rule:
    return Rule(
        lambda value: isinstance(value, str) and value in choices,
        format_lazy("{} {}", _("one of:"), ", ".join(choices)),
    )


def _or_none(rule: Rule) -> Rule:
    return Rule(lambda value: value is None or rule.fits(value), rule.wanted)


STORABLE = Rule(_is_storable, _("a text without the characters NUL and half of a pair"))
KEY = Rule(_is_key, _("the number of a record"))
NUMBER = Rule(_is_number, _("a number of characters"))
DAY = Rule(_is_day, _("a day such as 2025-12-03"))
TAG = _words(_("a name of at most 100 characters"), Tag._meta.get_field("name").max_length)
LANGUAGE = _words(
    _("a language by its code, such as “de”"), Claim._meta.get_field("language").max_length
)
HOP_MODES = [mode for mode in Mode.values if mode != Mode.AUTHOR]

FIELDS: dict[str, Rule | Rows | list[Rule]] = {
    "text": _words(_("a text that is not empty")),
    "kind": _one_of(Claim.Kind.values),
    "language": LANGUAGE,
    "mode": _one_of(Mode.values),
    "speaker": KEY,
    "said_on": _or_none(DAY),
    "due_on": _or_none(DAY),
    "attribution": Rows(
        Attribution,
        {
            "actor": KEY,
            "mode": _one_of(HOP_MODES),
            "cue_sentence": _or_none(KEY),
            "cue_start": _or_none(NUMBER),
            "cue_end": _or_none(NUMBER),
        },
    ),
    "evidence": Rows(
        Evidence,
        {"sentence": KEY, "start": NUMBER, "end": NUMBER, "stance": _one_of(Stance.values)},
    ),
    "about": [KEY],
    "events": [KEY],
    "tags": [TAG],
}
