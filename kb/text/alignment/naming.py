"""Names among changed words: what is written with a capital, and German writes all nouns so."""

from collections.abc import Sequence

from kb.text.alignment.quoting import MARKS
from kb.text.alignment.vocabulary import Vocabulary

__all__ = ["begins_sentence", "renamed"]

_ENDINGS = frozenset(["", "e", "en", "er", "ern", "es", "n", "ns", "s", "'", "'s"])
_FEWEST_LETTERS = 4  # that a name and its inflected form share
# "In Massen" is not "in Maßen": in all other words ss may stand for ß.
_NOT_SHARP = frozenset(["busse", "bussen", "masse", "massen", "massig"])
_ENDS = frozenset(".:!?…")
_PASSED = MARKS.union("([{–—-•*")


def renamed(
    before: Sequence[str],
    changed: Sequence[int],
    after: Sequence[str],
    added: Sequence[int],
    known: Vocabulary,
) -> bool:
    """Whether the words `changed` of a sentence, which became `added`, may have held or hold a name."""
    olds = [before[n] for n in changed if _is_name(before, n, known)]
    news = [after[n] for n in added if _is_name(after, n, known)]
    old_words, new_words = [before[n] for n in changed], [after[n] for n in added]
    return any(not _has_form(word, new_words) for word in olds) or any(
        not _has_form(word, old_words) for word in news
    )


def begins_sentence(words: Sequence[str], place: int) -> bool:
    """Whether a word has its capital from where it stands: first, or behind a colon or full stop."""
    while place > 0 and words[place - 1] in _PASSED:
        place -= 1
    return place == 0 or words[place - 1] in _ENDS


def _is_name(words: Sequence[str], place: int, known: Vocabulary) -> bool:
    word = words[place]
    if word == word.lower():
        return False
    return not (word in known.openers and begins_sentence(words, place))


def _has_form(word: str, others: Sequence[str]) -> bool:
    return any(_is_inflected(word, other) for other in others)


def _is_inflected(one: str, other: str) -> bool:
    """Whether two words are forms or spellings of one: "Iran" and "Irans"."""
    if one[0].isupper() != other[0].isupper():
        return False
    if one.lower() in _NOT_SHARP or other.lower() in _NOT_SHARP:
        return False
    one, other = one.replace("ß", "ss"), other.replace("ß", "ss")
    shared = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        shared += 1
    # A stem may end anywhere before the first difference: "Polens" and "Polen", "Staaten" and "Staates".
    return any(
        one[n:] in _ENDINGS and other[n:] in _ENDINGS
        for n in range(max(_FEWEST_LETTERS, shared - 2), shared + 1)
    )
