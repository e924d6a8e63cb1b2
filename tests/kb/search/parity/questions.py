"""Random questions of every kind, about what the random edits left."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from kb.models import Actor, Claim, Event, Sentence, Tag
from kb.search.analysis import forms, tokens
from tests.kb.search.parity.pool import Pool

__all__ = ["Questions"]

LETTERS = "abcdefghijklmnopqrstuvwxyzäöüß"
SYNTAX = (
    '"', "'", "(", ")", "*", "^", ":", "NEAR(", " AND ", " OR ", " NOT ", "+", "-", "{", "}", "terms:",
    "&", "|", "!", "<->", ":*", "\\", "%", "_", ";", "--", "/*", "0x", "NULL", "·", "“", "…", "\u200b",
)  # fmt: skip


@dataclass
class Questions:
    chance: Random
    pool: Pool

    def __post_init__(self) -> None:
        self.actors = [*Actor.objects.order_by("pk").values_list("name", flat=True)]
        self.events = [*Event.objects.order_by("pk").values_list("title", flat=True)]
        said = [*Claim.objects.order_by("pk").values_list("text", flat=True)]
        printed = Sentence.objects.exclude(text__startswith="Zeile").order_by("pk")
        # More of what is there than of what may be.
        there = [*said, *printed.values_list("text", flat=True)] * 4
        self.texts = [text for text in (*there, *self.pool.sentences) if text.split()]
        self.tags = [*Tag.objects.order_by("pk").values_list("name", flat=True)]

    def ask(self) -> tuple[str, str]:
        """What kind of question it is, and what is typed."""
        kind = self.chance.choice(KINDS)
        return kind.__name__.removeprefix("_"), kind(self)

    def word(self) -> str:
        return self.chance.choice(self.pool.words)


def _words(its: Questions) -> str:
    sentence = its.chance.choice(its.texts)
    words = [token.word for token in tokens(sentence)] or ["Rat"]
    return " ".join(its.chance.choice(words) for _ in range(its.chance.choice((1, 2, 2, 3, 5))))


def _inflections(its: Questions) -> str:
    chosen = (its.chance.choice(its.pool.relatives) for _ in range(its.chance.choice((1, 1, 2))))
    return " ".join(its.chance.choice(family) for family in chosen)


def _compounds(its: Questions) -> str:
    compound = its.chance.choice(its.pool.compounds)
    return its.chance.choice([compound, *sorted(forms(compound, "de").parts)])


def _phrases(its: Questions) -> str:
    words = its.chance.choice(its.texts).split()
    at = its.chance.randrange(len(words))
    return f'"{" ".join(words[at : at + its.chance.choice((2, 2, 3, 5))])}"'


def _typos(its: Questions) -> str:
    word, at = its.word(), its.chance.randrange(4)
    other = its.chance.choice(LETTERS)
    swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :] if at + 1 < len(word) else word
    return its.chance.choice(
        (word[:at] + word[at + 1 :], word[:at] + other + word[at:], word[:at] + other + word[at + 1 :], swapped)
    )  # fmt: skip


def _begun(its: Questions) -> str:
    return its.word()[: its.chance.randrange(1, 6)]


def _unwanted(its: Questions) -> str:
    return f"{_words(its)} -{its.word()} {its.chance.choice(('', f'-{_phrases(its)}'))}"


def _fields(its: Questions) -> str:
    name, known = its.chance.choice(
        [
            ("author", its.actors),
            ("autorin", its.actors),
            ("actor", its.actors),
            ("akteur", its.actors),
            ("speaker", its.actors),
            ("event", its.events),
            ("ereignis", its.events),
            ("tag", its.tags),
            ("thema", its.tags),
        ]
    )
    typed = its.chance.choice(known)
    typed = its.chance.choice((f'"{typed}"', typed.split()[0]))
    return f"{name}:{typed} {its.chance.choice(('', '', its.word(), _dates(its)))}"


def _dates(its: Questions) -> str:
    year, month = its.chance.randrange(2014, 2028), its.chance.randrange(1, 14)
    day = its.chance.choice((f"{year}", f"{year}-{month}", f"{year}-{month:02}-15", "gestern"))
    return f"{its.chance.choice(('from', 'to', 'ab', 'bis', 'seit'))}:{day}"


def _dated(its: Questions) -> str:
    return f"{its.chance.choice(('', _words(its)))} {_dates(its)} {its.chance.choice(('', _dates(its)))}"


def _very_many(its: Questions) -> str:
    return its.chance.choice(
        ("Zeile", "nennen", f"Zeilen {its.chance.choice(its.pool.names)}", "die")
    )


def _naughty(its: Questions) -> str:
    return its.chance.choice(its.pool.naughty)


def _syntax(its: Questions) -> str:
    parts = (its.chance.choice((its.word(), *SYNTAX)) for _ in range(its.chance.randrange(1, 9)))
    return "".join(parts)


KINDS: tuple[Callable[[Questions], str], ...] = (
    *(_words,) * 4,
    *(_inflections,) * 3,
    *(_compounds,) * 3,
    *(_phrases,) * 2,
    *(_typos,) * 2,
    _begun,
    *(_unwanted,) * 2,
    *(_fields,) * 3,
    *(_dated,) * 2,
    _very_many,
    *(_naughty,) * 2,
    *(_syntax,) * 2,
)
