"""Which encoding a text is read in, and what people are told about it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editorial.importing.articles.decoding import decode
from editorial.importing.errors import Place, Rejection

PLACE = Place("page.html")
GERMAN = "Für Köln wäre das schön, heißt es. „Ja“, sagte er – und ging über die Brücke nach Hause."
FRENCH = "À l’été, le cœur de l’école « fermée » s’est rouvert ; ça coûtera 12 € de plus, dit-on."


def page(text: str, encoding: str, declared: str) -> bytes:
    return f'<html><head><meta charset="{declared}"></head><p>{text}'.encode(encoding)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1))
def test_utf8_is_read_to_the_code_point(text: str) -> None:
    if text.startswith("\ufeff") or text.count("\0") * 4 > len(text):
        return
    assert decode(text.encode(), PLACE).text == text


@given(st.binary(max_size=300))
def test_bytes_of_any_kind_are_read_or_refused(content: bytes) -> None:
    try:
        decoded = decode(content, PLACE, markup=True)
    except Rejection:
        return
    # What could not be read is never passed over.
    if "\ufffd" in decoded.text and "\ufffd".encode() not in content:
        assert "U+FFFD" in decoded.decision or "UTF-16" in decoded.decision


@pytest.mark.parametrize(
    ("encoding", "name"),
    [("utf-8-sig", "UTF-8"), ("utf-16", "UTF-16-LE"), ("utf-32", "UTF-32-LE")],
)
def test_a_byte_order_mark_decides_and_is_no_part_of_the_text(encoding: str, name: str) -> None:
    decoded = decode(GERMAN.encode(encoding), PLACE)
    assert decoded == (GERMAN, name, f"{name}, by its byte order mark")


def test_a_mark_is_believed_before_the_server_and_the_decision_says_so() -> None:
    content = GERMAN.encode("utf-8-sig")
    decoded = decode(content, PLACE, content_type="text/plain; charset=iso-8859-1")
    assert decoded.text == GERMAN
    assert decoded.decision.endswith("though iso-8859-1 is declared by the server")


def test_a_mark_that_lies_is_refused() -> None:
    with pytest.raises(Rejection, match="byte order mark of UTF-16-LE, but is not"):
        decode(b"\xff\xfeabc", PLACE)


def test_what_is_declared_is_used_and_named() -> None:
    decoded = decode(page(FRENCH, "cp1252", "windows-1252"), PLACE, markup=True)
    assert FRENCH in decoded.text
    assert decoded.decision == "windows-1252, declared in the page"


def test_latin1_means_windows_1252_as_on_the_web() -> None:
    decoded = decode(page(FRENCH, "cp1252", "ISO-8859-1"), PLACE, markup=True)
    assert FRENCH in decoded.text
    assert decoded.decision == "windows-1252 (ISO-8859-1), declared in the page"


def test_plain_text_does_not_declare_anything() -> None:
    text = 'Er schrieb <meta charset="utf-16"> in seine Prüfung.'
    assert decode(text.encode(), PLACE) == (text, "UTF-8", "UTF-8, declared nowhere")


@pytest.mark.parametrize("text", [GERMAN, FRENCH])
@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
def test_an_undeclared_encoding_is_guessed_and_the_first_odd_byte_named(
    text: str, encoding: str
) -> None:
    content = (text.replace("œ", "oe").replace("€", "Euro") * 5).encode(encoding)
    decoded = decode(content, PLACE)
    odd = next(n for n, byte in enumerate(content) if byte > 127)
    assert decoded.text == content.decode(encoding)
    assert decoded.decision.startswith(f"not UTF-8 (byte {content[odd]:#04x} at offset {odd})")
    assert decoded.decision.endswith("a guess")


def test_utf16_without_a_mark_is_seen() -> None:
    decoded = decode(GERMAN.encode("utf-16-le"), PLACE)
    assert decoded.text == GERMAN
    assert decoded.decision == "UTF-16-LE, by its bytes; it has no byte order mark"


def test_a_text_cut_off_inside_a_character_stays_utf8_and_says_what_was_lost() -> None:
    content = GERMAN.encode() + "ü".encode()[:1]
    decoded = decode(content, PLACE)
    assert decoded.text == GERMAN + "\ufffd"
    assert "1 bad byte, " in decoded.decision
    assert f"0xc3 at offset {len(content) - 1}" in decoded.decision


@pytest.mark.parametrize("name", ["klingon", "utf-7", "base64", "rot13", "zip", "\u00fc"])
def test_a_name_that_is_no_encoding_is_said_and_passed_by(name: str) -> None:
    decoded = decode(GERMAN.encode(), PLACE, content_type=f"text/html; charset={name}")
    assert decoded.text == GERMAN
    assert f"{name} is declared by the server, which is no encoding known" in decoded.decision


def test_a_picture_is_no_text() -> None:
    with pytest.raises(Rejection, match="not a text"):
        decode(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0\0\0\1\0\xff\xd8\x80\x81" * 20, PLACE)
