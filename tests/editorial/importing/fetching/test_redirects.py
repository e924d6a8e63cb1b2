"""Every redirect is checked as if an editor had written it."""

from collections.abc import Iterator

import pytest

from editorial.importing.fetching import fetch
from tests.editorial.importing.fetching.hostile import (
    NOT_PUBLIC,
    ODD_ADDRESSES,
    ODD_HOSTS,
    literal,
)
from tests.editorial.importing.fetching.servers import (
    HERE,
    Server,
    endless,
    names,
    ok,
    raw,
    reaching,
    redirect,
    refusal,
)

ELSEWHERE = [ip for ip in NOT_PUBLIC if ip not in {str(address) for address in HERE}]
# Read against an address these are paths of it, or the same; and a header holds no line ends.
RELATIVE = ("", "news.example", "/etc/passwd", "//news.example/", "http//news.example")
WHOLE = [
    (rule, address)
    for rule, address in ODD_ADDRESSES
    if not address.startswith(("http:news", "http:/news", "ｈttp", "news.example/"))
    and address not in {*RELATIVE, "http:", "http://", "http:///news.example/"}
    and not address.startswith(("http://?", "http://#"))
    and not {"\r", "\n", "\x00", "\ud800"} & set(address)
]


@pytest.fixture
def server() -> Iterator[Server]:
    with Server({"/end": ok(b"<p>The end")}) as server:
        yield server


def rule_of(server: Server, answer: bytes) -> str:
    """What refuses the page that redirects so; nothing but it was asked for."""
    server.answers["/"] = answer
    rule = refusal(server.url(), reaching(ports={80, 443, server.port})).rule
    assert server.paths() == ["/robots.txt", "/"]
    return rule


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See", "307 Temp", "308 Perm"])
@pytest.mark.parametrize("ip", ["10.0.0.1", "169.254.169.254", "::ffff:10.0.0.1"])
def test_no_kind_of_redirect_leads_inside(server: Server, status: str, ip: str) -> None:
    assert rule_of(server, redirect(f"http://{literal(ip)}/", status)) == "network"


@pytest.mark.parametrize("ip", ELSEWHERE)
def test_it_refuses_redirects_to_addresses_that_are_not_public(server: Server, ip: str) -> None:
    assert rule_of(server, redirect(f"http://{literal(ip)}:{server.port}/end")) == "network"


@pytest.mark.parametrize("ip", ELSEWHERE)
def test_it_refuses_redirects_to_their_names(server: Server, ip: str) -> None:
    server.answers["/"] = redirect(server.url("/end", host="inside.example"))
    policy = reaching(resolve=names(inside_example=[ip]))
    error = refusal(server.url(), policy)
    assert error.rule == "network"
    assert "inside.example" in str(error)
    assert server.paths() == ["/robots.txt", "/"]


@pytest.mark.parametrize("host", ODD_HOSTS)
def test_it_refuses_redirects_to_odd_hosts(server: Server, host: str) -> None:
    location = f"http://{host}:{server.port}/end".encode().decode("latin-1")
    assert rule_of(server, redirect(location)) in {"host", "port", "location"}


@pytest.mark.parametrize("host", ["10.0.0.1.", "１０.０.０.１", "10。0。0。1", "⑩.⓪.⓪.①"])
def test_it_sees_through_other_spellings_in_redirects(server: Server, host: str) -> None:
    assert rule_of(server, redirect(f"//{host}/".encode().decode("latin-1"))) == "network"


@pytest.mark.parametrize(("rule", "address"), WHOLE)
def test_it_refuses_redirects_by_the_rule_they_break(
    server: Server, rule: str, address: str
) -> None:
    location = address.replace("{port}", str(server.port)).encode().decode("latin-1")
    assert rule_of(server, redirect(location)) in {rule, "location"}


@pytest.mark.parametrize(
    "headers",
    [
        (),
        ("Location: /end", "Location: http://10.0.0.1/"),
        ("X-Location: /end",),
    ],
)
def test_it_refuses_redirects_without_one_place(server: Server, headers: tuple[str, ...]) -> None:
    assert rule_of(server, raw("HTTP/1.1 302 Found", *headers)) == "location"


@pytest.mark.parametrize("location", ["", "/", "#top", "?", "//news.example:{port}"])
def test_it_refuses_redirects_to_itself(server: Server, location: str) -> None:
    assert rule_of(server, redirect(location.replace("{port}", str(server.port)))) == "loop"


@pytest.mark.parametrize(
    "location", ["/end\r\n http://10.0.0.1/", "/end\x00", "/\tend", "/e\x85nd"]
)
def test_it_refuses_redirects_with_line_ends(server: Server, location: str) -> None:
    assert rule_of(server, redirect(location)) == "characters"


def test_it_refuses_circles(server: Server) -> None:
    server.answers |= {"/": redirect("/b"), "/b": redirect("/c"), "/c": redirect("/")}
    error = refusal(server.url(), reaching())
    assert error.rule == "loop"
    assert server.paths() == ["/robots.txt", "/", "/b", "/c"]


def test_it_follows_five_redirects_and_no_more(server: Server) -> None:
    server.answers |= {f"/{n}": redirect(f"/{n - 1}") for n in range(1, 7)}
    server.answers["/0"] = ok(b"<p>There")
    page = fetch(server.url("/5"), policy=reaching())
    assert page.body == b"<p>There"
    assert page.redirects == tuple(server.url(f"/{n}") for n in (5, 4, 3, 2, 1))
    error = refusal(server.url("/6"), reaching())
    assert error.rule == "redirects"
    assert server.paths().count("/0") == 1


def test_it_stops_at_a_number_of_connections(server: Server) -> None:
    """Each host on the way has a robots.txt, which may redirect as well."""
    hosts = {f"h{n}_example": ["127.0.0.1"] for n in range(5)}
    server.answers |= {
        f"/{n}": redirect(server.url(f"/{n - 1}", f"h{n}.example")) for n in (1, 2, 3)
    }
    server.answers |= {"/0": ok()}
    policy = reaching(resolve=names(**hosts), connections=5)
    assert refusal(server.url("/3"), policy).rule == "redirects"
    assert server.connections == 5


@pytest.mark.parametrize(
    "location",
    ["/end", "end", "./x/../end", "/end#part", "?x=1", "//news.example:{port}/end"],
)
def test_it_follows_relative_redirects(server: Server, location: str) -> None:
    server.answers["/start"] = redirect(location.replace("{port}", str(server.port)))
    server.answers["/start?x=1"] = ok(b"<p>The end")
    page = fetch(server.url("/start"), policy=reaching())
    assert page.body == b"<p>The end"
    assert page.redirects == (server.url("/start"),)


@pytest.mark.parametrize("location", ["/größe".encode().decode("latin-1"), "/gr%C3%B6%C3%9Fe"])
def test_it_follows_redirects_to_addresses_in_utf_8(server: Server, location: str) -> None:
    server.answers |= {"/": redirect(location), "/gr%C3%B6%C3%9Fe": ok(b"<p>Long")}
    assert fetch(server.url(), policy=reaching()).address == server.url("/gr%C3%B6%C3%9Fe")


def test_the_body_of_a_redirect_is_not_read(server: Server) -> None:
    start = raw("HTTP/1.1 302 Found", "Location: /end")
    server.answers["/"] = endless(start, b"x" * 10_000)
    assert fetch(server.url(), policy=reaching()).body == b"<p>The end"


def test_it_says_where_the_way_began(server: Server) -> None:
    server.answers["/"] = redirect("http://user:secret@10.0.0.1/x")
    line = str(refusal(server.url(), reaching()))
    assert server.url() in line
    assert "10.0.0.1/x" in line
    assert "secret" not in line
