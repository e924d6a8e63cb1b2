"""How alike two sentences are, and which new one an old one became."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from kb.text.alignment.sequences import Gap, blocks, gaps

__all__ = ["ALIKE", "counterparts", "likeness"]

ALIKE = 0.5  # a sentence less like than this is another one
SURE = 0.8  # one beside it that is so alike is it: no need to look further
CANDIDATES = 4
COMMON = 20  # what stands in more new sentences says little about which is meant
FEW_CHARS = 60  # of a replaced passage that is compared by its letters


def likeness(one: Sequence[str], other: Sequence[str]) -> float:
    """How alike two lists of words are by their order and letters: 0.0 to 1.0.

    Words count by their length; a replaced word counts as far as its letters stayed, so that a
    typo costs little.
    """
    letters = sum(map(len, one)) + sum(map(len, other))
    if not letters:
        return 1.0 if list(one) == list(other) else 0.0
    same = blocks(one, other)
    shared = sum(sum(map(len, one[block.one : block.one + block.size])) for block in same)
    if 4 * shared >= ALIKE * letters:  # else letters would not help
        exchanged = gaps(same, len(one), len(other))
        shared += sum(_shared_letters(one, other, gap) for gap in exchanged)
    return min(2 * shared / letters, 1.0)


def counterparts(
    old: dict[int, list[str]], new: dict[int, list[str]], near: dict[int, set[int]]
) -> dict[int, tuple[int, float]]:
    """For old sentences the new one that each was reworded to, one to one, and their likeness.

    Sentences are given as words by index. `near` names the new ones that stand where an old one stood; others
    are looked for by the words they share. The most alike come first, then the nearer ones.
    """
    scores = {(i, j): likeness(old[i], new[j]) for i in old for j in near.get(i, ()) if j in new}
    settled = {i for (i, _), score in scores.items() if score >= SURE}
    index = _index(new)
    for i in old:
        if i not in settled:
            for j in _candidates(old[i], index):
                if (i, j) not in scores and _may_be_alike(old[i], new[j]):
                    scores[i, j] = likeness(old[i], new[j])
    found: dict[int, tuple[int, float]] = {}
    taken: set[int] = set()
    best = sorted(scores, key=lambda pair: (-scores[pair], abs(pair[0] - pair[1]), pair))
    for i, j in best:
        if scores[i, j] >= ALIKE and i not in found and j not in taken:
            found[i] = j, scores[i, j]
            taken.add(j)
    return found


def _shared_letters(words: Sequence[str], others: Sequence[str], gap: Gap) -> int:
    """The letters that exchanged words share, if they share most."""
    one = "".join(words[gap.start : gap.end])
    other = "".join(others[gap.other_start : gap.other_end])
    if not one or not other or max(len(one), len(other)) > FEW_CHARS:
        return 0
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    shared = sum(size for _, _, size in matcher.get_matching_blocks() if size > 1)
    return shared if 2 * shared > min(len(one), len(other)) else 0


def _may_be_alike(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether they share, in any order, as many words as sentences that are alike."""
    shared = sum(len(word) * count for word, count in (Counter(one) & Counter(other)).items())
    return 4 * shared >= ALIKE * (sum(map(len, one)) + sum(map(len, other)))


def _features(words: Sequence[str]) -> set[str]:
    """The words, and any two that follow each other."""
    small = [word.lower() for word in words]
    pairs = (f"{a} {b}" for a, b in pairwise(small))
    return {*small, *pairs}


def _index(sentences: dict[int, list[str]]) -> dict[str, list[int]]:
    """In which sentences what stands, without what stands in many."""
    index = defaultdict(list)
    for number, words in sentences.items():
        for feature in _features(words):
            index[feature].append(number)
    return {feature: numbers for feature, numbers in index.items() if len(numbers) <= COMMON}


def _candidates(words: Sequence[str], index: dict[str, list[int]]) -> Iterable[int]:
    votes: Counter[int] = Counter()
    for feature in sorted(_features(words)):
        for number in index.get(feature, ()):
            votes[number] += 1
    return [number for number, _ in votes.most_common(CANDIDATES)]
