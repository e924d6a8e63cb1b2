"""Each bad file gives one clear line, and everything good beside it loads."""

from pathlib import Path

import pytest

from editorial.importing.seeds.texts import KNOWLEDGE_LIMIT_BYTES
from kb.models import TEXT_LIMIT_BYTES, Article
from tests.editorial.importing.seeds.seedbed import assert_good_ones_loaded, load, sow

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (
            b"date 2025-01-01 Eins.\nZwei caf\xe9.",
            "not UTF-8: byte 0xe9 at offset 30 (line 2); save the file as UTF-8",
        ),
        (
            b"date 2025-01-01 Eins.\nZw\0ei.",
            "character 25 (line 2) is NUL, which no text may hold; remove it",
        ),
        (b"", "the file is empty; it must hold the article's text"),
        (
            b" date 2025-01-01 \n",
            "there is no text after the header; put it behind the date",
        ),
        (
            b"date 2025-13-40 Text.",
            'header: there is no day "2025-13-40"; write a real date as YYYY-MM-DD',
        ),
        (
            b"date 2025-01-01 " + b"x" * (TEXT_LIMIT_BYTES + 1),
            "the text has 2000001 bytes, at most 2000000 can be kept; divide it",
        ),
        (
            b"x" * 3_000_000,
            "the file has 3000000 bytes, at most 2000000 can be kept; divide it",
        ),
    ],
    ids=["not-utf-8", "nul", "empty", "no-text", "impossible-date", "too-long", "far-too-long"],
)
def test_a_bad_text(seeds: Path, content: bytes, line: str) -> None:
    sow(seeds, "bad", content)
    loaded = load(seeds)
    assert loaded.errors == [f"seeds/bad.txt: {line}"]
    assert loaded.failure.startswith("1 rejected")
    assert not Article.objects.filter(external_id="bad").exists()
    assert_good_ones_loaded()


@pytest.mark.parametrize(
    ("toml", "line"),
    [
        ("[[claim]]\nkey = \n", "seeds/bad.toml: not TOML: Invalid value (at line 2, column 7)"),
        (
            "[[event]]\nkey = 'e'\nstart = 2025-02-30\n",
            "seeds/bad.toml: not TOML: Invalid date or datetime (at line 3, column 9)",
        ),
        ("x = " + "[" * 5_000, "seeds/bad.toml: not TOML: maximum recursion depth exceeded"),
        (
            "[[claims]]\nkey = 'c'\n",
            'seeds/bad.toml: [[claims]] (line 1): unknown table; did you mean "claim"?',
        ),
        (
            "[claim]\nkey = 'c'\n",
            "seeds/bad.toml: [claim] (line 1): write it as [[claim]], once for each",
        ),
        (
            "#" * (KNOWLEDGE_LIMIT_BYTES + 1),
            "seeds/bad.toml: the file has 10000001 bytes, at most 10000000 can be kept; divide it",
        ),
    ],
    ids=["syntax", "date", "nested", "unknown-table", "one-table", "too-long"],
)
def test_a_bad_knowledge_file_leaves_its_text(seeds: Path, toml: str, line: str) -> None:
    sow(seeds, "bad", "Ein Text.", toml)
    loaded = load(seeds)
    assert len(loaded.errors) == 1
    assert loaded.errors[0].startswith(line)
    assert Article.objects.filter(external_id="bad").exists()
    assert_good_ones_loaded()


def test_knowledge_that_is_not_utf_8(seeds: Path) -> None:
    sow(seeds, "bad", "Ein Text.")
    (seeds / "bad.toml").write_bytes(b"[[actor]]\nname = 'Caf\xe9'\n")
    loaded = load(seeds)
    line = "seeds/bad.toml: not UTF-8: byte 0xe9 at offset 21 (line 2); save the file as UTF-8"
    assert loaded.errors == [line]
    assert_good_ones_loaded()


def test_knowledge_without_a_text(seeds: Path) -> None:
    (seeds / "bad.toml").write_text("[[claim]]\nkey = 'c'\ntext = 'T'\nkind = 'report'\n")
    loaded = load(seeds)
    assert loaded.errors == [
        "seeds/bad.toml: there is no bad.txt beside it; add it, or take this file away"
        " (1 claims and judgements stay out with it)"
    ]
    assert_good_ones_loaded()
