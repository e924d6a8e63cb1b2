"""What a search shows: a page of claims with the words they were found by, and what narrows them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kb.models import Claim
from kb.search.asking import Asked, ask
from kb.search.facets import FACETS, Share, facets
from kb.search.found import LIMIT, Found, search
from kb.search.marking import hits
from kb.search.proposing import meant
from kb.views.entries import Entry, entries, with_speaker
from kb.views.filters import Choice, ClaimFilter
from kb.views.passages import Piece

__all__ = ["FoundClaims", "Hit", "pieces", "proposal"]

PAGE = 25


@dataclass(frozen=True)
class Hit:
    """A claim as lists show it, its text in pieces."""

    entry: Entry
    pieces: Sequence[Piece]


@dataclass(frozen=True)
class Facet:
    """A way to narrow the list: what was chosen, or what may be, each with its address."""

    name: str
    label: str
    chosen: Choice | None
    shares: Sequence[tuple[Share, str]]


class FoundClaims:
    """The claims that answer what was asked, for templates."""

    limit = LIMIT

    def __init__(self, form: ClaimFilter) -> None:
        self.form, self.user = form, form.user

    @cached_property
    def found(self) -> Found:
        return search(self.form.narrowed(), self.form.asked, self.user)

    @property
    def count(self) -> int:
        return len(self.found.ids)

    @property
    def spoken(self) -> str:
        """How many there are."""
        if self.found.is_full:
            return _("More than %(count)s claims") % {"count": number_format(LIMIT)}
        counted = ngettext("%(count)s claim", "%(count)s claims", self.count)
        return counted % {"count": number_format(self.count)}

    @property
    def by_rank(self) -> str:
        return self.form.address(sort="")

    @property
    def by_date(self) -> str:
        return self.form.address(sort="newest")

    @cached_property
    def _page(self) -> Sequence[int]:
        """The ids of this page, and one more if another follows."""
        before, ids = self.form.place(), self.found.ids
        if self.form.is_by_date:
            ids = sorted(ids, reverse=True)
        rest = Found(ids).after(before)
        if before and self.form.is_by_date and self.found.is_full and len(rest) <= PAGE:
            # By date one may go on beyond what is ranked and counted.
            older = search(self.form.narrowed().filter(pk__lt=before), self.form.asked, self.user)
            rest = sorted(older.ids, reverse=True)
        return rest[: PAGE + 1]

    @cached_property
    def hits(self) -> list[Hit]:
        ids = self._page[:PAGE]
        claims = {
            c.pk: c for c in with_speaker(Claim.objects.visible_to(self.user).filter(pk__in=ids))
        }
        shown = entries((claims[pk] for pk in ids if pk in claims), self.user)
        asked = self.form.asked
        return [Hit(e, pieces(e.claim.text, e.claim.language, asked)) for e in shown]

    @property
    def next(self) -> str:
        """The address of the next page; empty on the last."""
        if len(self._page) <= PAGE:
            return ""
        return self.form.address(before=self._page[PAGE - 1])

    @property
    def is_cut(self) -> bool:
        """Whether this is the last page, but not of all there is."""
        return self.found.is_full and not self.next

    @cached_property
    def facets(self) -> list[Facet]:
        """What narrows the list further, and what narrows it already."""
        counted = facets(self.found.ids, self.user)
        chosen = {choice.name: choice for choice in self.form.chosen()}
        all_ = (self._facet(name, counted.get(name, []), chosen.get(name)) for name in FACETS)
        return [facet for facet in all_ if facet.chosen or len(facet.shares) > 1]

    def _facet(self, name: str, shares: Iterable[Share], chosen: Choice | None) -> Facet:
        links = [(share, self.form.address(**{name: share.value})) for share in shares]
        return Facet(name, str(self.form[name].label), chosen, [] if chosen else links)

    @cached_property
    def meant(self) -> tuple[str, str] | None:
        """The question as it may have been meant, with its address."""
        return proposal(self.form.narrowed(), self.form, self.found)


def pieces(text: str, language: str, asked: Asked) -> list[Piece]:
    """`text` in pieces, those marked by which it was found."""
    found, end = [], 0
    for start, stop in hits(text, language, asked):
        found += [Piece(text[end:start], False), Piece(text[start:stop], True)]
        end = stop
    return [piece for piece in (*found, Piece(text[end:], False)) if piece.text]


def proposal(rows: QuerySet[Any], form: ClaimFilter, found: Found) -> tuple[str, str] | None:
    """Where `found` is not quite it: what may have been meant, with its address."""
    if found.ids and not found.is_some:
        return None
    typed = ask(form.cleaned_data.get("q", ""))
    other = meant(rows, typed, form.user)
    return (other, form.address(q=other)) if other else None
