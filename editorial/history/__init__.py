from editorial.history.changes import PAUSE, Change, changes_of
from editorial.history.rows import PARTS, Part, Row, Values, rows_of
from editorial.history.states import LIVE, Past, past_of

__all__ = [
    "LIVE",
    "PARTS",
    "PAUSE",
    "Change",
    "Part",
    "Past",
    "Row",
    "Values",
    "changes_of",
    "past_of",
    "rows_of",
]
