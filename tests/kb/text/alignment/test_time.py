"""Nothing grows with the square of an article."""

import random
from time import process_time

import pytest

from kb.text.alignment import align

WORDS = [f"wort{n}" for n in range(4_000)] + ["die", "und", "nicht", "Nato"] * 300


def sentence(chance: random.Random, length: int) -> str:
    return " ".join(chance.choices(WORDS, k=length)) + "."


def reworded(text: str, chance: random.Random) -> str:
    words = text.split(" ")
    for place in chance.sample(range(len(words)), len(words) // 6 or 1):
        words[place] = chance.choice(WORDS)
    return " ".join(words)


def seconds(old: list[str], new: list[str]) -> float:
    started = process_time()
    align(old, new, "de")
    return process_time() - started


@pytest.mark.parametrize("is_shuffled", [False, True])
def test_five_thousand_sentences_half_of_them_reworded(is_shuffled: bool) -> None:
    chance = random.Random(8)
    old = [sentence(chance, chance.randint(5, 30)) for _ in range(5_000)]
    new = [reworded(text, chance) if n % 2 else text for n, text in enumerate(old)]
    if is_shuffled:
        chance.shuffle(new)
    assert seconds(old, new) < 10  # several times what it takes here


def test_a_sentence_of_a_megabyte() -> None:
    chance = random.Random(9)
    text = sentence(chance, 150_000)
    assert seconds([text], [reworded(text, chance)]) < 15
    assert seconds(["." * 1_000_000], ["." * 500_000 + "b" + "." * 500_000]) < 10
    assert seconds(["Nein."] * 5_000, [*["Nein."] * 2_000, "Ja.", *["Nein."] * 4_000]) < 5
