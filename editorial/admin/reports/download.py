"""A report as a file for spreadsheets: all that the page would list, written while it is read."""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO
from typing import Any

from django.http import StreamingHttpResponse
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from editorial.reports.listing import chunks

__all__ = ["download", "harmless"]

# A spreadsheet calculates what begins so, or runs it.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"  # without it some spreadsheets take UTF-8 for Latin-1


def download(report: Any, form: Any, at: Any) -> StreamingHttpResponse:
    """The whole list that `form` asks for as CSV; `at` makes an address absolute."""
    response = StreamingHttpResponse(
        _written(report, form, at), content_type="text/csv; charset=utf-8"
    )
    name = f"{report.name}-{localdate().isoformat()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def harmless(value: Any) -> Any:
    """The value as a cell that is shown and not calculated; numbers stay numbers."""
    if isinstance(value, int):
        return value
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def _written(report: Any, form: Any, at: Any) -> Iterator[str]:
    # What is sent after the view has ended is not in the reader's language any more.
    language = translation.get_language()
    with translation.override(language):
        head = [*(str(label) for label, _value in report.columns), _("to be mended at")]
    yield MARK + _lines([head])
    order = form.order
    rows = order.annotated(report.rows(**form.chosen()))
    for found in chunks(rows, by=order.by):
        with translation.override(language):
            part = _lines(
                [*(value(line) for _label, value in report.columns), at(report.address(line))]
                for line in report.lines(found)
            )
        yield part


def _lines(rows: Iterable[Iterable[Any]]) -> str:
    file = StringIO()
    csv.writer(file).writerows([harmless(value) for value in row] for row in rows)
    return file.getvalue()
