"""Who contradicts whom, and who changed their position: all pairs for everybody to read."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from kb.contradictions import Type, contradictions, of_type, said_by
from kb.http import Request, show
from kb.models import Actor, ClaimRelation
from kb.views.answers import revalidated
from kb.views.fields import Asking, Named, Offer
from kb.views.paging import cut
from kb.views.pairs import Pair, pairs

__all__ = ["PairFilter", "contradiction_list"]

SIZE = 25  # pairs on a page
ALL = pgettext_lazy("contradictions", "all")
MEANING = {
    Type.CHANGE: _("The same speaker says both, one later than the other."),
    Type.DISPUTE: _("One speaker contradicts another."),
    Type.CORRECTION: _("A source puts right what it said itself."),
    Type.CONFLICT: _("The same speaker says both, and which came later is not known."),
}


class PairFilter(Asking):
    """Narrows the pairs; every field is optional and stands in the address."""

    type = forms.ChoiceField(
        label=_("Type"),
        required=False,
        choices=[("", ALL), *Type.choices],
        # Without the value: whatever stands in an address would stand in the page.
        error_messages={"invalid_choice": _("There is no such type. Choose another.")},
    )
    actor = Named(Actor, _("Said by"))
    after = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    @property
    def is_understood(self) -> bool:
        """A place that does not exist is the start; all else has to be there."""
        return not self.has_error("type") and not self.has_error("actor")

    @property
    def kind(self) -> str:
        """The type that was chosen; empty for all."""
        return "" if self.has_error("type") else str(self.cleaned_data["type"])

    @property
    def speaker(self) -> Actor | None:
        return None if self.has_error("actor") else self.cleaned_data["actor"]

    def pairs(self) -> QuerySet[ClaimRelation]:
        """The pairs asked for; none where the question cannot be understood."""
        found = contradictions(self.user)
        if not self.is_understood:
            return found.none()
        if self.kind:
            found = of_type(found, self.kind)
        return said_by(found, self.speaker) if self.speaker else found

    def place(self) -> int | None:
        """The id behind which the page begins."""
        return None if self.has_error("after") else self.cleaned_data["after"]

    def chosen(self) -> str:
        """What was chosen, for people; empty where nothing narrows the pairs."""
        kind = str(Type(self.kind).label) if self.kind else ""
        return " · ".join(filter(None, [kind, self.speaker.name if self.speaker else ""]))

    def types(self) -> list[Offer]:
        here = None if self.has_error("type") else self.kind
        known = [("", ALL), *Type.choices]
        return [
            Offer(name or "all", words, self.address(type=name, after=None), name == here)
            for name, words in known
        ]

    def speakers(self, shown: list[Pair]) -> list[Offer]:
        """Who says something in the pairs that are shown; of more than one a choice."""
        known = {side.claim.speaker for pair in shown for side in pair.sides}
        listed = sorted((each for each in known if each.listed), key=lambda each: each.sort_name)
        return [
            Offer(each.slug, each.name, self.address(actor=each.slug, after=None), False)
            for each in listed
        ]

    @property
    def without_speaker(self) -> str:
        return self.address(actor=None, after=None)

    @property
    def meaning(self) -> Any:
        """The type that was chosen, explained."""
        return MEANING[Type(self.kind)] if self.kind else ""


@require_safe
@revalidated
def contradiction_list(request: Request) -> HttpResponse:
    form = PairFilter(request.GET, request.user)
    page = cut(form.pairs(), by="-pk", after=form.place(), size=SIZE)
    shown = pairs(page.rows, request.user)
    context = {
        "form": form,
        "pairs": shown,
        "speakers": form.speakers(shown),
        "next": form.address(after=page.after) if page.after else None,
    }
    return show(request, "kb/contradictions.html", "results", context)
