"""Which actors the picked sentences name, those who speak first."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from editorial.suggestions.names import current_names
from editorial.suggestions.proposals import Named, Placed
from kb.models import Actor, Article

__all__ = ["Mentioned", "mentioned"]

# What stands behind these belongs to another: "der Chef der Nato", "the head of Nato".
_OF = frozenset("der des dieser dieses von vom of for at".split())


@dataclass(frozen=True, slots=True)
class Mentioned:
    """An actor and the words that name it, each with its place within its sentence.

    `is_ambiguous`: the same words may name another too. `is_doubtful`: it bears the name but is hardly
    meant. `speaks`: the words stand where the one who says it is named.
    """

    actor: int
    name: str
    words: tuple[Named, ...]
    is_ambiguous: bool
    is_doubtful: bool
    speaks: bool


@dataclass(slots=True)
class _Found:
    words: list[Named] = field(default_factory=list)
    is_ambiguous: bool = False
    is_doubtful: bool = True
    speaks: bool = False

    def add(self, place: Named, meant: Sequence[int], actor: int, speaks: bool) -> None:
        self.words.append(place)
        if actor in meant:
            self.is_doubtful = False
            self.is_ambiguous |= len(meant) > 1
            self.speaks |= speaks


def mentioned(
    text: str, article: Article, sentences: Sequence[Placed], speaker: Named | None = None
) -> list[Mentioned]:
    """The actors named in `sentences` of `text`, and in the words of the `speaker`, wherever they stand.

    `sentences` are in order. All of `text` helps to tell who is meant. Merged actors stand for the one they were merged into;
    of unlisted ones tied to one article only this article's are found. Those who speak come first,
    then whom the text surely means, then as they stand in the text. Three queries, and three more
    when an actor or a name has changed.
    """
    names = current_names()
    own = dict(Actor.objects.filter(only_in=article).order_by("pk").values_list("pk", "name"))
    found: dict[int, _Found] = {}
    for mention in names.matcher(text, own.items()).find(text):
        if place := _within(sentences, mention.start, mention.end):
            speaks = speaker is not None and not mention.in_compound and _names(place, speaker)
            for actor in (*mention.keys, *mention.doubtful):
                found.setdefault(actor, _Found()).add(place, mention.keys, actor, speaks)
    called = names.name | own
    return _ordered(
        Mentioned(
            actor, called[actor], tuple(one.words), one.is_ambiguous, one.is_doubtful, one.speaks
        )
        for actor, one in found.items()
    )


def _within(sentences: Sequence[Placed], start: int, end: int) -> Named | None:
    """The part `[start, end)` of the text as words of a sentence; None where it is in none of them."""
    n = bisect_right(sentences, start, key=lambda one: one.start) - 1
    if n < 0 or start >= sentences[n].end:
        return None
    sentence = sentences[n]
    first, last = start - sentence.start, min(end, sentence.end) - sentence.start
    return Named(sentence.position, first, last, sentence.text[first:last])


def _names(place: Named, speaker: Named) -> bool:
    """Whether words name the speaker, and not whose speaker it is: "die Sprecherin der Nato"."""
    if (
        place.position != speaker.position
        or place.end <= speaker.start
        or speaker.end <= place.start
    ):
        return False
    before = speaker.words[: max(place.start - speaker.start, 0)].split()
    belongs = bool(before) and before[-1] in _OF
    return not (belongs and any(word[0].isupper() for word in before[:-1]))


def _ordered(actors: Iterable[Mentioned]) -> list[Mentioned]:
    return sorted(actors, key=lambda one: (not one.speaks, one.is_doubtful, one.is_ambiguous))
