"""Puts a correction in place: the next version, and all that pointed at the one before.

One transaction, and as many statements for a thousand passages as for one.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from editorial.actions import accounts, duplicates, gates
from editorial.actions.articles import Received, store_version
from editorial.actions.corrections.plan import Plan, plan
from editorial.actions.corrections.pointers import Noun, Outcome, Pointer
from editorial.actions.imported import still_imported
from editorial.actions.windows import reopened
from editorial.bulk import Rows
from editorial.models import Reanchoring
from kb.models import (
    Article,
    ArticleVersion,
    Attribution,
    Claim,
    Decision,
    Evidence,
    NoClaim,
    Participation,
    Sentence,
    raised_at_end,
)
from kb.text.sentences import Span

__all__ = ["Corrected", "correct"]

State = Evidence.State
AFTERWARDS = {
    Outcome.CARRIED: State.REPLACED,
    Outcome.WAITS: State.WAITING,
    Outcome.LOST: State.DROPPED,
}


class Corrected(NamedTuple):
    """The new version, and what it did."""

    version: ArticleVersion
    plan: Plan
    imported: dict[int, str]  # the state digests of what an import brought, by its item's id

    @property
    def summary(self) -> str:
        """One line for the log of an import."""
        rows = [pointer for pointer in self.plan.pointers if pointer.noun == Noun.EVIDENCE]
        outcomes = Counter(pointer.outcome for pointer in rows)
        waiting = len(rows) - outcomes[Outcome.CARRIED]
        return _(
            "version %(version)d added; of %(all)d passages %(carried)d stand in it, %(waiting)d wait "
            "at the desk; claims withdrawn: %(withdrawn)d"
        ) % {
            "version": self.version.number,
            "all": len(rows),
            "carried": outcomes[Outcome.CARRIED],
            "waiting": waiting,
            "withdrawn": len(self.plan.withdrawn),
        }


@raised_at_end()
def correct(
    *,
    article: Article,
    by: User,
    text: str,
    reason: str,
    spans: Iterable[Span] | None = None,
    segmenter: str | None = None,
    original: Received | None = None,
    retrieved_at: datetime | None = None,
    seen: str = "",
) -> Corrected:
    """Stores `text` as the next version of an article, for a `reason` that readers see.

    What points at a sentence that is the same goes along; the rest waits at the desk, and what
    was removed or says something else supports no more. Claims that lose their last support are
    withdrawn first, with a decision by `by`. `seen` is the digest of the plan that somebody agreed
    to. Raises ValidationError if it would do something else by now, without a reason, and for
    a text that cannot be kept or changes nothing.
    """
    gates.need_reason(reason)
    locked = _locked(article)
    todo = plan(locked, text, list(spans) if spans is not None else None, segmenter)
    if seen and todo.digest != seen:
        raise ValidationError(
            _("Something changed since you looked: look again at what the correction touches."),
            code="stale",
        )
    claims = [effect.claim.pk for effect in todo.effects]
    events = [pointer.event for pointer in todo.pointers if pointer.event]
    with still_imported(claims, events) as imported:
        version = _store(todo, by, reason, original, retrieved_at)
    article.current_version, article.version = version, locked.version
    return Corrected(version, todo, imported)


def _store(
    todo: Plan, by: User, reason: str, original: Received | None, retrieved_at: datetime | None
) -> ArticleVersion:
    rows = Rows(by, _why(todo, reason))
    _withdraw(todo, rows, by)
    version = store_version(
        article=todo.article,
        by=by,
        text=todo.text,
        note=reason,
        spans=todo.spans,
        segmenter=todo.segmenter,
        original=original,
        retrieved_at=retrieved_at,
    )
    decided = {"verb": Decision.Verb.CORRECTED, "reason": reason, "by_id": by.pk}
    rows.decide([{"article_id": todo.article.pk, **decided}])
    new = dict(version.sentences.values_list("position", "pk"))
    still_public = [claim.pk for claim in todo.reopened]
    with reopened(still_public, by=by, reason=rows.reason):
        _move_evidence(todo.pointers, new, rows)
        _move_cues(todo.pointers, new, rows)
    _move_judgements(todo.pointers, new, rows)
    _move_participations(todo.pointers, new, rows)
    _let_wait(todo.pointers, new, rows, version)
    return version


def _locked(article: Article) -> Article:
    """The article, and all that points into it: nobody adds to it while it is corrected."""
    duplicates.wait_for_others()
    found = Article.objects.select_for_update(of=("self",)).select_related("current_version")
    article = found.get(pk=article.pk)
    sentences = Sentence.objects.filter(version__article=article).order_by("pk")
    list(sentences.select_for_update(no_key=True, of=("self",)).values_list("pk", flat=True))
    claims = Claim.objects.filter(evidence__sentence__version__article=article) | (
        Claim.objects.filter(attributions__cue_sentence__version__article=article)
    )
    ids = sorted(set(claims.values_list("pk", flat=True)))
    list(Claim.objects.filter(pk__in=ids).order_by("pk").select_for_update().values_list("pk"))
    return article


def _why(todo: Plan, reason: str) -> str:
    """What the log of a claim says; in the language of its article."""
    if todo.article.language.startswith("de"):
        return f"Artikel berichtigt (Fassung {todo.number}): {reason}"
    return f"Article corrected (version {todo.number}): {reason}"


def _withdraw(todo: Plan, rows: Rows, by: User) -> None:
    """Claims that lose their last support: they go before it does."""
    withdrawn = todo.withdrawn
    if not withdrawn:
        return
    verb = Decision.Verb.WITHDRAWN
    rows.decide(
        {
            "claim_id": claim.pk,
            "claim_version": claim.version,
            "verb": verb,
            "reason": rows.reason,
            "by_id": by.pk,
        }
        for claim in withdrawn
    )
    gone = Claim.objects.filter(pk__in=[claim.pk for claim in withdrawn])
    gone.update(status=Claim.Status.WITHDRAWN)
    rows.record(Claim, rows.stored(gone), "~")


def _move_evidence(pointers: Iterable[Pointer], new: Mapping[int, int], rows: Rows) -> None:
    live = [p for p in pointers if p.noun == Noun.EVIDENCE and p.row["state"] != State.DROPPED]
    carried = [p for p in live if p.outcome == Outcome.CARRIED]
    rows.expect(Evidence, len(carried))
    taken: set[tuple[Any, ...]] = set()
    for pointer in carried:
        values = _at(pointer, new)
        place = (*values.values(), pointer.claim, pointer.row["stance"])
        if place not in taken:  # two wordings of one passage have become the same again
            taken.add(place)
            copied = {name: pointer.row[name] for name in ("claim_id", "stance", "note")}
            rows.add(Evidence, **copied, **values, state=State.STANDS, replaces_id=pointer.pk)
    rows.write()
    changed = []
    for outcome, state in AFTERWARDS.items():
        ids = [p.pk for p in live if p.outcome == outcome and p.row["state"] != state]
        Evidence.objects.filter(pk__in=ids).update(state=state)
        changed += ids
    rows.record(Evidence, rows.stored(Evidence.objects.filter(pk__in=changed)), "~")


def _at(pointer: Pointer, new: Mapping[int, int]) -> dict[str, Any]:
    (place,) = pointer.places
    return {"sentence_id": new[place.at + 1], "start": place.start, "end": place.end}


def _move_cues(pointers: Iterable[Pointer], new: Mapping[int, int], rows: Rows) -> None:
    """Hops are never updated: each is written anew, with its words in the new sentence."""
    carried = [p for p in pointers if p.noun == Noun.CUE and p.outcome == Outcome.CARRIED]
    old = Attribution.objects.filter(pk__in=[pointer.pk for pointer in carried])
    rows.record(Attribution, rows.stored(old), "-")
    old._raw_delete(old.db)  # their history is written already; signals would write it again
    rows.expect(Attribution, len(carried))
    for pointer in carried:
        copied = ("claim_id", "position", "actor_id", "mode")
        place = {f"cue_{name}": value for name, value in _at(pointer, new).items()}
        rows.add(Attribution, **{name: pointer.row[name] for name in copied}, **place)
    rows.write()


def _move_judgements(pointers: Iterable[Pointer], new: Mapping[int, int], rows: Rows) -> None:
    """A sentence that held no claim holds none in the new version; the old judgement stays."""
    carried = [p for p in pointers if p.noun == Noun.NO_CLAIM and p.outcome == Outcome.CARRIED]
    covering = Evidence.objects.covering().filter(sentence__in=new.values())
    taken = set(covering.values_list("sentence", flat=True))
    rows.expect(NoClaim, len(carried))
    for pointer in carried:
        sentence = _at(pointer, new)["sentence_id"]
        if sentence not in taken:
            taken.add(sentence)
            said = {name: pointer.row[name] for name in ("reason", "by_id")}
            rows.add(NoClaim, sentence_id=sentence, at=rows.written_now, **said)
    rows.write()


def _move_participations(pointers: Iterable[Pointer], new: Mapping[int, int], rows: Rows) -> None:
    carried = {
        p.pk: _at(p, new)["sentence_id"]
        for p in pointers
        if p.noun == Noun.PARTICIPATION and p.outcome == Outcome.CARRIED
    }
    moved = [Participation(pk=pk, sentence_id=sentence) for pk, sentence in carried.items()]
    Participation.objects.bulk_update(moved, ["sentence"])
    changed = rows.stored(Participation.objects.filter(pk__in=carried))
    rows.record(Participation, changed, "~")


def _let_wait(
    pointers: Iterable[Pointer], new: Mapping[int, int], rows: Rows, version: ArticleVersion
) -> None:
    """What somebody has to look at; what waited for the version before waits for this one."""
    article = version.article_id
    before = Reanchoring.objects.waiting().filter(version__article=article)
    before.update(
        state=Reanchoring.State.SETTLED,
        by=accounts.keeper(),
        reason=rows.reason,
        settled_at=rows.now,
    )
    waiting = [pointer for pointer in pointers if pointer.outcome != Outcome.CARRIED]
    rows.expect(Reanchoring, len(waiting))
    for pointer in waiting:
        rows.add(
            Reanchoring,
            version_id=version.pk,
            sentence_id=pointer.sentence,
            verdict=pointer.fate.verdict.value,
            changes=sorted(pointer.fate.changes),
            proposed=[[new[at + 1], start, end] for at, start, end in pointer.places],
            **_named(pointer),
        )
    rows.write()


def _named(pointer: Pointer) -> dict[str, Any]:
    if pointer.noun == Noun.CUE:
        return {"cue_of_id": pointer.claim, "cue_position": pointer.row["position"]}
    return {f"{pointer.noun}_id": pointer.pk}
