from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """These tests read words; which language they are in is another test's concern."""
    with translation.override("en"):
        yield
