"""Verbs over whole imports: take one back, and bring in again what was taken back.

What an import made goes as far as nobody has touched it since: claims that were never public are
deleted, public ones withdrawn, articles sealed. Versions, actors and events stay.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from time import monotonic
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError, Q
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from editorial.actions import accounts, articles, claims
from editorial.actions.touched import touched_articles, touched_claims
from editorial.models import ImportItem, ImportRun
from editorial.state import article_state, claim_states, digest
from kb.errors import explained
from kb.models import Article, Claim, ClaimRelation, raised_at_end, recorded_as

__all__ = ["TAKEN_BACK", "TakenBack", "may_bring_back", "reopen", "resubmit", "take_back"]

TAKEN_BACK = "taken back"  # the label under which a run counts what became of it

_BATCH_ITEMS = 100
_LINES_KEPT = 1000


@dataclass
class TakenBack:
    """What a run lost, and what was left and why; `is_done` unless the time ran out."""

    counts: Counter[str] = field(default_factory=Counter)
    left: list[str] = field(default_factory=list)
    is_done: bool = False

    def leave(self, item: ImportItem, thing: Any, why: str) -> None:
        self.counts["left"] += 1
        name = f" ({Truncator(thing).chars(80)})" if thing else ""
        said = {"thing": f"{item.get_kind_display()} {item.key}{name}", "why": why}
        self.left.append(_("left: %(thing)s: %(why)s") % said)


def take_back(*, run: ImportRun, by: User, reason: str, seconds: float | None = None) -> TakenBack:
    """Takes back what `run` made and nobody has touched since; counts and notes are on its row.

    Works in batches, each a transaction: killed or out of time after `seconds`, it goes on where it
    stopped when it is called again. Once done, another call looks again at what it left.
    Raises ValidationError for a run that is still under way or where there is no reason.
    """
    _begin(run, by, reason)
    done = TakenBack()
    until = None if seconds is None else monotonic() + seconds
    for kind, step in ((ImportItem.Kind.CLAIM, _claims), (ImportItem.Kind.ARTICLE, _articles)):
        last = 0
        while last := _batch(run, kind, last, step, by, done):
            if until is not None and monotonic() > until:
                return done
    _end(run)
    done.is_done = True
    return done


def may_bring_back(by: User) -> bool:
    """Whether importing again as `by` undoes what a publisher took back: not an editor's upload."""
    return by == accounts.writer() or by.has_perm("editorial.take_back_importrun")


def reopen(*, item: ImportItem, article: Article, access: str, by: User) -> None:
    """Shows an article again that was taken back, because it was imported again.

    The caller saves `item`, with the run that brought it in again as both its runs.
    """
    is_german = article.language.startswith("de")
    # Content, in the article's language, not interface: readers see it.
    reason = "Erneut importiert." if is_german else "Imported again."
    articles.reopen(article=article, access=access, by=by, reason=reason)
    item.fate = ""


def resubmit(*, item: ImportItem, claim: Claim, by: User) -> None:
    """Puts a claim that was taken back in review again, because it was imported again.

    Only claims that were public are still there; the others come in as new. See `reopen`.
    """
    claims.submit(claim=claim, by=by)
    item.fate = ""


# --- Steps ----------------------------------------------------------------------------------------


def _begin(run: ImportRun, by: User, reason: str) -> None:
    if not reason.strip():
        raise ValidationError(_("Give a reason; it is shown to readers."), code="reason")
    with transaction.atomic():
        row = ImportRun.objects.select_for_update().get(pk=run.pk)
        if row.state == ImportRun.State.UNDER_WAY:
            raise ValidationError(
                _("This import is still under way. Wait until it is finished."), code="under-way"
            )
        if row.taken_back_at:
            row.made.filter(fate=ImportItem.Fate.LEFT).update(fate="")
        # An interrupted run is over now: the next import begins one of its own.
        row.finished_at = row.finished_at or timezone.now()
        row.taken_back_by, row.taken_back_at, row.reason = by, None, reason
        row.save(update_fields=("finished_at", "taken_back_by", "taken_back_at", "reason"))
    run.refresh_from_db()


def _end(run: ImportRun) -> None:
    run.taken_back_at = timezone.now()
    run.save(update_fields=("taken_back_at",))


Step = Callable[[ImportRun, list[ImportItem], User, TakenBack], None]


def _batch(run: ImportRun, kind: str, after: int, step: Step, by: User, done: TakenBack) -> int:
    """Takes back some items behind the id `after`; the last one's id, 0 when there are no more."""
    part = TakenBack()
    with explained(), raised_at_end():
        row = ImportRun.objects.select_for_update().get(pk=run.pk)
        waiting = row.made.filter(kind=kind, fate="", pk__gt=after).order_by("pk")
        items = list(waiting[:_BATCH_ITEMS])
        if not items:
            return 0
        with recorded_as(by, run.reason):
            step(row, items, by, part)
        _write_down(row, part)
    done.counts += part.counts
    done.left = [*done.left, *part.left][:_LINES_KEPT]
    run.counts, run.notes = row.counts, row.notes
    return items[-1].pk


def _write_down(row: ImportRun, part: TakenBack) -> None:
    row.counts[TAKEN_BACK] = Counter(row.counts.get(TAKEN_BACK, {})) + part.counts
    row.notes = [*row.notes, *part.left][: max(_LINES_KEPT, len(row.notes))]
    row.save(update_fields=("counts", "notes"))


def _claims(run: ImportRun, items: list[ImportItem], by: User, part: TakenBack) -> None:
    ids = [item.object_id for item in items]
    rows = Claim.objects.select_for_update().filter(pk__in=ids).order_by("pk")
    found: dict[int, Claim] = {claim.pk: claim for claim in rows}
    why = touched_claims(run, items, found)
    free = [item for item in items if item.pk not in why]
    public = [item for item in free if found[item.object_id].was_public]
    for item in public:
        _try(item, part, why, partial(_hide, found[item.object_id], by, run.reason))
    states = claim_states([found[item.object_id] for item in public])
    for item in public:
        if item.is_taken_back:
            item.state_digest = digest(states[item.object_id])
    drafts = [item for item in free if item not in public]
    _delete_all(drafts, part, why)
    _settle([item for item in items if item not in drafts or item.pk in why], found, part, why)


def _hide(claim: Claim, by: User, reason: str) -> str:
    """Takes a claim that was public once out of the readers' or the reviewers' sight."""
    if claim.status == Claim.Status.PUBLISHED:
        claims.withdraw(claim=claim, by=by, reason=reason)
        return "claims withdrawn"
    if claim.status == Claim.Status.IN_REVIEW:
        claims.give_back(claim=claim, by=by, reason=reason)
    return "claims returned"


def _delete_all(items: list[ImportItem], part: TakenBack, why: dict[int, str]) -> None:
    """Deletes claims and their items together; where one cannot go, one by one."""
    try:
        with explained(), transaction.atomic():
            _delete(items)
    except (ValidationError, ProtectedError):
        for item in items:
            _try(item, part, why, partial(_delete, [item]))
    else:
        part.counts["claims deleted"] += len(items)


def _delete(items: list[ImportItem]) -> str:
    ids = [item.object_id for item in items]
    relations = ClaimRelation.objects.filter(Q(subject__in=ids) | Q(object__in=ids))
    related = list(relations.values_list("pk", flat=True))
    ImportItem.objects.filter(kind=ImportItem.Kind.RELATION, object_id__in=related).delete()
    relations.delete()
    Claim.objects.filter(pk__in=ids).delete()
    # An item that stayed would say "deleted here", and the claim could never come in again.
    ImportItem.objects.filter(pk__in=[item.pk for item in items]).delete()
    return "claims deleted"


def _articles(run: ImportRun, items: list[ImportItem], by: User, part: TakenBack) -> None:
    ids = [item.object_id for item in items]
    rows = Article.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")
    rows = rows.select_related("current_version").defer("current_version__text")
    found: dict[int, Article] = {article.pk: article for article in rows}
    why = touched_articles(run, items, found)
    for item in items:
        if item.pk not in why:
            article = found[item.object_id]
            _try(item, part, why, partial(_seal, article, by, run.reason))
            if item.is_taken_back:
                item.state_digest = digest(article_state(article))
    _settle(items, found, part, why)


def _seal(article: Article, by: User, reason: str) -> str:
    articles.seal(article=article, by=by, reason=reason)
    return "articles sealed"


def _try(item: ImportItem, part: TakenBack, why: dict[int, str], step: Callable[[], str]) -> None:
    """Takes one step whole or not at all; what it was refused is why the thing is left."""
    try:
        with explained(), transaction.atomic():
            word = step()
    except ValidationError as refusal:
        why[item.pk] = " ".join(refusal.messages)
    except ProtectedError:
        why[item.pk] = _("something else hangs on it")
    else:
        part.counts[word] += 1
        item.fate = ImportItem.Fate.TAKEN


def _settle(
    items: list[ImportItem], found: Mapping[int, Any], part: TakenBack, why: dict[int, str]
) -> None:
    """Notes what became of items that are still there."""
    for item in items:
        if item.pk in why:
            item.fate = ImportItem.Fate.LEFT
            part.leave(item, found.get(item.object_id), why[item.pk])
    ImportItem.objects.bulk_update(items, ("fate", "state_digest"))
