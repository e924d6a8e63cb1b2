"""What differs between two days."""

from hypothesis import given
from hypothesis import strategies as st

from kb.asof.differences import Fact, Item, compared

WORDS = st.lists(st.sampled_from("Die Brücke ist sicher nicht heute .".split()), max_size=12)
ITEMS = st.dictionaries(st.integers(1, 6), WORDS.map(" ".join), max_size=6)


def facts(items: dict[int, str], since: int = 0) -> list[Fact]:
    return [Fact("Claims", items=tuple(Item(k, w) for k, w in items.items()), since=since)]


def test_what_is_the_same_is_named_and_not_told() -> None:
    fact = Fact("Claim", "Die Brücke ist sicher.")
    assert compared([fact], [fact]) == ([], ["Claim"])


def test_words_that_came_and_went_are_marked() -> None:
    (change,), same = compared(
        [Fact("Claim", "Die Brücke ist sicher.")], [Fact("Claim", "Die Brücke war sicher.")]
    )
    assert same == []
    assert [(piece.kind, piece.text) for piece in change.pieces] == [
        ("same", "Die Brücke "),
        ("removed", "ist"),
        ("added", "war"),
        ("same", " sicher."),
    ]


def test_long_runs_that_stayed_are_folded() -> None:
    long = "Wort " * 200
    (change,), _ = compared(
        [Fact("Text", f"{long}alt {long}")], [Fact("Text", f"{long}neu {long}")]
    )
    before, removed, added, after = change.pieces
    assert (removed.text, added.text) == ("alt", "neu")
    assert before.text.startswith("[…] Wort")
    assert after.text.endswith("Wort […]")
    assert len(before.text) < 200


def test_a_fact_that_was_not_told_before_is_new() -> None:
    (change,), _ = compared([], [Fact("Place", "Bern")])
    assert [(piece.kind, piece.text) for piece in change.pieces] == [("added", "Bern")]


def test_several_items_of_one_origin_are_told_apart() -> None:
    one, both = (Item(1, "Die Brücke hält."),), (Item(1, "Die Brücke"), Item(1, "hält."))
    (change,), _ = compared([Fact("For", items=one)], [Fact("For", items=both)])
    assert ["".join(p.text for p in item.pieces) for item in change.items] == [
        "Die Brücke hält.",
        "hält.",
    ]


@given(ITEMS, ITEMS)
def test_items_joined_give_both_days(before: dict[int, str], after: dict[int, str]) -> None:
    changes, _ = compared(facts(before), facts(after))
    items = [item for change in changes for item in change.items]
    olds = sorted("".join(p.text for p in i.pieces if p.kind != "added") for i in items)
    news = sorted("".join(p.text for p in i.pieces if p.kind != "removed") for i in items)
    differing = {k for k in before.keys() | after.keys() if before.get(k, "") != after.get(k, "")}
    assert olds == sorted(before.get(k, "") for k in differing)
    assert news == sorted(after.get(k, "") for k in differing)


@given(ITEMS, ITEMS, st.integers(1, 6))
def test_what_one_day_does_not_reach_is_not_compared(
    before: dict[int, str], after: dict[int, str], since: int
) -> None:
    """A page that shows the newest says nothing of those before them."""
    cut = {key: words for key, words in after.items() if key >= since}
    seen = {key: words for key, words in before.items() if key >= since}
    (changes, _), (expected, _) = (
        compared(facts(before), facts(cut, since)),
        compared(facts(seen), facts(cut)),
    )
    assert [change.items for change in changes] == [change.items for change in expected]
