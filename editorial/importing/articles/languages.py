"""Which of our four languages a text is in, judged by its commonest words."""

import re
from collections import Counter

from django.utils.translation import gettext as _

__all__ = ["judged_language", "language_of"]

_SAMPLE_CHARS = 20_000
_FEWEST_WORDS = 12
_COMMON = {
    "de": "der das und ist nicht ein eine mit von zu den im auf für sich dem auch wird sie es",
    "en": "the and of to is that for with was are be as it on by this have from has not",
    "fr": "le les et des est du une pour dans qui que sur par avec pas au ce sont aux il",
    "it": "il di che è della per una del con non sono gli nel alla dei più ha le delle anche",
}
_WORDS = {language: frozenset(words.split()) for language, words in _COMMON.items()}


def judged_language(text: str) -> str:
    """The language of `text`, or nothing where its words do not clearly say one."""
    words = re.findall(r"\w+", text[:_SAMPLE_CHARS].lower())
    counts = Counter({name: sum(word in known for word in words) for name, known in _WORDS.items()})
    (first, most), (_next, second) = counts.most_common(2)
    enough = len(words) >= _FEWEST_WORDS and most >= 0.08 * len(words)
    return first if enough and most > 2 * second else ""


def language_of(text: str, declared: str) -> tuple[str, str]:
    """The language of `text` and a note for people where it is not simply what was declared."""
    judged = judged_language(text)
    declared = _tag(declared)
    if not judged or declared.partition("-")[0] == judged:
        return declared, ""
    if not declared:
        return judged, _("language: %(judged)s, judged by its words") % {"judged": judged}
    if declared.partition("-")[0] in _WORDS:
        note = _("language: %(judged)s by its words, though %(declared)s is declared")
        return judged, note % {"judged": judged, "declared": declared}
    return declared, ""


def _tag(declared: str) -> str:
    """A language tag as we keep it ("de-CH"), or nothing where it is none."""
    parts = declared.strip().replace("_", "-").split("-")
    if not re.fullmatch(r"[A-Za-z]{2,3}", parts[0]):
        return ""
    region = next((part.upper() for part in parts[1:] if re.fullmatch(r"[A-Za-z]{2}", part)), "")
    return parts[0].lower() + (f"-{region}" if region else "")
