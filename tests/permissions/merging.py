"""Where the buttons of merging are, with all that they take made before."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import User
from django.urls import reverse

from editorial.actions.merging import merge, tell_apart
from editorial.models import Distinct, Merge
from tests import makers

__all__ = ["WAYS", "fill", "pages"]

Sent = tuple[str, dict[str, Any]]


def fill() -> None:
    """A merge, and two that are not the same."""
    one, other = makers.make_actor("Anna Alt"), makers.make_actor("Anna Neu")
    merge(gone=one, into=other, by=makers.publisher(), reason="Dieselbe.")
    _distinct()


def _distinct() -> Distinct:
    one, other = makers.make_event(), makers.make_event()
    return tell_apart(one=one, other=other, by=makers.editor(), reason="Zwei.")


def _merge(button: str) -> Sent:
    gone, into = makers.make_actor(), makers.make_actor()
    path = reverse("admin:kb_actor_merge", args=(gone.pk,))
    return f"{path}?into={into.pk}", {button: "1", "reason": "Dieselbe."}


def _undo() -> Sent:
    fill()
    path = reverse("admin:editorial_merge_undo", args=(Merge.objects.latest("pk").pk,))
    return path, {"reason": "Doch zwei."}


def _take_back() -> Sent:
    path = reverse("admin:editorial_distinct_delete", args=(_distinct().pk,))
    return path, {"post": "yes"}


# As in sending.py; whoever sends them did not write them.
WAYS: dict[str, Callable[[User], Sent]] = {
    "merge _merge": lambda by: _merge("_merge"),
    "merge _apart": lambda by: _merge("_apart"),
    "merge undo": lambda by: _undo(),
    "distinct take-back": lambda by: _take_back(),
}


def pages(by: User) -> dict[str, list[str]]:
    chosen = _merge("_merge")[0]
    return {
        "kb_actor_merge": [chosen, chosen.partition("?")[0]],
        "kb_actor_duplicates": [reverse("admin:kb_actor_duplicates")],
        "editorial_merge_undo": [_undo()[0]],
    }
