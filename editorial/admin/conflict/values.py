"""Values of a form's fields as a browser sends them: read, compared, written, said in words."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms import BoundField
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from editorial.admin.typed import is_key
from editorial.differences import compared

__all__ = [
    "Values",
    "both_sides",
    "editable",
    "in_words",
    "is_several",
    "is_the_same",
    "put",
    "sent",
    "shown",
]

# What a browser sends under one name; of a box that is not ticked, nothing.
Values = list[str]


def editable(form: Any) -> list[BoundField]:
    """The fields of a form that people fill in."""
    return [field for field in form if not field.is_hidden and field.name != "DELETE"]


def shown(bound: BoundField) -> Values:
    """What a browser sends for a field of an unbound form that nobody touches."""
    widget: Any = getattr(bound.field.widget, "widget", bound.field.widget)
    value = bound.value()
    if isinstance(widget, forms.CheckboxInput):
        return ["on"] if value else []
    value = widget.format_value(value)
    if isinstance(value, list | tuple):
        return [str(each) for each in value]
    return ["" if value is None else str(value)]


def sent(bound: BoundField, data: QueryDict, name: str = "") -> Values | None:
    """What `data` holds for a field, under `name` if it has another there; None for nothing."""
    name, widget = name or bound.html_name, bound.field.widget
    if widget.value_omitted_from_data(data, {}, name):
        return None
    value = widget.value_from_datadict(data, {}, name)
    if isinstance(value, bool):
        return ["on"] if value else []
    if isinstance(value, list | tuple):
        return [str(each) for each in value]
    return ["" if value is None else str(value)]


def put(data: QueryDict, name: str, values: Values) -> None:
    """Writes what is sent under `name`; what was typed instead of chosen is then part of it."""
    data.pop(f"{name}-typed", None)
    if values:
        data.setlist(name, list(values))
    else:
        data.pop(name, None)


def is_several(field: Any) -> bool:
    return isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField)


def is_the_same(field: Any, one: Values, other: Values) -> bool:
    """Whether two values mean the same: no other order, line end or way to write a date."""
    return bool(_meaning(field, one) == _meaning(field, other))


def _meaning(field: Any, values: Values) -> Any:
    if is_several(field):
        return frozenset(values)
    if isinstance(field, forms.BooleanField):
        return bool(values)
    value = (values or [""])[0].replace("\r\n", "\n")
    if isinstance(field, forms.ModelChoiceField):
        return value
    try:
        return field.to_python(value) or ""
    except ValidationError:
        return value


def in_words(field: Any, values: Values) -> str:
    """What people read for it; nothing for nothing."""
    chosen: Any = field
    if isinstance(field, forms.BooleanField):
        return _("yes") if values else _("no")
    values = [value for value in values if value]
    if isinstance(field, forms.ModelChoiceField):
        return ", ".join(_names(chosen.queryset.model, values))
    if isinstance(field, forms.ChoiceField):
        return ", ".join(str(_label(field.choices, value)) for value in values)
    if isinstance(field, forms.DateField) and values:
        try:
            return str(date_format(chosen.to_python(values[0])))
        except ValidationError:
            return values[0]
    return "\n".join(values).replace("\r\n", "\n")


def _names(model: type[Model], values: Values) -> Iterable[str]:
    found = model._base_manager.in_bulk([value for value in values if is_key(value)])
    known = {str(key): str(each) for key, each in found.items()}
    return [known.get(value, value) for value in values]


def _label(choices: Any, value: str) -> Any:
    for key, label in choices:
        if isinstance(label, list | tuple):
            if value in (found := {str(each): name for each, name in label}):
                return found[value]
        elif str(key) == value:
            return label
    return value


def both_sides(theirs: str, mine: str) -> tuple[SafeString, SafeString]:
    """Both texts; words that the other one lacks are marked."""
    olds, news = compared(theirs, mine)
    return _marked(olds), _marked(news)


def _marked(runs: Iterable[Any]) -> SafeString:
    if not (runs := list(runs)):
        return format_html('<span class="none">{}</span>', _("nothing"))
    words = (
        (format_html("<mark>{}</mark>", run.text) if run.is_changed else run.text,) for run in runs
    )
    return format_html_join("", "{}", words)
