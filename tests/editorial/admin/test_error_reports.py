"""Errors that readers report, at the desk."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission, User

from editorial.actions import reports
from kb.models import Report
from tests.editorial.admin.pages import address, as_
from tests.makers import editor, make_claim, publisher

pytestmark = pytest.mark.django_db

LIST = "/admin/kb/report/"


def make_report(text: str = "Falsch.", claim: Any = None) -> Report:
    claim = claim or make_claim()
    contact = "leserin@example.org"
    return Report.objects.create(claim=claim, claim_version=1, text=text, contact=contact)


def test_the_open_ones_come_first_and_of_those_the_oldest() -> None:
    made = [make_report(f"Meldung {number}.") for number in range(3)]
    reports.dismiss(report=made[0], by=editor(), note="Nein.")
    page = as_(editor()).get(LIST)
    assert [row.pk for row in page.context["cl"].result_list] == [made[n].pk for n in (1, 2, 0)]
    assert "leserin@example.org" not in page.content.decode()


def test_an_editor_reads_it_answers_and_closes_it() -> None:
    report, client = make_report("Es war der Dienstag.\n\nSonst gut."), as_(editor())
    page = client.get(address(report)).content.decode()
    assert "<p>Es war der Dienstag.</p>\n\n<p>Sonst gut.</p>" in page
    assert 'href="mailto:leserin@example.org"' in page
    assert "the address is deleted when the report is closed" in page
    refused = client.post(address(report), {"note": " ", "_answered": "1"})
    assert refused.status_code == 422
    assert client.post(address(report), {"note": "So."}).status_code == 422
    done = client.post(address(report), {"note": "Berichtigt.", "_answered": "1"})
    assert (done.status_code, done.url) == (302, LIST)
    closed = client.get(address(report)).content.decode()
    assert "leserin@example.org" not in closed
    assert "answered by editor" in closed
    assert "Berichtigt." in closed
    assert 'name="_answered"' not in closed


def test_what_a_colleague_closed_meanwhile_is_said() -> None:
    report = make_report()
    reports.dismiss(report=report, by=publisher(), note="Nein.")
    refused = as_(editor()).post(address(report), {"note": "Ja.", "_answered": "1"})
    assert refused.status_code == 422
    assert "publisher closed this report meanwhile." in refused.content.decode()


def test_the_queue_and_the_page_of_the_claim_say_how_many_there_are() -> None:
    client, claim = as_(editor()), make_claim()
    assert (
        "/admin/kb/report/"
        not in client.get("/admin/kb/claim/queue/").content.decode().split('id="content"')[-1]
    )
    make_report(claim=claim)
    reports.answer(report=make_report("Noch eine.", claim), by=editor(), note="Ja.")
    queue = client.get("/admin/kb/claim/queue/").content.decode()
    assert "1 reader reports an error." in queue
    page = client.get(address(claim)).content.decode()
    assert f'{LIST}?claim__id__exact={claim.pk}">2 error reports from readers</a>, 1 open' in page
    listed = client.get(LIST, {"claim__id__exact": claim.pk})
    assert listed.context["cl"].result_count == 2


@pytest.mark.parametrize(
    ("rights", "sees", "closes"),
    [
        (["view_claim"], False, False),
        (["view_report"], False, False),  # it tells what claims say
        (["view_claim", "view_report"], True, False),
        (["view_claim", "change_report"], True, True),
    ],
)
def test_only_who_may_sees_and_closes_it(rights: list[str], sees: bool, closes: bool) -> None:
    report = make_report()
    person = User.objects.create(username="somebody", is_staff=True)
    person.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client = as_(person)
    answer = client.get(address(report))
    assert answer.status_code == (200 if sees else 403)
    assert (b"leserin@example.org" in answer.content) is sees
    sent = client.post(address(report), {"note": "Ja.", "_answered": "1"})
    assert sent.status_code == (302 if closes else 403)
    report.refresh_from_db()
    assert report.state == ("answered" if closes else "open")
