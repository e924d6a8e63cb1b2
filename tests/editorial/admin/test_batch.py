"""Bulk steps in the admin: what they did, and the page that undoes one."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from editorial.actions import batches, labels
from editorial.actions.batches import Work
from editorial.models import Assignment, Batch, Step
from kb.models import Claim, Tag
from tests.editorial.admin.pages import address, as_, messages
from tests.makers import editor, make_article, make_claim, publisher

pytestmark = pytest.mark.django_db


def take(step: str, *chosen: Claim, by: Any = None, **what: Any) -> Batch:
    seen = {claim.pk: claim.version for claim in chosen}
    taken = batches.take(work=Work(step, by or publisher(), **what), seen=seen)
    assert taken.batch, taken.refused
    return taken.batch


def undo_page(batch: Batch) -> str:
    return f"/admin/editorial/batch/{batch.pk}/undo/"


def test_its_page_says_what_it_did() -> None:
    claim = make_claim(status="in_review")
    batch = take(Step.PUBLISH, claim, reason="Geprüft.")
    page = as_(publisher()).get(address(batch)).content.decode()
    for expected in (
        "Geprüft.",
        f'<a href="{address(claim)}" lang="de">{claim.text}</a>',
        "in review → published",
        address(claim.decisions.get()),
        undo_page(batch),
    ):
        assert expected in page


def test_tags_and_persons_are_named() -> None:
    claim, tag = make_claim(), Tag.objects.create(name="Fluss")
    client = as_(editor())
    assert "+ Fluss" in client.get(address(take(Step.TAG, claim, tags=[tag]))).content.decode()
    page = client.get(address(take(Step.ASSIGN, claim, to=editor()))).content.decode()
    assert "nobody → editor" in page


def test_a_publication_is_undone_with_a_reason() -> None:
    claims = [make_claim(status="in_review") for _ in range(2)]
    batch, client = take(Step.PUBLISH, *claims), as_(publisher())
    page = client.get(undo_page(batch))
    assert "The claims are withdrawn." in page.content.decode()
    assert client.post(undo_page(batch), {"reason": " "}).status_code == 422
    answer = client.post(undo_page(batch), {"reason": "Zu früh."})
    assert answer.url == address(batch)
    assert "undone" in messages(answer)
    for claim in claims:
        claim.refresh_from_db()
        assert claim.status == "withdrawn"
        answer = Client().get(claim.get_absolute_url())
        assert answer.status_code == 410
        assert "Zu früh." in answer.content.decode()
    page = client.get(address(batch)).content.decode()
    assert "Zu früh." in page
    assert undo_page(batch) not in page


def test_where_nobody_decides_no_reason_is_needed() -> None:
    batch = take(Step.ASSIGN, make_claim(), by=editor(), to=publisher())
    assert as_(editor()).post(undo_page(batch), {"reason": ""}).status_code == 302
    assert not Assignment.objects.exists()


def test_what_was_touched_is_named_and_nothing_is_undone() -> None:
    one, other = (make_claim(status="in_review") for _ in range(2))
    batch = take(Step.PUBLISH, one, other)
    labels.label(claim=one, by=editor(), tags=["neu"])
    client = as_(publisher())
    page = client.get(undo_page(batch))
    assert [part.item.claim for part, _words in page.context["stays"]] == [one]
    shown = page.content.decode()
    assert re.search(r"<strong>[^<]*: editor changed its tags\.</strong>", shown)
    assert 'name="reason"' not in shown
    answer = client.post(undo_page(batch), {"reason": "Doch."})
    assert answer.status_code == 422
    assert "Nothing was undone: 1 claim of this step stands in the way." in answer.content.decode()
    assert set(Claim.objects.values_list("status", flat=True)) == {"published"}


def test_it_is_undone_once() -> None:
    batch, client = take(Step.PUBLISH, make_claim(status="in_review")), as_(publisher())
    client.post(undo_page(batch), {"reason": "Zu früh."})
    answer = client.post(undo_page(batch), {"reason": "Noch einmal."})
    assert answer.url == address(batch)
    assert "undone already" in messages(answer)


@pytest.mark.parametrize(
    ("step", "before", "may"),
    [
        (Step.SUBMIT, "draft", False),
        (Step.PUBLISH, "in_review", False),
        (Step.RETURN, "in_review", True),
        (Step.WITHDRAW, "published", True),
        (Step.ASSIGN, "draft", True),
    ],
)
def test_who_may_take_the_opposite_step_may_undo(step: Step, before: str, may: bool) -> None:
    batch = take(step, make_claim(status=before), reason="Darum.", to=editor())
    client = as_(editor())
    said = {"reason": "Doch nicht."}
    assert (undo_page(batch) in client.get(address(batch)).content.decode()) is may
    assert client.get(undo_page(batch)).status_code == (200 if may else 403)
    assert client.post(undo_page(batch), said).status_code == (302 if may else 403)
    assert Batch.objects.get().is_undone is may


def test_nobody_writes_bulk_steps_by_hand() -> None:
    boss = as_(User.objects.create_superuser("boss"))
    batch = take(Step.SUBMIT, make_claim(status="draft"))
    assert boss.get("/admin/editorial/batch/add/").status_code == 403
    boss.post(address(batch, "delete"), {"post": "yes"})
    boss.post(address(batch), {"reason": "Anders."})
    assert Batch.objects.get().reason == ""


def test_the_list_tells_what_is_undone() -> None:
    client = as_(publisher())
    kept, gone = (take(Step.PUBLISH, make_claim(status="in_review")) for _ in range(2))
    client.post(undo_page(gone), {"reason": "Zu früh."})

    def listed(**query: str) -> list[Batch]:
        page = client.get(address(Batch, "changelist"), query)
        return list(page.context["cl"].result_list)

    assert listed() == [gone, kept]
    assert listed(undone="yes") == [gone]
    assert listed(undone="no") == [kept]


def test_a_batch_of_ten_costs_as_many_queries_as_one() -> None:
    article, client = make_article(), as_(publisher())

    def queries(number: int, url: str) -> int:
        chosen = [make_claim(status="in_review", article=article) for _ in range(number)]
        batch = take(Step.PUBLISH, *chosen)
        client.get(url.format(batch.pk))  # what a process looks up once, it has looked up
        with CaptureQueriesContext(connection) as found:
            assert client.get(url.format(batch.pk)).status_code == 200
        return len(found)

    for url in ("/admin/editorial/batch/{}/change/", "/admin/editorial/batch/{}/undo/"):
        assert queries(1, url) == queries(10, url)
