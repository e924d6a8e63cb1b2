"""What to say of a quote that is not in the text: what is there instead."""

import unicodedata
from itertools import takewhile

from editorial.importing.errors import quoted
from kb.text.spans import Passage, most_similar

__all__ = ["remedy"]


def remedy(quote: str, text: str) -> str:
    """What would be right in the place of `quote`, which `text` does not hold."""
    composed = unicodedata.normalize("NFC", quote)
    if composed in unicodedata.normalize("NFC", text):
        return "the same letters are there in another Unicode form: copy the words from the text"
    if " ".join(quote.split()) in " ".join(text.split()):
        return "the same words are there with other white space: copy them from the text"
    passage = most_similar(quote, text)
    if passage is None:
        return "nothing like it is in the text"
    similar = _widened(passage, quote, text)
    pairs = zip(quote, similar, strict=False)
    same = "".join(a for a, _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    parts = f"; they part after {quoted(same[-20:])}" if same else ""
    return f"most similar: {quoted(similar)}{parts}"


def _widened(passage: Passage, quote: str, text: str) -> str:
    """The passage with the words at its edges that `quote` has in another form."""
    first_word = text[passage.start : passage.end].split()[0]
    start = max(passage.start - max(quote.find(first_word), 0), 0)
    end = max(passage.end, min(start + len(quote), len(text)))
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return text[start:end].strip()
