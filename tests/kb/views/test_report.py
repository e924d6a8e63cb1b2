"""Reporting an error: without an account, a script or a cookie, and within bounds."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from editorial.actions import claims
from kb import reporting
from kb.models import Claim, Report, Revision
from tests import html
from tests.kb.asof.days import on
from tests.makers import editor, make_claim, publisher

pytestmark = pytest.mark.django_db

SAID = {"text": "Sie sagte es erst am Dienstag.", "contact": "leserin@example.org"}


def path(claim: Any, language: str = "en") -> str:
    return f"/{language}/claims/{claim.pk}/report/"


def send(claim: Any, data: Any = SAID, status: int = 303, **extra: Any) -> str:
    response = Client().post(path(claim), data, **extra)
    assert response.status_code == status, response.content.decode()
    shown = response.content.decode()
    if status != 303:
        assert html.errors(shown) == []
    assert not response.cookies
    return shown


def test_a_report_reaches_the_desk_and_changes_nothing_that_is_public(client: Client) -> None:
    claim = make_claim()
    before = Revision.current()
    on_page = client.get(f"/en{claim.get_absolute_url()[3:]}").content.decode()
    assert f'href="{path(claim)}" rel="nofollow">Report an error</a>' in on_page
    form = client.get(path(claim))
    assert html.errors(form.content.decode()) == []
    assert (form.status_code, form["Cache-Control"], bool(form.cookies)) == (200, "no-store", False)
    answer = client.post(path(claim), SAID | {"text": "Eins.\r\nZwei."}, follow=True)
    assert answer.redirect_chain == [(f"{path(claim)}?sent", 303)]
    assert "Your report is with the newsroom" in answer.content.decode()
    assert not answer.cookies
    report = Report.objects.get()
    assert (report.claim_id, report.claim_version, report.state) == (claim.pk, 1, "open")
    assert (report.text, report.contact) == ("Eins.\nZwei.", SAID["contact"])
    assert "127.0.0.1" not in report.sender
    assert len(report.sender) == 64
    assert Revision.current() == before


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ({"text": " "}, "Say in a sentence what is wrong."),
        ({"text": "x" * 5001}, "at most 5000 characters"),
        ({"text": "So\x01.", "contact": "a\0@b.ch"}, "This is no e-mail address."),
        ({"text": "So.", "contact": "niemand"}, "This is no e-mail address."),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(data: Any, problem: str) -> None:
    shown = send(make_claim(), data, 422)
    assert problem in shown
    assert 'aria-invalid="true"' in shown
    assert data.get("contact", "").replace("\0", "\ufffd") in shown
    assert not Report.objects.exists()


def test_sent_twice_it_is_one(client: Client) -> None:
    claim = make_claim()
    send(claim)
    send(claim)
    assert Report.objects.count() == 1


def test_whoever_fills_in_what_is_out_of_sight_is_no_reader() -> None:
    send(make_claim(), SAID | {"website": "https://spam.example"})
    assert not Report.objects.exists()


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 303),  # a text browser
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, 303),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"}, 403),
        ({"Origin": "http://testserver"}, 303),
        ({"Origin": "https://testserver"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "https://evil.example"}, 403),
    ],
)
def test_no_other_site_sends_it(headers: dict[str, str], status: int) -> None:
    client = Client(enforce_csrf_checks=True)
    claim = make_claim()
    response = client.post(path(claim), SAID, headers=headers)
    assert response.status_code == status
    assert Report.objects.exists() is (status == 303)
    if status == 403:
        assert "sent from another site" in response.content.decode()
        assert SAID["text"] in response.content.decode()


def test_one_network_sends_five_an_hour_and_all_together_sixty() -> None:
    claim = make_claim()
    for number in range(reporting.FROM_ONE):
        send(claim, {"text": f"Nummer {number}."}, REMOTE_ADDR=f"2001:db8::{number:x}")
    response = Client().post(path(claim), SAID, REMOTE_ADDR="2001:db8::ffff")
    assert (response.status_code, response["Retry-After"]) == (429, "3600")
    assert "Too many reports came within an hour." in response.content.decode()
    assert SAID["text"] in response.content.decode()
    send(claim, REMOTE_ADDR="2001:db8:0:1::1")
    send(claim, {"text": "Aus dem Nachbarhaus."}, REMOTE_ADDR="192.0.2.2")
    rest = reporting.IN_ALL - Report.objects.count()
    Report.objects.bulk_create(
        Report(claim=claim, claim_version=1, text=f"{n}") for n in range(rest)
    )
    send(claim, {"text": "Zu viel."}, 429, REMOTE_ADDR="198.51.100.1")
    Report.objects.update(created_at=timezone.now() - timedelta(hours=1, seconds=1))
    send(claim, {"text": "Später."}, REMOTE_ADDR="2001:db8::1")
    # An hour later nothing says any more which reports came from one network.
    assert Report.objects.exclude(sender="").count() == 1


def test_a_network_has_another_name_on_another_day(rf: Any) -> None:
    request = rf.get("/", REMOTE_ADDR="192.0.2.1")
    with on("2026-01-05"):
        first = reporting.sender(request)
    with on("2026-01-06"):
        assert reporting.sender(request) != first
    assert len(reporting.sender(rf.get("/", REMOTE_ADDR=""))) == 64


@pytest.mark.parametrize("method", ["get", "post"])
def test_what_a_reader_may_not_see_answers_as_its_own_page_does(method: str) -> None:
    draft, gone = make_claim("Geheim.", status="draft"), make_claim("Vorbei.")
    claims.withdraw(claim=gone, by=publisher(), reason="Falsch.")
    desk = Client()
    desk.force_login(editor())
    for claim, client, status in (
        (draft, Client(), 404),
        (draft, desk, 404),
        (gone, Client(), 410),
    ):
        response = getattr(client, method)(path(claim), SAID)
        assert response.status_code == status
        assert claim.text not in response.content.decode()
    assert not Report.objects.exists()


def test_no_claim_is_named_like_the_form() -> None:
    claim = Claim(pk=1, text="Report.")
    assert claim.permalink == "/claims/1/report-1/"


@pytest.mark.parametrize(
    ("given", "leads_to"),
    [
        (
            "https://news.example/fehler?von=kb",
            "https://news.example/fehler?von=kb&url=http%3A%2F%2Ftestserver%2Fclaims%2F{pk}%2Fdie-bruecke-haelt%2F",
        ),
        (
            "mailto:fehler@news.example",
            "mailto:fehler@news.example?subject=Belegstelle%20{pk}&body=http%3A%2F%2Ftestserver%2Fclaims%2F{pk}%2Fdie-bruecke-haelt%2F",
        ),
    ],
)
def test_where_the_operator_has_an_address_the_link_leads_there(
    client: Client, settings: Any, given: str, leads_to: str
) -> None:
    settings.REPORT_URL = given
    claim = make_claim("Die Brücke hält.")
    wanted = leads_to.format(pk=claim.pk)
    shown = client.get(f"/en{claim.get_absolute_url()[3:]}").content.decode()
    assert f'href="{wanted.replace("&", "&amp;")}" rel="nofollow">Report an error</a>' in shown
    response = client.post(path(claim), SAID)
    assert (response.status_code, response["Location"]) == (302, wanted)
    assert not Report.objects.exists()
