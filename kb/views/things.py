"""Sentences, actors, events and articles as a search shows them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kb.models import Actor, Article, Event, Sentence
from kb.search.found import Found
from kb.views.filters import SearchFilter
from kb.views.passages import Piece
from kb.views.results import PAGE, Results, pieces

__all__ = ["CLAIMS", "KINDS", "FoundThings", "Tab"]

CLAIMS = "claims"
KINDS: dict[str, str | Promise] = {
    CLAIMS: gettext_lazy("Claims"),
    "sentences": gettext_lazy("Sentences"),
    "actors": gettext_lazy("Actors"),
    "events": gettext_lazy("Events"),
    "articles": gettext_lazy("Articles"),
}


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
        super().__init__(form, MODELS[kind].objects.visible_to(form.user))
        self.kind = kind

    @cached_property
    def things(self) -> list[Thing]:
        ids = self._page[:PAGE]
        related = RELATED.get(self.kind, ())
        rows = {row.pk: row for row in self.rows.filter(pk__in=ids).select_related(*related)}
        return [self._thing(rows[pk]) for pk in ids if pk in rows]

    def _thing(self, row: Any) -> Thing:
        text, language, address = SHOWN[self.kind](row)
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


MODELS: dict[str, Any] = {
    "sentences": Sentence,
    "actors": Actor,
    "events": Event,
    "articles": Article,
}
RELATED = {"sentences": ("version__article__outlet",), "articles": ("author", "outlet")}
SHOWN: dict[str, Callable[[Any], tuple[str, str, str]]] = {
    "sentences": _sentence,
    "actors": _actor,
    "events": _event,
    "articles": _article,
}


class Searched(Protocol):
    @property
    def found(self) -> Found: ...


class Tab:
    """A kind of things with how many answer."""

    def __init__(self, form: SearchFilter, kind: str, searched: Searched) -> None:
        self.kind, self.words, self.found = kind, KINDS[kind], searched.found
        self.is_here = kind == (form.shown or CLAIMS)
        self.address = form.address(among="" if kind == CLAIMS else kind)

    @property
    def count(self) -> str:
        if self.found.is_some:
            return _("none quite")
        count = number_format(len(self.found.ids))
        return _("more than %(count)s") % {"count": count} if self.found.is_full else count
