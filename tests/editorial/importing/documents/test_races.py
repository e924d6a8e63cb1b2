"""Somebody else stores the same document between this import's look-up and its writing."""

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import pytest
from django.db import close_old_connections, connection

from editorial.actions import accounts
from kb.models import Article, Claim, Revision
from kb.verify import verify
from tests.editorial.importing.documents.filebed import (
    TEXT,
    Imported,
    bring,
    claim,
    cut,
    document,
    write,
)

FIRST = cut("Der Rat tagt am Montag in Bern.")


@pytest.fixture(autouse=True)
def the_base_verifies(transactional_db: None) -> Iterator[None]:
    """As for the other tests, but in transactions that others see."""
    accounts.writer()
    accounts.publisher()
    Revision.raise_number()
    yield
    assert list(verify()) == []


def in_parallel(*steps: Callable[[], None]) -> None:
    errors: list[BaseException] = []

    def run(step: Callable[[], None]) -> None:
        try:
            step()
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run, args=(step,)) for step in steps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    close_old_connections()
    assert errors == []


def test_two_imports_of_the_same_documents_at_once_store_each_once(tmp_path: Path) -> None:
    lines = [
        document(f"d{n}", TEXT, claim(FIRST, speaker="Sie", tags=[f"t{n}"])) for n in range(60)
    ]
    told: list[Imported] = []
    files = [write(tmp_path / name, *lines) for name in ("a.jsonl", "b.jsonl")]
    in_parallel(*(lambda file=file: told.append(_imported(file)) for file in files))  # type: ignore[misc]
    assert (Article.objects.count(), Claim.objects.count()) == (60, 60)
    assert [len(one.rejected) for one in told] == [0, 0]
    again = bring(files[0])
    assert "documents: 0 new, 0 changed, 60 same; claims: 0 new, 0 changed, 60 same" in (
        again.summary
    )


def _imported(file: Path) -> Imported:
    return bring(file)
