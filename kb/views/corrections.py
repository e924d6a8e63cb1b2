"""What was corrected, withdrawn, merged, sealed or reopened: for everybody to read."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from kb.http import Request, show, wants_part
from kb.models import Decision
from kb.views.answers import revalidated
from kb.views.log import TOLD, acts, log, told
from kb.views.paging import cut

__all__ = ["LogFilter", "corrections"]

SIZE = 50  # decisions on a page


class LogFilter(forms.Form):
    """Narrows the log; every field is optional and stands in the address."""

    verb = forms.ChoiceField(
        label=_("What was done"),
        required=False,
        choices=[("", pgettext_lazy("decision", "any")), *((v.value, v.label) for v in TOLD)],
        # Without the value: whatever stands in an address would stand in the page.
        error_messages={"invalid_choice": _("The log knows no such decision. Choose another.")},
    )
    after = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data, label_suffix="")

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

    def address(self, **changed: Any) -> str:
        """The query part of the address for this choice, without what was left open."""
        query = QueryDict(mutable=True)
        for name in self.fields:
            value = changed.get(name, self.data.get(name, ""))
            if value:
                query[name] = str(value)
        return f"?{query.urlencode()}" if query else ""


@require_safe
@revalidated
def corrections(request: Request) -> HttpResponse:
    form = LogFilter(request.GET)
    if not wants_part(request) and "" in request.GET.values():
        # A form without JavaScript sends its open fields too; the address people keep is short.
        return HttpResponseRedirect(request.path + form.address())
    page = cut(form.decisions(), by="-pk", after=form.place(), size=SIZE)
    rows = told(page.rows, request.user)
    context = {
        "form": form,
        "acts": acts(rows),
        "count": len(rows),
        "next": form.address(after=page.after) if page.after else None,
    }
    response = show(request, "kb/corrections.html", "results", context)
    if wants_part(request):
        response["HX-Push-Url"] = request.path + form.address()
    return response
