"""Who, which event and which tag is meant by a name: looked up for a whole batch at once."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from itertools import chain
from typing import Any

from editorial.actions.actors import own_slugs
from editorial.bulk import Rows
from editorial.importing.documents.portions import portions
from kb.models import Actor, Alias, Event, Tag, recorded_as
from kb.text.folding import sort_key

__all__ = ["Names"]

_NAMES_AT_ONCE = 10_000


class Names:
    """The actors, events and tags that a batch names.

    An actor is the one whom a name or alias means; where there is none, or more than one, it is
    an unlisted actor of the article alone: "Sie" here is not "Sie" there.
    """

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self._actors: dict[str, set[int]] = defaultdict(set)
        self._own: dict[tuple[int, str], int] = {}
        self._here: dict[int | None, dict[str, int]] = {}  # by what they became, by name
        self._events_here: dict[int, int] = {}
        self._events: dict[str, set[int]] = defaultdict(set)
        self._tags: dict[str, int] = {}
        self._tag_names: dict[int, str] = {}
        self._slugs: set[str] = set()
        self._ahead: dict[str, Iterator[str]] = {}  # slugs not tried yet, by the first of them

    def look_up(
        self, actors: set[str], events: set[str], tags: set[str], articles: Iterable[int]
    ) -> None:
        """Asks for all names of a batch, and for the own actors of articles that are known."""
        found: list[tuple[str, int]] = []
        for some in portions(actors, _NAMES_AT_ONCE):
            everybody = Actor.objects.filter(only_in=None, name__in=some)
            found += everybody.values_list("name", "pk")
            aliases = Alias.objects.filter(name__in=some, actor__only_in=None)
            found += aliases.values_list("name", "actor")
        own = Actor.objects.filter(only_in__in=list(articles))
        mine = list(own.values_list("only_in", "name", "pk", "slug"))
        final = _merged(Actor, {pk for _, pk in found} | {pk for _, _, pk, _ in mine})
        for name, pk in found:
            self._actors[name].add(final[pk])
        for article, name, pk, slug in mine:
            self._own[article, name] = final[pk]
            self._slugs.add(slug)
        meant: list[tuple[str, int]] = []
        for titles in portions(events, _NAMES_AT_ONCE):
            meant += Event.objects.filter(title__in=titles).values_list("title", "pk")
        into = _merged(Event, {pk for _, pk in meant})
        for title, pk in meant:
            self._events[title].add(into[pk])
        self._look_up_tags(tags)

    def _look_up_tags(self, names: set[str]) -> None:
        found: dict[str, int] = {}
        for some in portions(names, _NAMES_AT_ONCE):
            found |= dict(Tag.objects.filter(name__in=some).values_list("name", "pk"))
        final = _merged(Tag, set(found.values()))
        self._tags = {name: final[pk] for name, pk in found.items()}
        known = Tag.objects.filter(pk__in=self._tags.values())
        self._tag_names = dict(known.values_list("pk", "name"))

    def prefer(self, actors: Collection[int], events: Iterable[int] = ()) -> None:
        """A name that may mean one of these, or what they became by merging, means that one: what is
        exported from here is the same when it comes in again."""
        called = dict(Actor.objects.filter(pk__in=set(actors)).values_list("pk", "name"))
        self._here = {}
        for pk, final in _merged(Actor, set(called)).items():
            self._here.setdefault(final, {})[called[pk]] = pk
        self._events_here = {final: pk for pk, final in _merged(Event, set(events)).items()}

    def known(self, name: str, article: int) -> int | None:
        """Who is meant by `name` in that article, if anybody is there yet."""
        meant = self._actors.get(name, set())
        own = self._own.get((article, name))
        here = self._here.keys() & {*meant, own}
        called = [self._here[final][name] for final in here if name in self._here[final]]
        if len(called) == 1:
            return called[0]
        if len(here) == 1:
            return next(iter(self._here[here.pop()].values()))
        return next(iter(meant)) if len(meant) == 1 else own

    def actor(self, name: str, article: int) -> int:
        """Who is meant by `name` in that article; somebody of its own where nobody is."""
        known = self.known(name, article)
        if known is None:
            known = self._own[article, name] = self._new(name, article)
        return known

    def event(self, title: str) -> int | None:
        """The one event of that title; None where there is none, or more than one."""
        known = self._events.get(title, set())
        here = self._events_here.keys() & known
        if len(here) == 1:
            return self._events_here[here.pop()]
        return next(iter(known)) if len(known) == 1 else None

    def tag(self, name: str) -> int:
        """The tag of that name; a new one where there is none."""
        if name not in self._tags:
            with recorded_as(self.rows.by, self.rows.reason):
                tag = Tag.objects.create(name=name).pk
            self._tags[name], self._tag_names[tag] = tag, name
        return self._tags[name]

    def tag_name(self, tag: int) -> str:
        return self._tag_names[tag]

    def tag_called(self, name: str) -> str:
        """What the tag of that name is called now; the name itself where there is none yet."""
        return self._tag_names[self._tags[name]] if name in self._tags else name

    def _new(self, name: str, article: int) -> int:
        slug = self._free_slug(name, article)
        actor = self.rows.add(
            Actor,
            name=name,
            sort_name=sort_key(name)[:200],
            slug=slug,
            kind=Actor.Kind.UNKNOWN,
            listed=False,
            only_in_id=article,
        )
        return int(actor["id"])

    def _free_slug(self, name: str, article: int) -> str:
        """Goes on where it stopped: thousands of names may share the beginning of their slugs."""
        ahead = own_slugs(name, article)
        first = next(ahead)
        ahead = self._ahead.setdefault(first, chain([first], ahead))
        slug = next(slug for slug in ahead if slug not in self._slugs)
        self._slugs.add(slug)
        return slug


def _merged(model: Any, ids: set[int]) -> dict[int, int]:
    """What each of these became by merging; itself where it was not merged."""
    final = {pk: pk for pk in ids}
    ahead = ids
    while ahead:
        steps = model.objects.filter(pk__in=ahead, merged_into__isnull=False)
        into = dict(steps.values_list("pk", "merged_into"))
        final = {pk: into.get(last, last) for pk, last in final.items()}
        ahead = set(into.values())
    return final
