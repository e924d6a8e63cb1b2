from typing import Any

import pytest

from tests.permissions import people


@pytest.fixture
def filled(db: None) -> dict[str, Any]:
    return people.fill()
