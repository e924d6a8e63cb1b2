"""From bytes of any known kind to drafts of articles: the one entry that everybody uses."""

import hashlib
import re
from collections.abc import Iterable, Iterator

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils import translation

from editorial.actions.articles import check_text
from editorial.importing.articles.draft import Draft
from editorial.importing.articles.html import read_page
from editorial.importing.articles.ninjs import read_ninjs
from editorial.importing.articles.plain import read_plain
from editorial.importing.errors import Place, Rejection, did_you_mean, one_of, quoted
from kb.models import Article, Outlet

__all__ = ["CONTENT_LIMIT_BYTES", "FORMATS", "read"]

CONTENT_LIMIT_BYTES = 10_000_000
FORMATS = ("text", "html", "ninjs")

KNOWN = "plain text (.txt), web pages (.html, .htm), ninjs items (.json)"
_ENDINGS = {
    "txt": "text",
    "text": "text",
    "html": "html",
    "htm": "html",
    "xhtml": "html",
    "json": "ninjs",
    "ninjs": "ninjs",
}
_TYPES = {
    "text/plain": "text",
    "text/html": "html",
    "application/xhtml+xml": "html",
    "application/json": "ninjs",
    "application/vnd.iptc.ninjs+json": "ninjs",
}
_HEAD_BYTES = 2_048
_ROOT = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*(?:<!doctype\s+([\w:]+)|<([\w:]+))",
    re.IGNORECASE | re.DOTALL,
)
_ROOTS = {"html": "html"}
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
            reason = f"has {len(content)} bytes, at most {CONTENT_LIMIT_BYTES} are read; divide it"
            raise Rejection(place, reason)
        kind = _format(content, place, content_type, format)
        drafts = _drafts(kind, content, place, content_type, address)
        for draft in drafts:
            yield draft if isinstance(draft, Rejection) else _checked(draft, place)
    except Rejection as rejection:
        yield rejection


def _drafts(
    kind: str, content: bytes, place: Place, content_type: str, address: str
) -> Iterable[Draft | Rejection]:
    if kind == "html":
        return [read_page(content, place, content_type=content_type, address=address)]
    if kind == "ninjs":
        return read_ninjs(content, place, content_type=content_type)
    return [read_plain(content, place, content_type=content_type)]


def _format(content: bytes, place: Place, content_type: str, given: str) -> str:
    if given:
        if given not in FORMATS:
            reason = f"no format {quoted(given)}; known are {one_of(list(FORMATS))}"
            raise Rejection(place, reason + did_you_mean(given, list(FORMATS)))
        return given
    if not content.strip():
        raise Rejection(place, "is empty; there must be a text in it")
    media_type = content_type.partition(";")[0].strip().lower()
    ending = place.file.rpartition(".")[2].lower() if "." in place.file else ""
    named = _TYPES.get(media_type) or _ENDINGS.get(ending, "")
    if named == "text":
        return named
    found = _by_content(content) or named
    if not found:
        raise Rejection(place, f"of a kind that cannot be read; known are {KNOWN}")
    return found


def _by_content(content: bytes) -> str:
    """What `content` shows by its first element."""
    head = content[:_HEAD_BYTES].replace(b"\0", b"")
    if head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith((b"{", b"[{")):
        return "ninjs"
    root = _ROOT.match(head)
    name = (root[1] or root[2]).decode("ascii", "replace").lower() if root else ""
    return _ROOTS.get(name.rpartition(":")[2], "")


def _checked(draft: Draft, place: Place) -> Draft | Rejection:
    """`draft` as it can be stored: a text that can be kept, and fields that fit their columns."""
    try:
        with translation.override("en"):  # rejections are English, whoever reads them
            check_text(draft.text)
    except ValidationError as error:
        return Rejection(place, " ".join(error.messages))
    if damaged := draft.text.count("\ufffd"):
        draft.notes.append(f"damaged: {damaged} characters of the text are unreadable (U+FFFD)")
    draft.title = _shortened(draft.title, Article, "title", draft)
    draft.author = _shortened(draft.author, Article, "byline", draft)
    draft.license = _shortened(draft.license, Article, "license", draft)
    draft.outlet = _shortened(draft.outlet, Outlet, "name", draft)
    if len(draft.url) > _limit(Article, "url"):
        draft.notes.append("address: left out, it is too long")
        draft.url = ""
    draft.external_id = _identity(draft.external_id)
    return draft


def _shortened(value: str, model: type[Model], name: str, draft: Draft) -> str:
    """One line that fits the column."""
    value = " ".join(value.replace("\0", "").split())
    limit = _limit(model, name)
    if len(value) <= limit:
        return value
    draft.notes.append(f"{name}: shortened from {len(value)} to {limit} characters")
    return value[: limit - 1].rstrip() + "…"


def _limit(model: type[Model], name: str) -> int:
    return int(getattr(model._meta.get_field(name), "max_length", 0))


def _identity(value: str) -> str:
    """`value`, or if it is too long for an id, its beginning and a digest of all of it."""
    if len(value) <= _EXTERNAL_ID_CHARS:
        return value
    digest = hashlib.sha256(value.encode("utf-8", "replace")).hexdigest()
    return value[: _EXTERNAL_ID_CHARS - len(digest) - 1] + "#" + digest
