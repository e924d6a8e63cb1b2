from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kb.verify import verify
from tests.editorial.importing.documents.filebed import Imported, Table, bring, write


@pytest.fixture(autouse=True)
def the_base_verifies(db: None) -> Iterator[None]:
    """After each test the base holds what it promises, history and all."""
    yield
    assert list(verify()) == []


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "documents.jsonl"


@pytest.fixture
def load(file: Path) -> Callable[..., Imported]:
    """Imports these lines as one file, with the options of the command."""

    def load(*lines: Table | bytes, **options: object) -> Imported:
        return bring(write(file, *lines), **options)

    return load
