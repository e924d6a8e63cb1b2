"""What was corrected, withdrawn, merged, sealed or reopened: for everybody to read."""

from django import forms
from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from kb.http import Request, show
from kb.models import Decision
from kb.views.answers import revalidated
from kb.views.fields import Asking, Offer
from kb.views.log import TOLD, acts, log, told
from kb.views.paging import cut

__all__ = ["LogFilter", "corrections"]

SIZE = 100  # decisions on a page; those of one act are shown together
CHOICES = [("", pgettext_lazy("decisions", "all")), *((verb.value, verb.label) for verb in TOLD)]


class LogFilter(Asking):
    """Narrows the log; every field is optional and stands in the address."""

    verb = forms.ChoiceField(
        label=_("What was done"),
        required=False,
        choices=CHOICES,
        # Without the value: whatever stands in an address would stand in the page.
        error_messages={"invalid_choice": _("The log knows no such decision. Choose another.")},
    )
    after = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def decisions(self) -> QuerySet[Decision]:
        """The decisions asked for; none where the question cannot be understood."""
        if self.has_error("verb"):
            return Decision.objects.none()
        verb = self.cleaned_data["verb"]
        return log([verb] if verb else TOLD)

    def place(self) -> int | None:
        """The id before which the page begins; a place that does not exist is the start."""
        return None if self.has_error("after") else self.cleaned_data["after"]

    def chosen(self) -> str:
        """What was chosen, for people; empty where nothing narrows the log."""
        verb = "" if self.has_error("verb") else self.cleaned_data["verb"]
        return str(Decision.Verb(verb).label) if verb else ""

    def choices(self) -> list[Offer]:
        """All there is to choose, with its address and whether it is chosen."""
        here = None if self.has_error("verb") else self.cleaned_data["verb"]
        return [
            Offer(value or "all", label, self.address(verb=value, after=None), value == here)
            for value, label in CHOICES
        ]


@require_safe
@revalidated
def corrections(request: Request) -> HttpResponse:
    form = LogFilter(request.GET, request.user)
    page = cut(form.decisions(), by="-pk", after=form.place(), size=SIZE)
    rows = told(page.rows, request.user)
    context = {
        "form": form,
        "acts": acts(rows),
        "count": len(rows),
        "next": form.address(after=page.after) if page.after else None,
    }
    return show(request, "kb/corrections.html", "results", context)
