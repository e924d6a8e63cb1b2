"""What may have been meant, and how it may go on; shown only if the reader finds something by it."""

from itertools import islice
from typing import Any

from django.db.models import QuerySet

from kb.models import Actor, Article, Claim, Event, Sentence
from kb.search import words
from kb.search.analysis import fold, tokens
from kb.search.asking import Asked, ask
from kb.search.backend import matching
from kb.search.found import TERMS, answering

__all__ = ["completions", "meant"]

TRIED = 5  # proposals for a mistyped word
OFFERED = 8  # completions of a begun one

SEARCHED = (Sentence, Claim, Actor, Event, Article)  # the largest vocabulary first


def meant(rows: QuerySet[Any], asked: Asked, user: Any) -> str | None:
    """The question with one mistyped word put right, if that answers it."""
    for word in asked.words:
        if _stands_somewhere(word.folded, user):
            continue
        for form in words.like(word.folded)[:TRIED]:
            other = asked.text.replace(word.typed, form)
            if answering(rows, ask(other), user).exists():
                return other
    return None


def completions(text: str, user: Any) -> list[str]:
    """The question as it may go on: its last word, begun, as words that stand somewhere."""
    last = list(tokens(text))[-1:]
    if not last or last[0].end != len(text) or len(text) > 200:
        return []
    begun = words.beginning_with(fold(last[0].word))
    there = (form for form in begun if _stands_somewhere(fold(form), user))
    return [text[: last[0].start] + form for form in islice(there, OFFERED)]


def _stands_somewhere(folded: str, user: Any) -> bool:
    """Whether a search for this word shows `user` anything."""
    return any(
        model.objects.visible_to(user).filter(pk__in=matching(TERMS[model], [{folded}])).exists()
        for model in SEARCHED
    )
