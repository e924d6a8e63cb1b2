"""Encrypted connections: the certificate must be the name's, though a number was connected to."""

import socket
import ssl
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from editorial.importing.fetching import PUBLIC, Policy, fetch
from tests.editorial.importing.fetching.servers import (
    HOST,
    Server,
    names,
    ok,
    reaching,
    redirect,
    refusal,
)

ADDRESSES = "IP:127.0.0.1,IP:::1"


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("certificates")


def serving(directory: Path, names: str) -> ssl.SSLContext:
    """A server's side, with a certificate for `names` that signs itself; kept as trusted.pem."""
    key, certificate = directory / "key.pem", directory / "trusted.pem"
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2".split()
    command += ["-subj", "/CN=test", "-addext", f"subjectAltName={names}"]
    command += ["-keyout", str(key), "-out", str(certificate)]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except FileNotFoundError:
        pytest.fail("the program openssl is needed for certificates of the tests; install it")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context


@pytest.fixture(scope="module")
def secure(certificates: Path) -> Iterator[Server]:
    """Speaks TLS as news.example, as 127.0.0.1 and ::1."""
    context = serving(certificates, f"DNS:{HOST},{ADDRESSES}")
    with Server({"/": ok(b"<p>Text")}, tls=context) as server:
        yield server


@pytest.fixture
def trusting(certificates: Path, secure: Server) -> Policy:
    """Trusts that server's certificate, otherwise as strict as the product."""

    def trust() -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.load_verify_locations(certificates / "trusted.pem")
        return context

    return reaching(trust=trust, resolve=names(other_example=["127.0.0.1"]))


def test_it_reads_an_encrypted_page(secure: Server, trusting: Policy) -> None:
    page = fetch(secure.url(scheme="https"), policy=trusting)
    assert page.body == b"<p>Text"
    assert page.address == secure.url(scheme="https")


def test_it_names_the_host_it_wants(secure: Server, trusting: Policy) -> None:
    """Many sites share an address: without the name they show another's certificate."""
    asked: list[str | None] = []
    assert secure.tls
    secure.tls.sni_callback = lambda _socket, name, _context: asked.append(name)
    try:
        fetch(secure.url(scheme="https"), policy=trusting)
    finally:
        secure.tls.sni_callback = None
    assert asked == [HOST, HOST]


def test_it_takes_a_certificate_for_a_number(secure: Server, trusting: Policy) -> None:
    address = secure.url(host="127.0.0.1", scheme="https")
    assert fetch(address, policy=trusting).body == b"<p>Text"


def test_it_refuses_the_certificate_of_another_host(secure: Server, trusting: Policy) -> None:
    error = refusal(secure.url(host="other.example", scheme="https"), trusting)
    assert error.rule == "tls"
    assert "other.example" in str(error)


def test_it_refuses_certificates_that_nobody_signed(secure: Server) -> None:
    seen = len(secure.requests)
    error = refusal(secure.url(scheme="https"), reaching())
    assert error.rule == "tls"
    assert "certificate" in str(error)
    assert "robots" not in str(error)
    assert len(secure.requests) == seen


def test_it_refuses_a_redirect_to_such_a_certificate(secure: Server) -> None:
    with Server({"/": redirect(secure.url(scheme="https"))}) as start:
        error = refusal(start.url(), reaching())
    assert error.rule == "tls"


def test_it_refuses_a_server_that_speaks_plain_http(trusting: Policy) -> None:
    with Server({"/": ok()}) as server:
        assert refusal(server.url(scheme="https"), trusting).rule in {"tls", "connection"}
        assert server.requests == []


def test_it_refuses_plain_requests_to_an_encrypted_port(secure: Server) -> None:
    assert refusal(secure.url(), reaching()).rule in {"robots", "connection"}


def test_it_does_not_wait_for_a_handshake(trusting: Policy) -> None:
    """Connections are taken by the kernel, and nobody ever says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        address = f"https://{HOST}:{listening.getsockname()[1]}/"
        impatient = replace(trusting, total_seconds=0.2)
        assert refusal(address, impatient).rule == "time"


def test_it_does_not_go_from_an_encrypted_page_to_a_plain_one(
    secure: Server, trusting: Policy
) -> None:
    with Server({"/": ok(b"<p>Forged")}) as plain:
        secure.answers["/down"] = redirect(plain.url())
        error = refusal(secure.url("/down", scheme="https"), trusting)
        assert error.rule == "downgrade"
        assert plain.connections == 0


def test_it_goes_from_a_plain_page_to_an_encrypted_one(secure: Server, trusting: Policy) -> None:
    with Server({"/": redirect(secure.url(scheme="https"))}) as plain:
        page = fetch(plain.url(), policy=trusting)
    assert page.body == b"<p>Text"
    assert page.redirects == (plain.url(),)


def test_the_product_verifies_names_and_certificates() -> None:
    context = PUBLIC.trust()
    assert context.check_hostname
    assert context.verify_mode == ssl.CERT_REQUIRED
    assert context.minimum_version >= ssl.TLSVersion.TLSv1_2
    assert context.keylog_filename is None
