"""What of an earlier state of actors, events, articles, outlets and tags can come back, and how."""

from typing import Any, NamedTuple

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from editorial.actions.stand_ins import cannot_rest_on, current_sentences, stand_ins
from editorial.history import Past
from kb.models import Actor, Article, Event, Outlet, Revision, Sentence, Tag, recorded_as

__all__ = ["KEPT", "as_it_can_be", "as_it_is", "put_in_force"]


class Kept(NamedTuple):
    """What of a noun comes back: columns of its own, and of its parts by their related names."""

    own: tuple[str, ...]
    parts: dict[str, tuple[str, ...]]


KEPT: dict[type[Any], Kept] = {
    Actor: Kept(
        ("name", "kind", "description", "wikidata_id", "listed"),
        {
            "aliases": ("name", "language"),
            "affiliations": ("organisation_id", "role", "start", "end"),
        },
    ),
    Event: Kept(
        ("title", "kind", "place", "start", "start_precision", "end", "part_of_id"),
        {"participations": ("actor_id", "role", "sentence_id")},
    ),
    Article: Kept(
        (
            "title",
            "kind",
            "outlet_id",
            "author_id",
            "byline",
            "language",
            "published_on",
            "url",
            "license",
            "access",
        ),
        {},
    ),
    Outlet: Kept(("name", "url", "newsroom_id"), {}),
    Tag: Kept(("name",), {}),
}


def as_it_is(row: Any) -> dict[str, Any]:
    kept = KEPT[type(row)]
    now = {name: getattr(row, name) for name in kept.own}
    for related, names in kept.parts.items():
        now[related] = _sorted(getattr(row, related).values_list(*names))
    return now


def as_it_can_be(row: Any, now: dict[str, Any], past: Past) -> tuple[dict[str, Any], list[str]]:
    kept, losses = KEPT[type(row)], list[str]()
    wanted = {name: past.own[name] for name in kept.own}
    for name in _pointers(type(row), kept.own):
        if wanted[name] not in (None, now[name]):
            found = stand_ins(_target(type(row), name), [wanted[name]], losses)
            wanted[name] = found[wanted[name]].pk if found else now[name]
    if "access" in wanted and Article.Access.SEALED in (wanted["access"], now["access"]):
        if wanted["access"] != now["access"]:
            losses.append(_("Sealing and reopening an article take a decision with a reason."))
        wanted["access"] = now["access"]
    for related, names in kept.parts.items():
        model = row._meta.get_field(related).related_model
        then = [[values[name] for name in names] for values in past.parts[model]]
        wanted[related] = _parts(model, names, then, now[related], losses)
    return wanted, losses


def _parts(
    model: type[Any], names: tuple[str, ...], then: list[Any], now: list[Any], losses: list[str]
) -> list[Any]:
    """The rows of then as far as they can be: what they name is there, or has a stand-in."""
    wanted = [row for row in then if row in now]
    new = [row for row in then if row not in now]
    for name in _pointers(model, names):
        place = names.index(name)
        ids = [row[place] for row in new if row[place] is not None]
        if name == "sentence_id":
            sentences = current_sentences(ids)
            new = [_placed(row, place, sentences, now, losses) for row in new]
            continue
        found = stand_ins(_target(model, name), ids, losses)
        new = [
            [*row[:place], found[row[place]].pk, *row[place + 1 :]]
            for row in new
            if row[place] in found
        ]
    for row in new:
        if row not in wanted:
            wanted.append(row)
    return _sorted(wanted)


def _placed(
    row: list[Any],
    place: int,
    sentences: dict[int, Sentence],
    now: list[Any],
    losses: list[str],
) -> list[Any]:
    """The row; where its sentence stands in the current text no more, with the one of today."""
    if row[place] is None:
        return row
    sentence = sentences[row[place]]
    why = cannot_rest_on(sentence, 0, len(sentence.text))
    if not why:
        return row
    without = [*row[:place], None, *row[place + 1 :]]
    same = [known for known in now if [*known[:place], None, *known[place + 1 :]] == without]
    if same:
        return list(same[0])  # as a correction of the article left it
    losses.append(why)
    return without


def put_in_force(
    row: Any, now: dict[str, Any], wanted: dict[str, Any], by: User, reason: str
) -> None:
    """Makes an object that says `now` say `wanted`, as its next version."""
    for name in KEPT[type(row)].own:
        setattr(row, name, wanted[name])
    row.version += 1
    row.full_clean()
    with recorded_as(by, reason):
        row.save()
        for related, names in KEPT[type(row)].parts.items():
            _write_parts(row, related, names, now, wanted)
    Revision.raise_number()


def _write_parts(
    row: Any, related: str, names: tuple[str, ...], now: dict[str, Any], wanted: dict[str, Any]
) -> None:
    """Takes away what was not there then, and adds what was; never a row over another."""
    manager = getattr(row, related)
    for part in manager.all():
        if [getattr(part, name) for name in names] not in wanted[related]:
            part.delete()
    for values in wanted[related]:
        if values not in now[related]:
            part = manager.model(
                **{manager.field.name: row}, **dict(zip(names, values, strict=True))
            )
            part.full_clean()
            part.save()


def _pointers(model: type[Any], names: tuple[str, ...]) -> list[str]:
    return [name for name in names if name.endswith("_id") and name != "wikidata_id"]


def _target(model: type[Any], name: str) -> type[Any]:
    return model._meta.get_field(name.removesuffix("_id")).related_model


def _sorted(rows: Any) -> list[Any]:
    return sorted(
        ([*row] for row in rows), key=lambda row: [(value is None, str(value)) for value in row]
    )
