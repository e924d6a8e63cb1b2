"""What is sent to correct a text, and to place what the correction reworded."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib.auth.models import User
from django.urls import reverse

from editorial.actions.corrections import correct
from editorial.models import Reanchoring, Upload
from kb.models import Article
from tests import makers
from tests.editorial.admin.pages import as_, filled
from tests.permissions.people import person

__all__ = ["WAYS", "pages"]

Sent = tuple[str, dict[str, Any]]

# One letter more: what rests on the fourth sentence waits. A word that denies it: it is withdrawn.
WORDED = makers.TEXT.replace("sagte die Ministerin", "sagte dort die Ministerin")
DENIED = makers.TEXT.replace("sei sicher", "sei nicht sicher")


def _article() -> Article:
    article = makers.make_article()
    makers.make_claim(article=article)
    return article


def _correct(by: User) -> Sent:
    return reverse("admin:kb_article_correct", args=(_article().pk,)), {"text": WORDED}


def _brought(text: str, by: User) -> str:
    """Where a new text waits that `by` brought in."""
    address = reverse("admin:kb_article_correct", args=(_article().pk,))
    page = str(as_(person("superuser")).post(address, {"text": text}).url)
    Upload.objects.update(by=person("superuser"))
    return page


def _correction(button: str, text: str, by: User) -> Sent:
    page = _brought(text, by)
    data = filled(as_(person("superuser")), page) | {"reason": "Berichtigt.", button: "1"}
    Upload.objects.update(by=by)
    return page, data


def waiting(status: str = "published", around: str = "") -> Reanchoring:
    """A passage of a claim that waits for a place, with more text around it."""
    article = makers.make_article(f"{around}{makers.TEXT}{around}")
    said = article.current_version.sentences.get(text__contains="sei sicher")
    makers.make_claim(article=article, status=status, passages=[makers.whole(said)])
    text = f"{around}{WORDED}{around}"
    correct(article=article, by=makers.publisher(), text=text, reason="Berichtigt.")
    return Reanchoring.objects.waiting().get(version__article=article)


def _reanchoring(button: str, by: User) -> Sent:
    # Of a published claim the last support does not go.
    row = waiting("draft" if button == "_drop" else "published")
    fifth = row.version.sentences.get(position=5)
    address = reverse("admin:editorial_reanchoring_change", args=(row.pk,))
    said = {"at-sentence": fifth.pk, "drop-reason": "Steht nicht mehr da."}
    return address, said | {button: "1"}


# By its name in the matrix: gives the address and the data for the person who sends them.
WAYS: dict[str, Callable[[User], Sent]] = {
    "article correct": _correct,
    "correction _save": partial(_correction, "_save", WORDED),
    "correction _save that withdraws": partial(_correction, "_save", DENIED),
    "correction _discard": partial(_correction, "_discard", WORDED),
    **{f"reanchoring {b}": partial(_reanchoring, b) for b in ("_accept", "_place", "_drop")},
}


def pages(by: User) -> dict[str, list[str]]:
    """Addresses of pages with buttons, by name; together they show all that `by` can press."""
    correction = _brought(WORDED, by)
    Upload.objects.update(by=by)
    row = waiting(around=" Noch ein Satz steht hier." * 9)
    return {
        "kb_article_correct": [_correct(by)[0]],
        "kb_article_correction": [correction],
        "editorial_reanchoring_changelist": [reverse("admin:editorial_reanchoring_changelist")],
        "editorial_reanchoring_change": [
            reverse("admin:editorial_reanchoring_change", args=(row.pk,))
        ],
    }
