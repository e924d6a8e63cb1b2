from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from editorial.actions.merging import Thing
from editorial.admin.typed import MEANT, Typed, is_key
from editorial.suggestions.duplicates import Pair, Why

__all__ = ["DuplicatesForm", "IntoForm", "ReasonForm"]


class _OneField(forms.ModelChoiceField):
    """Refuses numbers that no database can hold as it refuses words."""

    def to_python(self, value: Any) -> Any:
        if value not in self.empty_values and not is_key(value):
            raise ValidationError(
                self.error_messages["invalid_choice"],
                code="invalid_choice",
                params={"value": value},
            )
        return super().to_python(value)


class IntoForm(forms.Form):
    """Chooses what something is merged into; nothing that was merged itself."""

    def __init__(self, data: Any, thing: Thing) -> None:
        super().__init__(data)
        model: Any = type(thing)
        meant, typed = MEANT[model]
        source = model._meta.get_field("merged_into")
        self.fields["into"] = _OneField(
            label=_("Merge into"),
            queryset=model.objects.filter(merged_into=None).exclude(pk=thing.pk),
            widget=Typed(source, admin.site, meant=meant, label=typed),
            help_text=_("The one that stays. Its address is the one that remains."),
        )


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea({"rows": 3, "cols": 80}),
        help_text=_("Stays on record and is shown to readers."),
    )


class DuplicatesForm(forms.Form):
    """Where a page of likely duplicates begins; nonsense is the beginning."""

    after = forms.CharField(required=False)

    def clean_after(self) -> Pair | None:
        why, one, other, key = [*self.cleaned_data["after"].split("~", 3), "", "", ""][:4]
        if not all(map(is_key, (why, one, other))) or int(why) not in set(Why):
            return None
        return Pair(Why(int(why)), key, int(one), int(other))
