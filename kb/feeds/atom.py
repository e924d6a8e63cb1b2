"""Atom (RFC 4287), with the language of every entry and without what XML 1.0 cannot hold."""

import re
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language

__all__ = ["Atom", "answer", "identifier", "serializable"]

NAME = "Belegstelle"
SINCE = "2026"  # RFC 4151: a year in which the host was the operator's
EMPTY_SINCE = datetime(2026, 1, 1, tzinfo=UTC)

_UNSERIALIZABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LANGUAGE = re.compile("[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")


def serializable(text: str) -> str:
    """`text` with U+FFFD for the control characters that XML 1.0 has no way to write."""
    return _UNSERIALIZABLE.sub("\ufffd", text)


def identifier(request: HttpRequest, of: str, since: str = SINCE) -> str:
    """A tag URI (RFC 4151) that stays when an address changes: `of` is what it identifies, `since`
    a day on which it was public here."""
    return f"tag:{urlsplit(request.build_absolute_uri()).hostname},{since}:{of}"


class Atom(Atom1Feed):
    """A feed in the language at hand, whose entries are in languages of their own.

    An item takes `language`, the language of its title; its `description` is HTML.
    """

    def latest_post_date(self) -> datetime:
        """When its newest entry changed; of an empty feed always the same."""
        return max((item["updateddate"] for item in self.items), default=EMPTY_SINCE)

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        language = item["language"]
        return {"xml:lang": language if _LANGUAGE.fullmatch(language) else "und"}

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item | {"description": None})
        handler.addQuickElement("content", item["description"], {"type": "html"})


def answer(
    request: HttpRequest, *, title: str, subtitle: str, link: str, entries: list[dict[str, Any]]
) -> HttpResponse:
    """A feed as response. `link` is the address of the page that shows the same, without host;
    by it the feed is identified. The entries are the arguments of `Atom.add_item`."""
    feed = Atom(
        title=serializable(f"{title} – {NAME}"),
        subtitle=serializable(subtitle),
        link=request.build_absolute_uri(link),
        feed_url=request.build_absolute_uri(),
        feed_guid=identifier(request, link),
        language=get_language(),
        author_name=NAME,
        description=None,
    )
    for entry in entries:
        feed.add_item(**{"author_name": None} | entry)
    response = HttpResponse(content_type=feed.content_type)
    feed.write(response, "utf-8")
    return response
