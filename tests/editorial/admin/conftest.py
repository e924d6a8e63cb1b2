from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def english(settings: pytest.FixtureRequest) -> Iterator[None]:
    """These tests read messages; which language they are in is another test's concern."""
    settings.LANGUAGE_CODE = "en"  # type: ignore[attr-defined]
    with translation.override("en"):
        yield
