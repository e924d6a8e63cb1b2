"""What many pages set above the article's own element, where extraction passes it by: lead, picture."""

from itertools import islice

from lxml import etree
from lxml.html import HtmlElement

from editorial.importing.articles.blocks import Block, blocks, words

__all__ = ["with_opening"]

LEAST_CHARS = 40  # a shorter lead is a kicker; also, by how much two texts are told apart
MOST_CHARS = 1_000
ELEMENTS = 1_000  # an opening is at the beginning

_TOKENS = (
    "lead|lede|intro|standfirst|vorspann|chapo|chapeau|sommario|occhiello|dek|summary|abstract"
    "|sub-?(title|head|headline)|(article|post|story)[-_]+(excerpt|description)|teaser-?text"
)
_OUTSIDE = "ancestor::aside or ancestor::nav or ancestor::footer or ancestor::a"
_LEAD = etree.XPath(
    f"self::*[re:test(@class, '(^|[-_ ])({_TOKENS})', 'i') or @itemprop='description'"
    f" or @itemprop='alternativeHeadline'][not({_OUTSIDE})]",
    namespaces={"re": "http://exslt.org/regular-expressions"},
)


def with_opening(parts: list[Block], tree: HtmlElement, title: str) -> list[Block]:
    """`parts`, with lead and captions before them that stand between the page's title and them."""
    heading = next(tree.iter("h1"), None)
    first = next((part.text for part in parts if part.kind == "body"), "")
    if heading is None or not first:
        return parts
    home = next(heading.iterancestors("article", "main"), tree)
    known = " ".join(_key(part.text) for part in parts)
    opening: list[Block] = []
    for element in islice(home.iter("p", "div", "h2", "strong"), ELEMENTS):
        text = words(element)
        if text.startswith(first[:LEAST_CHARS]):
            break
        captions = [part for part in blocks(element) if part.kind == "caption"]
        if element.tag == "p" and captions:
            opening.extend(captions)
        elif _is_lead(element, text, title):
            opening.append(Block("body", text))
    new = [part for part in opening if _key(part.text)[:LEAST_CHARS] not in known]
    leads = [part for part in new if part.kind == "body"][:1]
    return [*leads, *(part for part in new if part.kind == "caption"), *parts]


def _is_lead(element: HtmlElement, text: str, title: str) -> bool:
    is_fit = LEAST_CHARS <= len(text) <= MOST_CHARS and text != title
    return is_fit and len(element.findall(".//p")) < 2 and bool(_LEAD(element))


def _key(text: str) -> str:
    return " ".join(text.split())
