"""News items as agencies send them: IPTC's ninjs, versions 2 and 3."""

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from editorial.importing.articles.blocks import BLOCK_SEGMENTER, composed
from editorial.importing.articles.decoding import decode
from editorial.importing.articles.draft import Draft
from editorial.importing.articles.html import read_fragment
from editorial.importing.articles.languages import language_of
from editorial.importing.articles.metadata import without_by, written_day
from editorial.importing.articles.ninjs_schema import checked
from editorial.importing.errors import Place, Rejection, one_of, quoted
from kb.models import Article

__all__ = ["read_ninjs"]

CONTENT_TYPE = "application/json"

_NO_ARTICLE = {
    "event": "an event of an agency's calendar",
    "planning": "a plan of what an agency will cover",
    "picture": "a picture",
    "graphic": "a graphic",
    "audio": "a sound recording",
    "video": "a video",
    "component": "a part of another item",
}
_UNPUBLISHED = {"withheld": "held back", "canceled": "withdrawn"}
_KINDS = {
    "interview": Article.Kind.INTERVIEW,
    "opinion": Article.Kind.COMMENTARY,
    "commentary": Article.Kind.COMMENTARY,
    "speech": Article.Kind.SPEECH,
    "press release": Article.Kind.PRESS_RELEASE,
    "pressrelease": Article.Kind.PRESS_RELEASE,
}
_PLAIN = {"text/plain": True, "text/html": False, "application/xhtml+xml": False}
_ROLES = {"text": True, "plain": True, "html": False, "xhtml": False}
_MARKUP = re.compile(r"<(?:p|div|section|body|h[1-6]|br|ul|article)\b[^>]*>", re.IGNORECASE)


def read_ninjs(
    content: bytes, place: Place, *, content_type: str = ""
) -> Iterator[Draft | Rejection]:
    """The article of a ninjs item, or the articles of a list of them. Raises Rejection for no JSON.

    What is not an article in words, or not as IPTC's schema has it, is a Rejection that says why.
    The `original` of an item in a list is that item alone.
    """
    decoded = decode(content, place, content_type=content_type)
    try:
        items = json.loads(decoded.text)
    except RecursionError as error:
        raise Rejection(place, "nested too deeply to be read") from error
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise Rejection(place, f"not JSON: {error.msg} ({where})") from error
    except ValueError as error:  # a number with thousands of digits
        raise Rejection(place, f"not JSON that can be read: {error}") from error
    if not isinstance(items, list):
        yield _read(items, place, content, f"encoding: {decoded.decision}")
        return
    for number, item in enumerate(items, 1):
        original = json.dumps(item, ensure_ascii=False).encode("utf-8", "surrogatepass")
        yield _read(item, Place(place.file, "item", str(number)), original, "")


def _read(item: Any, place: Place, original: bytes, note: str) -> Draft | Rejection:
    try:
        news = checked(item, place)
        _refuse_other(news, place)
        draft = _draft(news, place, original)
    except Rejection as rejection:
        return rejection
    except RecursionError:
        return Rejection(place, "nested too deeply to be read")
    draft.notes[:0] = filter(None, [note])
    return draft


def _refuse_other(news: dict[str, Any], place: Place) -> None:
    kind = news.get("type", "text")
    if kind in _NO_ARTICLE:
        raise Rejection(place, f"{_NO_ARTICLE[kind]} (type {quoted(kind)}), not an article")
    if news.get("pubStatus") in _UNPUBLISHED:
        status = news["pubStatus"]
        said = f"{_UNPUBLISHED[status]} by its agency (pubStatus {quoted(status)})"
        raise Rejection(place, f"{said}; only usable items are imported")
    if not any(body["value"].strip() for body in news.get("bodies", [])):
        has = [name for name in ("headlines", "descriptions", "plannedCoverage") if news.get(name)]
        only = f", only {one_of(has).replace(' or ', ' and ')}" if has else ""
        raise Rejection(place, f"an item without a text (bodies){only}; there is no article in it")


def _draft(news: dict[str, Any], place: Place, original: bytes) -> Draft:
    body, is_plain = _body(news["bodies"], place)
    declared = news.get("language", "")
    language, judgement = language_of(body, declared)
    draft = Draft(
        external_id=news["uri"],
        text=body,
        original=original,
        content_type=CONTENT_TYPE,
        title=_headline(news),
        kind=_kind(news),
        language=language,
        published_on=_published_on(news),
        author=without_by(news.get("by", "")),
        outlet=news.get("copyrightHolder", ""),
        license=news.get("usageTerms") or news.get("copyrightNotice") or _linked_rights(news),
        notes=[judgement] if judgement else [],
    )
    if not is_plain:
        parts, notes = read_fragment(body, place, language)
        draft.language, _ = language_of(" ".join(part.text for part in parts), declared)
        draft.text, draft.spans = composed(parts, draft.language)
        draft.segmenter = BLOCK_SEGMENTER
        draft.notes.extend(notes)
    if until := news.get("embargoedUntil"):
        draft.notes.append(f"embargo: not to be published before {until}")
    return draft


def _body(bodies: list[dict[str, Any]], place: Place) -> tuple[str, bool]:
    """The text to take and whether it is plain: plain text before HTML, the longest of its kind."""
    readable: list[tuple[bool, int, str]] = []
    for body in bodies:
        is_plain = _is_plain(body)
        if is_plain is not None and body["value"].strip():
            readable.append((is_plain, len(body["value"]), body["value"]))
    if not readable:
        types = [body.get("contentType") or body.get("role", "") for body in bodies]
        kinds = one_of(sorted({quoted(name) for name in types}))
        reason = f"its text comes as {kinds}; plain text and HTML can be read"
        raise Rejection(place, reason)
    is_plain, _, text = max(readable)
    return text, is_plain


def _is_plain(body: dict[str, Any]) -> bool | None:
    """None: of a kind that cannot be read."""
    if media_type := body.get("contentType", "").partition(";")[0].strip().lower():
        return _PLAIN.get(media_type)
    known = _ROLES.get(body.get("role", "").lower())
    return not _MARKUP.search(body["value"]) if known is None else known


def _headline(news: dict[str, Any]) -> str:
    headlines = [h for h in news.get("headlines", []) if h["value"].strip()]
    main = [h for h in headlines if h.get("role", "main") == "main"]
    return (main or headlines)[0]["value"] if headlines else news.get("title", "")


def _kind(news: dict[str, Any]) -> str:
    for genre in news.get("genres", []):
        names = [genre.get("name", ""), re.split(r"[/:]", genre.get("uri", ""))[-1]]
        for name in names:
            if name.lower() in _KINDS:
                return _KINDS[name.lower()]
    return Article.Kind.NEWS


def _published_on(news: dict[str, Any]) -> date | None:
    """When its first version was made; that is when it was sent."""
    written = (news.get(name, "") for name in ("firstCreated", "versionCreated", "contentCreated"))
    return next(filter(None, map(written_day, written)), None)


def _linked_rights(news: dict[str, Any]) -> str:
    rights: str = news.get("rightsInfo", {}).get("linkedRights", "")
    return rights
