"""How many queries an import needs: they grow with the batches, not with the documents in them."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from editorial.importing.documents.files import BATCH_LINES
from editorial.importing.documents.load import import_jsonl
from tests.editorial.importing.documents.filebed import claim, cut, document, write

SAME_AGAIN = 40  # queries of a batch in which nothing changed


def lines(count: int, name: str) -> list[Any]:
    made = []
    for n in range(count):
        # Texts that have nothing in common: what is nearly the same is linked one by one.
        text = " ".join(f"{word}{name}{n}x{i}" for i, word in enumerate("Rat tagt in Bern".split()))
        text += f". Satz {name}{n}."
        end = text.index(".") + 1
        line = document(
            f"{name}{n}",
            text,
            claim(cut(text[:end], text), speaker="Sie", about=["Nato"], tags=["Brücken"]),
            claim({"sentence_index": 0}, speaker="Er", events=["Gipfel"]),
            sentences=[[0, end]],
            author=f"Autorin {n}",
        )
        made.append(line)
    return made


class Counted:
    """Counts queries; Django's own list of them is emptied by the import, to keep memory flat."""

    def __init__(self) -> None:
        self.number = 0

    def __call__(self, execute: Any, *arguments: Any) -> Any:
        self.number += 1
        return execute(*arguments)


def queries(path: Path, *made: Any, **options: Any) -> int:
    write(path, *made)
    counted = Counted()
    with connection.execute_wrapper(counted):
        report = import_jsonl([path], **options)
    assert report.rejected == 0
    return counted.number


@pytest.mark.parametrize("is_publishing", [False, True])
def test_a_first_import_needs_no_more_queries_for_more_documents(
    file: Path, is_publishing: bool
) -> None:
    queries(file, *lines(2, "a"), is_publishing=is_publishing)  # makes what all have in common
    few = queries(file, *lines(5, "b"), is_publishing=is_publishing)
    many = queries(file, *lines(150, "c"), is_publishing=is_publishing)
    # Some rows and, on PostgreSQL, ids are written and fetched by the hundred.
    assert many - few < 40


@pytest.mark.parametrize("is_publishing", [False, True])
def test_a_second_import_needs_few_queries_a_batch(file: Path, is_publishing: bool) -> None:
    made = lines(BATCH_LINES, "a")
    queries(file, *made, is_publishing=is_publishing)
    once = queries(file, *made, is_publishing=is_publishing)
    assert once <= SAME_AGAIN
    few = queries(file, *made[:3], is_publishing=is_publishing)
    assert once == few
