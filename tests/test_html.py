import pytest

from tests import html

PAGE = (
    "<!doctype html><html lang=de><head><title>T</title></head>"
    "<body><main><h1>T</h1>{}</main></body></html>"
)


def test_a_good_page_has_no_errors() -> None:
    body = (
        "<p id=a>Er sagt, <q>alles <mark>gut</mark></q>.<br> <time datetime=2025-12-03>3.</time></p>"
        '<svg viewBox="0 0 1 1"><path d="M0 0"/></svg>'
        "<ul><li><a href='#a'>oben</a></ul><label>Suche <input name=q></label>"
    )
    assert html.errors(PAGE.format(body)) == []


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ("<p>a & b <em>c</p>", "line 1"),
        ("<div><p>a</div></p>", "line 1"),
        ("<blink>a</blink>", "<blink> is not an element"),
        ("<span><div>a</div></span>", "<div> may not stand in <span>"),
        ("<ul><p>a</p></ul>", "<p> may not be a child of <ul>"),
        ("<a href=/><button>a</button></a>", "<button> may not stand in a link or button"),
        ("<figure><p>a</p><figcaption>b</figcaption><p>c</p></figure>", "comes first or last"),
        ("<img src=x>", "has no alt"),
        ("<time datetime='2025-12-03T10:00:00.123456+01:00'>a</time>", "is no date"),
        ("<p style='color:red'>a</p>", "is inline"),
        ("<p onclick='a()'>a</p>", "is inline"),
        ("<script>a()</script>", "is inline"),
        ("<p id=a>a</p><p id=a>b</p>", "id='a' stands 2 times"),
        ("<label for=a>a</label>", "points to 'a': no such id"),
        ("<h1>again</h1>", "the page has 2 <h1>, not one"),
    ],
)
def test_an_error_is_named(body: str, error: str) -> None:
    assert any(error in found for found in html.errors(PAGE.format(body)))


def test_a_fragment_may_point_outside_itself() -> None:
    assert html.fragment_errors("<p>a <a href='#b'>b</a></p>") == []
    assert html.fragment_errors("<p><div>a</div></p>")
