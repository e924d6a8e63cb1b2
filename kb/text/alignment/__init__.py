"""What became of each sentence of a text that was corrected. The rules in prose: verdicts.py, meaning.py."""

from kb.text.alignment.beside import Row, beside
from kb.text.alignment.difference import Piece, differences
from kb.text.alignment.fates import Change, Fate, Verdict
from kb.text.alignment.meaning import changes
from kb.text.alignment.passages import carry
from kb.text.alignment.verdicts import align

__all__ = [
    "Change",
    "Fate",
    "Piece",
    "Row",
    "Verdict",
    "align",
    "beside",
    "carry",
    "changes",
    "differences",
]
