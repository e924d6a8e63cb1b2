"""From elements to paragraphs: blocks of text with their roles, and their sentences' places.

Reads both HTML and the simpler elements that trafilatura makes of it.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from lxml import etree

from kb.text.blocks import Role
from kb.text.sentences import SEGMENTER, Span, split

__all__ = [
    "BLOCKS",
    "BLOCK_SEGMENTER",
    "CAPTION",
    "KEPT_SPACE",
    "Block",
    "blocks",
    "composed",
    "words",
]

BLOCK_SEGMENTER = f"{SEGMENTER}+blocks"

# Characters for private use that stand for something between cleaning a page and reading it.
CAPTION = "\ue001"  # opens a paragraph that is a caption
KEPT_SPACE = "\ue002"  # a no-break space, which would else become a plain one

PROSE_CELL_CHARS = 300  # a longer cell is not of a table but of a layout
BETWEEN_CELLS = " | "

_HEADINGS = {"head", "h1", "h2", "h3", "h4", "h5", "h6"}
BLOCKS = _HEADINGS | set(
    "p div section article main header footer aside nav address figure figcaption list item ul ol"
    " li dl dt dd quote blockquote code pre table thead tbody tfoot caption row tr cell td th hr"
    " body details summary fieldset form center".split()
)
_UNREAD = {"script", "style", "template", "noscript", "title", "svg", "iframe", "object"}
_SPACE = re.compile(r"[ \t\n\r\f\v]+")

Kind = Literal["heading", "body", "caption", "row"]


class Block(NamedTuple):
    """One paragraph; single line breaks in it are those of the page."""

    kind: Kind
    text: str


def blocks(root: etree._Element) -> Iterator[Block]:
    """The paragraphs under `root` in order, white space collapsed as a browser does it."""
    lines: list[str] = [""]
    headings = 0
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = element.tag
        if tag in BLOCKS:
            yield from _paragraphs(lines, "heading" if headings else "body")
            lines = [""]
        if event == "start":
            headings += tag in _HEADINGS
            if tag in ("row", "tr") and (row := _row(element)):
                yield Block("row", row)
                walk.skip_subtree()
            elif tag in _UNREAD:
                walk.skip_subtree()
            else:
                lines += [""] if tag in ("br", "lb") else []
                lines[-1] += element.text or ""
        else:
            headings -= tag in _HEADINGS
            lines[-1] += (element.tail or "") if element is not root else ""
    yield from _paragraphs(lines, "body")


def words(element: etree._Element) -> str:
    """All text under `element` on one line, as a reader sees it."""
    return " ".join(" ".join(block.text.split("\n")) for block in blocks(element))


def _paragraphs(lines: list[str], kind: Kind) -> Iterator[Block]:
    """What stands between two borders; an empty line in it (<br><br>) is a border, too."""
    text = "\n".join(_plain(line) for line in lines)
    for paragraph in re.split(r"\n\n+", text):
        if content := paragraph.strip():
            is_caption = content.startswith(CAPTION)
            content = content.replace(CAPTION, " ").strip() if is_caption else content
            if content:
                yield Block("caption" if is_caption else kind, content)


def _row(element: etree._Element) -> str:
    """A table's row as one line; nothing if it holds nothing, or prose laid out in cells."""
    cells = [_plain(" ".join(cell.itertext())) for cell in element.iterchildren()]
    if any(len(cell) > PROSE_CELL_CHARS for cell in cells):
        return ""
    return BETWEEN_CELLS.join(cell for cell in cells if cell)


def _plain(text: str) -> str:
    return _SPACE.sub(" ", text).replace(KEPT_SPACE, "\xa0").strip()


def composed(parts: Iterable[Block], language: str) -> tuple[str, list[Span]]:
    """The text of `parts`, joined by blank lines, and its sentences.

    The first paragraph that is neither heading nor caption is the lead. A row of a table is one
    sentence. `language` decides how the others are cut; without one they are taken as German.
    """
    texts: list[str] = []
    spans: list[Span] = []
    start = paragraph = 0
    lead_seen = False
    for part in parts:
        role: Role = "body" if part.kind == "row" else part.kind
        if part.kind == "body" and not lead_seen:
            role, lead_seen = "lead", True
        cuts = _cut(part, language or "de")
        spans.extend(Span(start + s, start + e, paragraph + n, role) for s, e, n in cuts)
        paragraph += cuts[-1][2]
        texts.append(part.text)
        start += len(part.text) + 2
    return "\n\n".join(texts), spans


def _cut(part: Block, language: str) -> list[tuple[int, int, int]]:
    if part.kind == "row":
        return [(0, len(part.text), 1)]
    return [(span.start, span.end, span.paragraph) for span in split(part.text, language)]
