"""What narrows a report and where its page begins: all of it stands in the address."""

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef
from django.http import QueryDict
from django.utils.translation import get_language_info, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from editorial.models import Reanchoring, Suggestion
from editorial.reports import contradictions, coverage, proposals, workload
from editorial.reports.listing import Place
from kb.models import Actor, Article, Claim, Outlet, Stance

__all__ = [
    "OfActors",
    "OfAnchors",
    "OfArticles",
    "OfContradictions",
    "OfDisputes",
    "OfDrafts",
    "OfPeople",
    "OfProposals",
    "OfWordings",
    "ReportForm",
]

Choices = list[tuple[str, Any]]


def any_or(choices: Choices) -> Choices:
    return [("", _("all")), *choices]


def languages() -> Choices:
    codes = Article.objects.order_by("language").values_list("language", flat=True).distinct()
    return any_or([(code, _named(code)) for code in codes])


def _named(code: str) -> str:
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code


class ReportForm(forms.Form):
    """Every field is optional; what cannot be understood shows nothing, and says why."""

    after = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict, *, orders: Any, user: Any) -> None:
        super().__init__(data, label_suffix="")
        self.orders, self.user = orders, user
        if len(orders) > 1:
            named = [(name, order.label) for name, order in orders.items()]
            named[0] = ("", named[0][1])
            self.fields["order"] = forms.ChoiceField(
                label=_("Order"), choices=named, required=False
            )

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if said.get("after"):
            try:
                said["after"] = _place(said["after"], self.order)
            except ValidationError as error:
                self.add_error("after", error)
        return said

    @property
    def order(self) -> Any:
        """In which order the list stands; the first there is, unless another was chosen."""
        chosen = self.cleaned_data.get("order") if hasattr(self, "cleaned_data") else ""
        return self.orders[chosen or next(iter(self.orders))]

    def chosen(self) -> dict[str, Any]:
        """What narrows the list, by the names that the report knows it by."""
        said = self.cleaned_data
        return {name: said[name] for name in self.narrowing if said.get(name)}

    @property
    def narrowing(self) -> list[str]:
        """The fields that narrow the list; others say in which order and from where on."""
        return [name for name in self.fields if name not in ("after", "order")]

    def address(self, **changed: str) -> str:
        """The query part of the address for this choice, from the beginning of the list."""
        query = QueryDict(mutable=True)
        said = {name: self.data.get(name, "") for name in self.fields if name != "after"}
        query.update({name: value for name, value in (said | changed).items() if value})
        return f"?{query.urlencode()}"


def _place(text: str, order: Any) -> Place:
    key, _tilde, pk = text.rpartition("~")
    numbers = [pk, key] if order.is_number and order.by != "pk" else [pk]
    if not all(number.isascii() and number.isdecimal() and len(number) <= 18 for number in numbers):
        raise ValidationError(_("This list has no such page. Begin with its first."), code="after")
    return Place(int(key) if len(numbers) == 2 else key, int(pk))


class Where(ReportForm):
    """Of which articles."""

    article = forms.ModelChoiceField(
        Article.objects.all(),
        label=_("Article no."),
        required=False,
        widget=forms.NumberInput({"min": 1}),
        error_messages={"invalid_choice": _("There is no article with this number.")},
    )
    outlet = forms.ModelChoiceField(
        Outlet.objects.all(), label=_("Outlet"), required=False, empty_label=_("all")
    )
    language = forms.ChoiceField(label=_("Language"), required=False, choices=languages)


class OfArticles(Where):
    state = forms.ChoiceField(
        label=_("Work"),
        required=False,
        choices=any_or([(coverage.BEGUN, _("begun")), (coverage.UNTOUCHED, _("not begun"))]),
    )


class OfClaims(Where):
    person = forms.ModelChoiceField(
        User.objects.none(), label=_("Person"), required=False, empty_label=_("all")
    )

    def __init__(self, data: QueryDict, **known: Any) -> None:
        super().__init__(data, **known)
        wrote = Exists(Claim.objects.filter(writer=OuterRef("pk")))
        proposed = Exists(Suggestion.objects.filter(by=OuterRef("pk")))
        people: Any = self.fields["person"]
        people.queryset = User.objects.filter(wrote | proposed).order_by("username")


class OfDrafts(OfClaims):
    status = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=any_or([c for c in Claim.Status.choices if c[0] in ("draft", "in_review")]),
    )


class OfDisputes(OfClaims):
    status = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=any_or([c for c in Claim.Status.choices if c[0] != "withdrawn"]),
    )


class OfContradictions(OfClaims):
    speakers = forms.ChoiceField(
        label=_("Said by"),
        required=False,
        choices=any_or(
            [
                (contradictions.TWO, _("different actors")),
                (contradictions.ONE, _("the same actor")),
            ]
        ),
    )


class OfProposals(OfClaims):
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=any_or(
            [
                (proposals.RIVAL, _("with rivals")),
                (proposals.STALE, pgettext_lazy("suggestions", "out of date")),
            ]
        ),
    )


class OfWordings(OfClaims):
    stance = forms.ChoiceField(
        label=_("Stance"), required=False, choices=any_or(list(Stance.choices))
    )


class OfAnchors(Where):
    verdict = forms.ChoiceField(
        label=_("Verdict"), required=False, choices=any_or(list(Reanchoring.Verdict.choices))
    )


class OfActors(ReportForm):
    kind = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        choices=any_or([c for c in Actor.Kind.choices if c[0] != Actor.Kind.UNKNOWN]),
    )


class OfPeople(ReportForm):
    """Whoever may publish sees what lies on others' desks, everybody else their own."""

    person = forms.ModelChoiceField(
        User.objects.none(), label=_("Person"), required=False, empty_label=_("all")
    )

    def __init__(self, data: QueryDict, **known: Any) -> None:
        super().__init__(data, **known)
        if sees_others(self.user):
            people: Any = self.fields["person"]
            people.queryset = workload.rows().order_by("username")
        else:
            del self.fields["person"]

    def chosen(self) -> dict[str, Any]:
        return super().chosen() if sees_others(self.user) else {"person": self.user}


def sees_others(user: Any) -> bool:
    return bool(user.has_perm("kb.publish_claim"))
