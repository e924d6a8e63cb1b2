"""How readers say that a claim is wrong, and how much of that the site takes in.

Why it is done so: docs/decisions/0013-reports.md.
"""

from datetime import timedelta
from ipaddress import ip_address, ip_network
from urllib.parse import quote, urlencode, urlsplit, urlunsplit

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.timezone import localdate, now

from kb.models import Claim, Report

__all__ = ["TooManyReports", "address", "is_from_here", "receive", "sender"]

WINDOW = timedelta(hours=1)
FROM_ONE = 5  # reports of one network within the window
IN_ALL = 60
IPV6_PREFIX = 64  # what one household has to itself


class TooManyReports(Exception):
    """More came within an hour than the site takes in."""


def address(claim: Claim, permalink: str) -> str:
    """Where errors of `claim` are reported: where the operator says (REPORT_URL), else our form.

    `permalink` is absolute and goes along. REPORT_URL begins with https: or mailto:.
    """
    if not settings.REPORT_URL:
        return reverse("claim_report", args=(claim.pk,))
    given = urlsplit(settings.REPORT_URL)
    if given.scheme == "mailto":
        more = urlencode({"subject": f"Belegstelle {claim.pk}", "body": permalink}, quote_via=quote)
    else:
        more = urlencode({"url": permalink})
    return urlunsplit(given._replace(query="&".join(filter(None, (given.query, more)))))


def is_from_here(request: HttpRequest) -> bool:
    """Whether a form that was sent stood on a page of ours, as far as the browser tells.

    Without a cookie there is no token. Browsers say where a form stood; those that say nothing
    (text browsers, programs) are let in: a report is made in nobody's name.
    """
    if site := request.headers.get("Sec-Fetch-Site"):
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    ours = f"{request.scheme}://{request.get_host()}"
    return origin is None or origin in (ours, *settings.CSRF_TRUSTED_ORIGINS)


def sender(request: HttpRequest) -> str:
    """The network that a request comes from as a keyed hash of today: to count, not to know."""
    remote = request.META.get("REMOTE_ADDR", "")
    try:
        found = ip_address(remote)
    except ValueError:  # a socket has none; all that come by it are one
        network = remote
    else:
        prefix = IPV6_PREFIX if found.version == 6 else 32
        network = str(ip_network(f"{found}/{prefix}", strict=False))
    said = f"{localdate()} {network}"
    return salted_hmac("kb.reporting", said, algorithm="sha256").hexdigest()


@transaction.atomic
def receive(*, claim: Claim, text: str, contact: str, sender: str) -> None:
    """Takes a report in. Sent twice it is one. Raises TooManyReports.

    Two at the same moment may both be the last one that is taken in; nothing is lost by that.
    """
    since = now() - WINDOW
    Report.objects.filter(created_at__lt=since).exclude(sender="").update(sender="")
    waiting = Report.objects.filter(claim=claim, state=Report.State.OPEN, text=text)
    if waiting.filter(contact=contact).exists():
        return
    recent = Report.objects.filter(created_at__gte=since)
    if recent.count() >= IN_ALL or recent.filter(sender=sender).count() >= FROM_ONE:
        raise TooManyReports
    Report.objects.create(
        claim=claim, claim_version=claim.version, text=text, contact=contact, sender=sender
    )
