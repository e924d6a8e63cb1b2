"""What the desk suggests for picked sentences: actors, speaker, mode, and when to hesitate."""

from collections.abc import Iterable
from dataclasses import dataclass

from editorial.suggestions.actors import Mentioned, mentioned
from editorial.suggestions.proposals import Named, Reason
from editorial.suggestions.speech import propose
from kb.models import ArticleVersion, Mode, Sentence

__all__ = ["MOST_SENTENCES", "Suggestions", "suggest"]

MOST_SENTENCES = 50  # of those picked; nobody reads suggestions for more
NEIGHBOURS = 10  # sentences before and behind a picked one that may tell who speaks in it


@dataclass(frozen=True, slots=True)
class Suggestions:
    """For one claim; any of it may be missing.

    `said_by` are the words that name the speaker, `speaker` the actor they surely name. `warning` holds
    what speaks against entering the claim in the author's own voice: show it when that is chosen.
    """

    actors: tuple[Mentioned, ...] = ()
    speaker: Mentioned | None = None
    said_by: Named | None = None
    mode: Mode | None = None
    reasons: tuple[Reason, ...] = ()
    warning: tuple[Reason, ...] = ()


def suggest(version: ArticleVersion, positions: Iterable[int]) -> Suggestions:
    """What the cues and names in the sentences at `positions` suggest; writes nothing.

    Each position counts once, and the first MOST_SENTENCES in order of the text; one that is not there
    is passed over. The number of queries is fixed: six, and three more when an actor or a name has
    changed since this process asked last.
    """
    wanted = sorted(set(positions))[:MOST_SENTENCES]
    if not wanted:
        return Suggestions()
    known = _around(version, wanted)
    proposal = propose(known, wanted, version.article.language)
    said_by = proposal.speaker
    naming = {*wanted, said_by.position} if said_by else set(wanted)
    looked_at = [one for one in known if one.position in naming]
    named = mentioned(version.text, version.article, looked_at, said_by)
    actors = [one for one in named if one.speaks or any(w.position in wanted for w in one.words)]
    speakers = [one for one in actors if one.speaks and not one.is_ambiguous]
    return Suggestions(
        actors=tuple(actors),
        speaker=speakers[0] if len(speakers) == 1 else None,
        said_by=said_by,
        mode=proposal.mode,
        reasons=proposal.reasons,
        warning=proposal.warning,
    )


def _around(version: ArticleVersion, positions: list[int]) -> list[Sentence]:
    """The sentences at `positions` and those near them: paragraphs may be as long as articles."""
    near = {
        position + step
        for position in positions
        for step in range(-NEIGHBOURS, NEIGHBOURS + 1)
        if position + step > 0
    }
    return list(Sentence.objects.filter(version=version, position__in=near).order_by("position"))
