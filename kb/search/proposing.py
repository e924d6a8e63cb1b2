"""What may have been meant, and how it may go on; shown only if the reader finds something by it."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Exists, QuerySet

from kb.models import Actor, Article, Claim, Event, Sentence, Word
from kb.search import words
from kb.search.analysis import fold, tokens
from kb.search.asking import Asked, ask
from kb.search.backend import matching
from kb.search.found import TERMS, answering

__all__ = ["completions", "meant"]

TRIED = 5  # proposals for a mistyped word
OFFERED = 8  # completions of a begun one
LONGEST = 200  # characters of a question that is completed

SEARCHED = (Sentence, Claim, Actor, Event, Article)  # the largest vocabulary first


def meant(rows: QuerySet[Any], asked: Asked, user: Any) -> str | None:
    """The question with one mistyped word put right, if that answers it."""
    known = _standing([word.folded for word in asked.words], user)
    for word in asked.words:
        if word.folded in known:
            continue
        typed = re.compile(rf"(?<!\w){re.escape(word.typed)}(?!\w)")
        for form in words.like(word.folded)[:TRIED]:
            other = typed.sub(form, asked.text)
            if answering(rows, ask(other), user).exists():
                return other
    return None


def completions(text: str, user: Any) -> list[str]:
    """The question as it may go on: its last word, begun, as words that stand somewhere."""
    last = list(tokens(text))[-1:]
    if not last or last[0].end != len(text) or len(text) > LONGEST:
        return []
    begun = words.beginning_with(fold(last[0].word))
    found: list[str] = []
    while begun and len(found) < OFFERED:
        some, begun = begun[:OFFERED], begun[OFFERED:]
        known = _standing([fold(form) for form in some], user)
        found += [form for form in some if fold(form) in known]
    return [text[: last[0].start] + form for form in found[:OFFERED]]


def _standing(folded: Iterable[str], user: Any) -> set[str]:
    """Those of the words that show `user` anything; a query for each kind of thing at most."""
    left, known = set(folded), set[str]()
    for model in SEARCHED:
        if not left:
            break
        known |= _standing_in(model, sorted(left), user)
        left -= known
    return known


def _standing_in(model: type[Any], folded: Sequence[str], user: Any) -> set[str]:
    rows, terms = model.objects.visible_to(user), TERMS[model]
    found = {
        f"word_{at}": Exists(rows.filter(pk__in=matching(terms, [{word}])))
        for at, word in enumerate(folded)
    }
    # Any row will do to ask it beside; without a word there is nothing to propose.
    told = Word.objects.values_list(*found.values())[:1]
    return {word for row in told for word, stands in zip(folded, row, strict=True) if stands}
