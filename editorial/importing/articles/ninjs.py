"""News items as agencies send them: IPTC's ninjs, versions 2 and 3."""

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from editorial.importing.articles.blocks import BLOCK_SEGMENTER, composed
from editorial.importing.articles.decoding import decode
from editorial.importing.articles.draft import Draft
from editorial.importing.articles.html import read_fragment
from editorial.importing.articles.languages import language_of
from editorial.importing.articles.metadata import without_by, written_day
from editorial.importing.articles.ninjs_schema import checked
from editorial.importing.articles.wording import all_of, one_of
from editorial.importing.errors import Place, Rejection, quoted
from kb.models import Article

__all__ = ["read_ninjs"]

CONTENT_TYPE = "application/json"

_NO_ARTICLE = {
    "event": gettext_lazy("an event of an agency's calendar"),
    "planning": gettext_lazy("a plan of what an agency will cover"),
    "picture": gettext_lazy("a picture"),
    "graphic": gettext_lazy("a graphic"),
    "audio": gettext_lazy("a sound recording"),
    "video": gettext_lazy("a video"),
    "component": gettext_lazy("a part of another item"),
}
_UNPUBLISHED = {
    "withheld": gettext_lazy(
        "held back by its agency (pubStatus %(status)s); only usable items are imported"
    ),
    "canceled": gettext_lazy(
        "withdrawn by its agency (pubStatus %(status)s); only usable items are imported"
    ),
}
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
        raise Rejection(place, _("nested too deeply to be read")) from error
    except json.JSONDecodeError as error:
        reason = _("not JSON: %(reason)s (line %(line)d, column %(column)d)")
        said = {"reason": error.msg, "line": error.lineno, "column": error.colno}
        raise Rejection(place, reason % said) from error
    except ValueError as error:  # a number with thousands of digits
        reason = _("not JSON that can be read: %(reason)s") % {"reason": error}
        raise Rejection(place, reason) from error
    if not isinstance(items, list):
        yield _read(items, place, content, decoded.note)
        return
    for number, item in enumerate(items, 1):
        original = json.dumps(item, ensure_ascii=False).encode("utf-8", "surrogatepass")
        where = Place(place.file, pgettext("of an agency", "item"), str(number))
        yield _read(item, where, original, "")


def _read(item: Any, place: Place, original: bytes, note: str) -> Draft | Rejection:
    try:
        news = checked(item, place)
        _refuse_other(news, place)
        draft = _draft(news, place, original)
    except Rejection as rejection:
        return rejection
    except RecursionError:
        return Rejection(place, _("nested too deeply to be read"))
    draft.notes[:0] = filter(None, [note])
    draft.encoding_note = note
    return draft


def _refuse_other(news: dict[str, Any], place: Place) -> None:
    kind = news.get("type", "text")
    if kind in _NO_ARTICLE:
        reason = _("%(what)s (type %(type)s), not an article")
        raise Rejection(place, reason % {"what": _NO_ARTICLE[kind], "type": quoted(kind)})
    if news.get("pubStatus") in _UNPUBLISHED:
        status = news["pubStatus"]
        raise Rejection(place, _UNPUBLISHED[status] % {"status": quoted(status)})
    if not any(body["value"].strip() for body in news.get("bodies", [])):
        has = [name for name in ("headlines", "descriptions", "plannedCoverage") if news.get(name)]
        reason = _("an item without a text (bodies); there is no article in it")
        if has:
            reason = _("an item without a text (bodies), only %(has)s; there is no article in it")
        raise Rejection(place, reason % {"has": all_of(has)})


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
        draft.language = language_of(" ".join(part.text for part in parts), declared)[0]
        draft.text, draft.spans = composed(parts, draft.language)
        draft.segmenter = BLOCK_SEGMENTER
        draft.notes.extend(notes)
    if until := news.get("embargoedUntil"):
        note = _("embargo: not to be published before %(time)s")
        draft.notes.append(note % {"time": until})
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
        reason = _("its text comes as %(kinds)s; plain text and HTML can be read")
        raise Rejection(place, reason % {"kinds": kinds})
    is_plain, _length, text = max(readable)
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
