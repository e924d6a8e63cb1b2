"""What is suggested for the picked sentences, as links that fill the form; nothing is written."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from editorial.suggestions.actors import Mentioned
from editorial.suggestions.desk import Suggestions, suggest
from editorial.suggestions.proposals import Reason
from kb.models import ArticleVersion

__all__ = ["Suggested", "Take", "suggested"]


@dataclass(frozen=True)
class Take:
    """One suggestion: what it says, why, what it sets, and the address that sets it without a script."""

    words: str
    why: str
    data: tuple[tuple[str, Any], ...]
    query: str

    @property
    def name(self) -> str:
        """Of whom or what it names, the bare name."""
        return str(dict(self.data).get("name", ""))


@dataclass(frozen=True)
class Suggested:
    takes: tuple[Take, ...]
    warning: str


def suggested(version: ArticleVersion, positions: Iterable[int], asked: Any) -> Suggested:
    """Suggestions for the sentences at `positions`; `asked` is the address they are added to."""
    found = suggest(version, positions)
    takes = [_voice(found, asked)] if found.mode else []
    takes += [_about(actor, asked) for actor in found.actors]
    return Suggested(tuple(takes), _reasons(found.warning))


def _voice(found: Suggestions, asked: Any) -> Take:
    mode, speaker = found.mode, found.speaker
    if speaker:
        words = _("%(speaker)s says it: %(mode)s")
    elif found.said_by:
        words = _("“%(said_by)s” says it: %(mode)s")
    else:
        words = _("Somebody else says it: %(mode)s")
    said = {
        "speaker": speaker and speaker.name,
        "said_by": found.said_by and found.said_by.words,
        "mode": mode and mode.label,
    }
    fields = {"mode": mode and mode.value} | ({"speaker": speaker.actor} if speaker else {})
    return _take(words % said, _reasons(found.reasons), fields, speaker, asked)


def _about(actor: Mentioned, asked: Any) -> Take:
    why = ", ".join(dict.fromkeys(named.words for named in actor.words))
    if actor.is_ambiguous:
        why = _("%(words)s, which may be somebody else") % {"words": why}
    elif actor.is_doubtful:
        why = _("%(words)s, hardly meant") % {"words": why}
    words = _("About %(actor)s") % {"actor": actor.name}
    return _take(words, why, {"about": actor.actor}, actor, asked)


def _take(
    words: str, why: str, fields: dict[str, Any], actor: Mentioned | None, asked: Any
) -> Take:
    query = asked.copy()
    for name, value in fields.items():
        if name == "about":
            query.appendlist("about_actors", value)
        else:
            query[name] = value
    data = {**fields, "name": actor.name} if actor else fields
    return Take(words, why, tuple(data.items()), query.urlencode())


def _reasons(reasons: Iterable[Reason]) -> str:
    """ "subjunctive: sei; verb of saying: sagte" """
    said = (f"{reason.kind.label}: {reason.words}" for reason in reasons)
    return "; ".join(dict.fromkeys(said))
