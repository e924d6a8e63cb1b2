"""Atom and RSS: what is read of each entry, and what a broken feed is told."""

from datetime import date
from pathlib import Path

import pytest

from editorial.importing.articles.draft import Draft
from editorial.importing.articles.reading import read
from editorial.importing.errors import Rejection

FEEDS = Path(__file__).parent / "feeds"
ONLY_SUMMARY = "only the feed's summary: for the whole article import its address"


def outcomes(content: bytes, name: str = "feed.xml", **options: str) -> list[Draft | Rejection]:
    return list(read(content, name=name, **options))


def drafts(name: str) -> list[Draft]:
    found = outcomes((FEEDS / name).read_bytes(), name)
    return [outcome for outcome in found if isinstance(outcome, Draft)]


def reason(content: bytes) -> str:
    (found,) = outcomes(content)
    assert isinstance(found, Rejection)
    return found.reason


def rss(*items: str) -> bytes:
    return f'<rss version="2.0"><channel><title>T</title>{"".join(items)}</channel></rss>'.encode()


def test_an_atom_entry_brings_its_text_and_all_that_is_known_of_it() -> None:
    first, second = drafts("atom.xml")
    assert first.external_id == "tag:bote.example,2025:1"
    assert first.title == "Minister treffen sich & streiten"
    assert first.url == "https://bote.example/politik/minister"
    assert first.author == "Anna Keller, Ben Ott"
    assert first.published_on == date(2025, 12, 3)
    assert first.outlet == "Der Bote"
    assert first.language == "de"
    assert first.license == "CC BY 4.0"
    roles = [(first.text[s.start : s.end], s.role) for s in first.spans or []]
    assert roles == [
        ("Die Minister haben sich in Brüssel getroffen.", "lead"),
        ("Es war lang.", "lead"),
        ("Was nun folgt", "heading"),
        ("Niemand weiss es, und keiner sagt es.", "body"),
    ]
    assert second.text == "Kurz & klar: die <Zahlen> stehen fest."
    assert second.published_on == date(2025, 12, 2)


def test_an_rss_entry_with_content_is_whole_and_one_without_is_said_to_be_a_summary() -> None:
    whole, summary = drafts("rss-content.xml")
    assert "Der ganze Artikel steht im Feed" in whole.text
    assert "Kurzfassung" not in whole.text
    assert "alert" not in whole.text
    assert ONLY_SUMMARY not in whole.notes
    assert whole.published_on == date(2025, 12, 3), "the day of the feed's own zone"
    assert whole.author == "Anna Keller"
    assert summary.text == "Nur eine Kurzfassung."
    assert ONLY_SUMMARY in summary.notes
    assert summary.external_id == "https://bote.example/b"


def test_an_entry_without_a_text_is_refused_and_does_not_stop_the_others() -> None:
    found = outcomes((FEEDS / "rss-content.xml").read_bytes(), "rss-content.xml")
    (refused,) = [outcome for outcome in found if isinstance(outcome, Rejection)]
    assert str(refused) == (
        'rss-content.xml: entry 3 "Nur ein Titel": without a text; '
        "import its address for the article"
    )
    assert len(found) == 3


def test_an_entrys_original_is_its_own_content_and_gives_the_same_text_again() -> None:
    for first in [*drafts("atom.xml"), *drafts("rss-content.xml")]:
        (again,) = read(first.original, name="entry", content_type=first.content_type)
        assert isinstance(again, Draft)
        assert (again.text, again.spans) == (first.text, first.spans)


def test_a_feed_in_another_encoding_is_read_and_the_decision_said() -> None:
    text = (FEEDS / "rss-content.xml").read_text("utf-8").replace("UTF-8", "ISO-8859-1")
    first = outcomes(text.replace("’", "'").encode("cp1252"))[0]
    assert isinstance(first, Draft)
    assert "Brüssel" in first.text
    assert first.notes[0].startswith("encoding: windows-1252 (ISO-8859-1), declared in its XML")


def test_rdf_is_a_feed_too() -> None:
    content = (
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
        b' xmlns="http://purl.org/rss/1.0/"><channel rdf:about="x"><title>T</title></channel>'
        b'<item rdf:about="https://bote.example/a"><title>A</title>'
        b"<link>https://bote.example/a</link><description>Ein Satz.</description></item></rdf:RDF>"
    )
    (found,) = outcomes(content)
    assert isinstance(found, Draft)
    assert found.text == "Ein Satz."


def test_broken_xml_is_refused_with_line_and_column() -> None:
    content = (
        b'<?xml version="1.0"?>\n<rss version="2.0">\n<channel><title>T</titel></channel></rss>'
    )
    assert reason(content) == (
        "not well-formed XML: Opening and ending tag mismatch: title line 3 and titel "
        "(line 3, column 26)"
    )


def test_a_feed_without_entries_is_refused() -> None:
    assert reason(rss()) == "a feed without entries"


def test_xml_of_another_kind_is_refused_with_what_is_known() -> None:
    assert "Atom and RSS feeds (.xml, .rss, .atom)" in reason(b"<?xml version='1.0'?><note/>")


@pytest.mark.parametrize("name", ["bomb.xml", "external.xml"])
def test_entities_of_its_own_are_not_read(name: str) -> None:
    content = (FEEDS / name).read_bytes()
    assert reason(content) == "declares entities of its own, as no feed needs to; it is not read"


def test_a_doctype_is_not_fetched() -> None:
    doctype = b'<!DOCTYPE rss SYSTEM "http://127.0.0.1:1/rss.dtd">'
    (found,) = outcomes(doctype + rss("<item><description>Ein Satz.</description></item>"))
    assert isinstance(found, Draft)
    assert found.text == "Ein Satz."


def test_a_name_in_the_bytes_is_never_opened(tmp_path: Path) -> None:
    secret = tmp_path / "secret.xml"
    secret.write_bytes(rss("<item><description>Geheim.</description></item>"))
    (found,) = outcomes(str(secret).encode(), "x.rss", format="feed")
    assert isinstance(found, Rejection)
    assert "not well-formed XML" in found.reason
