"""What two people at one thing send: an open desk, and a save after somebody else's."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib.auth.models import User
from django.urls import reverse

from editorial.actions import claims, presence
from tests import makers
from tests.editorial.admin.pages import as_, filled, refilled
from tests.permissions.people import person

__all__ = ["WAYS"]

Sent = tuple[str, dict[str, Any]]
CHANGED = {"_mine": {"text": "Meine."}, "_both": {"said_on": "2025-12-01"}}


def _here(by: User) -> Sent:
    article = makers.make_article()
    # Somebody else is there, so that the answer has something to say.
    presence.note(article=article, person=makers.publisher())
    return reverse("admin:kb_article_desk", args=(article.pk,)), {"_here": "1"}


def _conflict(button: str, by: User) -> Sent:
    """The form of a claim that somebody else saved meanwhile, as it came back."""
    claim, client = makers.make_claim(status="draft"), as_(person("superuser"))
    path = reverse("admin:kb_claim_change", args=(claim.pk,))
    sent = filled(client, path) | CHANGED[button]
    claims.revise(claim=claim, by=makers.editor(), text="Ihre.")
    return path, refilled(client.post(path, sent)) | {button: "1"}


WAYS: dict[str, Callable[[User], Sent]] = {
    **{f"conflict {button}": partial(_conflict, button) for button in CHANGED},
    "presence _here": _here,
}
