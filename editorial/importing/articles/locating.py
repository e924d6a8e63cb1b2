"""Where on a page the article stands: in the smallest element that holds nearly all of its prose.

trafilatura goes by the names of elements and takes the first that fits. That misses an article whose
site uses other names, takes a teaser that comes before it, and stops at the first part of an article
that advertisements divide. So the place is marked by what stands there.
"""

import re
from collections import Counter

from lxml.html import HtmlElement

__all__ = ["mark_article", "prose_chars"]

PROSE_CHARS = 60  # a paragraph of the article, not a label
NEARLY_ALL = 0.9
MOST = 0.6

_CONTAINERS = {"div", "section", "article", "main", "td", "table", "tbody", "tr", "center", "form"}
_ELSEWHERE = {"aside", "nav", "footer", "header", "a", "button"}
_OTHER = re.compile(
    r"(?:\b|_|leser)(?:comment|kommentar|reaction|réaction|leserbrief|forum|disqus|related|teaser"
    r"|newsletter|cookie|consent|sidebar|recirc)",
    re.IGNORECASE,
)


def mark_article(tree: HtmlElement) -> None:
    """Gives the element that holds the article's paragraphs the sign that extraction looks for."""
    prose = _prose(tree)
    articles = [(prose[element], element) for element in tree.iter("article")]
    most, first = max(articles, key=lambda pair: pair[0], default=(0, tree.body))
    home = first if most and most >= MOST * prose[tree.body] else tree.body
    while smaller := _nearly_all_of(home, prose):
        home = smaller[0]
    if home is tree.body and 2 * _own_prose(home) > prose[home]:
        home = _all_in_one(home)
    if home is not tree.body:
        home.set("itemprop", "articleBody")
        home.tag = "div" if home.tag != "article" else home.tag


def prose_chars(tree: HtmlElement) -> int:
    """How many characters of prose the page has beside what leads elsewhere."""
    return _prose(tree)[tree.body]


def _own_prose(element: HtmlElement) -> int:
    return sum(len("".join(child.itertext())) for child in element.iterchildren("p", "blockquote"))


def _all_in_one(body: HtmlElement) -> HtmlElement:
    """A page that is an article and nothing else has no element around it; now it has."""
    whole = body.makeelement("div")
    whole.text, body.text = body.text, None
    for child in list(body):
        whole.append(child)
    body.append(whole)
    return whole


def _prose(tree: HtmlElement) -> Counter[HtmlElement]:
    """How many characters of prose each element holds, the headers and lists around it not counted."""
    own: Counter[HtmlElement] = Counter()  # of an element's own paragraphs
    prose: Counter[HtmlElement] = Counter()
    for paragraph in tree.iter("p", "blockquote", "li"):
        if paragraph.find(".//p") is not None:
            continue
        length = len("".join(paragraph.itertext()).strip())
        linked = sum(len("".join(link.itertext())) for link in paragraph.iter("a"))
        if length < PROSE_CHARS or 2 * linked > length:
            continue
        own[paragraph.getparent()] += length
    for parent, length in own.items():
        around = [parent, *parent.iterancestors()]
        if not _is_teaser(parent) and not any(map(_is_elsewhere, around)):
            prose.update(dict.fromkeys(around, length))
    return prose


def _is_teaser(parent: HtmlElement) -> bool:
    """A card: a heading that leads elsewhere, and a few words below it."""
    linked = (heading.find(".//a[@href]") for heading in parent.iterchildren("h2", "h3", "h4"))
    cards = (
        link.find("h2") is not None or link.find("h3") is not None
        for link in parent.iterchildren("a")
    )
    return any(link is not None for link in linked) or any(cards)


def _is_elsewhere(element: HtmlElement) -> bool:
    if element.tag in _ELSEWHERE:
        return True
    names = f"{element.get('class', '')} {element.get('id', '')}"
    return element.tag != "body" and _OTHER.search(names) is not None


def _nearly_all_of(home: HtmlElement, prose: Counter[HtmlElement]) -> list[HtmlElement]:
    inside = (child for child in home if child.tag in _CONTAINERS)
    return [child for child in inside if prose[child] >= NEARLY_ALL * max(prose[home], 1)]
