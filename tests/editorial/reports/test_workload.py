"""What lies on whose desk."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from editorial.actions import assignments
from editorial.reports import workload
from tests import makers
from tests.editorial.reports.made import suggest

pytestmark = pytest.mark.django_db


def of(person: User) -> workload.Line:
    found = workload.lines(list(workload.rows().order_by("username")))
    return next(line for line in found if line.person == person)


def test_each_pile_is_counted_with_its_oldest() -> None:
    draft = makers.make_claim(status="draft")
    makers.make_claim(status="draft")
    review = makers.make_claim(status="in_review")
    public = makers.make_claim()
    suggest(public, "Anders.")
    line = of(makers.editor())
    assert line.drafts == (2, draft.created_at)
    assert line.in_review == (1, review.created_at)
    assert line.proposed.number == 1
    assert line.assigned == (0, None)
    assert line.to_decide is None
    assert line.oldest == draft.created_at


def test_what_waits_for_a_decision_is_others_work_that_nobody_else_looks_after() -> None:
    publisher = makers.publisher()
    waiting = makers.make_claim(status="in_review")
    makers.make_claim(status="in_review", by=publisher)
    other = makers.make_claim(status="in_review")
    suggest(makers.make_claim(), "Anders.")
    suggest(makers.make_claim(), "Von mir.", publisher)
    found = of(publisher).to_decide
    assert found is not None
    assert found == (3, waiting.created_at)
    assignments.assign(claim=other, by=publisher, to=makers.editor())
    found = of(publisher).to_decide
    assert found is not None
    assert found.number == 2
    assignments.assign(claim=waiting, by=publisher, to=publisher)
    line = of(publisher)
    assert line.to_decide is not None
    assert line.to_decide.number == 2
    assert line.assigned == (1, waiting.created_at)


def test_who_left_something_behind_is_listed_though_not_active() -> None:
    gone, idle = (User.objects.create_user(name, is_staff=True) for name in ("gone", "idle"))
    makers.make_claim(status="draft", by=gone)
    User.objects.update(is_active=False)
    assert list(workload.rows()) == [gone]
    assert list(workload.rows(person=idle)) == []
    assert of(gone).drafts.number == 1


def test_more_people_cost_no_more_queries() -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            workload.lines(list(workload.rows()))
        return len(queries)

    makers.make_claim(status="draft")
    few = asked()
    for number in range(4):
        person = User.objects.create_user(f"person-{number}", is_staff=True)
        makers.make_claim(status="in_review", by=person)
    assert asked() == few == 8
