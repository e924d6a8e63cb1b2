"""JSON-LD read as other programs read it: expanded by a processor, offline."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from html5lib import parse
from pyld import jsonld

SCHEMA = "http://schema.org/"


def blocks(page: str) -> list[Any]:
    """The documents that stand in a page."""
    elements = parse(page, namespaceHTMLElements=False).iter("script")
    texts = [each.text for each in elements if each.get("type") == "application/ld+json"]
    return [json.loads(text or "") for text in texts]


def wrong(document: Any, shared_data: Path) -> list[str]:
    """What of the document a processor loses or schema.org does not know; empty if nothing."""
    path = shared_data / "schemaorg" / "schemaorgcontext.jsonld"
    context = json.loads(path.read_text(encoding="utf-8"))

    def load(url: str, options: Any) -> dict[str, Any]:
        assert url == "https://schema.org", f"asks the network for {url}"
        return {"contextUrl": None, "documentUrl": url, "document": context}

    expanded = jsonld.expand(document, {"documentLoader": load})
    nodes = document["@graph"]
    if len(nodes) != len(expanded):
        return [f"{len(nodes)} nodes became {len(expanded)}"]
    terms = context["@context"]
    return [
        line
        for node, other in zip(nodes, expanded, strict=True)
        for line in _lost(node, other, terms, node["@type"])
    ]


def _lost(node: Any, other: Any, terms: dict[str, Any], place: Any) -> Iterator[str]:
    if not isinstance(node, dict):
        values = {other.get("@value"), other.get("@id")}
        if node not in values:
            yield f"{place}: {node!r} became {other!r}"
        return
    for key, value in node.items():
        here = f"{place} > {key}"
        values = value if isinstance(value, list) else [value]
        if key == "@id":
            if other.get(key) != value or not value.startswith("http"):
                yield f"{here}: {value!r} became {other.get(key)!r}"
        elif key == "@type":
            if other.get(key) != [SCHEMA + each for each in values] or set(values) - set(terms):
                yield f"{here}: {value!r} became {other.get(key)!r}"
        elif key not in terms or len(found := other.get(SCHEMA + key, [])) != len(values):
            yield f"{here} is lost or unknown"
        else:
            for one, two in zip(values, found, strict=True):
                yield from _lost(one, two, terms, here)
