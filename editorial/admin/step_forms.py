"""What somebody says to a step of claims: a reason, tags, or a person."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from editorial.actions.assignments import people
from editorial.actions.batches import NEEDS_REASON
from editorial.admin.typed import choose
from editorial.models import Step
from kb.models import ClaimTag, Tag

__all__ = ["ReasonForm", "StepForm", "form_of"]


class ReasonForm(forms.Form):
    """What somebody says to a step, once they have seen what it is about."""

    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea({"rows": 4, "cols": 80}),
        help_text=_("Stays on record and is shown to readers."),
    )


class StepForm(forms.Form):
    """A step for the claims that were seen; `looked_at` is the choice whose outcome was shown."""

    # "12:1 13:4": claims and their versions, in one field however many there are.
    seen = forms.RegexField(r"^\d{1,18}:\d{1,9}( \d{1,18}:\d{1,9})*$", widget=forms.HiddenInput)
    looked_at = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_seen(self) -> dict[int, int]:
        pairs = (pair.split(":") for pair in self.cleaned_data["seen"].split())
        return {int(pk): int(version) for pk, version in pairs}

    @property
    def choice(self) -> str:
        """What was chosen, as text to compare; what will go through depends on it."""
        return ""

    def chosen(self) -> dict[str, Any]:
        """What was chosen, as the gates and the step want it."""
        return {}

    @property
    def is_looked_at(self) -> bool:
        return self.choice == self.cleaned_data["looked_at"]


class StepReasonForm(ReasonForm, StepForm):
    pass


class WithdrawForm(StepReasonForm):
    stays_readable = forms.BooleanField(
        label=_("Readers may look back on it"),
        required=False,
        help_text=_(
            "Its page as of a day before the withdrawal stays, with a note that it was withdrawn and "
            "why. Do not tick it where the claim should never have been public."
        ),
    )


class TagsForm(StepForm):
    tags = choose(
        Tag.objects.filter(merged_into=None),
        _("Tags"),
        ClaimTag._meta.get_field("tag"),
        required=True,
    )

    @property
    def choice(self) -> str:
        return " ".join(sorted(str(tag.pk) for tag in self.cleaned_data["tags"]))

    def chosen(self) -> dict[str, Any]:
        return {"tags": list(self.cleaned_data["tags"])}


class PersonForm(StepForm):
    to = forms.ModelChoiceField(
        people(), label=_("Assigned to"), required=False, empty_label=_("nobody")
    )

    @property
    def choice(self) -> str:
        to = self.cleaned_data["to"]
        return str(to.pk) if to else "nobody"

    def chosen(self) -> dict[str, Any]:
        return {"to": self.cleaned_data["to"]}


_FORMS: dict[str, type[StepForm]] = {
    Step.PUBLISH: StepReasonForm,
    Step.RETURN: StepReasonForm,
    Step.WITHDRAW: WithdrawForm,
    Step.TAG: TagsForm,
    Step.ASSIGN: PersonForm,
}


def form_of(step: str, data: Any = None) -> StepForm:
    """The form of a step, empty or with what was sent."""
    form = _FORMS.get(step, StepForm)(data)
    if "reason" in form.fields:
        form.fields["reason"].required = step in NEEDS_REASON
    return form
