import pytest

MOST_CHARACTERS = 60


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """A name that fits on a line: some answers here are long."""
    if isinstance(val, (str, bytes)) and len(val) > MOST_CHARACTERS:
        return ascii(val[:MOST_CHARACTERS])
    return None
