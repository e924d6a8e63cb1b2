"""The words of the base: what a mistyped one may have been, and how a begun one goes on.

Learnt from what stood in public only, and shown only to whom finds something by them.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from unicodedata import normalize

from django.db.models import QuerySet

from kb.models import (
    Actor,
    Alias,
    Article,
    Attribution,
    Claim,
    ClaimAbout,
    Event,
    Participation,
    Sentence,
    Typo,
    Word,
)
from kb.search.analysis import fold, tokens
from kb.search.backend import among

__all__ = [
    "beginning_with",
    "learn",
    "like",
    "of_actors",
    "of_articles",
    "of_claims",
    "of_events",
]

MIN_LETTERS, MAX_LETTERS = 4, 40  # of words that are proposed
MAX_FORM = 60  # characters of a word as it was written
BEGUN = 24  # words looked at that begin as typed
AT_ONCE = 900  # words in one statement

# --- Learning ---------------------------------------------------------------------------------


def learn(texts: Iterable[str]) -> None:
    """Adds the words of `texts` that are new."""
    forms = {_plain(token.word) for text in texts for token in tokens(text)}
    # Marks may make a short word long: no more of them than the column holds.
    wanted = sorted(f for f in forms if len(f) <= MAX_FORM and _is_proposable(fold(f)))
    for at in range(0, len(wanted), AT_ONCE):
        _learn(wanted[at : at + AT_ONCE])


def _learn(forms: Sequence[str]) -> None:
    known = set(Word.objects.filter(form__in=forms).values_list("form", flat=True))
    new = {form: fold(form) for form in forms if form not in known}
    words = (Word(form=form, folded=folded) for form, folded in new.items())
    Word.objects.bulk_create(words, AT_ONCE, ignore_conflicts=True)
    typos = {(letters, word) for word in new.values() for letters in _shortened(word)}
    rows = (Typo(letters=letters, word=word) for letters, word in sorted(typos))
    Typo.objects.bulk_create(rows, AT_ONCE, ignore_conflicts=True)


def _plain(word: str) -> str:
    return normalize("NFC", word.replace("\u00ad", ""))


def of_claims(ids: Sequence[int]) -> Iterator[str]:
    """What everybody may read of these claims: text, cited sentences, names they bring."""
    claims = Claim.objects.published().filter(pk__in=ids)
    yield from claims.values_list("text", flat=True)
    cited = Sentence.objects.public().filter(
        evidence__claim__in=list(claims.values_list("pk", flat=True))
    )
    yield from cited.values_list("text", flat=True)
    # Not one question with four joins: whoever is named often would be counted over and over.
    naming: tuple[tuple[QuerySet[Any], str], ...] = (
        (claims, "speaker"),
        (ClaimAbout.objects.filter(claim__in=claims), "actor"),
        (Attribution.objects.filter(claim__in=claims), "actor"),
        (Participation.objects.filter(event__claims__in=claims), "actor"),
    )
    ids_of = [rows.order_by().values(actor) for rows, actor in naming]
    yield from _names(Actor.objects.filter(pk__in=ids_of[0].union(*ids_of[1:])))
    yield from _titles(Event.objects.filter(claims__in=claims))


def of_articles(ids: Sequence[int]) -> Iterator[str]:
    """What everybody may read of those of these articles that are public."""
    articles = Article.objects.public().filter(pk__in=ids)
    current = []
    for title, byline, version in articles.values_list("title", "byline", "current_version"):
        yield from (title, byline)
        current.append(version)
    yield from _names(Actor.objects.filter(articles__in=articles))
    # Their numbers themselves: without statistics PostgreSQL joins all with all.
    sentences = Sentence.objects.public().filter(version__in=current).order_by()
    yield from sentences.values_list("text", flat=True)


def of_actors(ids: Sequence[int]) -> Iterator[str]:
    """All names of those of these actors that are public."""
    return _names(Actor.objects.public().filter(pk__in=among(ids)))


def of_events(ids: Sequence[int]) -> Iterator[str]:
    """Titles and places of those of these events that are public."""
    return _titles(Event.objects.public().filter(pk__in=among(ids)))


def _titles(events: QuerySet[Event]) -> Iterator[str]:
    return (f"{title} {place}" for title, place in events.values_list("title", "place"))


def _names(actors: QuerySet[Actor]) -> Iterator[str]:
    yield from actors.values_list("name", flat=True)
    yield from Alias.objects.filter(actor__in=actors).values_list("name", flat=True)


# --- Proposing --------------------------------------------------------------------------------


def like(folded: str) -> list[str]:
    """Forms of known words one letter away from `folded`, the likeliest first.

    One letter more, less or other, or two changed about: by symmetric deletion (Garbe).
    """
    if not _is_proposable(folded):
        return []
    found = Typo.objects.filter(letters__in=_shortened(folded)).values_list("word", flat=True)
    words = {word for word in found if _is_one_apart(word, folded)}
    likely = sorted(words, key=lambda word: (word[0] != folded[0], len(word) < len(folded), word))
    forms = dict(_forms(Word.objects.filter(folded__in=likely[:BEGUN])))
    return [forms[word] for word in likely if word in forms]


def beginning_with(folded: str) -> list[str]:
    """Forms of known words that begin as typed, in the order of the alphabet."""
    if not folded.isascii() or not folded.isalnum():
        return []
    # Letters and digits of ASCII sort alike in every database, so a range is a beginning.
    words = Word.objects.filter(folded__range=(folded, folded + "z" * MAX_LETTERS))
    return [form for _, form in _forms(words.order_by("folded", "pk")[: BEGUN * 3])][:BEGUN]


def _forms(words: Iterable[Word]) -> list[tuple[str, str]]:
    """Each folded word once, with a form in which it was written: Nato before NATO and nato."""
    forms: dict[str, str] = {}
    for word in words:
        forms[word.folded] = min(forms.get(word.folded, word.form), word.form, key=_plainness)
    return sorted(forms.items())


def _plainness(form: str) -> tuple[int, str]:
    return (0 if form.istitle() else 1 if form.isupper() else 2), form


def _is_proposable(folded: str) -> bool:
    return folded.isascii() and folded.isalpha() and MIN_LETTERS <= len(folded) <= MAX_LETTERS


def _shortened(word: str) -> set[str]:
    """The word, and what is left of it without one letter."""
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def _is_one_apart(one: str, other: str) -> bool:
    """Whether one letter more, less or other, or two neighbours changed about, lies between."""
    short, long = sorted((one, other), key=len)
    if len(long) - len(short) > 1 or one == other:
        return False
    at = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    return short[at + 1 :] == long[at + 1 :] or (
        short[at : at + 2] == long[at : at + 2][::-1] and short[at + 2 :] == long[at + 2 :]
    )
