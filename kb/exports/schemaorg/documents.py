"""JSON-LD documents in the words of schema.org, to serve and to put into a page."""

import json
from collections.abc import Callable, Iterable
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

__all__ = ["NAME", "Absolute", "Node", "document", "inline", "present", "trail"]

NAME = "Belegstelle"
CONTEXT = "https://schema.org"
# Inside a script element neither "</script" nor "<!--" may stand; JSON says it otherwise.
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}

Node = dict[str, Any]
Absolute = Callable[[str], str]  # an address of this site with scheme and host


def document(nodes: Iterable[Node]) -> Node:
    """One document of several nodes."""
    return {"@context": CONTEXT, "@graph": list(nodes)}


def inline(content: Node) -> SafeString:
    """The document as a data block of a page; it is no script, and no policy forbids it."""
    data = json.dumps(content, ensure_ascii=False, separators=(",", ":")).translate(ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(data))


def present(**values: Any) -> Node:
    """The values that say something; `type` and `id` become the keywords of JSON-LD."""
    keywords = {"type": "@type", "id": "@id"}
    said = {name: value for name, value in values.items() if value not in ("", None, [])}
    return {keywords.get(name, name): value for name, value in said.items()}


def trail(absolute: Absolute, *steps: tuple[str, str]) -> Node:
    """The way from the first page to this one: name and address of each step."""
    named = [(NAME, "/"), *steps]
    items = [
        present(type="ListItem", position=place, name=name, item=absolute(address))
        for place, (name, address) in enumerate(named, start=1)
    ]
    return present(type="BreadcrumbList", itemListElement=items)
