"""What readers may ask for in an address."""

from typing import Any, NamedTuple, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from kb.models import Actor, Article, Claim, Event, Mode, Stance, Tag
from kb.search.asking import MAX_LENGTH, Asked, Field, ask, day
from kb.search.facets import FACETS
from kb.search.found import answering
from kb.views.fields import Asking, Name, Named, chosen_of, words_of

__all__ = ["NAMES", "Begun", "Choice", "ClaimFilter", "Page", "Place", "SearchFilter"]

OTHER_KINDS = ("sentences", "actors", "events", "articles")  # of things than claims


class ClaimFilter(Asking):
    """What is asked for: words, and what narrows them; every field is optional, all in the address."""

    q = words_of(_("Words"))
    author = Name(_("Author of the article"))
    actor = Name(_("Who says it or is spoken of"))
    occasion = Name(_("Name of the event"))
    topic = Name(_("Name of the tag"))
    since = words_of(_("From"), placeholder="2025-12-01")
    until = words_of(_("To"), placeholder="2025-12")
    speaker = Named(Actor, _("Said by"))
    about = Named(Actor, _("About"))
    event = Named(Event, _("Event"))
    tag = Named(Tag, _("Tag"))
    kind = chosen_of(_("Kind"), Claim.Kind.choices)
    mode = chosen_of(_("Speech"), Mode.choices)
    stance = chosen_of(_("Passages"), Stance.choices)
    article = Named(Article, _("Article"), key="pk")
    year = forms.RegexField(
        "^[1-9][0-9]{3}$", label=_("Year"), required=False, widget=forms.HiddenInput
    )
    sort = chosen_of(_("Order"), [("newest", _("newest first"))])
    before = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    @cached_property
    def asked(self) -> Asked:
        """The words and what the fields beside them ask, as one question."""
        return self.typed.with_beside(self.beside)

    @cached_property
    def typed(self) -> Asked:
        """What stands in the box."""
        self.is_valid()
        return ask(self.cleaned_data["q"])

    @cached_property
    def beside(self) -> Asked:
        """What the fields beside the box ask."""
        self.is_valid()
        its = self.cleaned_data
        return Asked(
            fields=tuple(Field(of, its[name]) for name, of in NAMES.items() if its.get(name)),
            since=day(its.get("since", ""), "from"),
            until=day(its.get("until", ""), "to"),
        )

    def clean_since(self) -> str:
        return self._dated("since")

    def clean_until(self) -> str:
        return self._dated("until")

    def _dated(self, name: str) -> str:
        typed = str(self.cleaned_data[name])
        if typed and not day(typed, BESIDE[name]):
            raise ValidationError(
                _("“%(typed)s” is no date. Write 2025, 2025-12 or 2025-12-01."),
                params={"typed": typed},
            )
        return typed

    def narrowed(self) -> QuerySet[Claim]:
        """The claims that fit what was chosen; none where the choice cannot be understood."""
        claims = Claim.objects.visible_to(self.user)
        if not self.is_valid():
            return claims.none()
        chosen = self.cleaned_data
        if chosen["about"]:
            claims = claims.about(chosen["about"])
        if chosen["speaker"]:
            claims = claims.spoken_by(chosen["speaker"])
        if chosen["event"]:
            claims = claims.naming(chosen["event"])
        if chosen["tag"]:
            claims = claims.tagged(chosen["tag"])
        if chosen["stance"]:
            claims = claims.with_passages(chosen["stance"], self.user)
        if chosen["year"]:
            claims = claims.of_year(int(chosen["year"]), self.user)
        plain = {name: chosen[name] for name in ("article", "kind", "mode") if chosen[name]}
        return claims.filter(**plain)

    def claims(self) -> QuerySet[Claim]:
        """All claims that answer, in no order."""
        return answering(self.narrowed(), self.asked, self.user)

    @property
    def is_detailed(self) -> bool:
        """Whether more was asked than fits the one line."""
        return any(self.data.get(name) for name in BESIDE)

    @property
    def is_by_date(self) -> bool:
        """Whether the newest come first, and not the best."""
        return not self.asked.words or bool(self.data.get("sort"))

    def place(self) -> int | None:
        """The id before which the page begins."""
        return self.cleaned_data.get("before") if self.is_valid() else None

    def chosen(self) -> list["Choice"]:
        """What narrows the list, for people."""
        return [
            Choice(name, str(self[name].label), self._words(name), self.address(**{name: ""}))
            for name in CHOICES
            if self.data.get(name) and name not in self.errors
        ]

    def _words(self, name: str) -> str:
        value = self.cleaned_data[name]
        choices = dict(getattr(self.fields[name], "choices", ()))
        return str(choices.get(value, value))

    @property
    def query(self) -> str:
        """The whole question as the address has it."""
        return self.address(before=None).removeprefix("?")

    def address(self, **changed: Any) -> str:
        """The query part of the address for this choice, without what was left open.

        A page of its own begins anew where something else is changed.
        """
        if changed:
            changed = {"before": None} | changed
        return super().address(**changed)


class Choice(NamedTuple):
    """One thing that was chosen, and the address without it."""

    name: str
    label: str
    words: str
    without: str


class SearchFilter(ClaimFilter):
    """The same question to things of several kinds, one of which is shown."""

    among = chosen_of(_("Among"), [(name, name) for name in OTHER_KINDS])

    def __init__(self, data: QueryDict, user: Any) -> None:
        super().__init__(data, user)
        if self.data.get("among") in OTHER_KINDS:
            for name in FACETS:  # they narrow claims alone
                cast(QueryDict, self.data).pop(name, None)

    @property
    def shown(self) -> str:
        """The kind of things that is shown."""
        return self.data.get("among", "") if "among" not in self.errors else ""


class Begun(forms.Form):
    """What is being typed."""

    q = forms.CharField(required=False, strip=False, max_length=MAX_LENGTH)

    def typed(self) -> str:
        return str(self.cleaned_data["q"]) if self.is_valid() else ""


# Fields of the form, and what they are called in the box.
NAMES = {"author": "author", "actor": "actor", "occasion": "event", "topic": "tag"}
BESIDE = NAMES | {"since": "from", "until": "to"}
CHOICES = (*BESIDE, *FACETS)


class Page(forms.Form):
    """Where a page of a long list begins."""

    after = forms.IntegerField(required=False, min_value=1)

    def place(self) -> int | None:
        return self.cleaned_data.get("after") if self.is_valid() else None


class Place(forms.Form):
    """The sentence of an article that was chosen."""

    s = forms.IntegerField(required=False, min_value=1)

    def sentence(self) -> int | None:
        return self.cleaned_data.get("s") if self.is_valid() else None
