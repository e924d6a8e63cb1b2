from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Notes and rejections are compared as the code says them."""
    with translation.override("en"):
        yield
