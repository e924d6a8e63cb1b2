"""Actors without an identifier, and what tells an editor whose it may be."""

import pytest

from editorial.reports import identifiers
from editorial.reports.listing import cut
from tests import makers

pytestmark = pytest.mark.django_db


def test_it_lists_known_and_listed_actors_without_an_id() -> None:
    plain = makers.make_actor("Rita Rat")
    makers.make_actor("Gewiss", wikidata_id="Q42")
    makers.make_actor("Privat", listed=False)
    makers.make_actor("jemand", kind="unknown", listed=False)
    merged = makers.make_actor("Rita R.")
    makers.merge_in_name_only(merged, plain)
    assert list(identifiers.rows()) == [plain]
    assert list(identifiers.rows(kind="state")) == []


def test_the_most_named_come_first_with_their_claims() -> None:
    few, many = makers.make_actor("A"), makers.make_actor("B")
    article = makers.make_article(author=many)
    makers.make_claim(article=article, status="draft", about=[few, many])
    rows = cut(identifiers.by_claims(identifiers.rows()), by="-claim_count").rows
    assert [(row.name, row.claim_count) for row in rows] == [("B", 2), ("A", 1)]
    found = identifiers.lines(rows)
    assert [(line.spoken, line.about) for line in found] == [(1, 1), (0, 1)]


def test_it_names_identified_namesakes() -> None:
    makers.make_actor("Rita Rat")
    makers.make_actor("Jemand sonst")
    known = makers.make_actor("Rita Rat", wikidata_id="Q42")
    found = identifiers.lines(list(identifiers.rows().order_by("pk")))
    assert [line.namesakes for line in found] == [[known], []]
