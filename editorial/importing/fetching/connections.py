"""Connecting to an address that was checked, and to no other."""

import io
import socket
from collections.abc import Sequence
from concurrent.futures import Future
from ipaddress import ip_address
from threading import Thread
from time import monotonic
from typing import Any

from django.utils.translation import gettext_lazy as _

from editorial.importing.fetching.errors import FetchError, Rule
from editorial.importing.fetching.networks import Address
from editorial.importing.fetching.policy import Policy
from editorial.importing.fetching.targets import Target

__all__ = ["Deadline", "Wire", "addresses_of", "connect"]


class Deadline:
    """A moment after which nothing is waited for."""

    def __init__(self, seconds: float) -> None:
        self._end = monotonic() + seconds

    def left(self) -> float:
        """Seconds left, never none; TimeoutError afterwards."""
        seconds = self._end - monotonic()
        if seconds <= 0:
            raise TimeoutError
        return seconds

    def at_most(self, seconds: float) -> "Deadline":
        return Deadline(min(seconds, self.left()))


class Wire(io.RawIOBase):
    """A connection of which each read has only the time and the bytes that are left.

    A timeout of the socket alone would begin anew with every byte that a slow server sends.
    """

    def __init__(self, connection: socket.socket, deadline: Deadline) -> None:
        self._connection = connection
        self._deadline = deadline
        self._left = 0
        self._refusal = FetchError(Rule.SIZE, "")

    def allow(self, bytes_more: int, refusal: FetchError) -> None:
        """Lets in that many bytes from now on; who asks for more gets `refusal`."""
        self._left = bytes_more
        self._refusal = refusal

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if self._left <= 0:
            raise self._refusal
        self._connection.settimeout(self._deadline.left())
        received = self._connection.recv_into(buffer)
        self._left -= received
        return received

    def send(self, request: bytes) -> None:
        self._connection.settimeout(self._deadline.left())
        self._connection.sendall(request)

    def makefile(self, mode: str) -> io.BufferedReader:
        """What http.client reads from."""
        return io.BufferedReader(self)

    def close(self) -> None:
        self._connection.close()
        super().close()


def addresses_of(host: str | Address, policy: Policy, deadline: Deadline) -> Sequence[Address]:
    """All IP addresses of `host`, every one of them checked: one that is not public refuses it."""
    if not isinstance(host, str):
        found: Sequence[Address] = [host]
    else:
        found = _resolved(host, policy, deadline)
    if not all(policy.may_connect(address) for address in found):
        # Which address it was is nothing to tell: it would map the network to whoever asks.
        message = _("it lies in a network that is not public.")
        raise FetchError(Rule.NETWORK, message)
    return found


def connect(
    target: Target, addresses: Sequence[Address], policy: Policy, deadline: Deadline
) -> Wire:
    """A connection to the first of the checked `addresses` that answers; no name is resolved here."""
    connection = _first_that_answers(addresses, target.port, policy, deadline)
    try:
        if target.scheme == "https":
            connection.settimeout(deadline.left())
            # The certificate must be the name's, though the connection goes to a number.
            connection = policy.trust().wrap_socket(connection, server_hostname=str(target.host))
        return Wire(connection, deadline)
    except BaseException:
        connection.close()
        raise


def _first_that_answers(
    addresses: Sequence[Address], port: int, policy: Policy, deadline: Deadline
) -> socket.socket:
    *others, last = addresses
    for address in others:
        try:
            return _dial(address, port, policy, deadline)
        except OSError:
            continue  # the next address of the same host; the last one's error is told
    return _dial(last, port, policy, deadline)


def _dial(address: Address, port: int, policy: Policy, deadline: Deadline) -> socket.socket:
    family = socket.AF_INET if address.version == 4 else socket.AF_INET6
    connection = socket.socket(family, socket.SOCK_STREAM)
    try:
        connection.settimeout(min(policy.connect_seconds, deadline.left()))
        connection.connect((str(address), port))
    except BaseException:
        connection.close()
        raise
    return connection


def _resolved(host: str, policy: Policy, deadline: Deadline) -> Sequence[Address]:
    unknown = FetchError(Rule.RESOLVING, _("there is no such host; is the name spelled right?"))
    try:
        found = [ip_address(answer) for answer in _in_time(host, policy, deadline)]
    except TimeoutError:
        raise
    except (OSError, ValueError) as error:  # not found, or an answer that is no address
        raise unknown from error
    if not found:
        raise unknown
    return found


def _in_time(host: str, policy: Policy, deadline: Deadline) -> Sequence[str]:
    """The system's resolver knows no timeout of ours: it is left to a thread that may outlive us."""
    answer: Future[Sequence[str]] = Future()

    def resolve() -> None:
        try:
            answer.set_result(policy.resolve(host))
        except Exception as error:
            answer.set_exception(error)

    Thread(target=resolve, name="resolving", daemon=True).start()
    return answer.result(timeout=deadline.left())
