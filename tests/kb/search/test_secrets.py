"""What a reader may not see moves no result, no count, no proposal: marked secrets everywhere.

The same questions are asked before and after the secrets come; nothing may answer otherwise.
"""

import os
import re
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kb.models import Actor, Article, Claim, Event, Sentence, Word
from kb.search.asking import ask
from kb.search.found import search
from kb.search.proposing import completions, meant
from kb.search.words import beginning_with, like
from tests.kb.search.parity.questions import LETTERS
from tests.makers import editor, reader
from tests.secrets import ONCE_WORDED, SECRETS, WITHDRAWN, hide, show_in_public

pytestmark = pytest.mark.django_db

QUESTIONS = int(os.environ.get("SECRET_QUESTIONS", "100"))  # make test-search: 1,000
PAGES = QUESTIONS // 5  # put to four pages each
MODELS = (Actor, Article, Claim, Event, Sentence)


def test_no_question_finds_a_secret() -> None:
    show_in_public()
    questions = [*some(Random(77), QUESTIONS)]
    before = {typed: answers(typed) for typed in questions}
    hide()
    for word in SECRETS:
        assert not Word.objects.filter(form__icontains=word).exists(), word
        assert like(word[1:].lower()) == beginning_with(word[:5].lower()) == []
    moved = [typed for typed in questions if answers(typed) != before[typed]]
    assert moved == []
    assert sum(any(found for found, *_ in its[0]) for its in before.values()) > QUESTIONS / 5


def test_no_page_tells_a_secret(client: Client) -> None:
    show_in_public()
    questions = [*some(Random(78), PAGES)]
    before = {typed: [*pages(client, typed)] for typed in questions}
    hide()
    for typed in questions:
        for old, new in zip(before[typed], pages(client, typed), strict=True):
            assert new == old, typed
    told = re.compile("|".join((*SECRETS, WITHDRAWN, ONCE_WORDED)), re.IGNORECASE)
    for typed in ("", "Brücke", "steht", "der"):
        for page in pages(client, typed):
            assert not told.search(page), typed


def test_a_colleague_finds_what_there_is_to_find() -> None:
    """Else the tests above would prove nothing: the words are there."""
    show_in_public()
    hide()
    missed = {word for word in (*SECRETS, WITHDRAWN, ONCE_WORDED) if not _is_found(word)}
    assert missed == NOT_SEARCHED


def _is_found(word: str) -> bool:
    questions = (word, f"tag:{word}")
    return any(
        search(model._default_manager.all(), ask(question), editor()).ids
        for model in MODELS
        for question in questions
    )


# What nobody finds by: texts of sealed articles, notes, reasons, tags and outlets of nothing.
NOT_SEARCHED = {
    *SECRETS[6:9],
    SECRETS[10],
    *SECRETS[13:20],
    *SECRETS[26:28],
    SECRETS[29],
    ONCE_WORDED,
}


def answers(typed: str) -> tuple[Any, ...]:
    """All that a reader is told by a question, on the floor below the pages."""
    asked = ask(typed)
    found = []
    for model in MODELS:
        answer = search(model._default_manager.visible_to(reader()), asked, reader())
        found.append((answer.ids, answer.is_full, answer.is_some))
    proposed = meant(Claim.objects.visible_to(reader()), asked, reader())
    return found, proposed, completions(typed, reader())


def pages(client: Client, typed: str) -> Iterator[str]:
    yield client.get(reverse("claims"), {"q": typed}).content.decode()
    yield client.get(reverse("search"), {"q": typed}).content.decode()
    for among in ("sentences", "actors", "events", "articles"):
        yield client.get(reverse("search"), {"q": typed, "among": among}).content.decode()
    yield client.get(reverse("completions"), {"q": typed}).content.decode()


def some(chance: Random, number: int) -> Iterator[str]:
    """Secrets, their beginnings, inflections and typos, alone and with what is public."""
    public = (
        "Brücke Brücken steht Verteidigung Ada Rot Blau Gipfel Bern Thema der Titel Vier".split()
    )
    secret = (*SECRETS, *SECRETS, WITHDRAWN, ONCE_WORDED)
    for _ in range(number):
        word, other = chance.choice(secret), chance.choice(public)
        at = chance.randrange(1, len(word))
        yield chance.choice(
            (
                word,
                word[:at],
                f"{word}{chance.choice(('s', 'en', 'es'))}",
                word[:at] + chance.choice(LETTERS) + word[at + 1 :],
                word[:at] + word[at + 1 :],
                f"{other} {word}",
                f"{other} -{word}",
                f'"{other} {word}"',
                f"{other} {word[:at]}",
                other,
                other[: chance.randrange(1, len(other) + 1)],
                f"{other} {chance.choice(('from', 'to'))}:{chance.choice(('2019', '2021-05', '2025'))}",
                f"{chance.choice(('author', 'actor', 'speaker', 'event', 'tag'))}:{word} {other}",
                f"-{chance.choice(('author', 'tag'))}:{word} {other}",
            )
        )
