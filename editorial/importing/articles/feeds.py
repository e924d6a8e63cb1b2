"""Atom and RSS: each entry an article, as far as the feed holds it."""

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from email.utils import parsedate_to_datetime
from typing import Any

from django.utils.translation import gettext as _
from feedparser.api import parse
from lxml import etree

from editorial.importing.articles.decoding import decode
from editorial.importing.articles.draft import Draft
from editorial.importing.articles.html import FRAGMENT_TYPE, read_bare
from editorial.importing.articles.metadata import web_address, without_by, written_day
from editorial.importing.articles.plain import read_plain
from editorial.importing.errors import Place, Rejection

__all__ = ["read_feed"]

SUMMARY_CHARS = 1_500  # some feeds call the whole article its description

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_ENTITIES = re.compile(r"<!ENTITY", re.IGNORECASE)


def read_feed(
    content: bytes, place: Place, *, content_type: str = ""
) -> Iterator[Draft | Rejection]:
    """The entries of a feed in its order. Raises Rejection, with line and column, for broken XML.

    An entry's `original` is its own content, as HTML or text in UTF-8. An entry that has only a
    summary is a draft with a note that says so: its title, date and address are worth keeping.
    """
    decoded = decode(content, place, content_type=content_type, markup=True)
    # The text is ours now, and in UTF-8: what it declared would mislead the parsers.
    feed = _DECLARATION.sub("", decoded.text.lstrip(), count=1).encode("utf-8", "replace")
    lines_before = decoded.text[: len(decoded.text) - len(decoded.text.lstrip())].count("\n")
    _check(feed, decoded.text, place, lines_before)
    # Never a name or address: feedparser would open it.
    found = parse(io.BytesIO(feed), sanitize_html=True)
    if not found.version:
        raise Rejection(place, _("neither Atom nor RSS"))
    if not found.entries:
        raise Rejection(place, _("a feed without entries"))
    for number, entry in enumerate(found.entries, 1):
        title = _title(entry)
        where = Place(place.file, _("entry %(number)d") % {"number": number}, title)
        try:
            draft = _draft(entry, found.feed, where, decoded.note)
        except Rejection as rejection:
            yield rejection
        else:
            # An id is the same in all languages.
            draft.external_id = draft.external_id or str(replace(where, table=f"entry {number}"))
            yield draft


def _check(feed: bytes, text: str, place: Place, lines_before: int) -> None:
    """Raises Rejection for XML that is not well-formed, or that declares entities of its own."""
    if _ENTITIES.search(text):
        reason = _("declares entities of its own, as no feed needs to; it is not read")
        raise Rejection(place, reason)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        etree.fromstring(feed, parser=parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        reason = _("not well-formed XML: %(reason)s (line %(line)d, column %(column)d)")
        said = (error.msg or _("broken")).partition(", line ")[0]
        where = {"line": line + lines_before, "column": column}
        raise Rejection(place, reason % {"reason": said, **where}) from error


def _draft(entry: Any, feed: Any, place: Place, note: str) -> Draft:
    body, is_summary = _body(entry)
    if not body or not body.get("value", "").strip():
        raise Rejection(place, _("without a text; import its address for the article"))
    language = body.get("language") or feed.get("language") or ""
    draft = _read(body, place, language)
    draft.external_id = entry.get("id") or entry.get("link") or ""
    draft.title = _title(entry)
    draft.url = web_address(entry.get("link", ""))
    draft.published_on = _published_on(entry)
    draft.author = without_by(_author(entry))
    draft.outlet = _title(feed)
    draft.license = entry.get("license") or entry.get("rights") or feed.get("rights", "")
    draft.notes.insert(0, note)
    draft.encoding_note = note
    if is_summary and len(draft.text) < SUMMARY_CHARS:
        note = _("only the feed's summary: for the whole article import its address")
        draft.notes.append(note)
    return draft


def _read(body: Any, place: Place, language: str) -> Draft:
    content = body["value"].encode("utf-8", "replace")
    if body.get("type") == "text/plain":
        draft = read_plain(content, place, content_type="text/plain; charset=utf-8")
        draft.language = draft.language or language
    else:
        draft = read_bare(content, place, content_type=FRAGMENT_TYPE, language=language)
    # What is said of the encoding is true of the feed, not of its parts.
    draft.forget_encoding()
    return draft


def _body(entry: Any) -> tuple[Any, bool]:
    """The longest content, else the summary, and whether it is that."""
    contents = [content for content in entry.get("content", []) if content.get("value", "").strip()]
    if contents:
        return max(contents, key=lambda content: len(content["value"])), False
    return entry.get("summary_detail"), True


def _title(item: Any) -> str:
    """On one line, and as text where the feed has it as HTML."""
    title: str = item.get("title", "")
    if item.get("title_detail", {}).get("type", "text/plain") != "text/plain":
        title = " ".join(etree.HTML(f"<p>{title}</p>").itertext())
    return " ".join(title.split())


def _author(entry: Any) -> str:
    names = [author.get("name", "") for author in entry.get("authors", [])]
    return ", ".join(filter(None, names)) or entry.get("author", "")


def _published_on(entry: Any) -> date | None:
    """The day as it is written, in the feed's own time zone."""
    for name in ("published", "updated"):
        # Not entry.get, which warns of a fallback of its own between the two.
        written = dict.get(entry, name, "")
        if day := written_day(written):
            return day
        try:
            return parsedate_to_datetime(written).date()
        except ValueError:
            continue
    return None
