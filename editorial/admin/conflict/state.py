"""What a page showed when it was opened. The page carries it along; what comes back with the form
says then what the person changed, and what others changed meanwhile.

It decides nothing but how two edits are laid onto each other: made up, it fools its maker alone.
"""

import json
from dataclasses import asdict, dataclass, field
from typing import Any

from editorial.admin.conflict.values import Values, editable, shown

__all__ = ["NAME", "Opened", "row_values"]

NAME = "seen_state"

Row = dict[str, Values]


@dataclass
class Opened:
    """The values of the fields by name, those of rows by the prefix of their formset and their id,
    and the newest history rows of that time."""

    fields: Row = field(default_factory=dict)
    rows: dict[str, dict[str, Row]] = field(default_factory=dict)
    marks: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, form: Any, formsets: list[Any]) -> "Opened":
        """What unbound forms show."""
        fields = {bound.html_name: shown(bound) for bound in editable(form)}
        rows = {
            formset.prefix: {str(row.instance.pk): row_values(row) for row in formset.initial_forms}
            for formset in formsets
        }
        return cls(fields, rows, form.marks)

    @classmethod
    def read(cls, sent: str) -> "Opened":
        """What came back; of what is no such thing, nothing."""
        try:
            said = json.loads(sent)
            return cls(
                {str(name): _values(values) for name, values in said["fields"].items()},
                {
                    str(prefix): {
                        str(pk): {str(name): _values(values) for name, values in row.items()}
                        for pk, row in rows.items()
                    }
                    for prefix, rows in said["rows"].items()
                },
                {str(name): int(mark) for name, mark in said["marks"].items()},
            )
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            return cls()

    def written(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)


def row_values(form: Any) -> Row:
    """The values of a row by the names of its fields, without the prefix."""
    return {bound.name: shown(bound) for bound in editable(form)}


def _values(values: Any) -> Values:
    return [str(value) for value in values]
