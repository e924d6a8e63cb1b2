"""A page's article: its own words, without what stands around them."""

import copy
from configparser import ConfigParser

from django.utils.translation import gettext as _
from lxml.html import HtmlElement
from trafilatura import bare_extraction
from trafilatura.settings import Document, use_config

from editorial.importing.articles.blocks import BLOCK_SEGMENTER, Block, blocks, composed
from editorial.importing.articles.cleaning import OFFER, OFFER_CHARS, clean, drop, parsed, plain
from editorial.importing.articles.decoding import decode
from editorial.importing.articles.draft import Draft
from editorial.importing.articles.languages import language_of
from editorial.importing.articles.locating import mark_article, prose_chars
from editorial.importing.articles.metadata import Metadata, read_metadata, without_by
from editorial.importing.articles.opening import with_opening
from editorial.importing.errors import Place, Rejection

__all__ = ["FRAGMENT_TYPE", "read_bare", "read_fragment", "read_page"]

# HTML that is an article and nothing else, in a feed's entry.
FRAGMENT_TYPE = "text/html; charset=UTF-8; variant=fragment"

PROSE_CHARS = 200  # a page with less in whole sentences holds no article, or the sign of one
STUB_CHARS = 80  # but for one that says it is the beginning of one
LINKED_HEADINGS = 5  # a page with as many that lead elsewhere may be a list of articles
ARTICLE_CHARS = 500  # with more prose than this beside them, it is not
MUCH_MORE = 2
_TOP_BLOCKS = 6  # where a page repeats title and byline


def read_page(content: bytes, place: Place, *, content_type: str = "", address: str = "") -> Draft:
    """The article on a page. Raises Rejection where there is none, saying what there is."""
    decoded = decode(content, place, content_type=content_type, markup=True)
    tree = parsed(decoded.text, place)
    about = read_metadata(tree, address)
    is_offered = bool(_without_offers(tree)) and about.is_free is None
    notes = clean(tree, about.language)
    if not about.is_article and _is_list(tree):
        raise Rejection(place, _("a page of links to articles; import the articles themselves"))
    parts = _without_top(with_opening(_article(tree, place), tree, about.title), about)
    about.language, judgement = language_of(_words(parts), about.language)
    prose = sum(len(part.text) for part in parts if part.kind == "body")
    is_stub = about.is_free is False or (is_offered and prose < OFFER_CHARS)
    if prose < (STUB_CHARS if is_stub else PROSE_CHARS):
        raise Rejection(place, _("no article was found on the page; paste its text instead"))
    text, spans = composed(parts, about.language)
    notes = [decoded.note, judgement, *about.notes, *notes]
    if is_stub:
        notes.append(_("only the beginning: the page says that the rest is paid for"))
    return Draft(
        external_id=about.url or place.file,
        text=text,
        original=content,
        content_type=f"text/html; charset={decoded.encoding}",
        title=about.title,
        spans=spans,
        segmenter=BLOCK_SEGMENTER,
        kind=about.kind,
        language=about.language,
        published_on=about.published_on,
        url=about.url,
        author=about.author,
        outlet=about.outlet,
        license=about.license,
        notes=list(filter(None, notes)),
        encoding_note=decoded.note,
    )


def read_bare(content: bytes, place: Place, *, content_type: str, language: str = "") -> Draft:
    """HTML that is nothing but an article, with no page around it: all of it is the text."""
    decoded = decode(content, place, content_type=content_type)
    parts, notes = read_fragment(decoded.text, place, language)
    language, judgement = language_of(_words(parts), language)
    text, spans = composed(parts, language)
    return Draft(
        external_id=place.file,
        text=text,
        original=content,
        content_type=FRAGMENT_TYPE,
        spans=spans,
        segmenter=BLOCK_SEGMENTER,
        language=language,
        notes=[decoded.note, *filter(None, [judgement]), *notes],
        encoding_note=decoded.note,
    )


def read_fragment(markup: str, place: Place, language: str = "") -> tuple[list[Block], list[str]]:
    """The blocks of HTML that is nothing but an article, as feeds and agencies send it; and notes."""
    tree = parsed(f"<div>{markup}</div>", place)
    notes = clean(tree, language)
    return list(blocks(tree.body)), notes


def _words(parts: list[Block]) -> str:
    return " ".join(part.text for part in parts)


def _article(tree: HtmlElement, place: Place) -> list[Block]:
    """What stands where most of the prose does; where that is little, what has an article's names."""
    by_names = copy.deepcopy(tree)
    mark_article(tree)
    found = _extracted(tree, place)
    other = _extracted(by_names, place)
    return other if len(_words(other)) > MUCH_MORE * len(_words(found)) else found


def _extracted(tree: HtmlElement, place: Place) -> list[Block]:
    try:
        document = bare_extraction(tree, fast=True, include_comments=False, config=_config())
    except RecursionError as error:
        reason = _("the page's elements are nested too deeply; save its article alone")
        raise Rejection(place, reason) from error
    return _in_order(list(blocks(document.body)), tree) if isinstance(document, Document) else []


def _in_order(parts: list[Block], tree: HtmlElement) -> list[Block]:
    """`parts` as they follow each other on the page: what is found in a second go comes last."""
    page = "\n".join(" ".join(block.text.split()) for block in blocks(tree.body))
    places, last = [], 0
    for part in parts:
        key = " ".join(part.text.split())
        place = page.find(key, last)
        last = place if place >= 0 else page.find(key)
        if last < 0:  # put together from several places: order cannot be told
            return parts
        places.append(last)
    return [part for _, part in sorted(zip(places, parts, strict=True), key=lambda pair: pair[0])]


def _config() -> ConfigParser:
    """trafilatura's own settings, but that a short text is a text: of stubs and brief reports."""
    config = use_config()
    config["DEFAULT"]["MIN_EXTRACTED_SIZE"] = "100"
    return config


def _is_list(tree: HtmlElement) -> bool:
    """Whether most headings lead elsewhere, and there is little to read beside them."""
    headings = tree.xpath("//h2 | //h3 | //h4")
    linked = [h for h in headings if h.find(".//a[@href]") is not None or _is_in_link(h)]
    most_lead_elsewhere = len(linked) >= LINKED_HEADINGS and 2 * len(linked) > len(headings)
    return most_lead_elsewhere and prose_chars(tree) < ARTICLE_CHARS


def _is_in_link(element: HtmlElement) -> bool:
    return next(element.iterancestors("a"), None) is not None


def _without_offers(tree: HtmlElement) -> list[HtmlElement]:
    """Takes away what sells the rest of the text; what holds the rest itself stays."""
    offers = [
        element
        for element in OFFER(tree)
        if len(plain(element)) <= OFFER_CHARS
        and element.xpath("self::form or self::a or .//a or .//button or .//form")
    ]
    for element in offers:
        drop(element)
    return offers


def _without_top(parts: list[Block], about: Metadata) -> list[Block]:
    """Without title and byline, which are kept beside the text."""
    return [
        part
        for number, part in enumerate(parts)
        if number >= _TOP_BLOCKS or not (_is_title(part, about) or _is_byline(part, about))
    ]


def _is_title(part: Block, about: Metadata) -> bool:
    text, title = " ".join(part.text.split()).casefold(), about.title.casefold()
    return title != "" and (text == title or (part.kind == "heading" and text.endswith(title)))


def _is_byline(part: Block, about: Metadata) -> bool:
    name = without_by(part.text)
    return (
        about.author != "" and len(name) < 2 * len(about.author) and name.startswith(about.author)
    )
