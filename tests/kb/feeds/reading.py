"""A feed as a reader's program takes it: held against the schema, then parsed."""

from pathlib import Path
from typing import Any

import feedparser
from django.test import Client
from lxml import etree

__all__ = ["RULES", "checked", "titles"]

RULES = etree.RelaxNG(etree.parse(Path(__file__).parent / "atom.rng"))


def checked(client: Client, address: str, **headers: str) -> Any:
    """The feed at `address`, valid in every respect, as feedparser reads it."""
    response = client.get(address, headers=headers)
    assert response.status_code == 200, response.content
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    RULES.assertValid(etree.fromstring(response.content))
    feed = feedparser.parse(response.content, response_headers={})
    assert not feed.bozo
    ids = [entry.id for entry in feed.entries]
    assert len(set(ids)) == len(ids)
    # RFC 4287, 4.2.14: the feed itself says where it lies and which page shows the same.
    kinds = [link.rel for link in feed.feed.links]
    assert sorted(kinds) == ["alternate", "self"]
    return feed


def titles(feed: Any) -> list[str]:
    return [entry.title for entry in feed.entries]
