"""The run log: what an import did in words, and taking it back behind a page of its own."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from editorial.actions import imports
from editorial.models import ImportItem, ImportRun
from kb.models import Claim
from tests.editorial.actions.test_imports import begin, edit_claim, imported
from tests.editorial.admin.pages import address, as_, messages
from tests.makers import editor, publisher

pytestmark = pytest.mark.django_db


def page(run: ImportRun, client: Client | None = None) -> str:
    answer = (client or as_(editor())).get(address(run))
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def take(run: ImportRun, client: Client, **data: str) -> Any:
    return client.post(f"/admin/editorial/importrun/{run.pk}/take-back/", data)


def test_it_says_in_words_what_came_and_what_was_rejected() -> None:
    run = begin()
    run.counts = {"articles": {"new": 2, "kept": 1}, "claims": {}}
    run.log = ["a.txt: There is no text.", "b.txt: <b>bold</b>"]
    run.notes = ["kept: c.txt: edited here"]
    run.save()
    text = page(run)
    assert '<th scope="row">Articles</th> <td>2 new, 1 kept</td>' in text.replace("><td", "> <td")
    for line in ("a.txt: There is no text.", "b.txt: &lt;b&gt;bold&lt;/b&gt;", *run.notes):
        assert f"<li>{line}</li>" in text
    assert "finished" in text


def test_many_lines_are_folded_away() -> None:
    run = begin()
    run.log = [f"{number}.txt: There is no text." for number in range(50)]
    run.save()
    text = page(run)
    assert "40 more lines" in text
    assert text.index("<li>9.txt") < text.index("<details>") < text.index("<li>10.txt")


def test_it_leads_to_all_it_brought() -> None:
    run = begin()
    claims = imported(run, "draft", "published")
    text = page(run)
    for thing in (*claims, claims[0].article):
        assert f'<a href="{address(thing)}">{thing}</a>' in text
    claims[0].delete()
    assert "is gone" in page(run)


def bring_claims(run: ImportRun, ids: range) -> None:
    ImportItem.objects.bulk_create(
        ImportItem(run=run, made_in=run, source="tests", kind="claim", key=str(n), object_id=n)
        for n in ids
    )


def test_thousands_of_things_are_counted_and_the_first_shown() -> None:
    run, client = begin(), as_(editor())
    bring_claims(run, range(1, 31))
    page(run, client)
    with CaptureQueriesContext(connection) as few:
        page(run, client)
    bring_claims(run, range(31, 3001))
    with CaptureQueriesContext(connection) as many:
        text = page(run, client)
    assert "All 3000" in text
    assert len(text) < 60_000
    assert len(many) == len(few)
    listed = client.get(
        f"/admin/editorial/importitem/?made_in__id__exact={run.pk}&kind__exact=claim"
    )
    assert listed.context["cl"].result_count == 3000


def test_the_list_says_how_each_run_stands() -> None:
    imported(begin(), "draft")
    imports.take_back(run=ImportRun.objects.get(), by=publisher(), reason="Falsch.")
    ImportRun.objects.create(source="tests", path="y", by=editor())
    text = as_(editor()).get(address(ImportRun, "changelist")).content.decode()
    assert "under way" in text
    assert "taken back" in text


def test_a_publisher_sees_what_will_go_and_takes_it_back() -> None:
    run = begin()
    imported(run, "draft", "published")
    client = as_(publisher())
    assert "take-back/" in page(run, client)
    shown = client.get(f"/admin/editorial/importrun/{run.pk}/take-back/").content.decode()
    assert "<strong>1 public claim</strong> is withdrawn" in shown
    assert "<strong>1 article</strong> is sealed" in shown
    answer = take(run, client, reason="Die Quelle war falsch.")
    assert answer.status_code == 302
    assert "The import is taken back." in messages(answer)
    run.refresh_from_db()
    assert (run.state, run.taken_back_by) == ("taken_back", publisher())
    text = page(run, client)
    assert "Die Quelle war falsch." in text
    assert "claims deleted: 1, claims withdrawn: 1, articles sealed: 1" in text
    assert "take-back/" not in text


def test_what_was_left_is_told_and_can_be_taken_later() -> None:
    run = begin()
    (claim,) = imported(run, "draft")
    edit_claim(claim)
    client = as_(publisher())
    answer = take(run, client, reason="Falsch.")
    assert "2 things were left as they are" in messages(answer)
    text = page(run, client)
    assert "it was edited here" in text
    assert "take-back/" in text


def test_a_reason_is_asked_for() -> None:
    run = begin()
    imported(run, "draft")
    answer = take(run, as_(publisher()), reason="  ")
    assert answer.status_code == 422
    assert "required" in answer.content.decode()
    assert Claim.objects.exists()


def test_an_import_under_way_is_refused() -> None:
    run = begin()
    ImportRun.objects.update(finished_at=None)
    imported(run, "draft")
    answer = take(run, as_(publisher()), reason="Falsch.")
    assert answer.status_code == 422
    assert "still under way" in answer.content.decode()
    assert "take-back/" not in page(run, as_(publisher()))


def test_an_editor_may_not() -> None:
    run = begin()
    imported(run, "draft")
    client = as_(editor())
    assert "take-back/" not in page(run, client)
    assert take(run, client, reason="Falsch.").status_code == 403
    assert Claim.objects.exists()


def test_a_long_one_goes_on_with_the_next_request(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("editorial.admin.take_back.SECONDS", 0)
    run = begin()
    imported(run, "draft", "published")
    client = as_(publisher())
    answer = take(run, client, reason="Falsch.")
    assert answer.url == f"/admin/editorial/importrun/{run.pk}/take-back/?goes-on"
    shown = client.get(answer.url).content.decode()
    assert "data-goes-on" in shown
    assert "Begun, and not done yet: 1 thing" in shown
    assert "Falsch." in shown
    while (answer := take(run, client, reason="Falsch.")).url.endswith("?goes-on"):
        pass
    assert ImportRun.objects.get().state == "taken_back"


def test_nobody_takes_back_what_is_not_there() -> None:
    answer = as_(publisher()).get("/admin/editorial/importrun/17/take-back/")
    assert answer.status_code == 404
