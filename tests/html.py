"""Is a page valid HTML? `assert not html.errors(page)`.

The parser of html5lib names what the standard calls a parse error; the rules below are those of the
standard's content models that templates break. No Java, no Node, no network.
"""

import re
from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib
from html5lib.constants import E as MESSAGES

SECTIONS = set("address article aside div footer header hgroup main nav search section".split())
HEADINGS = set("h1 h2 h3 h4 h5 h6".split())
BLOCKS = set("blockquote details dialog dl fieldset figure form hr menu ol p pre table ul".split())
PHRASING = set(
    "a abbr b bdi bdo br button cite code data datalist del dfn em i img input ins kbd label "
    "link map mark meta meter noscript output picture progress q ruby s samp script select small "
    "span strong sub sup svg template textarea time u var wbr".split()
)
PARTS = set(
    "html head title base style body main li dt dd figcaption legend summary caption colgroup col "
    "tbody thead tfoot tr td th option optgroup source rp rt".split()
)
KNOWN = SECTIONS | HEADINGS | BLOCKS | PHRASING | PARTS
INTERACTIVE = set("a button details input label select textarea".split())
# Inside these only phrasing content may stand.
LINES = set(
    "abbr b button cite code dfn em h1 h2 h3 h4 h5 h6 i kbd label mark p pre q s samp small span "
    "strong sub sup time u var".split()
)
CHILDREN = {
    "ul": {"li"},
    "ol": {"li"},
    "menu": {"li"},
    "dl": {"dt", "dd", "div"},
    "select": {"option", "optgroup", "hr"},
    "tr": {"td", "th"},
}
REFERENCES = ("for", "list", "form", "aria-labelledby", "aria-describedby", "aria-controls")
DATETIME = re.compile(
    r"\d{4}(-\d\d(-\d\d([T ]\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:?\d\d)?)?)?)?|P\w+"
)


def errors(page: str) -> list[str]:
    """What is wrong with a whole page, one line each; empty if nothing is."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    root = parser.parse(page)
    found = [*parse_errors(parser), *element_errors(root), *page_errors(root)]
    return [*found, *reference_errors(root)]


def fragment_errors(part: str) -> list[str]:
    """The same for a part of a page, whose references may point outside it."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    root = parser.parseFragment(part)
    return [*parse_errors(parser), *element_errors(root)]


def parse_errors(parser: html5lib.HTMLParser) -> Iterator[str]:
    for (line, column), code, values in parser.errors:
        yield f"line {line}, column {column}: {MESSAGES[code] % values}"


def element_errors(root: Element) -> Iterator[str]:
    for element, above in walk(root, ()):
        name, parent = element.tag, above[-1] if above else ""
        if name not in KNOWN:
            yield f"<{name}> is not an element"
        if parent in LINES and name not in PHRASING:
            yield f"<{name}> may not stand in <{parent}>"
        if parent in CHILDREN and name not in CHILDREN[parent] | {"script", "template"}:
            yield f"<{name}> may not be a child of <{parent}>"
        if name in INTERACTIVE - {"label"} and {"a", "button"} & set(above):
            yield f"<{name}> may not stand in a link or button"
        if name == "figure" and "figcaption" in [child.tag for child in element][1:-1]:
            yield "<figcaption> stands between others in <figure>: it comes first or last"
        yield from attribute_errors(element)


def attribute_errors(element: Element) -> Iterator[str]:
    name = element.tag
    if name == "img" and "alt" not in element.attrib:
        yield f"<img src={element.get('src')!r}> has no alt"
    when = element.get("datetime")
    if when is not None and not DATETIME.fullmatch(when):
        yield f"<{name} datetime={when!r}> is no date"
    for attribute in element.attrib:
        if attribute == "style" or re.fullmatch("on[a-z]+", attribute):
            yield f"<{name} {attribute}> is inline; the content security policy forbids it"
    is_data = element.get("type") == "application/ld+json"  # no script: browsers do not run it
    if name == "style" or (name == "script" and "src" not in element.attrib and not is_data):
        yield f"<{name}> is inline; the content security policy forbids it"
    if element.get("id") == "" or " " in element.get("id", ""):
        yield f"<{name} id={element.get('id')!r}> is no id"


def page_errors(root: Element) -> Iterator[str]:
    if not root.get("lang"):
        yield "<html> has no lang"
    if not (root.findtext("head/title") or "").strip():
        yield "the page has no title"
    counts = Counter(element.tag for element, _ in walk(root, ()))
    for name in ("main", "h1"):
        if counts[name] != 1:
            yield f"the page has {counts[name]} <{name}>, not one"


def reference_errors(root: Element) -> Iterator[str]:
    elements = [element for element, _ in walk(root, ())]
    ids = Counter(element.get("id") for element in elements if "id" in element.attrib)
    for identifier, count in ids.items():
        if count > 1:
            yield f"id={identifier!r} stands {count} times"
    for element in elements:
        names = [name for attribute in REFERENCES for name in element.get(attribute, "").split()]
        href = element.get("href", "")
        if len(href) > 1 and href.startswith("#"):
            names.append(href[1:])
        yield from (
            f"<{element.tag}> points to {name!r}: no such id" for name in names if name not in ids
        )


def walk(element: Element, above: tuple[str, ...]) -> Iterator[tuple[Element, tuple[str, ...]]]:
    """Every HTML element with the names of those it stands in; SVG is left to the parser."""
    is_root = element.tag in ("html", "DOCUMENT_FRAGMENT")
    if not is_root:
        yield element, above
    inner = above if is_root else (*above, element.tag)
    for child in element:
        if isinstance(child.tag, str):
            if child.tag.startswith("{"):
                continue
            yield from walk(child, inner)
