"""Searches that somebody with a login keeps, with what is new since they last looked."""

from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Exists, Max, OuterRef
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from kb.http import Request
from kb.models import Claim, Decision, SavedSearch
from kb.views.filters import ClaimFilter

MOST = 50  # saved searches of one person: each costs the list a query or two
COUNTED = 100  # new claims


class SaveForm(forms.ModelForm):
    """A name for the search whose address was sent along."""

    class Meta:
        model = SavedSearch
        fields = ("name", "query")
        widgets = {"query": forms.HiddenInput}

    def clean(self) -> dict[str, Any]:
        if SavedSearch.objects.filter(owner=self.instance.owner).count() >= MOST:
            raise forms.ValidationError(
                _("You have %(most)d saved searches, which is all there may be. Delete one first."),
                params={"most": MOST},
            )
        return self.cleaned_data

    def clean_query(self) -> str:
        """The search as its page names it, so that one saved twice is the same."""
        return ClaimFilter(QueryDict(self.cleaned_data["query"]), self.instance.owner).query

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"])
        if SavedSearch.objects.filter(owner=self.instance.owner, name=name).exists():
            raise self.taken()
        return name

    @staticmethod
    def taken() -> forms.ValidationError:
        return forms.ValidationError(
            _("You have a saved search of this name. Choose another."), code="unique"
        )

    def is_kept(self) -> bool:
        """Whether it could be saved; the errors say why not. Of two at once one comes first."""
        if not self.is_valid():
            return False
        try:
            with transaction.atomic():
                self.save()
        except IntegrityError:
            self.add_error("name", self.taken())
            return False
        return True


@dataclass(frozen=True)
class Kept:
    """A saved search with its address and the number of claims that are new since."""

    saved: SavedSearch
    address: str
    new: int
    is_more: bool


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def saved_searches(request: Request) -> HttpResponse:
    """The list; by POST one more."""
    owner = cast(User, request.user)
    saved = SavedSearch(owner=owner, seen=_last_decision())
    sent = request.POST if request.method == "POST" else None
    form = SaveForm(sent, instance=saved, label_suffix="")
    if form.is_kept():
        return redirect("saved_searches")
    mine = SavedSearch.objects.filter(owner=owner)
    context = {"kept": [_kept(one) for one in mine], "form": form, "is_refused": sent is not None}
    return render(request, "kb/saved.html", context, status=200 if sent is None else 422)


@login_required
@require_POST
def saved_search_seen(request: Request, pk: int) -> HttpResponse:
    """Looks at what is new, and starts to count anew."""
    saved = get_object_or_404(SavedSearch, pk=pk, owner=request.user)
    saved.seen = _last_decision()
    saved.save(update_fields=("seen",))
    return redirect(_address(saved))


@login_required
@require_POST
def saved_search_delete(request: Request, pk: int) -> HttpResponse:
    get_object_or_404(SavedSearch, pk=pk, owner=request.user).delete()
    return redirect("saved_searches")


def _kept(saved: SavedSearch) -> Kept:
    form = ClaimFilter(QueryDict(saved.query), saved.owner)
    told = (Decision.Verb.PUBLISHED, Decision.Verb.CORRECTED)
    since = Decision.objects.filter(claim=OuterRef("pk"), pk__gt=saved.seen, verb__in=told)
    claims = Claim.objects.published().filter(Exists(since), pk__in=form.claims())
    new = claims[: COUNTED + 1].count()
    return Kept(saved, _address(saved), min(new, COUNTED), new > COUNTED)


def _address(saved: SavedSearch) -> str:
    return f"{reverse('claims')}?{saved.query}" if saved.query else reverse("claims")


def _last_decision() -> int:
    return Decision.objects.aggregate(pk=Max("pk"))["pk"] or 0
