import pytest
from django.core.exceptions import ValidationError

from editorial.actions import reports
from kb.models import Report
from tests.makers import editor, make_claim, publisher

pytestmark = pytest.mark.django_db


def make_report() -> Report:
    return Report.objects.create(
        claim=make_claim(), claim_version=1, text="Falsch.", contact="a@example.org", sender="x"
    )


@pytest.mark.parametrize("verb", [reports.answer, reports.dismiss])
def test_who_closes_a_report_stands_in_it_and_the_reader_no_longer(verb: object) -> None:
    assert callable(verb)
    report = verb(report=make_report(), by=editor(), note=" Berichtigt.\r\nDanke. ")
    report.refresh_from_db()
    assert report.state == {"answer": "answered", "dismiss": "dismissed"}[verb.__name__]
    assert (report.closed_by, report.note) == (editor(), "Berichtigt.\nDanke.")
    assert report.closed_at is not None
    assert (report.contact, report.sender) == ("", "")


def test_it_wants_to_know_what_was_done() -> None:
    report = make_report()
    with pytest.raises(ValidationError, match="Say what was done"):
        reports.answer(report=report, by=editor(), note=" ")
    report.refresh_from_db()
    assert report.state == Report.State.OPEN


def test_a_report_is_closed_once() -> None:
    report = make_report()
    reports.dismiss(report=report, by=publisher(), note="Es stimmt doch.")
    with pytest.raises(ValidationError, match="publisher closed this report"):
        reports.answer(report=report, by=editor(), note="Berichtigt.")
