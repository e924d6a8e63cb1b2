"""What is refused before a single byte is sent, as an editor or a page might write it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from editorial.importing.fetching import PUBLIC, Policy
from tests.editorial.importing.fetching.hostile import (
    NOT_PUBLIC,
    ODD_ADDRESSES,
    ODD_HOSTS,
    READABLE_HOSTS,
    literal,
)
from tests.editorial.importing.fetching.servers import Server, refusal


def never(host: str) -> Sequence[str]:
    raise AssertionError(f"{host} was resolved")


@pytest.fixture(scope="module")
def canary() -> Iterator[Server]:
    """Somebody who listens on this machine, and must never hear of us."""
    with Server() as server:
        yield server
        assert server.connections == 0


@pytest.fixture
def strict(canary: Server) -> Policy:
    """The product's policy, that would let the canary's port pass and resolves nothing."""
    return replace(PUBLIC, ports={80, 443, canary.port}, resolve=never)


def test_it_is_tested_against_enough() -> None:
    hostile = {*NOT_PUBLIC, *ODD_HOSTS, *READABLE_HOSTS, *(address for _, address in ODD_ADDRESSES)}
    assert len(hostile) >= 60


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("ip", NOT_PUBLIC)
def test_it_refuses_addresses_that_are_not_public(
    canary: Server, strict: Policy, scheme: str, ip: str
) -> None:
    error = refusal(f"{scheme}://{literal(ip)}:{canary.port}/", strict)
    assert error.rule == "network"


@pytest.mark.parametrize("host", READABLE_HOSTS)
def test_it_sees_through_other_spellings(canary: Server, strict: Policy, host: str) -> None:
    assert refusal(f"http://{host}:{canary.port}/", strict).rule == "network"


@pytest.mark.parametrize("host", ODD_HOSTS)
def test_it_refuses_hosts_that_programs_read_differently(
    canary: Server, strict: Policy, host: str
) -> None:
    # What stands behind a colon too many is taken for a port, and is none.
    assert refusal(f"http://{host}:{canary.port}/", strict).rule in {"host", "port"}
    assert refusal(f"http://{host}/", strict).rule in {"host", "port"}


@pytest.mark.parametrize(("rule", "address"), ODD_ADDRESSES)
def test_it_refuses_addresses_by_the_rule_they_break(
    canary: Server, strict: Policy, rule: str, address: str
) -> None:
    assert refusal(address.replace("{port}", str(canary.port)), strict).rule == rule


@pytest.mark.parametrize("port", [1, 21, 22, 25, 79, 81, 442, 444, 3306, 5432, 6379, 8000, 65535])
def test_it_asks_two_ports_only(port: int) -> None:
    assert refusal(f"https://news.example:{port}/", PUBLIC).rule == "port"
