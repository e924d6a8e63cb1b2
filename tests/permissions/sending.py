"""For each button of the desk: where a browser sends what, with all that it takes made before."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from typing import Any

import html5lib
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from editorial.actions import articles, batches, claims, curating, suggestions
from editorial.admin.history import BEGINNING
from editorial.models import Batch, ImportRun, Step, Suggestion, Upload
from editorial.state import content, digest
from kb.models import Claim, Report, Tag
from tests import makers
from tests.editorial.admin.pages import as_, filled
from tests.permissions import correcting, meeting, merging

__all__ = ["WAYS", "buttons_on", "claim_for", "pages"]

STATUS = {Step.SUBMIT: "draft", Step.PUBLISH: "in_review", Step.RETURN: "in_review"}
WRITTEN = {
    "text": "Die Brücke hält.",
    "kind": "assessment",
    "mode": "author",
    "hops-TOTAL_FORMS": "0",
    "hops-INITIAL_FORMS": "0",
}
PRESSED: dict[str, dict[str, Any]] = {
    "_draft": WRITTEN,
    "_submit": WRITTEN,
    "_add": {},
    "_close": {"reason": "Nur ein Termin."},
    "_lift": {},
    "_name": {"name": "der Ingenieur", "new_kind": "person"},
}

Sent = tuple[str, dict[str, Any]]


def superuser() -> User:
    known = {"is_staff": True, "is_superuser": True}
    return User.objects.get_or_create(username="who-looks", defaults=known)[0]


def claim_for(step: str) -> Claim:
    """A claim of an editor with which `step` goes through."""
    return makers.make_claim(status=STATUS.get(Step(step), "published"))


def _desk(button: str, by: User) -> Sent:
    article = makers.make_article()
    claim = makers.make_claim(article=article, status="draft")
    articles.judge(
        sentences=[article.current_version.sentences.get(position=1)], by=by, reason="Leer."
    )
    picked = {"_close": "2", "_lift": "1"}.get(button, "5")
    data = {"version": "1", "pick": [picked], "stance": "supports", "claim": claim.pk}
    path = reverse("admin:kb_article_desk", args=(article.pk,))
    return path, data | PRESSED[button] | {button: "1"}


def _step(step: str, by: User) -> Sent:
    claim, tag = claim_for(step), Tag.objects.create(name="Brücken")
    chosen = {Step.TAG: ("tags", tag.pk), Step.ASSIGN: ("to", makers.publisher().pk)}
    name, choice = chosen.get(Step(step), ("looked_at", ""))
    data = {"seen": f"{claim.pk}:{claim.version}", "reason": "Gut so.", "looked_at": choice}
    return reverse("admin:kb_claim_step", args=(step,)), data | {name: choice}


def _batch(step: str) -> Batch:
    claim, tag = claim_for(step), Tag.objects.create(name="Brücken")
    # Whoever decides did not write; whoever submits may have.
    work = batches.Work(step, makers.publisher(), "So.", [tag], makers.publisher())
    taken = batches.take(work=work, seen={claim.pk: claim.version})
    assert taken.batch, taken.refused
    return taken.batch


def _undo(step: str, by: User) -> Sent:
    path = reverse("admin:editorial_batch_undo", args=(_batch(step).pk,))
    return path, {"reason": "Doch nicht."}


def _suggested(by: User) -> Suggestion:
    claim = makers.make_claim()
    wanted = content(claim) | {"text": "Die Brücke sei sicher, sagt sie."}
    return suggestions.suggest(claim=claim, by=by, content=wanted)


def _suggestion(button: str, by: User) -> Sent:
    suggestion = _suggested(by if button == "_retract" else makers.editor())
    seen = digest(content(suggestion.claim))
    path = reverse("admin:editorial_suggestion_change", args=(suggestion.pk,))
    return path, {button: "1", "reason": "Genauer.", "seen": seen}


def _propose(by: User) -> Sent:
    path = reverse("admin:kb_claim_propose", args=(makers.make_claim().pk,))
    return path, filled(as_(superuser()), path) | {"text": "Die Brücke sei sicher, sagt sie."}


def _report(button: str, by: User) -> Sent:
    report = Report.objects.create(claim=makers.make_claim(), claim_version=1, text="Falsch.")
    path = reverse("admin:kb_report_change", args=(report.pk,))
    return path, {button: "1", "note": "Berichtigt."}


def _comment(by: User) -> Sent:
    path = reverse("admin:kb_claim_comment", args=(makers.make_claim().pk,))
    return path, {"text": "Wer sagt das?"}


def _put_back(row: Any, **changed: Any) -> str:
    """Changes `row`, and says where its state from before is put back."""
    moment = (timezone.now() - BEGINNING) // timedelta(microseconds=1)
    if isinstance(row, Claim):
        claims.revise(claim=row, by=makers.editor(), **changed)
    else:
        curating.change(row=row, by=makers.editor(), **changed)
    return reverse(f"admin:kb_{row._meta.model_name}_put_back", args=(row.pk, moment))


def _claim_put_back(by: User) -> Sent:
    path = _put_back(makers.make_claim(status="draft"), text="Sie wackelt.")
    return path, filled(as_(superuser()), path) | {"reason": "Es war besser."}


def _actor_put_back(by: User) -> Sent:
    path = _put_back(makers.make_actor(), name="Mark Rutte")
    return path, filled(as_(superuser()), path) | {"reason": "Es war besser."}


def _import(by: User) -> Sent:
    return reverse("admin:kb_article_import"), {"text": makers.TEXT}


def _uploaded(by: User) -> str:
    path = str(as_(superuser()).post(*_import(by)).url)
    Upload.objects.update(by=superuser())
    return path


def _preview(button: str, by: User) -> Sent:
    path = _uploaded(by)
    data = filled(as_(superuser()), path) | {"a1-title": "Streit", "a1-kind": "news"}
    Upload.objects.update(by=by)
    return path, data | {button: "1"}


def _run(by: User) -> ImportRun:
    now = timezone.now()
    return ImportRun.objects.create(source="tests", path="x", by=makers.editor(), finished_at=now)


def _take_back(by: User) -> Sent:
    path = reverse("admin:editorial_importrun_take_back", args=(_run(by).pk,))
    return path, {"reason": "Die Quelle ist falsch."}


# By its name in the matrix: gives the address and the data for the person who sends them.
WAYS: dict[str, Callable[[User], Sent]] = {
    **{f"desk {button}": partial(_desk, button) for button in PRESSED},
    **{f"step {step}": partial(_step, step) for step in Step.values},
    **{f"undo {step}": partial(_undo, step) for step in Step.values},
    **{f"suggestion {b}": partial(_suggestion, b) for b in ("_accept", "_reject", "_retract")},
    "claim propose": _propose,
    "claim comment": _comment,
    **{f"report {button}": partial(_report, button) for button in ("_answered", "_dismissed")},
    **meeting.WAYS,
    **correcting.WAYS,
    "claim put-back": _claim_put_back,
    "actor put-back": _actor_put_back,
    "article import": _import,
    **{f"import {b}": partial(_preview, b) for b in ("_store", "_preview", "_discard")},
    "import take-back": _take_back,
    **merging.WAYS,
}


def pages(by: User) -> dict[str, list[str]]:
    """Addresses of pages with buttons, by name; together they show all that `by` can press."""
    claim, draft = makers.make_claim(), makers.make_claim(status="draft")
    own, others = _suggested(by), _suggested(makers.editor())
    upload, undone = _uploaded(by), _undo("withdraw", by)[0]
    Upload.objects.update(by=by)
    return {
        **correcting.pages(by),
        "kb_article_desk": [
            reverse("admin:kb_article_desk", args=(claim.article_id,)) + "?q=Brücke"
        ],
        "kb_claim_step": [
            f"{reverse('admin:kb_claim_step', args=('publish',))}?claim={claim_for('publish').pk}"
        ],
        "editorial_suggestion_change": [
            reverse("admin:editorial_suggestion_change", args=(each.pk,)) for each in (own, others)
        ],
        "editorial_batch_undo": [undone],
        "editorial_batch_change": [undone.replace("undo", "change")],
        "kb_claim_propose": [reverse("admin:kb_claim_propose", args=(claim.pk,))],
        "kb_report_change": [_report("_answered", by)[0]],
        "kb_claim_comment": [reverse("admin:kb_claim_comment", args=(claim.pk,))],
        "kb_claim_put_back": [_claim_put_back(by)[0]],
        "kb_actor_history": [reverse("admin:kb_actor_history", args=(claim.speaker_id,))],
        "kb_claim_change": [
            reverse("admin:kb_claim_change", args=(each.pk,)) for each in (claim, draft)
        ],
        "kb_claim_changelist": [reverse("admin:kb_claim_changelist")],
        "kb_claim_queue": [reverse("admin:kb_claim_queue")],
        "kb_article_change": [reverse("admin:kb_article_change", args=(claim.article_id,))],
        "kb_article_changelist": [reverse("admin:kb_article_changelist")],
        "kb_article_import": [reverse("admin:kb_article_import")],
        "kb_article_preview": [upload],
        **merging.pages(by),
        "editorial_importrun_take_back": [_take_back(by)[0]],
        "editorial_importrun_change": [
            reverse("admin:editorial_importrun_change", args=(_run(by).pk,))
        ],
    }


def buttons_on(page: Any) -> Iterator[str]:
    """What the forms of a page that write something are sent by.

    The name of a button; where it has none, the last part of the address that its form goes to.
    """
    tree = html5lib.parse(page.content.decode(), namespaceHTMLElements=False)
    for form in tree.iter("form"):
        if (form.get("method") or "get").lower() != "post" or form.get("id") == "logout-form":
            continue
        goes_to = (form.get("action") or "").partition("?")[0].rstrip("/").rpartition("/")[2]
        for field in (*form.iter("input"), *form.iter("button")):
            kind = field.get("type") or ("submit" if field.tag == "button" else "text")
            if kind in ("submit", "image") and field.get("formmethod") != "get":
                yield field.get("name") or f"→ {goes_to}"
