"""A name is resolved once, every answer is checked, and only what was checked is connected to."""

from collections.abc import Iterator, Sequence
from threading import Event, Lock
from time import monotonic

import pytest

from editorial.importing.fetching import PUBLIC, fetch
from editorial.importing.fetching.networks import is_public
from tests.editorial.importing.fetching.hostile import NOT_PUBLIC
from tests.editorial.importing.fetching.servers import (
    HERE,
    HOST,
    Server,
    names,
    ok,
    reaching,
    refusal,
)

ELSEWHERE = [ip for ip in NOT_PUBLIC if ip not in {str(address) for address in HERE}]


@pytest.fixture
def server() -> Iterator[Server]:
    with Server({"/": ok(b"<p>Text")}) as server:
        yield server


@pytest.mark.parametrize("ip", ELSEWHERE)
def test_it_refuses_names_of_addresses_that_are_not_public(server: Server, ip: str) -> None:
    policy = reaching(resolve=names(inside_example=[ip]))
    assert refusal(server.url(host="inside.example"), policy).rule == "network"


@pytest.mark.parametrize("ip", ["127.0.0.1", "::1"])
def test_the_product_refuses_names_of_this_machine(server: Server, ip: str) -> None:
    policy = reaching(resolve=names(inside_example=[ip]), may_connect=is_public)
    assert refusal(server.url(host="inside.example"), policy).rule == "network"
    assert server.connections == 0


@pytest.mark.parametrize("bad", ["10.0.0.1", "169.254.169.254", "::ffff:127.0.0.1", "fe80::1%eth0"])
@pytest.mark.parametrize("place", [0, 1, 2])
def test_one_bad_answer_refuses_the_host(server: Server, bad: str, place: int) -> None:
    answers = ["127.0.0.1", "127.0.0.1"]
    answers.insert(place, bad)
    policy = reaching(resolve=names(both_example=answers))
    assert refusal(server.url(host="both.example"), policy).rule == "network"
    assert server.connections == 0


def test_it_does_not_tell_where_a_name_leads(server: Server) -> None:
    policy = reaching(resolve=names(inside_example=["10.11.12.13"]))
    assert "10.11" not in str(refusal(server.url(host="inside.example"), policy))


def test_a_name_is_resolved_once_for_all_that_is_asked_there(server: Server) -> None:
    """A second answer may be another one: rebinding. Here it would be refused."""
    asked = Rebinding()
    server.answers["/moved"] = b"HTTP/1.1 301 Moved\r\nLocation: /\r\n\r\n"
    assert fetch(server.url("/moved"), policy=reaching(resolve=asked)).body == b"<p>Text"
    assert server.paths() == ["/robots.txt", "/moved", "/"]
    assert asked.hosts == [HOST]


def test_a_name_that_leads_elsewhere_later_is_refused_later(server: Server) -> None:
    policy = reaching(resolve=Rebinding())
    assert fetch(server.url(), policy=policy).body == b"<p>Text"
    assert refusal(server.url(), policy).rule == "network"


def test_it_tries_the_next_checked_address(server: Server) -> None:
    """Nobody listens at ::1 on that port, as on a machine whose IPv6 leads nowhere."""
    policy = reaching(resolve=names(both_example=["::1", "127.0.0.1"]))
    assert fetch(server.url(host="both.example"), policy=policy).body == b"<p>Text"


@pytest.mark.parametrize("answers", [[], ["not an address"], ["127.1"], [""]])
def test_it_refuses_what_does_not_resolve_to_addresses(server: Server, answers: list[str]) -> None:
    policy = reaching(resolve=names(odd_example=answers))
    assert refusal(server.url(host="odd.example"), policy).rule == "resolving"


def test_it_refuses_names_that_nobody_knows(server: Server) -> None:
    error = refusal(server.url(host="unknown.example"), reaching())
    assert error.rule == "resolving"
    assert "unknown.example" in str(error)


def test_it_does_not_wait_for_a_resolver_that_hangs(server: Server) -> None:
    over = Event()

    def hang(_host: str) -> Sequence[str]:
        over.wait(10)
        return ["127.0.0.1"]

    started = monotonic()
    try:
        assert refusal(server.url(), reaching(resolve=hang, total_seconds=0.1)).rule == "time"
        assert monotonic() - started < 5
    finally:
        over.set()
    assert server.connections == 0


def test_the_product_asks_the_system() -> None:
    assert {"127.0.0.1", "::1"} & set(PUBLIC.resolve("localhost"))


class Rebinding:
    """Answers with a good address once, and with a bad one ever after."""

    def __init__(self) -> None:
        self.hosts: list[str] = []
        self._lock = Lock()

    def __call__(self, host: str) -> Sequence[str]:
        with self._lock:
            self.hosts.append(host)
            return ["127.0.0.1"] if len(self.hosts) == 1 else ["127.0.0.2"]
