"""Changes that were thought of by reading, not made by chance."""

import pytest

from kb.text.alignment import Change, Verdict, align, changes


@pytest.mark.parametrize(
    ("language", "old", "new", "change"),
    [
        ("de", "Rubio wollte kommen.", "Rubio wollte nicht kommen.", "negation"),
        ("de", "Das ist möglich.", "Das ist unmöglich.", "negation"),
        ("de", "Das sei nicht gut, sondern schlecht.", "Das sei nicht schlecht, sondern gut.", "negation"),
        ("de", "Es sind 5 Prozent.", "Es sind 6 Prozent.", "number"),
        ("de", "Das 1. Treffen fand statt.", "Das zweite Treffen fand statt.", "number"),
        ("de", "Er kam am 3. Dezember.", "Er kam am 4. Dezember.", "date"),
        ("de", "Er kam gestern.", "Er kam vorgestern.", "date"),
        ("de", "Merkel sagte das.", "Scholz sagte das.", "name"),
        ("de", "Das sagen sie.", "Das sagen Sie.", "name"),
        ("de", "Er nannte „Freunde“ so.", "Er nannte Freunde so.", "quotation"),
        ("de", "Er kann gehen.", "Er könnte gehen.", "modal"),
        ("de", "Er kommt?", "Er kommt.", "modal"),
        ("de", "Er sagt, sie gibt nach.", "Er sagt, sie gebe nach.", "konjunktiv"),
        ("de", "Sie nahm an.", "Sie nähme an.", "konjunktiv"),
        ("en", "They don't agree.", "They agree.", "negation"),
        ("en", "They may agree.", "They will agree.", "modal"),
        ("fr", "Il n'est pas venu.", "Il est venu.", "negation"),
        ("fr", "Il est venu lundi.", "Il est venu mardi.", "date"),
        ("it", "Non è vero.", "È vero.", "negation"),
        ("it", "Due uomini.", "Tre uomini.", "number"),
        ("es", "No es verdad.", "Es verdad.", "negation"),
    ],
)  # fmt: skip
def test_it_is_reported(language: str, old: str, new: str, change: str) -> None:
    assert Change(change) in changes(old, new, language)
    assert Change(change) in changes(new, old, language)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Das ist ganz erfruelich.", "Das ist ganz erfreulich."),
        ("Er kam, und sie ging.", "Er kam. Und sie ging."),
        ("Die Rolle des Iran wächst.", "Die Rolle des Irans wächst."),
        ("Der Aussenminister schwieg.", "Der Außenminister schwieg."),
        ("So gibt’s Streit.", "So gibt's Streit."),
    ],
)
def test_what_changes_no_meaning_is_not_reported(old: str, new: str) -> None:
    assert changes(old, new, "de") == frozenset()


def test_a_quotation_that_lost_its_mark_is_reworded_to_its_end() -> None:
    old = ["Rutte sprach.", "„Alles ist gut bei uns heute.", "Wir sind uns einig wie nie.", "Ja.“"]
    fates = align(old, [old[0], old[1][1:], *old[2:]], "de")
    assert [fate.verdict for fate in fates] == [Verdict.IDENTICAL, *[Verdict.REWORDED] * 3]
    assert all(Change.QUOTATION in fate.changes for fate in fates[1:])


def test_an_answer_to_another_question_is_left_to_people() -> None:
    fates = align(["Will Rubio kommen?", "Nein."], ["Will Rubio gehen?", "Nein."], "de")
    assert (fates[1].verdict, fates[1].places, fates[1].likeness) == (Verdict.REWORDED, (1,), 1)
