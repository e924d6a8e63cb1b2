"""Corrections of real text: what changed its meaning is never carried over, what did not nearly always."""

import random
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings

from kb.text.alignment import Verdict, align
from tests.kb.text.alignment.corpus import articles, correction

EDITS = 5_000
CUT = (Verdict.SPLIT, Verdict.MERGED)
UNSEEN = (Verdict.IDENTICAL, Verdict.MOVED)


def test_no_change_of_meaning_is_carried_over(
    shared_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    texts = articles(shared_data, Path(settings.BASE_DIR, "seeds"))
    chance = random.Random(5)
    # What is put in comes from another text: a copy of an edited sentence would be that sentence, unchanged.
    apart = texts[::2], [text.split("\n\n")[0] for text in texts[1::2]]
    edits = untouched = kept = 0
    kinds, silent, reported, reworded = (Counter[str]() for _ in range(4))
    lost: list[str] = []
    while edits < EDITS:
        made = correction(chance.choice(apart[0]), chance.choice(apart[1]), chance)
        fates = align(made.old, made.new, "de")
        edits += made.edits
        for i, kind in made.kinds.items():
            kinds[kind] += 1
            if i in made.changed:
                silent[kind] += fates[i].verdict in UNSEEN
                stands = fates[i].verdict not in (*UNSEEN, Verdict.REMOVED)
                reworded[kind] += stands
                reported[kind] += stands and bool(fates[i].changes)
                if stands and not fates[i].changes:
                    lost.append(f"{kind}: {made.old[i]} → {[made.new[j] for j in fates[i].places]}")
        for i, j in made.true.items():
            untouched += 1
            kept += fates[i].verdict in UNSEEN and fates[i].places == (j,)
    with capsys.disabled():
        print(f"\n{edits} edits, touched sentences by kind: {dict(kinds)}")
        print(f"meaning changed, carried over: {silent.total()} of {reworded.total()}")
        print(f"untouched, carried over: {kept} of {untouched} ({kept / untouched:.4f})")
        for kind in sorted(reworded):
            print(f"  {kind}: {reported[kind]} of {reworded[kind]} reported")
    assert edits >= EDITS
    assert silent.total() == 0
    assert kept >= 0.99 * untouched
    assert reported.total() >= 0.99 * reworded.total(), "\n".join(lost[:20])


def test_an_article_cut_anew_is_split_and_merged(shared_data: Path) -> None:
    """Some few of two or three words are left to people: what stands before them was cut otherwise."""
    chance = random.Random(6)
    fates = []
    for text in articles(shared_data, Path(settings.BASE_DIR, "seeds")):
        words = text.split()
        fates += align(_cut_anywhere(words, chance), _cut_anywhere(words, chance), "de")
    rest = [fate for fate in fates if fate.verdict not in (*UNSEEN, *CUT)]
    assert all(fate.verdict == Verdict.REWORDED and fate.likeness > 0.95 for fate in rest)
    assert len(rest) < 0.002 * len(fates)
    assert not [fate for fate in fates if fate.changes]


def _cut_anywhere(words: list[str], chance: random.Random) -> list[str]:
    sentences, place = [], 0
    while place < len(words):
        size = chance.randrange(4, 30)
        sentences.append(" ".join(words[place : place + size]))
        place += size
    return sentences
