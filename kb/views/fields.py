"""Fields of addresses: what is typed there, and what it names."""

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from kb.search.asking import MAX_LENGTH, wanted

__all__ = ["Asking", "Name", "Named", "Offer", "chosen_of", "printable", "words_of"]

UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
# What a key can be at all; the rest (NUL, numbers beyond the database) is not looked up.
KEYS = {"slug": re.compile(r"[-\w]{1,100}"), "pk": re.compile(r"[0-9]{1,18}")}


class Asking(forms.Form):
    """What an address asks for; every field is optional."""

    def __init__(self, data: QueryDict, user: Any) -> None:
        super().__init__(_read(printable(data)), label_suffix="")
        self.user = user
        for field in self.fields.values():
            if isinstance(field, Named):
                field.user = user

    def address(self, **changed: Any) -> str:
        """The query part of the address for this choice, without what was left open."""
        asked = self._asked | changed
        query = urlencode({name: asked[name] for name in self.fields if asked[name]})
        return f"?{query}" if query else ""

    @cached_property
    def _asked(self) -> dict[str, Any]:
        return {name: self.data.get(name, "") for name in self.fields}


class Offer(NamedTuple):
    """One of the choices in a row."""

    name: str
    words: Any
    address: str
    is_here: bool


class Named(forms.Field):
    """Something that the address names by a key, as far as the reader may see it."""

    widget = forms.HiddenInput

    def __init__(self, model: Any, label: Any, key: str = "slug") -> None:
        super().__init__(label=label, required=False)
        self.model, self.key = model, key
        self.user: Any = None  # nobody, until a form tells who asks

    def to_python(self, value: Any) -> Model | None:
        if not value:
            return None
        if KEYS[self.key].fullmatch(value):
            for row in self.model.objects.visible_to(self.user).filter(**{self.key: value})[:1]:
                return row
        raise ValidationError(_("Nothing public has this name. Choose another."))


def chosen_of(label: Any, choices: Iterable[tuple[str, Any]]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, required=False, choices=[("", ""), *choices], widget=forms.HiddenInput
    )


def words_of(label: Any, **attrs: Any) -> forms.CharField:
    """Words as they are typed: whatever they are, they are a question."""
    return Typed(label=label, required=False, widget=forms.TextInput(attrs=attrs))


class Typed(forms.CharField):
    def run_validators(self, value: Any) -> None:
        """There is nothing that it may not be."""


class Name(Typed):
    """What a thing goes by, or part of it: at least a word."""

    def __init__(self, label: Any) -> None:
        super().__init__(label=label, required=False)

    def validate(self, value: str) -> None:
        if value and not wanted(value):
            raise ValidationError(
                _("“%(typed)s” is no name. Write at least one word of it."),
                params={"typed": value},
            )


def printable(data: QueryDict) -> QueryDict:
    """What no page can hold, such as NUL, as the sign that stands for it."""
    clean = data.copy()
    for name, values in data.lists():
        clean.setlist(name, [UNPRINTABLE.sub("\ufffd", value) for value in values])
    return clean


def _read(data: QueryDict) -> QueryDict:
    """What is read of an address: one blank for several, and of each value the beginning."""
    for name, values in data.lists():
        data.setlist(name, [" ".join(value.split())[:MAX_LENGTH] for value in values])
    return data
