"""A page comes in as it was sent, by a request that tells no secrets."""

import ast
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone, translation

from editorial.importing.fetching import PUBLIC, FetchError, Policy, Rule, fetch
from editorial.importing.fetching.errors import refusals
from tests.editorial.importing.fetching.servers import (
    HOST,
    Server,
    names,
    ok,
    reaching,
    redirect,
    refusal,
)

ROOT = Path(settings.BASE_DIR)


def test_it_brings_a_page_through_two_redirects() -> None:
    body = "<p>Grüße aus Bern, ж, 😀\r\n".encode() + bytes(range(256))
    with Server() as server, Server(address="::1") as other:
        server.answers["/old"] = redirect("/new?a=1&b=%20", "301 Moved Permanently")
        server.answers["/new?a=1&b=%20"] = redirect(other.url("/final", "other.example"))
        other.answers["/final"] = ok(body, kind="text/html; charset=ISO-8859-15")
        policy = reaching(resolve=names(other_example=["::1"]))
        before = timezone.now()
        page = fetch(server.url("/old#part"), policy=policy)
        assert page.address == other.url("/final", "other.example")
        assert page.redirects == (server.url("/old"), server.url("/new?a=1&b=%20"))
    assert page.body == body
    assert page.content_type == "text/html; charset=ISO-8859-15"
    assert before <= page.retrieved_at <= before + timedelta(minutes=1)
    assert page.retrieved_at.tzinfo is not None


@pytest.mark.parametrize(("ip", "literal"), [("::1", "[::1]"), ("127.0.0.1", "127.0.0.1")])
def test_it_reaches_servers_by_number(ip: str, literal: str) -> None:
    with Server({"/": ok(b"<p>Six")}, address=ip) as server:
        assert fetch(server.url(host=literal), policy=reaching()).body == b"<p>Six"
        assert f"Host: {literal}:{server.port}\r\n" in server.requests[1]


def test_it_asks_plainly_and_says_who_it_is() -> None:
    answer = ok(b"<p>x", "Set-Cookie: session=1; Path=/", "WWW-Authenticate: Basic realm=x")
    with Server({"/": redirect("/page"), "/page": answer}) as server:
        server.answers["/"] = redirect("/page").replace(b"\r\n\r\n", b"\r\nSet-Cookie: a=b\r\n\r\n")
        fetch(server.url(), policy=reaching())
        heads = server.requests
    assert len(heads) == 3
    for head in heads:
        assert head.startswith("GET /")
        assert f"\r\nHost: {HOST}:{server.port}\r\n" in head
        assert "\r\nUser-Agent: Belegstelle " in head
        fields = {line.partition(":")[0].lower() for line in head.splitlines()[1:] if line}
        assert fields == {"host", "user-agent", "accept", "accept-encoding", "connection"}


def test_it_takes_no_way_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    netrc = tmp_path / ".netrc"
    netrc.write_text(f"machine {HOST} login user password secret\n")
    with Server({"/": ok(b"<p>Direct")}) as server, Server() as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.url(host="127.0.0.1"))
        monkeypatch.setenv("NETRC", str(netrc))
        monkeypatch.setenv("HOME", str(tmp_path))
        assert fetch(server.url(), policy=reaching()).body == b"<p>Direct"
        assert proxy.connections == 0
        assert "Authorization" not in "".join(server.requests)


@pytest.mark.parametrize(
    "address",
    [
        "http://user:s3cret@news.example/",
        "http://s3cret@news.example/",
        "https://user:s3cret@10.0.0.1/",
        "https://user:s3/cret@news.example/s3cret@x",
        "https://user:s3cret＠news.example/",
        "https://user:s3cret%40news.example/",
        "http:user:s3cret@news.example/",
        "//user:s3cret@news.example/",
        "user:s3cret@news.example/",
        "ftp://user:s3cret@news.example/",
        "http://user:s3cret@news.example:22/",
        "http://user:s3cret@[::1/",
        "http://user:s3cret@/",
        "http://user:s3cret\\@news.example/",
        "http://user:s3cret\n@news.example/",
        "http://user:80/s3cret@news.example/",
        "http://user:s3cret@" + "a" * 2_000,
    ],
)
def test_it_does_not_repeat_passwords(address: str) -> None:
    line = str(refusal(address, PUBLIC))
    assert "s3cret" not in line
    assert "s3/cret" not in line


def test_it_shows_an_address_whose_path_holds_an_at() -> None:
    error = refusal("https://news.example:444/@writer/page", reaching(ports={443}))
    assert "@writer/page" in str(error)
    assert "https://blog.example/@writer" in str(
        refusal("https://blog.example/@writer", reaching())
    )


def test_a_long_address_is_one_short_line() -> None:
    line = str(refusal("http://10.0.0.1/" + "a" * 900, PUBLIC))
    assert len(line) < 250


def test_the_message_is_translated_when_it_is_shown() -> None:
    with translation.override("de"):
        error = refusal("ftp://news.example/", PUBLIC)
        german = str(error.reason)
    with translation.override("en"):
        assert str(error).startswith(
            '"ftp://news.example/": only addresses that begin with https://'
        )
        assert str(error).endswith(str(error.reason))
    with translation.override("de"):
        assert str(error) == f'"ftp://news.example/": {german}'


def test_our_own_mistakes_are_not_taken_for_the_servers() -> None:
    with pytest.raises(KeyError), refusals("http://news.example/"):
        raise KeyError("ours")


@pytest.mark.parametrize("failure", [BrokenPipeError(), ConnectionResetError(), OSError("down")])
def test_a_broken_connection_is_told(failure: OSError) -> None:
    with pytest.raises(FetchError) as caught, refusals("http://news.example/"):
        raise failure
    assert caught.value.rule is Rule.CONNECTION
    assert caught.value.__cause__ is failure


def test_the_policy_cannot_be_changed_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(AttributeError):
        PUBLIC.redirects = 99  # type: ignore[misc]
    assert Policy() == PUBLIC


def test_nobody_in_the_product_loosens_the_policy() -> None:
    """It is an argument for tests. Neither a setting nor a variable is read, no caller gives one."""
    package = ROOT / "editorial" / "importing" / "fetching"
    for path in [*ROOT.glob("editorial/**/*.py"), *ROOT.glob("kb/**/*.py")]:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        used = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name)}
        used |= {n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute)}
        if package in path.parents:
            assert not used & {"environ", "getenv", "settings"}, path
        else:
            calls = [n for n in ast.walk(tree) if isinstance(n, ast.Call)]
            fetches = [n for n in calls if isinstance(n.func, ast.Name) and n.func.id == "fetch"]
            assert not [word.arg for call in fetches for word in call.keywords], path
            assert "PUBLIC" not in used, path
