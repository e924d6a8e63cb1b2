"""What a site asks of programs is done, however it is written down or not to be had."""

from collections.abc import Iterator
from time import monotonic

import pytest

from editorial.importing.fetching import fetch
from editorial.importing.fetching.robots import Robots
from tests.editorial.importing.fetching.servers import (
    Answer,
    Server,
    endless,
    gzipped,
    names,
    ok,
    raw,
    reaching,
    redirect,
    refusal,
    silent,
)

EVERYBODY = "User-agent: *\nDisallow: /"


@pytest.fixture
def server() -> Iterator[Server]:
    with Server({"/page": ok(b"<p>Text")}) as server:
        yield server


def allows(text: str, path: str = "/page") -> bool:
    return Robots.read(text.encode(), "Belegstelle").allow(path)


# --- What it says -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "is_allowed"),
    [
        ("", True),
        (EVERYBODY, False),
        ("\ufeff" + EVERYBODY, False),
        ("user-AGENT:*\r\nDISALLOW :/ # all\r\n", False),
        ("User-agent: *\rDisallow: /", False),
        ("User-agent: *\nDisallow:", True),
        ("Disallow: /", True),
        ("User-agent: Belegstelle\nDisallow: /", False),
        ("User-agent: belegSTELLE/1.0\nDisallow: /", False),
        ("User-agent: Belegstellenbot\nDisallow: /", True),
        ("User-agent: Beleg\nDisallow: /", True),
        ("User-agent: other\nDisallow: /", True),
        (f"{EVERYBODY}\n\nUser-agent: Belegstelle\nAllow: /", True),
        (f"{EVERYBODY}\nUser-agent: Belegstelle\n", True),
        (f"User-agent: Belegstelle\nAllow: /\n{EVERYBODY}", True),
        ("User-agent: a\nUser-agent: Belegstelle\n\nUser-agent: b\nDisallow: /", False),
        ("User-agent: Belegstelle\nDisallow: /x\nUser-agent: b\nDisallow: /", True),
        ("User-agent: *\nDisallow: /x\n\nUser-agent: *\nDisallow: /page", False),
        ("User-agent: *\n\n\nSitemap: x\nCrawl-delay: 1\nDisallow: /", False),
        (f"{EVERYBODY}\nAllow: /page", True),
        ("User-agent: *\nAllow: /page\nDisallow: /pag", True),
        ("User-agent: *\nAllow: /pag\nDisallow: /page", False),
        ("User-agent: *\nDisallow: /page\nAllow: /page", True),
        ("User-agent: *\nDisallow: /page$", False),
        ("User-agent: *\nDisallow: /pag$", True),
        ("User-agent: *\nDisallow: *", False),
        ("User-agent: *\nDisallow: /*e$", False),
        ("User-agent: *\nDisallow: /*x$", True),
        ("User-agent: *\nDisallow: page", True),
        ("User-agent: *\nDisallow: /PAGE", True),
        ("<!doctype html><title>User-agent: *</title>\nDisallow: /", True),
        ("\x00\xff: \x01\n:::\nUser-agent\nDisallow / \n", True),
        ("User-agent: \U0001f916\nDisallow: /", True),
    ],
)
def test_it_reads_rules_as_rfc_9309_does(text: str, is_allowed: bool) -> None:
    assert allows(text) is is_allowed


@pytest.mark.parametrize(
    ("pattern", "path", "fits"),
    [
        ("/a", "/a/b?c", True),
        ("/a/", "/a", False),
        ("/*.php", "/x/y.php?z", True),
        ("/*.php$", "/x/y.php?z", False),
        ("/*.php$", "/x.php/y.php", True),
        ("/a*b*c", "/a-b-c-d", True),
        ("/a*b*c", "/a-c-b", False),
        ("/a*a$", "/a", False),
        ("/**$", "/", True),
        ("/*?id=", "/page?id=7", True),
        ("/$", "/", True),
        ("/$", "/x", False),
        ("/%7Ejoe", "/~joe", True),
        ("/~joe", "/%7ejoe", True),
        ("/a%2Fb", "/a/b", False),
        ("/a%2fb", "/a%2Fb", True),
        ("/straße", "/stra%C3%9Fe", True),
        ("/%73ecret", "/secret", True),
        ("/a%2A", "/a*", True),
        ("/a%2A", "/ab", False),
        ("/a%24", "/a$", True),
    ],
)
def test_patterns_fit(pattern: str, path: str, fits: bool) -> None:
    assert allows(f"User-agent: *\nDisallow: {pattern}", path) is not fits


@pytest.mark.parametrize(
    "text",
    [
        "User-agent: *\nDisallow: /" + "*a" * 250_000 + "b",
        "User-agent: *\n" + "Disallow: /*a*a*a*a*a*a*b$\n" * 19_000,
        "User-agent: *\n" * 18_000 + "Allow: /\n" * 28_000,
        "".join(f"User-agent: a{n}\n" for n in range(14_000)) + "Allow: /\n" * 28_000,
        "a" * 500_000,
        "\n" * 500_000,
        " " * 500_000 + ":",
    ],
)
def test_no_file_takes_long(text: str) -> None:
    started = monotonic()
    assert allows(text, "/" + "a" * 990)
    assert monotonic() - started < 5


# --- Whether it can be had ----------------------------------------------------------------------


def test_it_asks_before_it_fetches(server: Server) -> None:
    server.answers["/robots.txt"] = ok(b"User-agent: *\nDisallow: /x", kind="text/plain")
    assert fetch(server.url("/page"), policy=reaching()).body == b"<p>Text"
    assert server.paths() == ["/robots.txt", "/page"]


def test_it_does_not_fetch_what_is_disallowed(server: Server) -> None:
    server.answers["/robots.txt"] = ok(EVERYBODY.encode(), kind="text/plain")
    error = refusal(server.url("/page"), reaching())
    assert error.rule == "robots"
    assert server.url("/page") in str(error)
    assert server.paths() == ["/robots.txt"]


def test_it_asks_again_behind_a_redirect(server: Server) -> None:
    with Server({"/page": ok()}) as second:
        second.answers["/robots.txt"] = ok(EVERYBODY.encode())
        server.answers["/page"] = redirect(second.url("/page", host="other.example"))
        policy = reaching(resolve=names(other_example=["127.0.0.1"]))
        error = refusal(server.url("/page"), policy)
        assert second.paths() == ["/robots.txt"]
    assert error.rule == "robots"
    assert "other.example" in str(error)


def test_a_redirect_does_not_lead_around_it(server: Server) -> None:
    server.answers["/robots.txt"] = ok(b"User-agent: *\nDisallow: /page")
    server.answers["/start"] = redirect("/page")
    assert refusal(server.url("/start"), reaching()).rule == "robots"
    assert server.paths() == ["/robots.txt", "/start"]


@pytest.mark.parametrize(
    "answer",
    [
        *(
            ok(EVERYBODY.encode(), status=f"{status} No")
            for status in (400, 401, 403, 404, 410, 451)
        ),
        ok(b""),
        ok(b"", status="204 No Content"),
        ok(b"<!doctype html><p>Not found", kind="text/html"),
        ok(bytes(range(256)), kind="image/png"),
        ok(b"User-agent: *\nDisallow: /x", kind=""),
        ok(gzipped(b"User-agent: *\nAllow: /"), "Content-Encoding: gzip"),
    ],
)
def test_without_one_everything_is_allowed(server: Server, answer: bytes) -> None:
    server.answers["/robots.txt"] = answer
    assert fetch(server.url("/page"), policy=reaching()).body == b"<p>Text"


@pytest.mark.parametrize(
    "answer",
    [
        *(ok(b"", status=f"{status} Error") for status in (500, 502, 503, 599, 304, 103)),
        ok(b"x", "Content-Encoding: br"),
        ok(b"x", "Content-Encoding: gzip"),
        ok(gzipped(EVERYBODY.encode())[:-8], "Content-Encoding: gzip"),
        raw("HTTP/1.1 200 OK", "Content-Length: 99", body=b"User-agent: *"),
        b"<p>no HTTP",
        endless(b"HTTP/1.1 200 OK\r\n", b"X: x\r\n" * 5_000),
        redirect("http://10.0.0.1/robots.txt"),
        redirect("http://user:secret@news.example/"),
        redirect("file:///etc/passwd"),
        redirect("/robots.txt"),
        raw("HTTP/1.1 302 Found"),
    ],
)
def test_when_it_cannot_be_read_nothing_is_fetched(server: Server, answer: Answer) -> None:
    server.answers["/robots.txt"] = answer
    error = refusal(server.url("/page"), reaching())
    assert error.rule == "robots"
    assert "secret" not in str(error)
    assert "/page" not in server.paths()


def test_it_is_not_waited_for(server: Server) -> None:
    server.answers["/robots.txt"] = silent(b"HTTP/1.1 200 OK\r\n\r\nUser-agent: *\n")
    assert refusal(server.url("/page"), reaching(robots_seconds=0.2)).rule == "time"
    assert server.paths() == ["/robots.txt"]


def test_it_is_followed_elsewhere_and_holds_where_it_was_asked_for(server: Server) -> None:
    with Server({"/rules": ok(b"User-agent: *\nDisallow: /page")}) as second:
        server.answers["/robots.txt"] = redirect("/there")
        server.answers["/there"] = redirect(second.url("/rules"))
        assert refusal(server.url("/page"), reaching()).rule == "robots"
        assert second.paths() == ["/rules"]
    assert server.paths() == ["/robots.txt", "/there"]


@pytest.mark.parametrize("is_compressed", [False, True])
def test_only_its_beginning_is_read(server: Server, is_compressed: bool) -> None:
    start = b"User-agent: *\nDisallow: /x\n"
    content = start + b"#" * 2_000_000 + b"\nDisallow: /page"
    if is_compressed:
        server.answers["/robots.txt"] = ok(gzipped(content), "Content-Encoding: gzip")
    else:
        server.answers["/robots.txt"] = endless(b"HTTP/1.1 200 OK\r\n\r\n" + start, b"#" * 50_000)
    assert fetch(server.url("/page"), policy=reaching()).body == b"<p>Text"
    assert refusal(server.url("/xyz"), reaching()).rule == "robots"
