"""What is said of an item that was refused: one line, with the field, never a driver's report."""

from django.core.exceptions import ValidationError
from django.db import DataError

from editorial.importing.errors import Place, QuoteError, Rejection, reason_of


def test_a_refusal_of_our_own_is_said_as_it_is() -> None:
    assert reason_of(Rejection(Place("a.txt"), "is empty")) == "is empty"
    assert reason_of(QuoteError("quote not found")) == "quote not found"


def test_a_field_is_named_and_a_rule_over_several_is_not() -> None:
    wrong = ValidationError({"url": ["Too long.", "No address."], "__all__": ["Does not fit."]})
    assert reason_of(wrong) == "url: Too long. No address.; Does not fit."
    assert reason_of(ValidationError(["One.", "Two."])) == "One. Two."


def test_of_what_the_database_reports_the_first_line_is_said() -> None:
    assert reason_of(DataError("value too long\nCONTEXT: COPY line 1")) == "value too long"
