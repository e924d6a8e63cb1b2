"""Fetching one page: from an address, over redirects, to bytes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from typing import TypeVar

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from editorial.importing.fetching.answers import PRODUCT, REDIRECTS, Answer
from editorial.importing.fetching.connections import Deadline, addresses_of, connect
from editorial.importing.fetching.errors import FetchError, Rule, refusals
from editorial.importing.fetching.networks import Address
from editorial.importing.fetching.policy import PUBLIC, Policy
from editorial.importing.fetching.robots import Robots
from editorial.importing.fetching.targets import Target, target_of

__all__ = ["Page", "fetch"]

T = TypeVar("T")

_NOBODY_THERE = {Rule.CONNECTION, Rule.TLS, Rule.TIME}


@dataclass(frozen=True, slots=True)
class Page:
    """What was received: the bytes as the server meant them, after decompression."""

    address: str  # where it was found in the end, without fragment
    body: bytes
    content_type: str  # as declared, with its parameters
    redirects: tuple[str, ...]  # the addresses before, in order; the one asked for first
    retrieved_at: datetime


def fetch(address: str, *, policy: Policy = PUBLIC) -> Page:
    """The page at `address`; FetchError if a rule refuses it, at whatever redirect.

    Every caller in the product leaves the policy alone; it is an argument for tests, which have
    their servers on addresses that the product refuses.
    """
    visit = _Visit(policy)
    try:
        found, target, before = visit.follow(
            address, visit.deadline, visit.check_robots, visit.content
        )
    except FetchError as refusal:
        refusal.asked_for = address
        raise
    content_type, body = found
    return Page(target.address, body, content_type, before, timezone.now())


@dataclass(slots=True)
class _Visit:
    """What one fetch has learned and used up. Every host is resolved once, and stays where it was."""

    policy: Policy
    deadline: Deadline = field(init=False)
    addresses: dict[str | Address, Sequence[Address]] = field(default_factory=dict)
    robots: dict[str, Robots] = field(default_factory=dict)
    connections: int = 0

    def __post_init__(self) -> None:
        self.deadline = Deadline(self.policy.total_seconds)

    def follow(
        self,
        address: str,
        deadline: Deadline,
        permit: Callable[[Target], None],
        read: Callable[[Answer], T],
    ) -> tuple[T, Target, tuple[str, ...]]:
        """What `read` makes of the first answer that is no redirect, where that is, and the way."""
        before: list[str] = []
        target: Target | None = None
        while True:
            with refusals(address):
                target = self._next(target, address, before)
                permit(target)
                with self._ask(target, deadline) as answer:
                    if answer.status not in REDIRECTS:
                        return read(answer), target, tuple(before)
                    address = answer.location()
                before.append(target.address)

    def content(self, answer: Answer) -> tuple[str, bytes]:
        answer.check_status()
        return answer.content_type(), answer.body(self.policy.body_bytes)

    def check_robots(self, target: Target) -> None:
        self._check_network(target, self.deadline)  # before its robots.txt, for the plainer reason
        if target.origin not in self.robots:
            self.robots[target.origin] = self._read_robots(target)
        if not self.robots[target.origin].allow(target.path):
            message = _(
                "the site's robots.txt asks programs not to fetch it; copy the text by hand."
            )
            raise FetchError(Rule.ROBOTS, message)

    def _next(self, last: Target | None, address: str, before: list[str]) -> Target:
        if len(before) > self.policy.redirects:
            message = _("that is more than %(limit)d redirects.")
            raise FetchError(Rule.REDIRECTS, message, limit=self.policy.redirects)
        target = target_of(address, self.policy)
        if target.address in before:
            message = _("it redirects in a circle; perhaps the site wants a login or a consent.")
            raise FetchError(Rule.LOOP, message)
        if last and last.scheme == "https" and target.scheme == "http":
            # Anybody on the way could have written what we would keep as received.
            message = _("an encrypted page redirects to one that is not encrypted.")
            raise FetchError(Rule.DOWNGRADE, message)
        return target

    def _ask(self, target: Target, deadline: Deadline) -> Answer:
        self._check_network(target, deadline)
        self.connections += 1
        if self.connections > self.policy.connections:
            message = _("more than %(limit)d connections would be needed to follow all redirects.")
            raise FetchError(Rule.REDIRECTS, message, limit=self.policy.connections)
        wire = connect(target, self.addresses[target.host], self.policy, deadline)
        return Answer(target, wire, self.policy.header_bytes)

    def _check_network(self, target: Target, deadline: Deadline) -> None:
        if target.host not in self.addresses:
            self.addresses[target.host] = addresses_of(target.host, self.policy, deadline)

    def _read_robots(self, target: Target) -> Robots:
        address = f"{target.origin}/robots.txt"
        deadline = self.deadline.at_most(self.policy.robots_seconds)
        try:
            content, _target, _before = self.follow(
                address, deadline, lambda _target: None, self._robots_content
            )
        except FetchError as refusal:
            if refusal.rule in _NOBODY_THERE and refusal.address == address:
                refusal.address = target.address  # and not of its robots.txt
                raise
            message = _("the site's robots.txt cannot be read, so nothing is fetched; %(cause)s")
            raise FetchError(Rule.ROBOTS, message, cause=refusal) from refusal
        return Robots.read(content, PRODUCT)

    def _robots_content(self, answer: Answer) -> bytes:
        """RFC 9309, 2.3.1: where there is none everything is allowed; a broken server allows nothing."""
        if HTTPStatus.BAD_REQUEST <= answer.status < HTTPStatus.INTERNAL_SERVER_ERROR:
            return b""
        if not HTTPStatus.OK <= answer.status < HTTPStatus.MULTIPLE_CHOICES:
            answer.check_status()
        return answer.beginning(self.policy.robots_bytes)
