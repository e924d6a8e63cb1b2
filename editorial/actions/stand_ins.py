"""What stands today for what an earlier state of an object names; the rest cannot come back."""

from collections.abc import Iterable
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from kb.models import Article, Sentence

__all__ = ["cannot_rest_on", "current_sentences", "stand_ins"]


def stand_ins(model: type[Any], ids: Iterable[int], losses: list[str]) -> dict[int, Any]:
    """For each id the row that stands for it: itself, or what it was merged into.

    What is gone is missing; `losses` is told of both, in words.
    """
    wanted = sorted(set(ids))
    there = model._default_manager.in_bulk(wanted)
    noun = capfirst(model._meta.verbose_name)
    losses += [
        _("%(noun)s %(id)d is gone.") % {"noun": noun, "id": pk} for pk in wanted if pk not in there
    ]
    found = {pk: _last(row) for pk, row in there.items()}
    losses += [
        _("“%(one)s” was merged into “%(other)s”, which takes its place.")
        % {"one": there[pk], "other": row}
        for pk, row in found.items()
        if row.pk != pk
    ]
    return found


def _last(row: Any) -> Any:
    while getattr(row, "merged_into", None):
        row = row.merged_into
    return row


def current_sentences(ids: Iterable[int]) -> dict[int, Sentence]:
    """The sentences, with their articles; sentences are never gone."""
    return Sentence.objects.select_related("version__article").in_bulk(sorted(set(ids)))


def cannot_rest_on(sentence: Sentence, start: int, end: int) -> str:
    """Why nothing new is said to stand at that place (code points of the sentence); "" if it can."""
    article = sentence.version.article
    said = {"title": article.title, "quote": sentence.text[start:end]}
    if article.access == Article.Access.SEALED:
        return _("“%(title)s” is sealed: no claim rests on it.") % said
    if article.current_version_id != sentence.version_id:
        return (
            _("“%(quote)s” stands in an older wording of “%(title)s”, not in the current one.")
            % said
        )
    return ""
