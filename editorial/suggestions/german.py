"""German without a model: verbs of saying, sources, hearsay and the first subjunctive.

Everything looks at one sentence, in which quotations are masked (quotations.MASK), and at its clauses:
what stands between commas, colons and dashes. Words are data (lists/de.toml).
"""

import re
from collections.abc import Iterator

from editorial.suggestions.clauses import Clause, clauses
from editorial.suggestions.cues import Cue, CueKind, Place
from editorial.suggestions.phrases import (
    NOUN_PHRASE,
    OBLIQUE,
    is_first_person,
    whole_subject,
)
from editorial.suggestions.subjunctive import subjunctives
from editorial.suggestions.verbs import Manner, Verb, is_subordinate, subject, verb_in
from editorial.suggestions.wording import words
from kb.models import Mode

__all__ = ["cues"]

_GROUNDS = "|".join(sorted(words("de", "grounds")))
_MESSAGES = "|".join(sorted(words("de", "messages")))
_SOURCES = (
    re.compile(rf"\b[Ll]aut\s+(?P<who>{OBLIQUE})"),
    re.compile(
        rf"\b(?:[Nn]ach|[Gg]emäss|[Gg]emäß)\s+(?:(?!dies|jen)\w+en\s|der\s|dem\s)?(?:{_GROUNDS})"
        rf"\s(?:von\s|vom\s|aus\s)?(?P<who>{OBLIQUE})"
    ),
    re.compile(rf"\b[Aa]us\s(?:der\s)?Sicht\s(?:von\s)?(?P<who>{OBLIQUE})"),
    re.compile(rf"\b(?P<who>{OBLIQUE})\szufolge\b"),
    re.compile(rf"\b(?P<who>[Ss]einer|[Ii]hrer)\s(?:{_GROUNDS})\snach\b"),
    re.compile(rf"\b[Nn]ach\s(?P<who>seiner|ihrer|seinen|ihren|eigenen)\s(?:{_GROUNDS})\b"),
)
_HEARSAY = (
    re.compile(
        r"\b(?P<verb>soll(?:en)?)\b[^,;:]*?\b(?P<rest>(?:\w*ge\w+(?:t|en)|(?:be|ver|er|ent|zer|unter|über|miss|hinter)\w+(?:t|en)|\w+iert)"
        r"(?: worden)?\s(?:haben|sein))(?!\w)"
    ),
    re.compile(r"\b(?P<verb>[Aa]ngeblich)\b(?P<rest>)"),
    re.compile(r"\b(?P<verb>[Dd]em Vernehmen nach)(?P<rest>)"),
    re.compile(r"\b(?P<verb>[Gg]erüchteweise)\b(?P<rest>)"),
    re.compile(
        r"(?:^|,\s)(?P<verb>[Ww]ie es heisst|[Ww]ie es heißt|heisst es|heißt es)\b(?P<rest>)"
    ),
)
# "…, so Rutte.", "so die Ministerin am Montag"
_SO = re.compile(
    rf"(?:,\s*|^\s*|\s[–-]\s)(?P<so>so)\s(?P<who>{NOUN_PHRASE})"
    r"(?=\s*(?:[.,;:)–]|$)|\s(?:am|im|in|bei|gegenüber|gestern|heute|weiter)\b)"
)
# "So lautete Ruttes Kernbotschaft", "Das Fazit der Ministerin lautet"
_MESSAGE = re.compile(
    rf"\b(?P<verb>lautete?n?)\s(?:(?P<owner>[A-ZÄÖÜ][\w-]*(?:s|’))\s|(?:die|das|der|sein|seine|ihr|ihre)\s)"
    rf"(?:[a-zäöüß]+e\s)?(?P<noun>{_MESSAGES})\b(?:\s(?:des|der|von)\s(?P<who>{OBLIQUE}))?"
)
_LOOKS_BACK = re.compile(r"\s*(?:So|Das|Dies)\s+(?:\w+e?n?|hat|haben)\s")
_SPELLED_OUT = re.compile(
    r"(?:und\s)?(?:dass|daß|ob|wie|warum|weshalb|wieso|was|wo|wer|wen|wem|wann|welche[rsnm]?)\b"
)
_PURPOSE = re.compile(r"(?:um|ohne|statt|anstatt)\b")
_INFINITIVE = re.compile(r"\bzu\s\w+(?:en|ern|eln|tun|sein)$|\b\w+zu\w+(?:en|ern|eln)$")


def cues(sentence: str) -> Iterator[Cue]:
    """The cues of `sentence`, whose quotations are masked; places are code points within it."""
    text, parts = clauses(sentence)
    moods = [
        Cue(CueKind.SUBJUNCTIVE, Mode.INDIRECT, *place, verb, _around(parts, text, place))
        for place, verb in subjunctives(text)
    ]
    for n in range(len(parts)):
        yield from _frame(text, parts, n, {mood.start for mood in moods})
    yield from _sources(text)
    yield from _hearsay(text)
    yield from _messages(text)
    yield from moods


def _around(parts: list[Clause], text: str, place: Place) -> Place:
    """What a subjunctive governs: its clause where that depends on another, else all of the sentence."""
    for clause in parts:
        depends = clause.before and _SPELLED_OUT.match(text, clause.start)
        if depends and clause.start <= place.start < clause.end:
            return Place(clause.start, clause.end)
    return Place(parts[0].start, parts[-1].end)


def _frame(text: str, parts: list[Clause], n: int, moods: set[int]) -> Iterator[Cue]:
    """The verb of saying of the n-th clause, with who says what."""
    clause = parts[n]
    verb = verb_in(text, clause.start, clause.end)
    if not verb or is_first_person(text[clause.start : clause.end]):
        return
    speaker = subject(text, clause.start, verb) or _before_apposition(text, parts, n, verb)
    if not speaker and not verb.is_passive:
        return
    is_inverted = speaker is not None and clause.start == verb.finite.start <= speaker.start
    mode, said = _content(text, parts, n, verb, moods, is_inverted)
    if mode is None and verb.manner is Manner.ACT and _is_told(text, clause, verb):
        mode, said = Mode.REPORTED, Place(clause.start, clause.end)
    is_telling = verb.manner is Manner.SAYING and verb.place == verb.finite
    if mode is None and not is_telling:
        return
    back = said is None and n == 0 and _LOOKS_BACK.match(text) is not None
    yield Cue(CueKind.SAYING, mode, *verb.place, verb.words, said, speaker, back)


def _is_told(text: str, clause: Clause, verb: Verb) -> bool:
    """Whether the clause itself tells that somebody did it, and not only in passing."""
    return not (verb.is_modal or verb.is_passive or is_subordinate(text, clause.start))


def _before_apposition(text: str, parts: list[Clause], n: int, verb: Verb) -> Place | None:
    """ "Der Chef der Bank, Christian Sewing, sagte": the verb opens its clause, names before it.

    What stands between may be a relative clause too: "Die Ministerin, die es weiss, sagte".
    """
    clause = parts[n]
    if verb.is_passive or n < 2 or verb.finite.start != clause.start:
        return None
    first = whole_subject(text, parts[n - 2].start, parts[n - 2].end)
    second = whole_subject(text, parts[n - 1].start, parts[n - 1].end)
    return Place(first.start, second.end) if first and second else first


def _content(
    text: str, parts: list[Clause], n: int, verb: Verb, moods: set[int], is_inverted: bool
) -> tuple[Mode | None, Place | None]:
    """What the verb of the n-th clause introduces, and in which mode."""
    clause, last = parts[n], parts[-1].end
    if ":" in clause.after and verb.manner is not Manner.THINKING:
        said = Place(parts[n + 1].start, last) if n + 1 < len(parts) else None
        is_indirect = said and any(said.start <= mood < said.end for mood in moods)
        return (Mode.INDIRECT if is_indirect else Mode.DIRECT), said
    if clause.follows_quotation() and is_inverted:
        return Mode.DIRECT, None
    if n + 1 < len(parts) and "," in clause.after:
        following = parts[n + 1]
        is_dependent = _SPELLED_OUT.match(text, clause.start) is not None
        said = Place(following.start, last)
        is_thought = verb.manner is Manner.THINKING
        if _SPELLED_OUT.match(text, following.start):
            return (Mode.REPORTED if is_thought else Mode.INDIRECT), said
        is_reported = any(following.start <= mood < following.end for mood in moods)
        if is_reported or (not is_dependent and _is_main_in_second(text, following, verb)):
            return Mode.INDIRECT, said
        if _PURPOSE.match(text, following.start):
            return None, None
        if not is_thought and _INFINITIVE.search(text, following.start, following.end):
            return Mode.REPORTED, Place(following.start, following.end)
    if n > 0 and is_inverted and not verb.is_modal:
        return Mode.INDIRECT, Place(parts[0].start, parts[n - 1].end)
    if text[clause.start : clause.start + 4].lower() == "wie " and verb.manner is not Manner.ACT:
        rest = parts[n + 1 :] or parts[:n]
        return Mode.REPORTED, Place(rest[0].start, rest[-1].end) if rest else None
    return None, None


def _is_main_in_second(text: str, clause: Clause, verb: Verb) -> bool:
    """Whether a main clause stands in the second subjunctive, the stopgap for the first: its verb is
    not last, as in "…, nie wieder müssten die Steuerzahler zahlen"."""
    before_last = text[clause.start : clause.end].split()[:-1]
    is_second = not words("de", "second_subjunctive").isdisjoint(before_last)
    return is_second and verb.manner is not Manner.THINKING


def _sources(text: str) -> Iterator[Cue]:
    for pattern in _SOURCES:
        for found in pattern.finditer(text):
            if not is_first_person(found[0]):
                said = Place(0, len(text))
                start, end = found.span("who")
                named = text[start:end]
                words_ = found[0].replace(named, "…") if len(named) > 40 else found[0]
                yield Cue(
                    CueKind.SOURCE, Mode.REPORTED, *found.span(), words_, said, Place(start, end)
                )
    for found in _SO.finditer(text):
        place = Place(*found.span("who"))
        said = Place(0, found.start())
        yield Cue(CueKind.SOURCE, Mode.REPORTED, found.start("so"), place.end,
                  text[found.start("so") : place.end], said, place)  # fmt: skip


def _hearsay(text: str) -> Iterator[Cue]:
    for pattern in _HEARSAY:
        for found in pattern.finditer(text):
            both = f"{found['verb']} {found['rest']}".strip()
            yield Cue(CueKind.HEARSAY, Mode.REPORTED, *found.span(), both, Place(0, len(text)))


def _messages(text: str) -> Iterator[Cue]:
    for found in _MESSAGE.finditer(text):
        group = "owner" if found["owner"] else "who"
        if found[group]:
            yield Cue(
                CueKind.SAYING,
                Mode.REPORTED,
                *found.span(),
                found[0],
                None,
                Place(*found.span(group)),
                _LOOKS_BACK.match(text) is not None,
            )
