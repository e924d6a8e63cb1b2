"""Importing articles: drafts in, in batches, each article whole or not at all."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice

from django.contrib.auth.models import User
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import DataError, transaction
from django.utils.translation import gettext as _

from editorial.importing.articles.draft import Draft
from editorial.importing.articles.store import Chosen, Outcome, chosen, duplicates_of, settle
from editorial.importing.errors import Place, Rejection
from editorial.importing.log import Log
from editorial.models import ImportRun
from kb.errors import explained
from kb.models import raised_at_end

__all__ = ["SOURCE", "Report", "import_articles"]

SOURCE = "articles"
WORDS = ("new", "changed", "reopened", "same")

_BATCH_ARTICLES = 50


@dataclass(frozen=True, slots=True)
class Report:
    """What a run did. `run` is its row in the log, None where there is nothing to remember."""

    summary: str
    rejected: int
    kept: int
    is_changed: bool
    run: ImportRun | None


def import_articles(
    found: Iterable[Draft | Rejection],
    *,
    by: User,
    source: str = SOURCE,
    path: str,
    dry_run: bool = False,
    language: str = "",
    kind: str = "",
    access: str = "",
    told: Callable[[Outcome], None] = lambda outcome: None,
) -> Report:
    """Stores what was found, in the name of `by`; a bad one is a line in the log, no more.

    `language` and `kind` are for drafts that do not know theirs, `access` for all; who chose for each
    draft gives Chosen ones. `told` hears what became of each while its transaction is open. A dry
    run does the same in one transaction and takes it all back.
    """
    log = Log(source, path, by)
    with _all_or_nothing(dry_run):
        log.open()
        articles = iter(found)
        while batch := list(islice(articles, _BATCH_ARTICLES)):
            with raised_at_end():
                for each in batch:
                    outcome = _bring_in(_decided(each, language, kind, access), log)
                    _write_down(outcome, log)
                    told(outcome)
                log.save()
        is_changed = log.row.items.exists()
        run = log.close()
    summary = log.summary(("articles",), WORDS)
    return Report(summary, log.rejected, log.kept, is_changed, None if dry_run else run)


@contextmanager
def _all_or_nothing(is_nothing: bool) -> Iterator[None]:
    if not is_nothing:
        yield
        return
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _decided(found: Draft | Rejection, language: str, kind: str, access: str) -> Chosen | Rejection:
    if isinstance(found, Rejection | Chosen):
        return found
    return chosen(
        found,
        language=found.language or language or "de",
        kind=found.kind or kind,
        access=access,
    )


def _bring_in(found: Chosen | Rejection, log: Log) -> Outcome:
    """Stores a draft in a savepoint of its own."""
    if isinstance(found, Rejection):
        return Outcome("rejected", reason=str(found))
    memento = log.memento()
    try:
        with explained(), transaction.atomic():
            outcome = settle(found, log)
            if outcome.article and outcome.word != "same":
                outcome.duplicates = list(duplicates_of(outcome.article))
            return outcome
    except (ValidationError, DataError) as error:
        log.restore(memento)
        return Outcome(
            "rejected", found, reason=str(Rejection(Place(found.external_id), _said(error)))
        )


def _write_down(outcome: Outcome, log: Log) -> None:
    draft = outcome.draft
    if outcome.word == "rejected":
        log.reject(outcome.reason)
        return
    if outcome.word == "kept":
        log.keep(f"{draft.external_id if draft else ''}: {_(outcome.reason)}", _("kept"))
        return
    log.count("articles", outcome.word)
    if draft and outcome.word != "same":
        for line in (*draft.notes, *(each.said for each in outcome.duplicates)):
            log.note(f"{draft.external_id}: {line}")


def _said(error: Exception) -> str:
    if not isinstance(error, ValidationError):
        return str(error).splitlines()[0]
    if not hasattr(error, "error_dict"):
        return " ".join(error.messages)
    return "; ".join(
        " ".join(messages) if name == NON_FIELD_ERRORS else f"{name}: {' '.join(messages)}"
        for name, messages in error.message_dict.items()
    )
