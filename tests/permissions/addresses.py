"""Every address of the site, as Django knows them."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLResolver, get_resolver
from django.utils import translation

__all__ = ["ENDINGS", "addresses", "of_a_noun"]

# What comes behind admin/<app>/<model>/, and what it is called in the matrix.
ENDINGS = {
    "": "list",
    "add/": "add",
    "duplicates/": "duplicates",
    "<path:object_id>/merge/": "merge",
    "<path:object_id>/take-back/": "take-back",
    "<path:object_id>/undo/": "undo",
    "<path:object_id>/comment/": "comment",
    "<path:object_id>/propose/": "propose",
    "<path:object_id>/history/": "history",
    "<path:object_id>/history/<int:moment>/": "put-back",
    "<path:object_id>/delete/": "delete",
    "<path:object_id>/change/": "change",
    "<path:object_id>/": "on",  # sends everybody on to the page above
    "<int:article_id>/desk/": "desk",
    "<int:article_id>/correct/": "correct",
}


def addresses() -> Iterator[str]:
    def walk(resolver: Any, prefix: str) -> Iterator[str]:
        for entry in resolver.url_patterns:
            address = prefix + str(entry.pattern)
            yield from walk(entry, address) if isinstance(entry, URLResolver) else [address]

    with translation.override("de"):  # the prefix is that of the language at hand
        yield from list(walk(get_resolver(), ""))


def of_a_noun(address: str) -> tuple[str, str] | None:
    """The noun and the verb of an address of the admin, such as ("kb.claim", "change")."""
    parts = address.removeprefix("admin/").split("/", 2)
    if address.startswith("admin/") and len(parts) == 3 and parts[2] in ENDINGS:
        return f"{parts[0]}.{parts[1]}", ENDINGS[parts[2]]
    return None
