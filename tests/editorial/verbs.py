"""The verbs of `editorial.actions` by which somebody acts on a claim, found by their signatures."""

import inspect
import pkgutil
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any, get_args

from django.db.models import Model

from editorial import actions
from editorial.actions.batches import Work
from editorial.models import Batch, BatchItem, ImportItem, ImportRun, Reanchoring, Suggestion
from kb.models import Claim

__all__ = ["verbs_over_claims"]

# What leads to a claim; Any and Model may be one.
CLAIMS = {Claim, Suggestion, Batch, BatchItem, Work, ImportItem, ImportRun, Reanchoring, Any, Model}


def verbs_over_claims() -> dict[str, Callable[..., Any]]:
    """By names such as "claims.publish": what takes something that leads to a claim, and who acts."""
    found: dict[Callable[..., Any], str] = {}
    for info in pkgutil.walk_packages(actions.__path__, f"{actions.__name__}."):
        module = import_module(info.name)
        for name in getattr(module, "__all__", ()):
            verb = getattr(module, name)
            # What a package passes on from its modules is there once, by its shorter name.
            if inspect.isfunction(verb) and verb not in found and _acts_on_a_claim(verb):
                found[verb] = f"{info.name.removeprefix(f'{actions.__name__}.')}.{name}"
    return {name: verb for verb, name in found.items()}


def _acts_on_a_claim(verb: Callable[..., Any]) -> bool:
    parameters = dict(inspect.signature(verb).parameters)
    somebody = parameters.pop("by", None) or parameters.get("work")
    kept = [each for each in parameters.values() if each.kind is not each.VAR_KEYWORD]
    leads = any(
        each.name.startswith("claim") or not CLAIMS.isdisjoint(_types(each.annotation))
        for each in kept
    )
    return somebody is not None and leads


def _types(annotation: Any) -> Iterator[Any]:
    """The classes that an annotation is made of: of dict[int, Claim] the second is Claim."""
    yield annotation
    for part in get_args(annotation):
        if not isinstance(part, list):
            yield from _types(part)
