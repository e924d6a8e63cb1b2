from collections.abc import Iterator

import pytest
from django.utils import translation

from tests.editorial.history.clock import Clock, set_clock


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def tick(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return set_clock(monkeypatch)
