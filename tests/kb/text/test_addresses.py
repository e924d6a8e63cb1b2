import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.text.addresses import plain, spellings


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://example.org/a", "https://example.org/a"),
        ("HTTPS://Example.ORG/A", "https://example.org/A"),
        ("https://example.org", "https://example.org/"),
        ("https://example.org:443/a", "https://example.org/a"),
        ("http://example.org:80/a", "http://example.org/a"),
        ("http://example.org:8080/a", "http://example.org:8080/a"),
        ("https://example.org/a#kommentare", "https://example.org/a"),
        ("https://example.org/a?utm_source=x&id=7&utm_medium=y", "https://example.org/a?id=7"),
        ("https://example.org/a?fbclid=1", "https://example.org/a"),
        ("https://example.org/a?b=1&a=%20x&leer=", "https://example.org/a?b=1&a=%20x&leer="),
        ("https://[::1]:8443/a", "https://[::1]:8443/a"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("https://[falsch", "https://[falsch"),
        ("https://example.org:99999/", "https://example.org:99999/"),
        ("https://a?=&utm_=", "https://a/?="),
    ],
)
def test_what_does_not_choose_the_page_is_left_out(url: str, address: str) -> None:
    assert plain(url) == address


@given(st.text())
def test_any_text_has_a_plain_form_that_is_its_own(url: str) -> None:
    assert plain(plain(url)) == plain(url)
    assert (plain(url) in spellings(url)) == bool(url)


def test_a_page_is_the_same_over_http_and_https() -> None:
    assert spellings("http://example.org/a#b") == {
        "http://example.org/a#b",
        "http://example.org/a",
        "https://example.org/a",
    }
    assert spellings("") == set()
