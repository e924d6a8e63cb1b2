"""What readers may ask for in an address."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kb.models import Actor, Article, Claim, Event, Mode, Tag

__all__ = ["ClaimFilter", "Page", "Place"]

# What a key can be at all; the rest (NUL, numbers beyond the database) is not looked up.
KEYS = {"slug": re.compile(r"[-\w]{1,100}"), "pk": re.compile(r"[0-9]{1,18}")}
OFFERED = 300  # options a list of choices shows; an address may name any other, too


class Offer(forms.Field):
    """A choice among rows that the address names by a key; from one query."""

    widget = forms.Select

    def __init__(self, label: Any, open_label: Any, key: str = "slug") -> None:
        super().__init__(label=label, required=False)
        self.open_label, self.key = open_label, key
        self.rows: dict[str, Model] = {}

    def offer(self, known: QuerySet[Any], offered: QuerySet[Any], chosen: str) -> None:
        """List the first of `offered` and, of all that are `known`, the one that was chosen."""
        wanted = Q(pk__in=offered.values("pk")[:OFFERED])
        if KEYS[self.key].fullmatch(chosen):
            wanted |= Q(**{self.key: chosen})
        rows = known.filter(wanted).order_by(*offered.query.order_by)
        self.rows = {str(getattr(row, self.key)): row for row in rows}
        named = ((value, str(row)) for value, row in self.rows.items())
        self.widget.choices = [("", self.open_label), *named]

    def to_python(self, value: Any) -> Model | None:
        if not value:
            return None
        if value not in self.rows:
            raise ValidationError(_("Nothing public has this name. Choose another."))
        return self.rows[value]


class ClaimFilter(forms.Form):
    """Narrows the list of claims; every field is optional and stands in the address."""

    about = Offer(_("About"), _("anyone"))
    speaker = Offer(_("Said by"), _("anyone"))
    event = Offer(_("Event"), pgettext_lazy("event", "any"))
    tag = Offer(_("Tag"), pgettext_lazy("tag", "any"))
    article = Offer(_("Article"), pgettext_lazy("article", "any"), key="pk")
    kind = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        choices=[("", pgettext_lazy("kind", "any")), *Claim.Kind.choices],
    )
    mode = forms.ChoiceField(
        label=_("Speech"),
        required=False,
        choices=[("", pgettext_lazy("speech", "any")), *Mode.choices],
    )
    before = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict, user: Any) -> None:
        super().__init__(data, label_suffix="")
        self.user = user
        actors, events = Actor.objects.visible_to(user), Event.objects.visible_to(user)
        tags, articles = Tag.objects.visible_to(user), Article.objects.visible_to(user)
        self._offer("about", actors, Actor.objects.spoken_of(user).listed().by_name())
        self._offer("speaker", actors, Actor.objects.speaking(user).listed().by_name())
        self._offer("event", events, events.newest_first())
        self._offer("tag", tags, tags.order_by("name", "pk"))
        self._offer("article", articles, articles.newest_first())

    def _offer(self, name: str, known: QuerySet[Any], offered: QuerySet[Any]) -> None:
        field = self.fields[name]
        if isinstance(field, Offer):
            field.offer(known, offered, self.data.get(name, ""))

    def claims(self) -> QuerySet[Claim]:
        """The claims asked for; none where the question cannot be understood."""
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
        plain = {name: chosen[name] for name in ("article", "kind", "mode") if chosen[name]}
        return claims.filter(**plain)

    def place(self) -> int | None:
        """The id before which the page begins."""
        return self.cleaned_data.get("before") if self.is_valid() else None

    def chosen(self) -> list[tuple[str, str]]:
        """Label and value of what narrows the list, for people."""
        return [
            (str(bound.label), str(dict(bound.field.widget.choices).get(bound.value())))
            for bound in self.visible_fields()
            if bound.value() and not bound.errors
        ]

    def address(self, **changed: Any) -> str:
        """The query part of the address for this choice, without what was left open."""
        query = QueryDict(mutable=True)
        for name in self.fields:
            value = changed.get(name, self.data.get(name, ""))
            if value:
                query[name] = str(value)
        return f"?{query.urlencode()}" if query else ""


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
