"""Pages by key, whatever happens to the rows between two of them."""

import pytest

from editorial.reports import coverage, identifiers, listing
from editorial.reports.listing import Place, beginning, chunks, counted, cut
from kb.models import Actor
from tests import makers

pytestmark = pytest.mark.django_db


def actors(count: int) -> list[Actor]:
    return [makers.make_actor(f"Rat {n % 3}") for n in range(count)]


@pytest.mark.parametrize("by", ["pk", "sort_name", "-sort_name"])
def test_pages_follow_each_other_without_gap_or_repetition(by: str) -> None:
    made = actors(7)
    seen: list[int] = []
    after: Place | None = None
    for _page in range(4):
        page = cut(identifiers.rows(), by=by, after=after, size=2)
        seen += [actor.pk for actor in page.rows]
        after = page.after
    assert after is None
    descends = by.startswith("-")
    names = sorted({actor.name for actor in made}, reverse=descends)
    expected = sorted(made, key=lambda actor: (names.index(actor.name), actor.pk))
    assert seen == [actor.pk for actor in (made if by == "pk" else expected)]


def test_a_page_begins_behind_a_row_that_was_mended_meanwhile() -> None:
    made = actors(5)
    first = cut(identifiers.rows(), by="pk", size=2)
    Actor.objects.filter(pk=made[1].pk).update(wikidata_id="Q1")
    second = cut(identifiers.rows(), by="pk", after=first.after, size=2)
    assert [actor.pk for actor in second.rows] == [made[2].pk, made[3].pk]


def test_counted_orders_are_pages_too() -> None:
    actors(3)
    most = makers.make_actor("Vielredner")
    makers.make_claim(about=[most])
    rows = identifiers.by_claims(identifiers.rows())
    first = cut(rows, by="-claim_count", size=1)
    assert first.rows == [most]
    assert first.after == Place(1, most.pk)
    rest = cut(rows, by="-claim_count", after=first.after, size=10)
    assert most not in rest.rows
    assert len(rest.rows) == 3


def test_it_counts_only_so_far(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "COUNTED", 3)
    actors(3)
    assert counted(identifiers.rows()) == 3
    actors(3)
    assert counted(identifiers.rows()) == 4
    assert beginning(identifiers.rows(), by="pk", size=2)[1] == 4


def test_the_beginning_is_the_first_page_with_the_number() -> None:
    made = actors(5)
    page, number = beginning(identifiers.rows(), by="pk", size=2)
    assert (page, number) == (cut(identifiers.rows(), by="pk", size=2), 5)
    assert page.rows == made[:2]
    rows = identifiers.by_claims(identifiers.rows())
    assert beginning(rows, by="-claim_count", size=9)[0].rows == made
    assert beginning(rows.none(), by="-claim_count") == (listing.Slice([], None), 0)


def test_chunks_are_the_whole_list_in_its_order() -> None:
    made = actors(7)
    parts = list(chunks(identifiers.rows(), by="sort_name", size=3))
    assert [len(part) for part in parts] == [3, 3, 1]
    expected = sorted(made, key=lambda actor: (actor.name, actor.pk))
    assert [actor for part in parts for actor in part] == expected


def test_what_is_mended_between_two_chunks_is_left_out() -> None:
    made = actors(4)
    parts = chunks(identifiers.rows(), by="pk", size=2)
    assert next(parts) == made[:2]
    Actor.objects.filter(pk=made[2].pk).update(wikidata_id="Q1")
    assert next(parts) == made[3:]


def test_it_narrows_to_an_article_an_outlet_a_language() -> None:
    one, other = makers.make_article(), makers.make_article(language="en", text="It rains.")
    assert list(coverage.rows(article=one)) == [one]
    assert list(coverage.rows(language="en")) == [other]
    assert list(coverage.rows(article=one, language="en")) == []
