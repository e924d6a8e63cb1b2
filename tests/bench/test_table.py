from typing import Any

import pytest

from bench.table import readable


def results(*, plain_seconds: float, peak_mb: int) -> dict[str, Any]:
    plain = {"seconds": plain_seconds, "rows_per_second": 100, "import_to_this": plain_seconds / 10}
    step = {"seconds": 10.0, "peak_mb": 100}
    steps = ("import_of_a_tenth", "import_again", "export", "verify")
    return {
        "documents": 10,
        "bytes": 2_000_000,
        "machine": {
            "cores": 2,
            "load_average": 0.1,
            "system": "Linux",
            "python": "3.11",
            "django": "5.2",
        },
        "sqlite": {
            "version": "3.40",
            "rows": 1000,
            "summary": "documents: 10 new",
            "import": step | {"rows_per_second": 100, "peak_mb": peak_mb},
            "plain_load": plain,
            "plain_load_without_triggers": plain,
        }
        | dict.fromkeys(steps, step),
    }


@pytest.mark.parametrize(
    ("plain_seconds", "peak_mb", "missed"),
    [(3.0, 110, 0), (2.9, 110, 1), (3.0, 111, 1), (2.9, 300, 3)],
)
def test_a_missed_promise_is_said(plain_seconds: float, peak_mb: int, missed: int) -> None:
    table = readable(results(plain_seconds=plain_seconds, peak_mb=peak_mb))
    assert table.count("MISSED") == missed
    assert table.count("kept  ") == 3 - missed


def test_only_what_was_measured_is_shown() -> None:
    table = readable(results(plain_seconds=3.0, peak_mb=100))
    assert "sqlite 3.40: 1000 rows" in table
    assert "postgresql" not in table
