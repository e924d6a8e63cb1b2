"""What became of imported things since: why an import that is taken back leaves some as they are.

Each question is asked once for a whole batch, never once for a row.
"""

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from editorial.actions import accounts
from editorial.models import ImportItem, ImportRun, Suggestion
from editorial.state import article_state, claim_states, digest
from kb.models import (
    Article,
    Attribution,
    Claim,
    ClaimRelation,
    Decision,
    Evidence,
    NoClaim,
    Participation,
)

__all__ = ["touched_articles", "touched_claims"]


def touched_claims(
    run: ImportRun, items: Collection[ImportItem], claims: dict[int, Claim]
) -> dict[int, str]:
    """Why claims of `run` are not taken back, by the id of their item; the others are untouched.

    `claims` are the objects of `items` by their ids; what is missing there was deleted here.
    """
    states = {pk: digest(state) for pk, state in claim_states(claims.values()).items()}
    why = _changed(run, items, states)
    ids = list(claims)
    found = {
        _("a later decision was made on it"): _ids(_since(run).filter(claim__in=ids), "claim_id"),
        _("somebody suggested a change to it"): _ids(
            Suggestion.objects.filter(claim__in=ids), "claim_id"
        ),
        _("it was related to another claim since"): _related(run, ids),
    }
    return _found(items, found) | why


def touched_articles(
    run: ImportRun, items: Collection[ImportItem], articles: dict[int, Article]
) -> dict[int, str]:
    """Why articles of `run` are not taken back, by the id of their item.

    Its claims come first: those that were taken back rest on nothing any more.
    """
    states = {pk: digest(article_state(article)) for pk, article in articles.items()}
    why = _changed(run, items, states)
    ids = list(articles)
    here = {"sentence__version__article__in": ids}
    article = "sentence__version__article_id"
    cues = Attribution.objects.filter(cue_sentence__version__article__in=ids)
    others = Claim.objects.filter(article__in=ids)
    evidence, cues = _of_others(run, Evidence.objects.live().filter(**here)), _of_others(run, cues)
    judged = NoClaim.objects.filter(**here).exclude(by=accounts.writer())
    absent = _not_of(run, Participation.objects.filter(**here), "event", "event_id")
    found = {
        _("somebody judged sentences of it"): _ids(judged, article),
        _("an event names a sentence of it"): _ids(absent, article),
        _("a later decision was made on it"): _ids(
            _since(run).filter(article__in=ids), "article_id"
        ),
        _("a claim stays that was recorded in it"): _ids(
            others.exclude(_taken(run, "pk")), "article_id"
        ),
        _("the attribution of a claim names a sentence of it"): _ids(
            cues, "cue_sentence__version__article_id"
        ),
        _("a claim that stays rests on it"): _ids(evidence, article),
    }
    return _found(items, found) | why


def _changed(run: ImportRun, items: Iterable[ImportItem], states: dict[int, str]) -> dict[int, str]:
    why = {}
    for item in items:
        if item.object_id not in states:
            why[item.pk] = _("it was deleted here")
        elif item.run_id != run.pk:
            why[item.pk] = _("a later import changed it")
        elif states[item.object_id] != item.state_digest:
            why[item.pk] = _("it was edited here")
    return why


def _since(run: ImportRun) -> QuerySet[Decision]:
    """Decisions of people since the run began, but for those that were part of it."""
    imports = (accounts.writer(), accounts.publisher())
    later = Decision.objects.filter(at__gte=run.started_at).exclude(by__in=imports)
    return later.exclude(by=run.by, at__lte=run.active_at)


def _related(run: ImportRun, ids: list[int]) -> set[int]:
    """Claims that stand in a relation which the run did not bring."""
    relations = ClaimRelation.objects.filter(Q(subject__in=ids) | Q(object__in=ids))
    foreign = _not_of(run, relations, "relation", "pk")
    return {pk for pair in foreign.values_list("subject_id", "object_id") for pk in pair}


def _of_others(run: ImportRun, rows: QuerySet) -> QuerySet:
    """Rows of claims that were not taken back with the run."""
    return rows.exclude(_taken(run, "claim_id"))


def _taken(run: ImportRun, claim: str) -> Exists:
    items = ImportItem.objects.filter(kind=ImportItem.Kind.CLAIM, object_id=OuterRef(claim))
    return Exists(items.filter(made_in=run, fate=ImportItem.Fate.TAKEN))


def _not_of(run: ImportRun, rows: QuerySet, kind: str, object_id: str) -> QuerySet:
    """Rows that neither came with the run nor with one that was taken back before it."""
    items = ImportItem.objects.filter(kind=kind, object_id=OuterRef(object_id))
    own = Q(made_in=run) | Q(made_in__taken_back_by__isnull=False)
    return rows.exclude(Exists(items.filter(own)))


def _ids(rows: QuerySet, name: str) -> set[int]:
    return set(rows.order_by().values_list(name, flat=True).distinct())


def _found(items: Iterable[ImportItem], found: dict[str, set[Any]]) -> dict[int, str]:
    return {
        item.pk: reason for item in items for reason, ids in found.items() if item.object_id in ids
    }
