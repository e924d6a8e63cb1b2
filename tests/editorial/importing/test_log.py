"""The row that an import leaves in the log, from its first batch to its last."""

import pytest
from django.contrib.auth.models import User

from editorial.actions import accounts
from editorial.importing.log import LINES_KEPT, Log
from editorial.models import ImportItem, ImportRun

pytestmark = pytest.mark.django_db


def opened(path: str = "a.jsonl") -> Log:
    log = Log(source="bote", path=path, by=accounts.writer())
    log.open()
    return log


def item(made_in: ImportRun, run: ImportRun | None = None) -> ImportItem:
    return ImportItem.objects.create(
        source="bote",
        kind="article",
        key=f"item of {made_in.path}",
        object_id=1,
        made_in=made_in,
        run=run or made_in,
    )


def test_an_import_that_was_killed_goes_on_in_its_row() -> None:
    killed = opened()
    assert opened().row == killed.row
    item(killed.row)
    assert opened().close() == killed.row
    assert opened().row != killed.row


def test_what_a_killed_import_counted_counts_on() -> None:
    killed = opened()
    killed.count("claims", "new", 3)
    killed.note("one")
    killed.save()
    item(killed.row)
    resumed = opened()
    resumed.count("claims", "same", 3)  # those three
    resumed.count("claims", "new", 2)
    resumed.note("two")
    row = resumed.close()
    assert row is not None
    assert (row.counts, row.notes) == ({"claims": {"new": 5}}, ["one", "two"])


def test_an_import_of_somebody_else_is_another() -> None:
    mine = Log(source="bote", path="a.jsonl", by=User.objects.create(username="keller"))
    assert mine.row != opened().row


def test_a_row_stays_whose_items_another_import_changed_since() -> None:
    killed, other = opened("a.jsonl"), opened("b.jsonl")
    item(made_in=killed.row, run=other.row)
    assert opened("a.jsonl").close() == killed.row


def test_a_run_without_anything_new_leaves_no_row() -> None:
    assert opened().close() is None
    first = opened()
    first.reject("line 1: not JSON")
    assert first.close() is not None
    again = opened()
    again.reject("line 1: not JSON")
    assert again.close() is None
    assert ImportRun.objects.get() == first.row


def test_more_lines_than_are_kept_are_counted() -> None:
    log = opened()
    for number in range(LINES_KEPT + 2):
        log.reject(f"line {number}")
    row = log.close()
    assert row is not None
    assert len(row.log) == LINES_KEPT + 1
    assert row.log[-1] == "… and 2 more"


def test_what_is_restored_was_never_counted_or_said() -> None:
    log = opened()
    log.count("documents", "new")
    memento = log.memento()
    log.count("documents", "new", 2)
    log.reject("a")
    log.keep("b")
    log.restore(memento)
    assert log.summary(("documents",), ("new",)) == "documents: 1 new; rejected: 0; kept: 0"
    assert (log.rejections, log.notes) == ([], [])
