"""Pages in the manner of German, English, French and Italian news sites: what is read of each.

Beside each page stands what must come of it. No rule of the reader is about a single one of them.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from editorial.importing.articles.draft import Draft
from editorial.importing.articles.reading import read
from editorial.importing.errors import Rejection

PAGES = sorted((Path(__file__).parent / "pages").glob("*.html"))
FIELDS = ("title", "author", "published_on", "url", "outlet", "language", "kind", "license")

readable = [
    page for page in PAGES if "rejected" not in page.with_suffix(".toml").read_text("utf-8")
]


def expected(page: Path) -> dict[str, Any]:
    return tomllib.loads(page.with_suffix(".toml").read_text("utf-8"))


def outcome(page: Path) -> Draft | Rejection:
    wanted = expected(page)
    (found,) = read(
        page.read_bytes(),
        name=page.name,
        content_type=wanted.get("content_type", ""),
        address=wanted.get("address", ""),
    )
    return found


@cache
def draft(page: Path) -> Draft:
    found = outcome(page)
    assert isinstance(found, Draft), str(found)
    return found


def sentences(page: Path, role: str = "") -> list[str]:
    found = draft(page)
    return [found.text[s.start : s.end] for s in found.spans or [] if role in ("", s.role)]


def in_one_line(text: str) -> str:
    return " ".join(text.split())


def test_there_are_thirty_pages() -> None:
    assert len(PAGES) >= 30
    assert not [page for page in PAGES if not page.with_suffix(".toml").exists()]


@pytest.mark.parametrize("page", readable, ids=lambda page: page.stem)
def test_the_article_is_in(page: Path) -> None:
    text = in_one_line(draft(page).text)
    wanted = expected(page)
    assert wanted["holds"]
    assert not [phrase for phrase in wanted["holds"] if phrase not in text], text
    assert not [s for s in wanted.get("sentences", []) if s not in sentences(page)]


@pytest.mark.parametrize("page", readable, ids=lambda page: page.stem)
def test_what_stands_around_it_is_out(page: Path) -> None:
    text = in_one_line(draft(page).text)
    assert not [phrase for phrase in expected(page)["lacks"] if phrase in text], text


@pytest.mark.parametrize("page", readable, ids=lambda page: page.stem)
def test_headings_lead_and_captions_keep_their_part(page: Path) -> None:
    wanted = expected(page)
    if "headings" in wanted:
        assert sentences(page, "heading") == wanted["headings"]
    for caption in wanted.get("captions", []):
        assert caption in sentences(page, "caption")
    if "lead" in wanted:
        assert sentences(page, "lead")[0] == wanted["lead"]
    assert wanted.get("title") not in sentences(page), "the title is repeated"


@pytest.mark.parametrize("page", readable, ids=lambda page: page.stem)
def test_what_the_page_says_of_itself_is_read(page: Path) -> None:
    wanted = expected(page)
    found = {name: getattr(draft(page), name) for name in FIELDS if name in wanted}
    assert found == {name: wanted[name] for name in FIELDS if name in wanted}
    notes = draft(page).notes
    assert notes[0].startswith(f"encoding: {wanted.get('encoding', '')}"), notes
    assert not [note for note in wanted.get("notes", []) if note not in notes], notes


@pytest.mark.parametrize("page", readable, ids=lambda page: page.stem)
def test_only_white_space_lies_between_sentences(page: Path) -> None:
    found = draft(page)
    position = 0
    for span in found.spans or []:
        assert not found.text[position : span.start].strip()
        assert position <= span.start < span.end
        assert found.text[span.start : span.end].strip() == found.text[span.start : span.end]
        position = span.end
    assert position == len(found.text)
    assert len(found.segmenter) <= 40


@pytest.mark.parametrize("page", readable, ids=lambda page: page.stem)
def test_its_original_gives_the_same_text_again(page: Path) -> None:
    first = draft(page)
    (again,) = read(first.original, name=page.name, content_type=first.content_type)
    assert isinstance(again, Draft)
    assert (again.text, again.spans) == (first.text, first.spans)


@pytest.mark.parametrize(
    "page", [page for page in PAGES if page not in readable], ids=lambda page: page.stem
)
def test_a_page_without_an_article_is_refused_with_a_reason(page: Path) -> None:
    found = outcome(page)
    assert isinstance(found, Rejection)
    assert found.reason == expected(page)["rejected"]
