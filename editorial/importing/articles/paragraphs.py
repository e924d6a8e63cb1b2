"""Paragraphs where a page has none: text that stands in its divs as it is.

A browser sets such text in a block of its own; extraction passes it by beside real paragraphs.
"""

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from editorial.importing.articles.blocks import BLOCKS

__all__ = ["make_paragraphs"]

LEAST_CHARS = 50  # less than a sentence is a label, a date, a button
_SENTENCE = re.compile(r"[.!?…][\s“”\"»«’)]*(?:\s|$)")


Run = list[HtmlElement | str]


def make_paragraphs(element: HtmlElement) -> None:
    """Sets each run of text in `element` that holds a sentence in a <p>; two <br> part paragraphs."""
    if not _has_text_of_its_own(element):
        return
    runs = list(_runs(element))
    element.text = None
    del element[:]
    has_prose = any(map(_is_prose, runs))
    parts: Run = []
    for run in runs:
        is_paragraph = _is_prose(run) or (has_prose and _is_bold(run))
        parts.extend([_paragraph(element, run)] if is_paragraph else run)
    _fill(element, parts)


def _has_text_of_its_own(element: HtmlElement) -> bool:
    texts = [element.text, *(child.tail for child in element)]
    return any(text and text.strip() for text in texts) or any(map(_is_inline, element))


def _runs(element: HtmlElement) -> Iterator[Run]:
    """Text and inline elements that follow each other, and each block by itself."""
    run: Run = [element.text or ""]
    for child in list(element):
        tail, child.tail = child.tail or "", None
        if child.tag == "br" and _ends_with_break(run):
            yield run
            run = []
        elif _is_inline(child):
            run.append(child)
        else:
            yield run
            yield [child]
            run = []
        run.append(tail)
    yield run


def _ends_with_break(run: Run) -> bool:
    for part in reversed(run):
        if not isinstance(part, str):
            return part.tag == "br"
        if part.strip():
            return False
    return False


def _is_inline(element: HtmlElement) -> bool:
    return element.tag not in BLOCKS and not any(part.tag in BLOCKS for part in element.iter())


def _is_prose(run: Run) -> bool:
    if any(not isinstance(part, str) and part.tag in BLOCKS for part in run):
        return False
    texts = (part if isinstance(part, str) else "".join(part.itertext()) for part in run)
    text = " ".join("".join(texts).split())
    return len(text) >= LEAST_CHARS and bool(_SENTENCE.search(text))


def _is_bold(run: Run) -> bool:
    """Whether a bold element is all of it: a heading between two paragraphs."""
    content = [part for part in run if not isinstance(part, str) or part.strip()]
    elements = [part for part in content if isinstance(part, str) or part.tag != "br"]
    bold = elements[0] if len(elements) == 1 else ""
    return not isinstance(bold, str) and bold.tag in ("b", "strong")


def _paragraph(home: HtmlElement, run: Run) -> HtmlElement:
    paragraph = home.makeelement("p")
    _fill(paragraph, run)
    return paragraph


def _fill(element: HtmlElement, run: Run) -> None:
    """Puts `run` into `element`, which is empty."""
    last: HtmlElement | None = None
    for part in run:
        if not isinstance(part, str):
            element.append(part)
            last = part
        elif last is None:
            element.text = (element.text or "") + part
        else:
            last.tail = (last.tail or "") + part
