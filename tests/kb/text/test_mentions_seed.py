"""Every mention in the first article, written down by reading it sentence by sentence."""

import tomllib

import pytest
from django.conf import settings

from kb.text.mentions import Matcher
from kb.text.sentences import split

SEED = settings.BASE_DIR / "seeds" / "000_08da8c51ebda866c.txt"
TEXT = SEED.read_text(encoding="utf-8").removeprefix(" date 2025-12-03 ")

# Sentence (from 1, headings count), words, actor. The actors are those of the seed's own knowledge.
# "US-Aussenminister" is the name of an office one person holds, so it is Rubio, not the USA.
GOLD = [
    (2, "Russland", "russland"),
    (3, "Ukraine", "ukraine"),
    (4, "Nato", "nato"),  # -Aussenministertreffen
    (5, "Mark Rutte", "rutte"),
    (5, "Nato", "nato"),
    (8, "Ruttes", "rutte"),  # heading
    (10, "Ruttes", "rutte"),
    (10, "Nato", "nato"),  # -Aussenministertreffen
    (11, "Russland", "russland"),
    (11, "Ukraine", "ukraine"),
    (11, "Nato", "nato"),  # -Gipfel
    (14, "Ruttes", "rutte"),
    (16, "Nato", "nato"),
    (18, "Moskau", "russland"),
    (19, "Nato", "nato"),  # -Mitglieder
    (21, "Nato", "nato"),  # -Land
    (22, "Ukraine", "ukraine"),
    (23, "Russland", "russland"),
    (24, "Ukraine", "ukraine"),
    (25, "Weissen Haus", "weisses-haus"),
    (25, "Donald Trump", "trump"),
    (26, "USA", "usa"),
    (26, "Nato", "nato"),  # -Mitglieder
    (28, "US", "usa"),  # -Unterstützung
    (28, "US", "usa"),  # -Rüstungsindustrie
    (29, "Ukraine", "ukraine"),  # -Krieg
    (29, "Trump-Regierung", "regierung-trump"),
    (29, "Nato", "nato"),
    (29, "Russland", "russland"),
    (29, "Nato", "nato"),
    (30, "US-Aussenminister", "rubio"),  # heading
    (30, "Nato", "nato"),  # -Treffen
    (31, "US-Aussenminister", "rubio"),
    (31, "Marco Rubio", "rubio"),
    (32, "Nato", "nato"),  # -Kundige
    (33, "Rubio", "rubio"),
    (35, "Trump", "trump"),
    (35, "Nato", "nato"),
    (36, "Rubios", "rubio"),
    (36, "Nato", "nato"),
    (37, "Mark Ruttes", "rutte"),
]

# As a German editor might enter them: ß, capitals, and no alias that a dictionary would not have.
EDITORS = [
    ("rutte", "Mark Rutte"),
    ("rutte", "Rutte"),
    ("rubio", "Marco Rubio"),
    ("rubio", "Rubio"),
    ("rubio", "US-Außenminister"),
    ("trump", "Donald Trump"),
    ("trump", "Trump"),
    ("trump", "Donald J. Trump"),
    ("regierung-trump", "Trump-Regierung"),
    ("nato", "NATO"),
    ("nato", "Nordatlantische Allianz"),
    ("usa", "USA"),
    ("usa", "Vereinigte Staaten"),
    ("usa", "Vereinigte Staaten von Amerika"),
    ("russland", "Russland"),
    ("russland", "Russische Föderation"),
    ("russland", "Moskau"),
    ("ukraine", "Ukraine"),
    ("weisses-haus", "Weißes Haus"),
]


def the_seeds_own() -> list[tuple[str, str]]:
    actors = tomllib.loads(SEED.with_suffix(".toml").read_text(encoding="utf-8"))["actor"]
    return [(a["key"], name) for a in actors for name in (a["name"], *a.get("aliases", ()))]


def gold_spans() -> list[tuple[int, int, str]]:
    sentences = split(TEXT, "de")
    assert len(sentences) == 38
    spans: list[tuple[int, int, str]] = []
    for number, words, actor in GOLD:
        sentence = sentences[number - 1]
        behind = max(sentence.start, spans[-1][1] if spans else 0)
        start = TEXT.index(words, behind, sentence.end)
        spans.append((start, start + len(words), actor))
    return spans


def test_the_gold_list_has_every_mention() -> None:
    assert len(GOLD) == 41


@pytest.mark.parametrize("aliases", [the_seeds_own(), EDITORS], ids=["seed", "editors"])
def test_it_finds_every_mention_of_the_seed_article_and_no_other(
    aliases: list[tuple[str, str]],
) -> None:
    mentions = Matcher(aliases).find(TEXT)
    assert [(m.start, m.end, *m.keys) for m in mentions] == gold_spans()
    assert not [m for m in mentions if m.doubtful]
    compounds = [m for m in mentions if m.in_compound]
    assert [TEXT[m.end] for m in compounds] == ["-"] * 11
