from pathlib import Path

import pytest

from tests.editorial.importing.seeds.seedbed import KNOWLEDGE, sow


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    """A directory with good seeds, beside which a test may put something bad."""
    directory = tmp_path / "seeds"
    sow(directory, toml=KNOWLEDGE)
    return directory
