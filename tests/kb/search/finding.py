"""What tests of the search ask with."""

from typing import Any

from kb.models import Claim
from kb.search.asking import ask
from kb.search.found import search
from kb.search.index import catch_up_with_all
from tests.makers import reader

__all__ = ["found", "texts"]


def found(typed: str, model: type[Any] = Claim, user: Any = None) -> list[int]:
    """The ids of what `user`, else a reader, finds, the best first; what changed is looked up too."""
    catch_up_with_all()
    user = user or reader()
    return [*search(model._default_manager.visible_to(user), ask(typed), user).ids]


def texts(typed: str, model: type[Any] = Claim, user: Any = None) -> list[str]:
    """The same in words."""
    ids = found(typed, model, user)
    rows = model._default_manager.in_bulk(ids)
    return [str(rows[pk]) for pk in ids]
