"""The one entry: which reader is called, what no reader may let through, what must not exhaust it."""

import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editorial.importing.articles.draft import Draft
from editorial.importing.articles.reading import FORMATS, read
from editorial.importing.errors import Rejection

PARAGRAPH = "<p>Ein Satz steht hier, und er ist lang genug, um in einem Artikel zu stehen.</p>"
PARAGRAPHS = "".join(PARAGRAPH.replace("Ein", word) for word in "Ein Kein Mein Dein Sein".split())
PAGE = f"<!doctype html><html lang=de><title>T</title><body>{PARAGRAPHS}</body></html>"
SECONDS = 60  # what takes minutes has a fault; what takes these, a busy machine


def only(content: bytes, name: str = "x.txt", **options: str) -> Draft | Rejection:
    (found,) = read(content, name=name, **options)
    return found


def draft(content: bytes, name: str = "x.txt", **options: str) -> Draft:
    found = only(content, name, **options)
    assert isinstance(found, Draft), str(found)
    return found


def reason(content: bytes, name: str = "x.txt", **options: str) -> str:
    found = only(content, name, **options)
    assert isinstance(found, Rejection)
    return found.reason


@given(
    st.text(
        alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufeff"), min_size=1
    )
)
def test_plain_text_comes_to_the_code_point(text: str) -> None:
    if not text.strip():
        return
    found = draft(text.encode())
    assert found.text == text
    assert found.original == text.encode()


def test_plain_text_keeps_line_ends_soft_hyphens_and_what_is_not_composed() -> None:
    text = "Cafe\u0301 und Bundes\u00adrat.\r\n\r\nRechts: שלום. 😀\r\n"
    found = draft(text.encode("utf-8-sig"))
    assert found.text == text
    assert found.notes[0] == "encoding: UTF-8, by its byte order mark"
    assert found.title == ""
    assert found.external_id == "x.txt"


@pytest.mark.parametrize(
    ("content", "name", "content_type", "format"),
    [
        (PAGE, "x.txt", "", "text/plain"),
        (PAGE, "x.html", "", "text/html"),
        (PAGE, "x", "", "text/html"),
        (PAGE, "x", "text/plain", "text/plain"),
        (PAGE, "https://bote.example/a/1.5", "text/html; charset=utf-8", "text/html"),
        ("Ein Satz steht hier.", "x", "text/plain; charset=utf-8", "text/plain"),
        ('{"uri": "u", "bodies": [{"value": "Ein Satz."}]}', "x", "", "application/json"),
        ('{"uri": "u", "bodies": [{"value": "Ein Satz."}]}', "x", "text/html", "application/json"),
        (
            '<rss version="2.0"><channel><item><description>Satz.</description></item></channel></rss>',
            "x.html",
            "text/html",
            "text/html",
        ),
    ],
)
def test_the_format_is_found(content: str, name: str, content_type: str, format: str) -> None:
    found = draft(content.encode(), name, content_type=content_type)
    assert found.content_type.startswith(format)


def test_a_given_format_is_taken_and_an_unknown_one_refused() -> None:
    assert draft(PAGE.encode(), "x.html", format="text").text == PAGE
    assert reason(b"x", format="htm") == (
        'no format "htm"; known are text, html, ninjs or feed; did you mean "html"?'
    )
    assert FORMATS == ("text", "html", "ninjs", "feed")


@pytest.mark.parametrize("content", [b"%PDF-1.4\n1 0 obj", b"\xff\xd8\xff\xe0", b"just words"])
def test_an_unknown_kind_is_refused_with_what_is_known(content: bytes) -> None:
    assert "known are plain text (.txt), web pages" in reason(content, "x.pdf")


@pytest.mark.parametrize("content", [b"", b" \n\t", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("name", ["x.txt", "x.html", "x.json", "x.xml", "x"])
def test_nothing_is_refused(content: bytes, name: str) -> None:
    assert reason(content, name)


def test_a_text_that_cannot_be_kept_is_refused_in_english() -> None:
    assert reason(b"Ein\0 Satz.") == "Character 4 is NUL, which no text may hold; remove it."
    assert "at most 2000000 can be kept" in reason(b"Ein Satz. " * 200_001)
    assert reason(b"a" * 10_000_001) == "has 10000001 bytes, at most 10000000 are read; divide it"


def test_nul_in_a_page_is_refused_or_left_out_by_no_one_in_silence() -> None:
    found = only(PAGE.replace("lang genug", "lang\0genug").encode(), "x.html")
    assert isinstance(found, Rejection) or "\ufffd" in found.text


def test_half_a_surrogate_in_a_page_becomes_a_damaged_character_and_is_noted() -> None:
    found = draft(PAGE.replace("lang genug", "lang &#xD800; genug", 1).encode(), "x.html")
    assert "\ufffd" in found.text
    assert any(note.startswith("damaged: 1 character ") for note in found.notes)


def test_what_is_too_long_for_its_field_is_shortened_and_said() -> None:
    title, path = "Titel " * 80, "a" * 1_200
    head = f'<title>{title}</title><link rel="canonical" href="https://bote.example/{path}">'
    found = draft(PAGE.replace("<title>T</title>", head).encode(), "x.html")
    assert len(found.title) <= 300
    assert found.title.endswith("…")
    assert len(found.external_id) <= 255
    assert found.url == ""
    assert "address: left out, it is too long" in found.notes


def test_a_page_that_calls_another_sites_address_its_own_is_noted() -> None:
    head = '<title>T</title><link rel="canonical" href="https://www.bote.example/a">'
    page = PAGE.replace("<title>T</title>", head).encode()
    note = "address: the page at fremd.example calls one at www.bote.example its own"
    assert note in draft(page, "x", address="https://fremd.example/b").notes
    for own in ("https://bote.example/a?utm_source=x", ""):
        assert not any("its own" in line for line in draft(page, "x", address=own).notes)


def test_long_identities_stay_different() -> None:
    first, second = (draft(b"Ein Satz.", "a" * 300 + end + ".txt") for end in "xy")
    assert first.external_id != second.external_id
    assert len(first.external_id) == len(second.external_id) == 255


def hostile_pages() -> Iterator[tuple[str, str]]:
    for tag in ("div", "b", "blockquote", "table", "font"):
        yield f"deep {tag}", f"<html><body>{f'<{tag}>' * 100_000}{PARAGRAPH * 20}"
    yield "deep list", f"<body>{'<ul><li>' * 110}{PARAGRAPH * 5}"
    yield "deep quote", f"<body>{'<blockquote>Zitat.' * 240}{PARAGRAPH * 5}"
    yield "deep q", f"<body><p>{'<q>' * 200}Text. {PARAGRAPH * 5}"
    yield "deep data", f"<script type='application/ld+json'>{'[' * 100_000}</script>{PARAGRAPH * 5}"
    yield "many elements", "<body>" + "<div><a href=x>ein Link</a> und Text</div>" * 40_000
    yield "many breaks", "<body><article>" + "Ein kurzer Text.<br>" * 20_000
    yield "many figures", "<body>" + "<figure><figcaption>Bild.</figcaption></figure>" * 8_000
    yield "many paragraphs", f"<body>{PARAGRAPH * 20_000}"
    yield "many brackets", "<body>" + "<" * 1_000_000
    yield "many comments", "<body>" + "<!--" * 500_000
    yield "many headings", "<body>" + "<h1>x" * 50_000
    yield "long attribute", f"<body><p class='{'x ' * 1_000_000}'>{PARAGRAPH * 5}"


@pytest.mark.parametrize(("name", "page"), list(hostile_pages()), ids=lambda value: value[:20])
def test_a_page_made_to_exhaust_the_reader_does_not(name: str, page: str) -> None:
    began = time.monotonic()
    found = only(page.encode(), "x.html")
    assert time.monotonic() - began < SECONDS
    if isinstance(found, Draft):
        assert found.spans


@given(st.text(alphabet=st.sampled_from("<>/=\"'& abp\n\u00a0\u00ad\ue001\ue002"), max_size=200))
def test_any_markup_is_read_with_sentences_in_their_place_or_refused(markup: str) -> None:
    found = only(f"<html><body>{PARAGRAPHS}<p>{markup}</p>{PARAGRAPH}".encode(), "x.html")
    if isinstance(found, Draft):
        position = 0
        for span in found.spans or []:
            assert not found.text[position : span.start].strip()
            assert found.text[span.start : span.end].strip()
            position = span.end
        assert not found.text[position:].strip()
