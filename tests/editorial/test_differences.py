"""Differences between two contents of a claim, and a change carried over to a third."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from editorial.differences import MOST_WORDS, compared, differing, onto

BASE: dict[str, Any] = {
    "text": "Sie hält.",
    "kind": "report",
    "language": "de",
    "mode": "author",
    "speaker": 1,
    "said_on": None,
    "due_on": None,
    "attribution": [],
    "evidence": [[1, 0, 5, "supports"]],
    "about": [1, 2],
    "events": [],
    "tags": ["Bern"],
}
texts = st.lists(st.sampled_from(["die", "Brücke", "hält", "nicht.", "\n", "  "])).map(" ".join)
rows = st.lists(st.integers(0, 5), unique=True).map(sorted)


def others(**change: Any) -> dict[str, Any]:
    return BASE | change


@given(texts, texts)
def test_the_runs_of_words_make_up_both_texts(old: str, new: str) -> None:
    olds, news = compared(old, new)
    assert ("".join(run.text for run in olds), "".join(run.text for run in news)) == (old, new)
    same = ["".join(run.text for run in runs if not run.is_changed) for runs in (olds, news)]
    assert same[0] == same[1]


def test_whole_words_are_marked() -> None:
    olds, news = compared("Die Brücke sei sicher.", "Die Brücke ist sicher.")
    assert [run for run in olds if run.is_changed] == [("sei", True)]
    assert [run for run in news if run.is_changed] == [("ist", True)]


def test_a_mark_after_a_word_is_none_of_it() -> None:
    olds, news = compared("Sie hält.", "Sie hält nicht.")
    assert olds == [("Sie hält.", False)]
    assert news == [("Sie hält", False), (" nicht", True), (".", False)]


def test_changed_words_in_a_row_are_one_run() -> None:
    olds, news = compared("Die alte Brücke hält.", "Die neue Strasse hält.")
    assert [run.text for run in olds if run.is_changed] == ["alte Brücke"]
    assert [run.text for run in news if run.is_changed] == ["neue Strasse"]


def test_of_very_long_texts_all_is_marked() -> None:
    long = "a " * MOST_WORDS
    assert compared(long, long + "b") == ([(long, True)], [(long + "b", True)])
    assert compared(long, long) == ([(long, False)], [(long, False)])


def test_what_others_changed_stays() -> None:
    merged, clashes = onto(others(kind="demand"), BASE, others(text="Sie bricht."))
    assert (merged, clashes) == (others(kind="demand", text="Sie bricht."), set())


def test_the_same_field_clashes_unless_both_want_the_same() -> None:
    wanted = others(text="Sie bricht.")
    assert onto(others(text="Sie wankt."), BASE, wanted)[1] == {"text"}
    assert onto(others(text="Sie bricht."), BASE, wanted) == (wanted, set())


def test_speaker_mode_and_chain_are_one_thing() -> None:
    hop = [2, "indirect", None, None, None]
    current = others(speaker=2, mode="indirect", attribution=[hop])
    wanted = others(speaker=3)
    merged, clashes = onto(current, BASE, wanted)
    assert (merged["speaker"], merged["mode"], merged["attribution"]) == (3, "author", [])
    assert clashes == {"speaker", "mode", "attribution"}


@given(rows, rows, rows)
def test_labels_are_added_and_taken_and_never_clash(
    current: list[int], base: list[int], wanted: list[int]
) -> None:
    merged, clashes = onto(others(about=current), others(about=base), others(about=wanted))
    taken, added = {*base} - {*wanted}, {*wanted} - {*base}
    assert merged["about"] == sorted(({*current} - taken) | added)
    assert clashes == set()


def test_what_a_content_does_not_name_stays() -> None:
    assert differing(BASE, {}) == set()
    assert onto(others(text="Neu."), BASE, {}) == (others(text="Neu."), set())
