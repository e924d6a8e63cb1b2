"""Searching selects that work without a script too: there, what is meant is typed."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import (
    AutocompleteSelect,
    AutocompleteSelectMultiple,
    RelatedFieldWidgetWrapper,
)
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kb.models import Actor, Article, Event, Sentence, Tag

__all__ = ["Typed", "actors", "choose", "choose_one", "sentences_of"]

# Those that a person may mean by what they typed.
Meant = Callable[[str], QuerySet[Any]]


def actors(typed: str) -> QuerySet[Actor]:
    named = Actor.objects.filter(name=typed)
    return named | Actor.objects.filter(
        pk__in=Actor.objects.filter(aliases__name=typed).values("pk")
    )


def events(typed: str) -> QuerySet[Event]:
    return Event.objects.filter(title=typed)


def tags(typed: str) -> QuerySet[Tag]:
    return Tag.objects.filter(name__iexact=typed)


def sentences_of(article: Article) -> Meant:
    """Sentences of the article's current text, by their number."""

    def meant(typed: str) -> QuerySet[Sentence]:
        if not (typed.isdecimal() and len(typed) < 7):
            return Sentence.objects.none()
        return Sentence.objects.filter(version=article.current_version_id, position=int(typed))

    return meant


def key_of(typed: str, meant: Meant) -> Any:
    """The id of what is meant; what is not known or not clear stays as typed, and is refused."""
    if "\0" in typed:  # no database looks for it
        return typed
    found: list[Model] = list(meant(typed)[:2])
    return found[0].pk if len(found) == 1 else typed


def is_key(value: Any) -> bool:
    """Whether it can be an id; the database takes no other, and what was typed is none."""
    return str(value).isdecimal() and len(str(value)) < 19


class Typed(AutocompleteSelect):
    """Chooses one; `label` says what to type where there is no script to search with."""

    def __init__(self, *args: Any, meant: Meant, label: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.meant, self.label = meant, label

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        if typed := (data.get(f"{name}-typed") or "").strip():
            return key_of(typed, self.meant)
        return super().value_from_datadict(data, files, name)

    def render(self, name: str, value: Any, *args: Any, **options: Any) -> SafeString:
        typed = "" if value is None or is_key(value) else value
        chosen = super().render(name, None if typed else value, *args, **options)
        field = (
            '{}<noscript><input type="text" name="{}-typed" value="{}" aria-label="{}" '
            'placeholder="{}"></noscript>'
        )
        return format_html(field, chosen, name, typed, self.label, self.label)


class SeveralTyped(AutocompleteSelectMultiple):
    """Chooses several; without a script they are typed, one a line."""

    def __init__(self, *args: Any, meant: Meant, label: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.meant, self.label = meant, label

    def build_attrs(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        # select2 puts the cross that clears all where only list items may stand.
        return super().build_attrs(*args, **kwargs) | {"data-allow-clear": "false"}

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Any]:
        lines: Iterable[str] = (data.get(f"{name}-typed") or "").splitlines()
        added = [key_of(line.strip(), self.meant) for line in lines if line.strip()]
        return [*(super().value_from_datadict(data, files, name) or []), *added]

    def render(self, name: str, value: Any, *args: Any, **options: Any) -> SafeString:
        keys = [key for key in value or [] if is_key(key)]
        typed = "\n".join(str(key) for key in value or [] if not is_key(key))
        chosen = super().render(name, keys, *args, **options)
        label = _("%(what)s, one a line") % {"what": self.label}
        field = (
            '{}<noscript><textarea name="{}-typed" rows="2" aria-label="{}" '
            'placeholder="{}">{}</textarea></noscript>'
        )
        return format_html(field, chosen, name, label, label, typed)


# Of each model: who or what is meant by typed words, and what to type.
MEANT: dict[type[Model], tuple[Meant, Any]] = {
    Actor: (actors, gettext_lazy("Name of the actor")),
    Event: (events, gettext_lazy("Title of the event")),
    Tag: (tags, gettext_lazy("Tag")),
}


class SeveralField(forms.ModelMultipleChoiceField):
    """Refuses numbers that no database can hold as it refuses words."""

    def clean(self, value: Any) -> Any:
        for each in value if isinstance(value, list | tuple) else ():
            if not is_key(each):
                message = self.error_messages["invalid_pk_value"]
                raise ValidationError(message, code="invalid_pk_value", params={"pk": each})
        return super().clean(value)


def choose_one(label: Any, source: Any) -> forms.ModelChoiceField:
    """A field to choose an actor who was not merged; `source` is the field that links to it."""
    meant, typed = MEANT[Actor]
    return forms.ModelChoiceField(
        label=label,
        queryset=Actor.objects.filter(merged_into=None),
        required=False,
        widget=_with_a_plus(Typed(source, admin.site, meant=meant, label=typed), source),
    )


def choose(
    rows: QuerySet[Any], label: Any, source: Any, *, required: bool = False
) -> forms.ModelMultipleChoiceField:
    """A field to choose several of `rows` by searching; `source` is the field that links to them."""
    meant, typed = MEANT[rows.model]
    return SeveralField(
        label=label,
        queryset=rows,
        required=required,
        widget=_with_a_plus(SeveralTyped(source, admin.site, meant=meant, label=typed), source),
    )


def _with_a_plus(widget: Any, source: Any) -> RelatedFieldWidgetWrapper:
    """The widget, and beside it the way to add what is not there yet."""
    return RelatedFieldWidgetWrapper(widget, source.remote_field, admin.site, can_add_related=True)
