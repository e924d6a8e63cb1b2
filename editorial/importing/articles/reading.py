"""From bytes of any known kind to drafts of articles: the one entry that everybody uses."""

import hashlib
import re
from collections.abc import Iterable, Iterator

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from editorial.actions.articles import check_text
from editorial.importing.articles.draft import Draft
from editorial.importing.articles.feeds import read_feed
from editorial.importing.articles.html import FRAGMENT_TYPE, read_bare, read_page
from editorial.importing.articles.ninjs import read_ninjs
from editorial.importing.articles.plain import read_plain
from editorial.importing.articles.wording import did_you_mean, one_of
from editorial.importing.errors import Place, Rejection, quoted
from kb.models import Article, Outlet

__all__ = ["CONTENT_LIMIT_BYTES", "ENDINGS", "FORMATS", "KNOWN", "read"]

CONTENT_LIMIT_BYTES = 10_000_000
FORMATS = ("text", "html", "ninjs", "feed")

KNOWN = gettext_lazy(
    "plain text (.txt), web pages (.html, .htm), ninjs items (.json), "
    "Atom and RSS feeds (.xml, .rss, .atom)"
)
ENDINGS = {
    "txt": "text",
    "text": "text",
    "html": "html",
    "htm": "html",
    "xhtml": "html",
    "json": "ninjs",
    "ninjs": "ninjs",
    "rss": "feed",
    "atom": "feed",
    "rdf": "feed",
    "xml": "",  # the content tells
}
_TYPES = {
    "text/plain": "text",
    "text/html": "html",
    "application/xhtml+xml": "html",
    "application/json": "ninjs",
    "application/rss+xml": "feed",
    "application/atom+xml": "feed",
    "application/rdf+xml": "feed",
    "application/vnd.iptc.ninjs+json": "ninjs",
}
_HEAD_BYTES = 2_048
_ROOT = re.compile(rb"<(?:!doctype\s+)?(?:\w{1,10}:)?(html|rss|feed|rdf)\b", re.IGNORECASE)
_ROOTS = {"html": "html", "rss": "feed", "feed": "feed", "rdf": "feed"}
_EXTERNAL_ID_CHARS = 255


def read(
    content: bytes, *, name: str, content_type: str = "", address: str = "", format: str = ""
) -> Iterator[Draft | Rejection]:
    """The articles in `content`, or why there are none: nothing is raised, nothing is stored.

    `name` is how people know the bytes: a path, an address, an upload's name; rejections begin with
    it, and it is the `external_id` of a draft that brings none of its own. `content_type` is what a
    server said, `address` where a page was fetched from. `format` is one of FORMATS; without it,
    it is found by what the content begins with, then by `content_type`, then by the name's ending.

    Each draft's `original` are the bytes its text was extracted from: the whole content, but of a
    feed's or a collection's entry its own part; `content_type` names the encoding that was decided
    on, so that reading `original` with it gives the same text.
    """
    place = Place(name)
    try:
        if len(content) > CONTENT_LIMIT_BYTES:
            reason = _("has %(size)d bytes, at most %(limit)d are read; divide it")
            said = {"size": len(content), "limit": CONTENT_LIMIT_BYTES}
            raise Rejection(place, reason % said)
        kind = _format(content, place, content_type, format)
        drafts = _drafts(kind, content, place, content_type, address)
        for draft in drafts:
            yield draft if isinstance(draft, Rejection) else _checked(draft, place)
    except Rejection as rejection:
        yield rejection


def _drafts(
    kind: str, content: bytes, place: Place, content_type: str, address: str
) -> Iterable[Draft | Rejection]:
    if kind == "html" and _is_fragment(content_type):
        return [read_bare(content, place, content_type=content_type)]
    if kind == "html":
        return [read_page(content, place, content_type=content_type, address=address)]
    if kind == "feed":
        return read_feed(content, place, content_type=content_type)
    if kind == "ninjs":
        return read_ninjs(content, place, content_type=content_type)
    return [read_plain(content, place, content_type=content_type)]


def _is_fragment(content_type: str) -> bool:
    """Whether these bytes are an entry's own content, kept by an earlier reading."""
    return FRAGMENT_TYPE.rpartition(";")[2].strip() in content_type


def _format(content: bytes, place: Place, content_type: str, given: str) -> str:
    if given:
        if given not in FORMATS:
            reason = _("no format %(given)s; known are %(known)s%(hint)s")
            known, hint = one_of(list(FORMATS)), did_you_mean(given, list(FORMATS))
            said = {"given": quoted(given), "known": known, "hint": hint}
            raise Rejection(place, reason % said)
        return given
    if not content.strip():
        raise Rejection(place, _("is empty; there must be a text in it"))
    media_type = content_type.partition(";")[0].strip().lower()
    ending = place.file.rpartition(".")[2].lower() if "." in place.file else ""
    named = _TYPES.get(media_type) or ENDINGS.get(ending, "")
    if named == "text":
        return named
    found = _by_content(content) or named
    if not found:
        reason = _("of a kind that cannot be read; known are %(known)s")
        raise Rejection(place, reason % {"known": KNOWN})
    return found


def _by_content(content: bytes) -> str:
    """What `content` shows by how it begins, in whatever encoding."""
    head = content[:_HEAD_BYTES].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if head.startswith((b"{", b"[{")):
        return "ninjs"
    root = _ROOT.search(head) if head.startswith(b"<") else None
    return _ROOTS[root[1].decode().lower()] if root else ""


def _checked(draft: Draft, place: Place) -> Draft | Rejection:
    """`draft` as it can be stored: a text that can be kept, and fields that fit their columns."""
    try:
        check_text(draft.text)
    except ValidationError as error:
        return Rejection(place, " ".join(error.messages))
    if damaged := draft.text.count("\ufffd"):
        note = ngettext(
            "damaged: %(number)d character of the text is unreadable (U+FFFD)",
            "damaged: %(number)d characters of the text are unreadable (U+FFFD)",
            damaged,
        )
        draft.notes.append(note % {"number": damaged})
    draft.title = _shortened(draft.title, Article, "title", draft)
    draft.author = _shortened(draft.author, Article, "byline", draft)
    draft.license = _shortened(draft.license, Article, "license", draft)
    draft.outlet = _shortened(draft.outlet, Outlet, "name", draft)
    if len(draft.url) > _limit(Article, "url"):
        draft.notes.append(_("address: left out, it is too long"))
        draft.url = ""
    draft.external_id = _identity(draft.external_id)
    return draft


def _shortened(value: str, model: type[Model], name: str, draft: Draft) -> str:
    """One line that fits the column."""
    value = " ".join(value.replace("\0", "").split())
    limit = _limit(model, name)
    if len(value) <= limit:
        return value
    note = _("%(field)s: shortened from %(length)d to %(limit)d characters")
    label = getattr(model._meta.get_field(name), "verbose_name", name)
    draft.notes.append(note % {"field": label, "length": len(value), "limit": limit})
    return value[: limit - 1].rstrip() + "…"


def _limit(model: type[Model], name: str) -> int:
    return int(getattr(model._meta.get_field(name), "max_length", 0))


def _identity(value: str) -> str:
    """`value`, or if it is too long for an id, its beginning and a digest of all of it."""
    if len(value) <= _EXTERNAL_ID_CHARS:
        return value
    digest = hashlib.sha256(value.encode("utf-8", "replace")).hexdigest()
    return value[: _EXTERNAL_ID_CHARS - len(digest) - 1] + "#" + digest
