"""From bytes to text, and in which encoding: decided by rule, said in one line, never silently lossy."""

import codecs
import re
from collections.abc import Iterable
from typing import NamedTuple

from charset_normalizer import from_bytes
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from editorial.importing.articles.wording import all_of, one_of
from editorial.importing.errors import Place, Rejection

__all__ = ["Decoded", "decode"]

_HEAD_BYTES = 4_096  # an encoding is declared at the beginning
_SAMPLE_BYTES = 100_000  # enough for charset-normalizer to judge by

_MARKS = (
    (codecs.BOM_UTF8, "UTF-8"),
    (codecs.BOM_UTF32_LE, "UTF-32-LE"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "UTF-32-BE"),
    (codecs.BOM_UTF16_LE, "UTF-16-LE"),
    (codecs.BOM_UTF16_BE, "UTF-16-BE"),
)
_IN_XML = re.compile(rb"^\s*<\?xml[^>]{0,200}?\bencoding\s*=\s*[\"']([^\"'>]{1,40})")
_IN_PAGE = re.compile(rb"<meta\b[^>]{0,300}?\bcharset\s*=\s*[\"']?\s*([^\s\"'/>;]{1,40})", re.I)
_IN_TYPE = re.compile(r"\bcharset\s*=\s*[\"']?([^\s\"';,]{1,40})", re.IGNORECASE)

# What pages call Latin-1 is windows-1252 (WHATWG, Encoding Standard).
_ALSO_1252 = {"iso8859-1", "ascii", "cp1252"}
# Their bytes may all be ASCII and still mean something else.
_ASCII_INSIDE = re.compile(r"utf-(?:16|32)|iso2022|hz")
_REFUSED = {"utf-7"}  # a known way to hide scripts; nobody writes articles in it
# Where nothing is declared: what newspapers in German, English, French and Italian were saved in.
_LIKELY = ["cp1252", "mac_roman", "cp850", "iso8859_15"]
_USUAL = set("äöüÄÖÜßéèêëàâçîïôûùœæÉÈÀìòáíóúñåøæ„“”‚‘’«»‹›–—…€§°·©\xa0")
_C1 = re.compile("[\x80-\x9f]")
_DAMAGE = "\ufffd"


class Decoded(NamedTuple):
    """A text, the encoding it was read in, and why that one: a line for people."""

    text: str
    encoding: str
    decision: str

    @property
    def note(self) -> str:
        """The decision as a line among others."""
        return _("encoding: %(decision)s") % {"decision": self.decision}


class Declared(NamedTuple):
    """An encoding by the name that a codec has, and where it is named."""

    name: str
    codec: str  # empty: nobody knows it
    where: str


def decode(
    content: bytes, place: Place, *, content_type: str = "", markup: bool = False
) -> Decoded:
    """`content` as text, without a byte order mark: that is about bytes and no part of the text.

    A mark decides, then UTF-8 if the bytes are UTF-8, then what is declared: by `content_type`,
    and in `markup` by the XML declaration or the page's meta element. What is declared wrongly is
    guessed, with windows-1252 as the last resort. Raises Rejection for what is no text.
    """
    declared = list(_declarations(content, content_type, markup))
    for mark, name in _MARKS:
        if content.startswith(mark):
            return _by_mark(content[len(mark) :], name, declared, place)
    decoded = (
        _as_declared(content, [d for d in declared if _ASCII_INSIDE.match(d.codec)], declared)
        or _as_utf8(content, declared)
        or _as_declared(content, declared, declared)
        or _as_utf16(content)
        or _as_damaged_utf8(content)
        or _as_guessed(content, declared)
    )
    if decoded is None:
        raise Rejection(place, _("not a text: its bytes fit no encoding that is known here"))
    return decoded


def _declarations(content: bytes, content_type: str, markup: bool) -> Iterable[Declared]:
    if named := _IN_TYPE.search(content_type):
        yield _declared(named[1], _("by the server"))
    head = content[:_HEAD_BYTES]
    if markup and (found := _IN_XML.search(head)):
        yield _declared(found[1].decode("latin-1"), _("in its XML declaration"))
    if markup and (found := _IN_PAGE.search(head)):
        name = _declared(found[1].decode("latin-1"), _("in the page"))
        # A meta element that can be read at all is not in UTF-16: then it means UTF-8.
        yield name._replace(codec="utf-8") if name.codec.startswith("utf-16") else name


def _declared(name: str, where: str) -> Declared:
    try:
        codec = codecs.lookup(name).name
    except (LookupError, ValueError):
        codec = ""
    if codec in _REFUSED or not _is_of_text(codec):
        codec = ""
    return Declared(name, "cp1252" if codec in _ALSO_1252 else codec, where)


def _is_of_text(codec: str) -> bool:
    """Python's register holds more than encodings: base64, zip, punycode."""
    if not codec:
        return False
    try:
        return b"a\0\0\0".decode(codec)[:1] == "a" or codec.startswith(("utf-16", "utf-32"))
    except (LookupError, UnicodeError):
        return codec.startswith(("utf-16", "utf-32"))


def _by_mark(rest: bytes, name: str, declared: list[Declared], place: Place) -> Decoded:
    try:
        text = rest.decode(name)
    except UnicodeDecodeError as error:
        decoded = _as_damaged_utf8(rest) if name == "UTF-8" else None
        if decoded:
            return decoded
        reason = _(
            "begins with the byte order mark of %(name)s, but is not %(name)s (%(where)s); "
            "save it as UTF-8"
        )
        raise Rejection(place, reason % {"name": name, "where": _where(error)}) from error
    decision = _("%(name)s, by its byte order mark") % {"name": name}
    return Decoded(text, name, decision + _against(name, declared))


def _as_utf8(content: bytes, declared: list[Declared]) -> Decoded | None:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return None
    if text.count("\0") * 4 > len(text):  # every second byte NUL: UTF-16
        return None
    agreeing = [d.where for d in declared if d.codec == "utf-8"]
    if text.isascii():
        return Decoded(text, "UTF-8", _("UTF-8 (plain ASCII)"))
    if agreeing:
        decision = _("%(name)s, declared %(where)s") % {"name": "UTF-8", "where": agreeing[0]}
    elif declared:
        decision = _("UTF-8, by its bytes")
    else:
        decision = _("UTF-8, declared nowhere")
    return Decoded(text, "UTF-8", decision + _against("UTF-8", declared))


def _as_declared(
    content: bytes, candidates: list[Declared], declared: list[Declared]
) -> Decoded | None:
    """By the first declaration that fits; where two contradict, by that which reads like a text."""
    fitting: list[tuple[float, Declared, str]] = []
    for candidate in candidates:
        if candidate.codec and candidate.codec != "utf-8":
            text = _strictly(content, candidate.codec)
            if text is not None:
                fitting.append((_likeness(text), candidate, text))
    if not fitting:
        return None
    _likest, best, text = max(fitting, key=lambda fit: fit[0])  # the first of equals
    name = _plain_name(best.codec)
    others = [other for other in declared if other.codec != best.codec]
    said = {"name": _label(best), "where": best.where}
    decision = _("%(name)s, declared %(where)s") % said
    return Decoded(text, name, decision + _against(name, others))


def _likeness(text: str) -> float:
    """How much of what is not ASCII are letters and marks that newspapers here use."""
    foreign = [character for character in text if character > "\x7f"]
    return sum(character in _USUAL for character in foreign) / max(len(foreign), 1)


def _strictly(content: bytes, codec: str) -> str | None:
    """Decoded without a doubt: control characters of no use are a sign of another encoding."""
    try:
        text = content.decode(codec)
    except UnicodeError:
        return None
    return None if _C1.search(text) else text


def _as_utf16(content: bytes) -> Decoded | None:
    """UTF-16 without a mark: Latin text has a NUL in every second byte."""
    half = max(len(content[:_HEAD_BYTES]) // 2, 1)
    for name, first in (("UTF-16-LE", 1), ("UTF-16-BE", 0)):
        if content[first:_HEAD_BYTES:2].count(0) > 0.6 * half:
            text = _strictly(content, name)
            if text is not None:
                decision = _("%(name)s, by its bytes; it has no byte order mark") % {"name": name}
                return Decoded(text, name, decision)
    return None


def _as_damaged_utf8(content: bytes) -> Decoded | None:
    """UTF-8 with a few bad bytes, as where a text was cut off inside a character."""
    text = content.decode("utf-8", "replace")
    bad = text.count(_DAMAGE) - content.count(_DAMAGE.encode())
    good = sum(1 for character in text if character > "\x7f") - bad
    if good < 4 * bad:
        return None
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        decision = ngettext(
            "UTF-8, damaged: %(bad)d bad byte, %(where)s, read as U+FFFD",
            "UTF-8, damaged: %(bad)d bad bytes, the first %(where)s, read as U+FFFD",
            bad,
        )
        return Decoded(text, "UTF-8", decision % {"bad": bad, "where": _where(error)})
    return Decoded(text, "UTF-8", "UTF-8")


def _as_guessed(content: bytes, declared: list[Declared]) -> Decoded | None:
    if b"\0" in content[:_HEAD_BYTES] or _looks_binary(content):
        return None
    reason = _why_not(content, declared)
    best = from_bytes(content[:_SAMPLE_BYTES], cp_isolation=_LIKELY).best()
    codec = codecs.lookup(best.encoding).name if best else "cp1252"
    codec = "cp1252" if codec in _ALSO_1252 else codec
    text = _strictly(content, codec)
    if text is None:
        codec, text = "cp1252", content.decode("cp1252", "replace")
    name = _plain_name(codec)
    decision = _("%(reason)s: read as %(name)s, a guess") % {"reason": reason, "name": name}
    if bad := text.count(_DAMAGE):
        unread = ngettext(
            "; %(number)d byte that means nothing there is read as U+FFFD",
            "; %(number)d bytes that mean nothing there are read as U+FFFD",
            bad,
        )
        decision += unread % {"number": bad}
    return Decoded(text, name, decision)


def _looks_binary(content: bytes) -> bool:
    head = content[:_HEAD_BYTES]
    controls = sum(byte < 32 and byte not in b"\t\n\v\f\r\x1b" for byte in head)
    return controls * 50 > len(head)


def _why_not(content: bytes, declared: list[Declared]) -> str:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        if any(d.codec == "utf-8" for d in declared):
            return _("not UTF-8 as declared (%(where)s)") % {"where": _where(error)}
        said = {"where": _where(error), "names": one_of([d.name for d in declared])}
        if declared:
            return _("not UTF-8 (%(where)s); nor is it %(names)s as declared") % said
        return _("not UTF-8 (%(where)s)") % said
    return _("not as declared")


def _against(name: str, declared: Iterable[Declared]) -> str:
    """What is declared otherwise, for the end of a decision."""
    codec = "cp1252" if name == "windows-1252" else codecs.lookup(name).name
    family = codec.removesuffix("-le").removesuffix("-be")
    known = _("%(name)s is declared %(where)s")
    unknown = _("%(name)s is declared %(where)s, which is no encoding known here")
    others = [
        (known if d.codec else unknown) % {"name": d.name, "where": d.where}
        for d in declared
        if not d.codec.startswith(family)
    ]
    return _(", though %(others)s") % {"others": all_of(others)} if others else ""


def _label(declared: Declared) -> str:
    if declared.codec != "cp1252" or declared.name.lower() in ("windows-1252", "cp1252"):
        return _plain_name(declared.codec)
    return f"windows-1252 ({declared.name})"


def _plain_name(codec: str) -> str:
    return "windows-1252" if codec == "cp1252" else codec


def _where(error: UnicodeDecodeError) -> str:
    said = {"byte": f"{error.object[error.start]:#04x}", "offset": error.start}
    return _("byte %(byte)s at offset %(offset)d") % said
