"""Holding a news item against IPTC's own schema, and saying in plain words what does not fit.

The schema is that of ninjs 3.1. Version 2 differs from it in three ways that matter here: all its
names are in lower case, an embargo is called "embargoed", a share's symbol "ticker"; so an item of
version 2 is translated and then held against the same schema. A test walks through both.
"""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from jsonschema.protocols import Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from editorial.importing.articles.wording import all_of, did_you_mean, one_of
from editorial.importing.errors import Place, Rejection, quoted

__all__ = ["checked"]

SCHEMA = Path(__file__).parent / "ninjs-schema_3.1.json"

# The schema names GeoJSON's by its address. Nothing is fetched from there: this says as much of it
# as an article's place needs.
_GEOJSON = {
    "type": "object",
    "required": ["type"],
    "properties": {
        "type": {
            "enum": "Point MultiPoint LineString MultiLineString Polygon MultiPolygon"
            " GeometryCollection Feature FeatureCollection".split()
        }
    },
}
_FORMER = {"embargoed": "embargoedUntil", "ticker": "symbol"}
_VERSION = re.compile(r"(?:ninjs-schema_)?(\d)\.\d")
_OF_VERSION_1 = re.compile(
    r"(?:headline|byline|description|body)(?:_\w+)?|person|organisation|place"
)
_ALTERNATIVES = ("anyOf", "oneOf")


def checked(item: Any, place: Place) -> dict[str, Any]:
    """`item` with the names of version 3. Raises Rejection for what ninjs 2 and 3 do not know."""
    if not isinstance(item, dict):
        reason = _("a ninjs item is an object, not %(found)s")
        raise Rejection(place, reason % {"found": _shown(item)})
    version = _version(item, place)
    translated = _translated(item) if version == 2 else item
    errors = sorted(_validator().iter_errors(translated), key=_rank)
    if errors:
        raise Rejection(place, _misfit(errors, version))
    return translated


def _misfit(errors: list[ValidationError], version: int) -> str:
    """The first of `errors` in words, and how many more there are."""
    said = {"version": version, "reason": _in_words(errors[0], lower=version == 2)}
    more = len(errors) - 1
    if not more:
        return _("not as ninjs %(version)d has it: %(reason)s") % said
    reason = ngettext(
        "not as ninjs %(version)d has it: %(reason)s (and %(more)d more)",
        "not as ninjs %(version)d has it: %(reason)s (and %(more)d more)",
        more,
    )
    return reason % {"more": more, **said}


def _version(item: dict[str, Any], place: Place) -> int:
    """What the item's names are like, for many name another version; else what it says of itself."""
    if any(_OF_VERSION_1.fullmatch(name) for name in item):
        version = 1
    elif not _names().keys().isdisjoint(item):
        version = 2
    elif not set(_names().values()).isdisjoint(item):
        version = 3
    else:
        version = _declared_version(item)
    if version not in (2, 3):
        reason = _("an item of ninjs %(version)d; versions 2 and 3 are read")
        raise Rejection(place, reason % {"version": version})
    return version


def _declared_version(item: dict[str, Any]) -> int:
    standard = item.get("standard")
    named = standard if isinstance(standard, dict) else {}
    for value in (named.get("version"), named.get("schema")):
        if isinstance(value, str) and (found := _VERSION.search(value)):
            return int(found[1])
    return 3


@cache
def _schema() -> dict[str, Any]:
    schema: dict[str, Any] = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return schema


@cache
def _validator() -> Validator:
    geojson = DRAFT202012.create_resource(_GEOJSON)
    # A registry of our own asks no server for what it does not hold.
    registry: Registry = Registry().with_resource(
        "https://geojson.org/schema/GeoJSON.json", geojson
    )
    return Draft202012Validator(_schema(), registry=registry)


@cache
def _names() -> dict[str, str]:
    """Names of version 2 that version 3 writes otherwise."""
    names = {name.lower(): name for name in _properties(_schema()) if name != name.lower()}
    return names | _FORMER


def _properties(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        if isinstance(schema.get("properties"), dict):
            yield from schema["properties"]
        for part in schema.values():
            yield from _properties(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from _properties(part)


def _translated(value: Any) -> Any:
    if isinstance(value, dict):
        # A name of version 3 in an item of version 2 is no name that version 2 knows.
        newer = _("%(name)s (of ninjs 3)")
        foreign = {
            name: newer % {"name": name}
            for name in _names().values()
            if name not in _FORMER.values()
        }
        return {
            _names().get(name, foreign.get(name, name)): _translated(part)
            for name, part in value.items()
        }
    if isinstance(value, list):
        return [_translated(part) for part in value]
    return value


def _rank(error: ValidationError) -> tuple[bool, int, str]:
    """The plainest first: of alternatives that all fail, the reason is seldom clear."""
    return error.validator in _ALTERNATIVES, -len(error.absolute_path), str(error.validator)


def _in_words(error: ValidationError, *, lower: bool) -> str:
    """Path, value, and what would be right."""
    path = ".".join(str(step) for step in error.absolute_path)
    words = _reason(error)
    if lower:
        path = path.lower()
    return f"{path}: {words}" if path else words


def _reason(error: ValidationError) -> str:
    found, wanted = _shown(error.instance), error.validator_value
    match error.validator:
        case "required":
            missing = [name for name in wanted if name not in error.instance]
            return _("%(name)s is missing") % {"name": quoted(missing[0])}
        case "additionalProperties" | "unevaluatedProperties":
            return _unknown(error)
        case "type":
            said, wanted = _("is %(found)s, must be %(wanted)s"), _kind(wanted)
        case "enum":
            wanted = one_of([str(value) for value in wanted])
            said = _("is %(found)s, must be %(wanted)s")
        case "minimum":
            said = _("is %(found)s, must be at least %(wanted)s")
        case "maximum":
            said = _("is %(found)s, must be at most %(wanted)s")
        case "pattern":
            said = _("is %(found)s, which is not written as it must be (a date as YYYY-MM-DD)")
        case "anyOf" | "oneOf":
            said, wanted = _("has %(found)s, but must have %(wanted)s"), _alternatives(error)
        case _other:
            said, wanted = _("is %(found)s: %(wanted)s"), error.message[:200]
    return said % {"found": found, "wanted": wanted}


def _unknown(error: ValidationError) -> str:
    names = re.findall(r"'([^']+)'", error.message.partition("(")[2])
    known = sorted(set(_properties(_schema())))
    if not names:
        return error.message[:200]
    said = _("%(name)s is no property that is known there%(hint)s")
    return said % {"name": quoted(names[0]), "hint": did_you_mean(names[0], known)}


def _alternatives(error: ValidationError) -> str:
    """What the alternatives ask for: "startDate or expectedStartDate, but not both"."""
    groups = [part.get("oneOf", [part]) for part in error.validator_value if isinstance(part, dict)]
    if error.validator == "oneOf":
        groups = [error.validator_value]
    named = [[name for part in group for name in part.get("required", [])] for group in groups]
    not_both = _("%(names)s, but not both")
    asked = [
        not_both % {"names": one_of(names)} if len(names) == 2 else one_of(names) for names in named
    ]
    return _("; or ").join(filter(None, asked)) or _("another form")


def _kind(wanted: Any) -> str:
    names = {
        "object": _("an object"),
        "array": _("a list"),
        "string": _("a text"),
        "integer": _("a whole number"),
    }
    return one_of(
        [names.get(name, name) for name in ([wanted] if isinstance(wanted, str) else wanted)]
    )


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return _("an object with %(names)s") % {"names": all_of(list(value)[:4]) or _("nothing")}
    if isinstance(value, list):
        return _("a list")
    return quoted(value) if isinstance(value, str) else json.dumps(value)
