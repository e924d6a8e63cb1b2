"""Near-duplicates: articles whose texts are nearly the same are found and linked, never merged.

All of it is made from the texts alone, so it has no history. However articles come together, the
result is that of one after another: each is compared with what was there when its text came.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import Case, QuerySet, Value, When

from kb.models import Article, Fingerprint, NearDuplicate
from kb.search.backend import among
from kb.text.addresses import spellings
from kb.text.groups import Groups
from kb.text.shingles import CANDIDATES, NEAR, Shelf, bands, likeness, shingles

__all__ = ["link_batch", "regroup", "same_address", "wait_for_others"]

BATCH_TEXTS = 500  # in memory at a time

_CHUNK_ROWS = 100
_LOCK = 0x6265_6C65_6775_6E67  # "belegung": a number that no other program takes by chance
# By the values of one band. Put together by Django, nine of them took eight times as long.
_FIRST = """
SELECT {columns} FROM (
  SELECT {columns}, ROW_NUMBER() OVER (PARTITION BY {band} ORDER BY article_id) AS place
  FROM kb_fingerprint WHERE {band} IN ({its}) AND article_id NOT IN ({own})
) AS by_{band} WHERE place <= {most}
"""

Pair = tuple[int, int]  # of articles' ids, the smaller first


def same_address(*urls: str) -> QuerySet[Article]:
    """The articles at one of the addresses, however it is spelled (kb.text.addresses)."""
    known = {spelling for url in urls for spelling in spellings(url)}
    return Article.objects.filter(url__in=known).exclude(url="").order_by("pk")


@transaction.atomic
def link_batch(texts: Iterable[tuple[int, str]]) -> list[NearDuplicate]:
    """Fingerprints articles that are new or have a new text, and links near-duplicates.

    `texts` are ids of articles with their current texts, in the order in which they came. Links of
    these articles that the new text does not bear out go. Returns the links that were not
    there before. Belongs into the transaction that stores the texts.
    """
    wait_for_others()
    new: dict[Pair, NearDuplicate] = {}
    for batch in _batches(texts):
        new = {pair: link for pair, link in new.items() if batch.keys().isdisjoint(pair)}
        new |= _link(batch)
    return list(new.values())


@transaction.atomic
def regroup(article: Article) -> None:
    """Settles anew what is one source with `article`, after it was sealed or reopened."""
    wait_for_others()
    links = NearDuplicate.objects.of([article.pk])
    ids = {article.pk, *(pk for pair in links.values_list("article", "other") for pk in pair)}
    origins = Fingerprint.objects.filter(article__in=ids).values_list("origin", flat=True)
    members = _members(set(origins))
    _move(members, _groups(members))


def wait_for_others() -> None:
    """Two that link at once would not see each other. SQLite has but one writer anyway.

    A verb that locks articles before it links them calls this first: two that lock in another
    order would wait for each other for ever.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _batches(texts: Iterable[tuple[int, str]]) -> Iterator[dict[int, str]]:
    """`texts` in order, no more at a time than memory should hold, no article twice in one."""
    batch: dict[int, str] = {}
    for pk, text in texts:
        if len(batch) == BATCH_TEXTS or pk in batch:
            yield batch
            batch = {}
        batch[pk] = text
    if batch:
        yield batch


class _Known(NamedTuple):
    """The stored fingerprint of an article."""

    origin: int
    bands: Sequence[int]


def _link(texts: Mapping[int, str]) -> dict[Pair, NearDuplicate]:
    sets = {pk: shingles(text) for pk, text in texts.items()}
    made = {pk: bands(of) for pk, of in sets.items()}
    before = _known(Fingerprint.objects.filter(article__in=texts))
    known = _beside(made, before) | before
    near = _near(_pairs(made, known), sets)
    old = _replace_links(set(before), near)
    members = _members({before[pk].origin for pair in old for pk in pair if pk in before})
    groups = _groups(members)
    homes = {pk: stored.origin for pk, stored in known.items()} | {pk: pk for pk in members}
    homes |= {pk: pk for pk in texts}
    for one, other in _counting(near):
        groups.tie(homes[one], homes[other])
    _move(members, groups)
    _move_together(set(homes.values()) - set(members) - set(texts), groups)
    _store(made, groups)
    return _store_links(near, old)


def _known(rows: QuerySet[Fingerprint]) -> dict[int, _Known]:
    found = rows.values_list("article", "origin", *Fingerprint.BANDS)
    return {pk: _Known(origin, its) for pk, origin, *its in found}


def _beside(made: Mapping[int, Sequence[int]], before: Iterable[int]) -> dict[int, _Known]:
    """What stood there before and shares a band with one of the texts: of each band the first."""
    columns = ", ".join(("article_id", "origin", *Fingerprint.BANDS))
    own, parts, params = among(list(before)), [], []
    for band, values in zip(Fingerprint.BANDS, zip(*made.values(), strict=True), strict=True):
        its = among(list(set(values)))
        names = {"columns": columns, "band": band, "its": its.sql, "own": own.sql}
        parts.append(_FIRST.format(**names, most=CANDIDATES))
        params += [*its.params, *own.params]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ".join(parts), params)
        return {pk: _Known(origin, its) for pk, origin, *its in cursor.fetchall()}


def _pairs(made: Mapping[int, Sequence[int]], known: Mapping[int, _Known]) -> Iterator[Pair]:
    """Each article with those it is to be compared with: what stood there when its turn came."""
    shelf = Shelf()
    for pk, stored in known.items():
        shelf.put(pk, stored.bands)
    waiting = set(made)
    for pk, its in made.items():
        waiting.remove(pk)
        shelf.put(pk, its)
        # What is yet to get its new text is compared in its own turn.
        yield from ((pk, other) for other in shelf.candidates(pk) if other not in waiting)


def _near(pairs: Iterable[Pair], sets: Mapping[int, Set[int]]) -> dict[Pair, float]:
    """Those of the pairs that are nearly the same, with their likeness."""
    seekers = defaultdict(list)
    for pk, other in pairs:
        seekers[other].append(pk)
    near = {}
    for other, its in _sets(seekers, sets):
        for pk in seekers[other]:
            alike = likeness(sets[pk], its)
            if alike >= NEAR:
                near[min(pk, other), max(pk, other)] = alike
    return near


def _sets(ids: Iterable[int], sets: Mapping[int, Set[int]]) -> Iterator[tuple[int, Set[int]]]:
    """The shingles of the articles `ids`, one after another: few are in memory at a time."""
    yield from ((pk, sets[pk]) for pk in ids if pk in sets)
    others = Article.objects.filter(pk__in=[pk for pk in ids if pk not in sets])
    texts = others.exclude(current_version=None).values_list("pk", "current_version__text")
    for pk, text in texts.iterator(chunk_size=_CHUNK_ROWS):
        yield pk, shingles(text)


def _replace_links(changed: set[int], near: Mapping[Pair, float]) -> dict[Pair, NearDuplicate]:
    """Drops the links of `changed` articles that no longer hold; returns all they had."""
    links = NearDuplicate.objects.of(changed)
    old = {(link.article_id, link.other_id): link for link in links}
    kept = [link.pk for pair, link in old.items() if pair in near]
    if len(kept) < len(old):
        links.exclude(pk__in=kept).delete()
    return old


def _members(origins: set[int]) -> dict[int, int]:
    """The articles that have one of the `origins`, and which."""
    return dict(Fingerprint.objects.filter(origin__in=origins).values_list("article", "origin"))


def _groups(members: Mapping[int, int]) -> Groups:
    """What hangs together among `members`, which are all that had one of their origins."""
    links = NearDuplicate.objects.counting()
    links = links.filter(article__fingerprint__origin__in=set(members.values()))
    groups = Groups()
    for one, other in links.values_list("article", "other"):
        groups.tie(one, other)
    return groups


def _counting(pairs: Iterable[Pair]) -> list[Pair]:
    """The pairs without a sealed article."""
    ids = {pk for pair in pairs for pk in pair}
    sealed = Article.objects.filter(pk__in=ids, access=Article.Access.SEALED)
    hidden = set(sealed.values_list("pk", flat=True))
    return [pair for pair in pairs if hidden.isdisjoint(pair)]


def _move(members: Mapping[int, int], groups: Groups) -> None:
    """Gives each of `members` the origin of its group."""
    moved = [
        Fingerprint(article_id=pk, origin=groups.smallest(pk))
        for pk, origin in members.items()
        if groups.smallest(pk) != origin
    ]
    Fingerprint.objects.bulk_update(moved, ("origin",), batch_size=BATCH_TEXTS)


def _move_together(origins: Iterable[int], groups: Groups) -> None:
    """Gives all that share one of `origins` the origin of the group that it now belongs to."""
    moved = {origin: groups.smallest(origin) for origin in origins}
    moved = {origin: smallest for origin, smallest in moved.items() if smallest != origin}
    if moved:
        to = Case(*(When(origin=origin, then=Value(new)) for origin, new in moved.items()))
        Fingerprint.objects.filter(origin__in=moved).update(origin=to)


def _store(made: Mapping[int, Sequence[int]], groups: Groups) -> None:
    Fingerprint.objects.bulk_create(
        (
            Fingerprint(
                article_id=pk,
                origin=groups.smallest(pk),
                **dict(zip(Fingerprint.BANDS, its, strict=True)),
            )
            for pk, its in made.items()
        ),
        update_conflicts=True,
        unique_fields=("article",),
        update_fields=("origin", *Fingerprint.BANDS),
    )


def _store_links(
    near: Mapping[Pair, float], old: Mapping[Pair, NearDuplicate]
) -> dict[Pair, NearDuplicate]:
    """Stores the links of `near`; returns those that are new."""
    other_now = [old[pair] for pair, alike in near.items() if pair in old]
    for link in other_now:
        link.likeness = near[link.article_id, link.other_id]
    NearDuplicate.objects.bulk_update(other_now, ("likeness",), batch_size=BATCH_TEXTS)
    new = {
        pair: NearDuplicate(article_id=pair[0], other_id=pair[1], likeness=alike)
        for pair, alike in near.items()
        if pair not in old
    }
    NearDuplicate.objects.bulk_create(new.values())
    return new
