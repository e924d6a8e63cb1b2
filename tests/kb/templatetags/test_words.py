from dataclasses import dataclass
from datetime import date

import pytest
from django.utils.html import strip_tags
from django.utils.translation import override

from kb.models import Coverage, Event
from kb.templatetags.words import bears_out, cover, marks, period


@dataclass
class Counted:
    supports: int = 0
    disputes: int = 0
    articles: int = 1


@pytest.mark.parametrize(
    ("counted", "english", "german"),
    [
        (Counted(), "", ""),
        (Counted(1), "supported by 1 passage", "gestützt durch 1 Stelle"),
        (
            Counted(3, 1, articles=2),
            "supported by 3 passages in 2 articles, disputed by 1 passage",
            "gestützt durch 3 Stellen in 2 Artikeln, bestritten durch 1 Stelle",
        ),
    ],
)
def test_it_says_what_bears_a_claim_out(counted: Counted, english: str, german: str) -> None:
    with override("en"):
        assert bears_out(counted) == english
    with override("de"):
        assert bears_out(counted) == german


@pytest.mark.parametrize(
    ("coverage", "words"),
    [
        (Coverage(1, 1), "The one sentence supports"),
        (Coverage(38, 38), "38 of 38 sentences support"),
        (Coverage(30, 38), "8 are still open."),
        (Coverage(37, 38), "1 is still open."),
    ],
)
def test_it_says_how_much_is_covered(coverage: Coverage, words: str) -> None:
    with override("en"):
        assert words in cover(coverage)


@pytest.mark.parametrize(
    ("language", "pair"),
    [("de", "„“"), ("de-CH", "«»"), ("de-AT", "„“"), ("en", "“”"), ("fr", "«»"), ("eo", "“”")],
)
def test_a_language_has_its_own_quotation_marks(language: str, pair: str) -> None:
    assert "".join(marks(language)) == pair


@pytest.mark.parametrize(
    ("start", "end", "german"),
    [
        (date(2025, 6, 24), date(2025, 6, 25), "24. bis 25. Juni 2025"),
        (date(2025, 6, 30), date(2025, 7, 1), "30. Juni 2025 bis 1. Juli 2025"),
        (date(2025, 6, 24), date(2025, 6, 24), "24. Juni 2025"),
    ],
)
def test_a_period_repeats_nothing(start: date, end: date, german: str) -> None:
    with override("de"):
        assert strip_tags(period(Event(start=start, end=end))) == german


@pytest.mark.parametrize(
    ("start", "end", "precision", "german"),
    [
        (date(2025, 6, 1), date(2025, 6, 30), "month", "Juni 2025"),
        (date(2025, 6, 1), date(2025, 7, 31), "month", "Juni 2025 bis Juli 2025"),
        (date(2025, 1, 1), date(2025, 12, 31), "year", "2025"),
        (date(2024, 1, 1), date(2025, 12, 31), "year", "2024 bis 2025"),
    ],
)
def test_a_period_is_as_exact_as_it_is_known(
    start: date, end: date, precision: str, german: str
) -> None:
    with override("de"):
        told = period(Event(start=start, end=end, start_precision=precision))
    assert strip_tags(told) == german
