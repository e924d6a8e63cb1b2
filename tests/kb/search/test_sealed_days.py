"""When a sealed article appeared shows nowhere, though claims that it was recorded in still stand."""

from typing import Any

import pytest
from django.test import Client

from editorial.actions import articles
from kb.models import Claim
from kb.search.asking import ask
from kb.search.facets import FACTS, facets, with_facts
from kb.search.found import search
from tests.makers import editor, make_actor, make_article, make_claim, publisher, reader, whole

pytestmark = pytest.mark.django_db


@pytest.fixture
def claim() -> Claim:
    sealed, other = make_article(published_on="2019-09-09"), make_article()
    passages = [whole(a.current_version.sentences.get(position=4)) for a in (sealed, other)]
    claim = make_claim(article=sealed, passages=passages, speaker=make_actor(), mode="direct")
    articles.seal(article=sealed, by=publisher(), reason="Verfügung.")
    return claim


def test_no_year_is_counted(claim: Claim) -> None:
    assert _years(claim, reader()) == []
    assert _years(claim, editor()) == ["2019"]


def _years(claim: Claim, user: Any) -> list[str]:
    found = search(with_facts(Claim.objects.filter(pk=claim.pk), user), ask(""), user, FACTS)
    return [share.value for share in facets(found, user)["year"]]


def test_no_year_is_found(claim: Claim, client: Client) -> None:
    assert claim.text in client.get("/de/claims/").content.decode()
    for query in ("year=2019", "q=from:2019+to:2019", "since=2019&until=2019"):
        assert claim.text not in client.get(f"/de/claims/?{query}").content.decode(), query
