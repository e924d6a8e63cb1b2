"""Fingerprints and near-duplicates: all of it follows from the texts."""

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from django.db.models import F

from kb.models import Article, Fingerprint, NearDuplicate
from kb.text.groups import Groups
from kb.text.shingles import NEAR, bands, likeness, shingles
from kb.verify.finding import Finding, rows

__all__ = ["fingerprints", "links", "origins"]


def fingerprints() -> Iterator[Finding]:
    shown = Article.objects.exclude(current_version=None).order_by("pk")
    stored = (f"fingerprint__{band}" for band in Fingerprint.BANDS)
    for pk, text, *its in rows(shown.values_list("pk", "current_version__text", *stored)):
        if None in its:
            yield Finding("duplicates", f"article {pk}", "has no fingerprint")
        elif tuple(its) != bands(shingles(text)):
            yield Finding("duplicates", f"article {pk}", "its fingerprint is not that of its text")
    for each in rows(Fingerprint.objects.filter(article__current_version=None).order_by("pk")):
        yield Finding("duplicates", f"article {each.pk}", "has a fingerprint, but no text")


def links() -> Iterator[Finding]:
    text = "{}__current_version__text"
    pairs = NearDuplicate.objects.order_by("article_id", "other_id").values_list(
        "article_id", "other_id", "likeness", text.format("article"), text.format("other")
    )
    for _, of_one in groupby(rows(pairs), key=itemgetter(0)):
        mine = None
        for one, other, stored, its_text, other_text in of_one:
            mine = mine or shingles(its_text or "")
            alike = likeness(mine, shingles(other_text or ""))
            place = f"articles {one} and {other}"
            if alike != stored:
                yield Finding("duplicates", place, f"their likeness is {alike}, not {stored}")
            elif alike < NEAR:
                yield Finding("duplicates", place, "are linked, but not nearly the same")


def origins() -> Iterator[Finding]:
    """What hangs together by links, and nothing else, has the smallest of its ids as origin."""
    tied = NearDuplicate.objects.counting().exclude(article__fingerprint=None)
    theirs = ("article__fingerprint__origin", "other__fingerprint__origin")
    for link in rows(tied.exclude(**{theirs[0]: F(theirs[1])}).order_by("pk")):
        place = f"articles {link.article_id} and {link.other_id}"
        yield Finding("duplicates", place, "are linked, but of two origins")
    prints = rows(Fingerprint.objects.order_by("origin", "pk").values_list("origin", "pk"))
    pairs = rows(tied.order_by(theirs[0]).values_list(theirs[0], "article_id", "other_id"))
    by_origin = groupby(pairs, key=itemgetter(0))
    linked, ties = next(by_origin, (None, iter(())))
    for origin, members in groupby(prints, key=itemgetter(0)):
        groups = Groups()
        while linked is not None and linked <= origin:
            for _, one, other in ties:
                groups.tie(one, other)
            linked, ties = next(by_origin, (None, iter(())))
        yield from _apart(origin, (pk for _, pk in members), groups)


def _apart(origin: int, members: Iterator[int], groups: Groups) -> Iterator[Finding]:
    for pk in members:
        if groups.smallest(pk) != origin:
            text = f"its origin is {groups.smallest(pk)}, not {origin}"
            yield Finding("duplicates", f"article {pk}", text)
