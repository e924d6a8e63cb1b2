"""Every verb by which somebody acts on a claim, tried by `publisher` on their own work."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.utils import timezone

from editorial.actions import (
    articles,
    assignments,
    batches,
    claims,
    comments,
    corrections,
    curating,
    imports,
    labels,
    reanchoring,
    reverting,
    suggestions,
    undoing,
)
from editorial.models import Batch, ImportItem, ImportRun, Reanchoring, Step
from editorial.state import content
from kb.models import Claim, Tag
from tests.editorial.own_work import BETTER, own, proposed
from tests.makers import TEXT, make_article, publisher, whole
from tests.permissions.people import person

__all__ = ["BENEATH", "DECIDE", "LEAVE"]

Try = Callable[[], Any]

# --- Verbs that decide: each is refused -----------------------------------------------------------


def _publish() -> None:
    claims.publish(claim=own(), by=publisher())


def _give_back() -> None:
    claims.give_back(claim=own(), by=publisher(), reason="So.")


def _correct() -> None:
    me = publisher()
    claims.correct(claim=own("published"), writer=me, by=me, reason="So.", text=BETTER)


def _accept() -> None:
    me = publisher()
    suggestions.accept(suggestion=proposed(own("published"), me), by=me, reason="So.")


def _reject() -> None:
    me = publisher()
    suggestions.reject(suggestion=proposed(own("published"), me), by=me, reason="So.")


def batch_of(step: Step, claim: Claim) -> Batch:
    work = batches.Work(step, publisher(), "So.")
    taken = batches.take(work=work, seen={claim.pk: claim.version})
    assert taken.batch
    return taken.batch


def _undo() -> None:
    """Undoing the submission of an own claim would return it."""
    undoing.undo(batch=batch_of(Step.SUBMIT, own("draft")), by=publisher(), reason="So.")


def _change() -> None:
    curating.change(row=own(), by=publisher(), status="published", published_at=timezone.now())


# By name: what it is refused as, and the attempt.
DECIDE: dict[str, tuple[tuple[str, ...], Try]] = {
    "claims.publish": (("own-work",), _publish),
    "claims.give_back": (("own-work",), _give_back),
    "claims.correct": (("own-work",), _correct),
    "suggestions.accept": (("own-work",), _accept),
    "suggestions.reject": (("own-work",), _reject),
    "undoing.undo": (("touched",), _undo),  # says which claims stand in the way; their page why
    "curating.change": (("four-eyes", "claim-status"), _change),  # whichever rule is asked first
}

# --- Verbs that go through, and decide nothing ----------------------------------------------------


def _take() -> None:
    """Each step over own claims of every status at once; what is not for them is left out."""
    work = {"tags": [Tag.objects.create(name="Brücken")], "to": person("publisher")}
    for step in Step:
        mine = [own("draft"), own(), own("published")]
        taken = batches.Work(step, publisher(), "So.", **work)
        batches.take(work=taken, seen={claim.pk: claim.version for claim in mine})


def _item(claim: Claim) -> ImportItem:
    now = timezone.now()
    run = ImportRun.objects.create(source="tests", path="x", by=publisher(), finished_at=now)
    known = {"source": "tests", "kind": "claim", "key": "x", "object_id": claim.pk}
    return ImportItem.objects.create(run=run, made_in=run, **known)


def _take_back() -> None:
    imports.take_back(run=_item(own("published")).run, by=publisher(), reason="Falsch.")


def _resubmit() -> None:
    claim = own("published")
    claims.withdraw(claim=claim, by=publisher(), reason="Falsch.")
    imports.resubmit(item=_item(claim), claim=claim, by=publisher())


def _reopen() -> None:
    claim = own("published")
    articles.seal(article=claim.article, by=publisher(), reason="Verlangt.")
    imports.reopen(item=_item(claim), article=claim.article, access="full", by=publisher())


def _settle(*, is_kept: bool) -> None:
    """Gives a reworded passage of an own public claim its place, or drops it."""
    article = make_article()
    passages = [whole(article.current_version.sentences.get(position=n)) for n in (4, 5)]
    own("published", article=article, passages=passages)
    text = TEXT.replace("widerspricht ihr", "widerspricht ihr heftig")
    corrections.correct(article=article, by=publisher(), text=text, reason="Berichtigt.")
    row = Reanchoring.objects.get()
    if is_kept:
        found = reanchoring.proposed(row)
        reanchoring.place(reanchoring=row, by=publisher(), passages=found)
    else:
        reanchoring.drop(reanchoring=row, by=publisher(), reason="Steht nicht mehr da.")


def _put_back() -> None:
    """Puts own claims, in review and public, back to how a colleague did not see them."""
    for claim in (own(), own("published")):
        then = timezone.now()
        if claim.is_public:
            other = person("publisher")
            claims.correct(claim=claim, writer=other, by=publisher(), reason="So.", text=BETTER)
        else:
            claims.revise(claim=claim, by=publisher(), text=BETTER)
        plan = reverting.look(row=claim, at=then)
        reverting.put_back(row=claim, at=then, by=publisher(), reason="So.", seen=plan.seen)


def _relate() -> None:
    labels.relate(subject=own(), object=own(), kind="supports", by=publisher())


def _retract() -> None:
    mine = proposed(own("published"), publisher())
    suggestions.retract(suggestion=mine, by=publisher())


def _suggest() -> None:
    claim = own("published")
    wanted = content(claim) | {"text": BETTER}
    suggestions.suggest(claim=claim, by=publisher(), content=wanted)


def _on(status: str, verb: Callable[..., Any], **said: Any) -> None:
    verb(claim=own(status), by=publisher(), **said)


LEAVE: dict[str, Try] = {
    "assignments.assign": lambda: assignments.assign(claim=own(), by=publisher(), to=publisher()),
    "batches.take": _take,
    "claims.revise": partial(_on, "in_review", claims.revise, text=BETTER),
    "claims.submit": partial(_on, "draft", claims.submit),
    "claims.withdraw": partial(_on, "published", claims.withdraw, reason="Falsch."),
    "comments.add": partial(_on, "in_review", comments.add, text="Bitte!"),
    "imports.reopen": _reopen,
    "imports.resubmit": _resubmit,
    "imports.take_back": _take_back,
    "labels.label": partial(_on, "in_review", labels.label, tags=["Bern"]),
    "labels.note_outcome": partial(_on, "published", labels.note_outcome, outcome="failed"),
    "labels.relabel": partial(_on, "in_review", labels.relabel, about=(), events=(), tags=()),
    "labels.relate": _relate,
    "labels.untag": partial(_on, "in_review", labels.untag, tags=()),
    "reanchoring.drop": partial(_settle, is_kept=False),
    "reanchoring.place": partial(_settle, is_kept=True),
    "reverting.put_back": _put_back,
    "suggestions.retract": _retract,
    "suggestions.suggest": _suggest,
}

# --- What those verbs stand on: no page calls it -------------------------------------------------

BENEATH = {
    "gates.hindrances": "asks",
    "gates.refuse": "asks",
    "undoing.look": "asks",
    "undoing.may_undo": "asks",
    "reverting_claim.put_in_force": "of reverting.put_back",
    "reverting_rows.put_in_force": "of reverting.put_back, and of no claim",
    "windows.reopened": "of corrections and merges; decides in the system's name",
}
