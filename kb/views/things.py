"""Sentences, actors, events and articles as a search shows them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple, Protocol

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kb.models import Actor, Article, Event, Sentence
from kb.search.facets import FACETS
from kb.search.found import Found
from kb.views.filters import SearchFilter
from kb.views.passages import Piece
from kb.views.results import PAGE, Results, pieces

__all__ = ["CLAIMS", "KINDS", "FoundThings", "Searched", "Tab"]

CLAIMS = "claims"


@dataclass(frozen=True)
class Thing:
    """One line: its words in pieces, where it leads, and the row itself for what stands below."""

    pieces: Sequence[Piece]
    language: str
    address: str
    row: Any


class FoundThings(Results):
    """The things of one kind that answer a question."""

    def __init__(self, form: SearchFilter, kind: str) -> None:
        rows = KINDS[kind].model.objects.visible_to(form.user)
        super().__init__(form, rows if form.is_valid() else rows.none())
        self.kind = kind

    @cached_property
    def things(self) -> list[Thing]:
        ids, kind = self._page[:PAGE], KINDS[self.kind]
        found = self.rows.filter(pk__in=ids).select_related(*kind.related).defer(*kind.unread)
        rows = {row.pk: row for row in found}
        return [self._thing(rows[pk]) for pk in ids if pk in rows]

    def _thing(self, row: Any) -> Thing:
        text, language, address = KINDS[self.kind].line(row)
        # Names have no language of their own: they are found in that of the reader's words.
        return Thing(pieces(text, language or "de", self.form.asked), language, address, row)

    @property
    def spoken(self) -> str:
        """How many there are."""
        count = number_format(self.count)
        if self.found.is_full:
            return _("More than %(count)s results") % {"count": count}
        return ngettext("%(count)s result", "%(count)s results", self.count) % {"count": count}


def _sentence(row: Sentence) -> tuple[str, str, str]:
    article = row.version.article
    place = f"v{row.version.number}/?s={row.position}#s{row.position}"
    return row.text, article.language, article.get_absolute_url() + place


def _article(row: Article) -> tuple[str, str, str]:
    return row.title, row.language, row.get_absolute_url()


def _actor(row: Actor) -> tuple[str, str, str]:
    return row.name, "", row.get_absolute_url()


def _event(row: Event) -> tuple[str, str, str]:
    return row.title, "", row.get_absolute_url()


class Kind(NamedTuple):
    """A kind of thing: what it is called, and how it is shown on a line."""

    words: Promise
    model: Any
    line: Callable[[Any], tuple[str, str, str]]  # text, language, address
    related: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()  # columns that are long and not shown


KINDS = {
    "sentences": Kind(
        gettext_lazy("Sentences"),
        Sentence,
        _sentence,
        related=("version__article__outlet",),
        unread=("version__text",),
    ),
    "actors": Kind(gettext_lazy("Actors"), Actor, _actor),
    "events": Kind(gettext_lazy("Events"), Event, _event),
    "articles": Kind(gettext_lazy("Articles"), Article, _article, related=("author", "outlet")),
}


class Searched(Protocol):
    """What answers a question among one kind of things."""

    @property
    def found(self) -> Found: ...


class Tab:
    """A kind of things with how many answer."""

    def __init__(self, form: SearchFilter, kind: str, searched: Searched) -> None:
        self.kind, self.found = kind, searched.found
        self.words = _("Claims") if kind == CLAIMS else KINDS[kind].words
        self.is_here = kind == (form.shown or CLAIMS)
        facets = {} if kind == CLAIMS else dict.fromkeys(FACETS, "")
        self.address = form.address(among="" if kind == CLAIMS else kind, **facets)

    @property
    def count(self) -> str:
        if self.found.is_some:
            return _("none quite")
        count = number_format(len(self.found.ids))
        return _("more than %(count)s") % {"count": count} if self.found.is_full else count
