"""What a page needs before its article is looked for. Rules that hold for any page, none for one."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from editorial.importing.articles.blocks import CAPTION, KEPT_SPACE, words
from editorial.importing.articles.paragraphs import make_paragraphs
from editorial.importing.errors import Place, Rejection

__all__ = ["OFFER", "clean", "drop", "parsed", "plain", "visible"]

ELEMENTS_LIMIT = 50_000  # a live ticker of a whole day has some 20,000
HEADING_CHARS = 100
OFFER_CHARS = 1_500  # what sells the rest of a text is shorter than a text

_QUOTATION = {"de": ("„", "“"), "fr": ("« ", " »"), "it": ("«", "»")}
_INVISIBLE = re.compile("[\xad\u200b]")  # where a line may break: layout, not text
_CONTROLS = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_CLOSED = re.compile(r"[.!?…:;,][\s“”\"»«’)]*$")

# The end of any heading ends the one that is open (HTML standard, 13.2.6.4.7); lxml waits on.
_HEADING = re.compile(
    r"<(h[1-6])\b([^<>]{0,500})>(.{0,1000}?)</h[1-6]\b[^<>]{0,100}>?", re.I | re.S
)

_RE = {"re": "http://exslt.org/regular-expressions"}
_TOKENS = "paywall|pay-wall|piano|(^|[-_ ])abo-?(box|wall|offer|teaser)|regwall|subscri(be|ption)-"
OFFER = etree.XPath(
    f"//*[not(self::body or self::html)][re:test(@class, '{_TOKENS}', 'i')"
    f" or re:test(@id, '{_TOKENS}', 'i')]",
    namespaces=_RE,
)
_UNSEEN = etree.XPath(
    "//script | //style | //template | //*[@hidden or @aria-hidden='true']"
    " | //*[contains(translate(@style, ' ', ''), 'display:none')]"
)
# Inline elements that hold words of a sentence, though most of their kind are furniture.
_IN_SENTENCES = etree.XPath(
    "//*[self::time or self::data or self::output or self::label]"
    "[ancestor::p or ancestor::li or ancestor::td or ancestor::blockquote or ancestor::figcaption]"
)
_FIGURES = etree.XPath("//figure[.//figcaption][not(ancestor::a or ancestor::aside or .//figure)]")
_AROUND_FIGURES = {"div", "ul", "ol", "li", "section", "span", "figure"}
_BOLD = etree.XPath("//p[count(*[not(self::br)])=1][b or strong]")


def parsed(markup: str, place: Place) -> HtmlElement:
    """`markup` as a tree, whatever state it is in. Raises Rejection for what would take minutes."""
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False)
    markup = _HEADING.sub(r"<\1\2>\3</\1>", markup)
    try:
        # Bytes, since lxml refuses a text that declares an encoding, as XHTML does.
        tree = document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise Rejection(place, _("an empty page: there is nothing to read in it")) from error
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        reason = _("the page's elements are nested too deeply; save its article alone")
        raise Rejection(place, reason)
    if sum(1 for _ in tree.iter()) > ELEMENTS_LIMIT:
        reason = _("the page has more than %(limit)d elements; save its article alone")
        raise Rejection(place, reason % {"limit": ELEMENTS_LIMIT})
    _drop_controls(tree)
    return tree


def _drop_controls(tree: HtmlElement) -> None:
    """Control characters, which no page shows and lxml reads but does not write."""
    for element in tree.iter():
        for name in ("text", "tail"):
            text = getattr(element, name)
            if text and _CONTROLS.search(text):
                setattr(element, name, _CONTROLS.sub("", text))


def clean(tree: HtmlElement, language: str) -> list[str]:
    """Changes `tree` so that its text says what a reader sees. Returns notes for people.

    Captions become paragraphs that begin with CAPTION, no-break spaces KEPT_SPACE; words that are
    all of a paragraph, bold and without a closing mark, become a heading.
    """
    for element in _UNSEEN(tree):
        drop(element)
    for element in _IN_SENTENCES(tree):
        element.drop_tag()
    _write_quotation_marks(tree, language)
    _keep_captions(tree)
    for element in list(tree.iter("div", "section", "article", "main", "td", "body")):
        make_paragraphs(element)
    _raise_headings(tree)
    left_out = _keep_spaces(tree)
    note = ngettext(
        "left out: %(number)d soft hyphen or zero-width space",
        "left out: %(number)d soft hyphens and zero-width spaces",
        left_out,
    )
    return [note % {"number": left_out}] if left_out else []


def drop(element: HtmlElement) -> None:
    """Takes `element` away, but not the text behind it."""
    if element.getparent() is not None:
        element.drop_tree()


def plain(element: etree._Element) -> str:
    """All text under `element` on one line, its elements parted: for titles and names."""
    return visible(" ".join(element.itertext()).replace(KEPT_SPACE, " "))


def visible(text: str) -> str:
    """`text` on one line, without the characters that only say where a line may break."""
    return " ".join(_INVISIBLE.sub("", text).split())


def _write_quotation_marks(tree: HtmlElement, language: str) -> None:
    """<q> is set in quotation marks by the browser; in plain text somebody must write them."""
    left, right = _QUOTATION.get(language.partition("-")[0], ("“", "”"))
    for element in tree.xpath("//q"):
        element.text = left + (element.text or "")
        if len(element):
            element[-1].tail = (element[-1].tail or "") + right
        else:
            element.text += right
        element.drop_tag()


def _keep_captions(tree: HtmlElement) -> None:
    """Captions become paragraphs; a gallery around them, which holds nothing else, goes."""
    for figure in _FIGURES(tree):
        if figure.getroottree().getroot() is not tree:
            continue  # gone with its gallery
        gallery = _gallery(figure)
        captions = [words(caption) for caption in gallery.iter("figcaption")]
        for caption in filter(None, captions):
            paragraph = tree.makeelement("p")
            paragraph.text = CAPTION + caption
            gallery.addprevious(paragraph)
        if gallery.find(".//table") is None:
            drop(gallery)
        else:
            for caption in list(gallery.iter("figcaption")):
                drop(caption)
            gallery.drop_tag()


def _gallery(figure: HtmlElement) -> HtmlElement:
    """The largest element around `figure` that holds only captions; or the figure itself."""
    outer = figure
    for parent in figure.iterancestors():
        if parent.tag not in _AROUND_FIGURES or not _holds_only_captions(parent):
            break
        outer = parent
    return outer


def _holds_only_captions(element: HtmlElement) -> bool:
    inside = sum(_letters(part) for part in element.iter("figcaption", "button"))
    return _letters(element) == inside


def _letters(element: HtmlElement) -> int:
    return sum(len("".join(text.split())) for text in element.itertext())


def _raise_headings(tree: HtmlElement) -> None:
    for paragraph in _BOLD(tree):
        text = plain(paragraph)
        if not text or text != plain(next(paragraph.iterchildren("b", "strong"))):
            continue
        if len(text) <= HEADING_CHARS and not _CLOSED.search(text) and not text.startswith(CAPTION):
            paragraph.tag = "h3"


def _keep_spaces(tree: HtmlElement) -> int:
    """Guards no-break spaces; returns how many characters without a meaning were left out."""
    left_out = 0
    for element in tree.body.iter():
        for name in ("text", "tail"):
            text = getattr(element, name)
            if text and not text.isascii():
                text, number = _INVISIBLE.subn("", text)
                left_out += number
                # Between words only: elsewhere it is padding, as in <p>&nbsp;</p>.
                setattr(element, name, re.sub("(?<=\\S)\xa0(?=\\S)", KEPT_SPACE, text))
    return left_out
