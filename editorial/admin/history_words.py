"""What rows of history say, in words: values, the things they name, and what differs."""

import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import models
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from editorial.differences import compared
from kb.models import ArticleVersion, Sentence
from kb.templatetags.words import marks

__all__ = ["Names", "differences", "in_words", "none"]

SHOWN_CHARS = 200  # of the text of a claim or sentence that another thing names


class Names:
    """The things that rows name by their ids, asked for once each: a query for each kind."""

    def __init__(self) -> None:
        self._ids: dict[type[Any], set[int]] = defaultdict(set)
        self._found: dict[type[Any], dict[int, Any]] = {}

    def will_need(self, model: type[Any], values: Iterable[dict[str, Any] | None]) -> None:
        """Notes what rows of `model` name."""
        pointers = [field for field in model._meta.concrete_fields if field.is_relation]
        for row in values:
            for field in pointers:
                if row and row.get(field.attname):
                    self._ids[field.related_model].add(row[field.attname])

    def people(self, ids: Iterable[int | None]) -> None:
        self._ids[User].update(pk for pk in ids if pk)

    def person(self, pk: int | None) -> Any:
        """Who that is; None where nobody is on record."""
        return self.get(User, pk) if pk else None

    def get(self, model: type[Any], pk: int) -> Any:
        """The row with that id, None where it is gone."""
        if model not in self._found:
            self._found[model] = _asked(model).in_bulk(sorted(self._ids[model]))
        return self._found[model].get(pk)

    def name(self, model: type[Any], pk: int) -> str:
        found = self.get(model, pk)
        if found is None:
            return _("gone (%(id)d)") % {"id": pk}
        if model is Sentence:
            return self.place(found)
        if model is ArticleVersion and found.note:
            return f"{found} ({found.note})"
        return Truncator(str(found)).chars(SHOWN_CHARS)

    def place(self, sentence: Sentence) -> str:
        return _("sentence %(number)d, version %(version)d") % {
            "number": sentence.position,
            "version": sentence.version.number,
        }

    def quote(self, pk: int, start: int | None = None, end: int | None = None) -> SafeString:
        """A passage between the marks of its language, and where it stands."""
        sentence = self.get(Sentence, pk)
        if sentence is None:
            return format_html("{}", self.name(Sentence, pk))
        article = sentence.version.article
        opening, closing = marks(article.language)
        words = sentence.text[start:end].strip("\0 ") or "…"
        return format_html(
            '<q lang="{}">{}{}{}</q> <span class="source">({})</span>',
            article.language,
            opening,
            words,
            closing,
            self.place(sentence),
        )


def _asked(model: type[Any]) -> models.QuerySet:
    rows = model._base_manager.all()
    if model is Sentence:
        return rows.select_related("version__article").defer("version__text")
    return rows.defer("text") if model is ArticleVersion else rows


def in_words(field: Any, value: Any, names: Names) -> SafeString:
    """A value of a column as people read it."""
    if value is None or value == "" or value == {}:
        return none()
    if field.is_relation:
        return format_html("{}", names.name(field.related_model, value))
    if field.choices:
        return format_html("{}", dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return format_html("{}", _("yes") if value else _("no"))
    if isinstance(value, datetime):
        return format_html("{}", date_format(localtime(value), "DATETIME_FORMAT"))
    if isinstance(value, date):
        return format_html("{}", date_format(value))
    if isinstance(value, dict | list):
        value = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return format_html("{}", value)


def differences(field: Any, old: Any, new: Any, names: Names) -> tuple[SafeString, SafeString]:
    """Both values in words; of texts only the words that differ are marked."""
    is_text = not field.is_relation and not field.choices
    if is_text and isinstance(old, str) and isinstance(new, str) and old and new:
        olds, news = compared(old, new)
        return _runs(olds, "<del>{}</del>"), _runs(news, "<ins>{}</ins>")
    return (
        _marked(old, in_words(field, old, names), "<del>{}</del>"),
        _marked(new, in_words(field, new, names), "<ins>{}</ins>"),
    )


def none() -> SafeString:
    return format_html('<span class="none">{}</span>', _("none"))


def _marked(value: Any, words: SafeString, mark: str) -> SafeString:
    return words if value in (None, "", {}) else format_html(mark, words)


def _runs(runs: Iterable[Any], mark: str) -> SafeString:
    return format_html_join(
        "", "{}", ((format_html(mark, r.text) if r.is_changed else r.text,) for r in runs)
    )
