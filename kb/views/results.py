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
from kb.search.asking import Asked
from kb.search.facets import FACETS, FACTS, Share, facets, with_facts
from kb.search.found import LIMIT, Found, search
from kb.search.marking import hits
from kb.search.narrowing import narrowed
from kb.search.proposing import meant
from kb.views.entries import Summary, summaries
from kb.views.filters import Choice, ClaimFilter
from kb.views.passages import Piece

__all__ = ["PAGE", "FoundClaims", "Hit", "Results", "listed", "pieces"]

PAGE = 25
# The columns that a list shows: reading all of them took half as long again.
LISTED = (
    *("text", "language", "kind", "mode", "hops", "status", "said_on", "version"),
    *("speaker__name", "speaker__slug", "speaker__kind"),
    *("article__published_on", "article__access", "article__current_version"),
)


@dataclass(frozen=True)
class Hit:
    """A claim as lists show it, its text in pieces."""

    entry: Summary
    pieces: Sequence[Piece]


@dataclass(frozen=True)
class Facet:
    """A way to narrow the list: what was chosen, or what may be, each with its address."""

    name: str
    label: str
    chosen: Choice | None
    shares: Sequence[tuple[Share, str]]


class Results:
    """What of some rows answers what was asked, a page of it, for templates."""

    limit = LIMIT

    def __init__(self, form: ClaimFilter, rows: QuerySet[Any]) -> None:
        self.form, self.rows, self.user = form, rows, form.user

    @cached_property
    def found(self) -> Found:
        return search(self.rows, self.form.asked, self.user)

    @property
    def count(self) -> int:
        return len(self.found.ids)

    @cached_property
    def _page(self) -> Sequence[int]:
        """The ids of this page, and one more if another follows."""
        return self.found.after(self.form.place())[: PAGE + 1]

    @property
    def next(self) -> str:
        """The address of the next page; empty on the last."""
        return self.form.address(before=self._page[PAGE - 1]) if len(self._page) > PAGE else ""

    @cached_property
    def meant(self) -> tuple[str, str] | None:
        """The question as it may have been meant, where this is not quite it, with its address."""
        if self.found.ids and not self.found.is_some:
            return None
        rows = narrowed(self.rows, self.form.beside, self.user)
        other = meant(rows, self.form.typed, self.user)
        return (other, self.form.address(q=other)) if other else None


class FoundClaims(Results):
    """The claims that answer a question, with the facets that narrow them further."""

    def __init__(self, form: ClaimFilter) -> None:
        super().__init__(form, form.narrowed())

    @cached_property
    def found(self) -> Found:
        return search(with_facts(self.rows, self.user), self.form.asked, self.user, FACTS)

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
        if not self.form.is_by_date:
            return super()._page
        before = self.form.place()
        rest = [pk for pk in sorted(self.found.ids, reverse=True) if not before or pk < before]
        if before and self.found.is_full and len(rest) <= PAGE:
            # By date one may go on beyond what is ranked and counted.
            older = search(self.rows.filter(pk__lt=before), self.form.asked, self.user)
            rest = sorted(older.ids, reverse=True)
        return rest[: PAGE + 1]

    @cached_property
    def hits(self) -> list[Hit]:
        ids = self._page[:PAGE]
        shown = summaries(listed(ids, self.user), self.user)
        asked = self.form.asked
        return [Hit(e, pieces(e.claim.text, e.claim.language, asked)) for e in shown]

    @cached_property
    def facets(self) -> list[Facet]:
        """What narrows the list further, and what narrows it already."""
        counted = facets(self.found, self.user)
        chosen = {choice.name: choice for choice in self.form.chosen()}
        all_ = (self._facet(name, counted.get(name, []), chosen.get(name)) for name in FACETS)
        return [facet for facet in all_ if facet.chosen or len(facet.shares) > 1]

    def _facet(self, name: str, shares: Iterable[Share], chosen: Choice | None) -> Facet:
        links = [(share, self.form.address(**{name: share.value})) for share in shares]
        return Facet(name, str(self.form[name].label), chosen, [] if chosen else links)


def listed(ids: Sequence[int], user: Any) -> list[Claim]:
    """The claims of these ids that `user` may see, in this order, with their speakers."""
    rows = Claim.objects.visible_to(user).filter(pk__in=ids).select_related("speaker", "article")
    claims = {claim.pk: claim for claim in rows.only(*LISTED)}
    return [claims[pk] for pk in ids if pk in claims]


def pieces(text: str, language: str, asked: Asked) -> list[Piece]:
    """`text` in pieces, those marked by which it was found."""
    found, end = [], 0
    for start, stop in hits(text, language, asked):
        found += [Piece(text[end:start], False), Piece(text[start:stop], True)]
        end = stop
    return [piece for piece in (*found, Piece(text[end:], False)) if piece.text]
