"""What a merge would do, before anything is written: the preview shows it, the verb carries it out."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet

from editorial.actions.batches import locked
from editorial.actions.merging.links import LINKS, OWN, Link, Thing, noun_of
from editorial.bulk import Row
from editorial.models import Noun
from kb.models import Actor, Alias, Article, Attribution, Claim

__all__ = ["Change", "Fold", "Part", "Plan", "planned"]


@dataclass(frozen=True, slots=True)
class Change:
    """A field of one row gets another value."""

    model: Any
    pk: int
    field: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class Fold:
    """A row that goes, because `kept` says the same."""

    row: Row
    kept: Row

    @property
    def pk(self) -> int:
        return int(self.row["id"])


@dataclass
class Part:
    """What happens to the rows of one link."""

    link: Link
    moved: list[Row] = field(default_factory=list)
    folded: list[Fold] = field(default_factory=list)
    filled: list[Change] = field(default_factory=list)
    # Folds whose double says something else where only one can be kept.
    lossy: list[tuple[Fold, str]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.moved or self.folded)


@dataclass
class Plan:
    """All that a merge of `gone` into `into` would do."""

    noun: Noun
    gone: Any
    into: Any
    parts: list[Part] = field(default_factory=list)
    own: list[Change] = field(default_factory=list)  # of the two themselves
    authored: list[Change] = field(default_factory=list)  # articles that get their author named
    new_name: str = ""  # what the one that stays is called from then on, too
    spoken: list[int] = field(default_factory=list)  # claims whose speaker it is
    hops: list[Row] = field(default_factory=list)  # of attributions
    published: list[int] = field(default_factory=list)  # of the claims above
    others: list[int] = field(default_factory=list)

    @property
    def claims(self) -> list[int]:
        return sorted((*self.published, *self.others))


def planned(gone: Thing, into: Thing, *, lock: bool = False) -> Plan:
    """What merging `gone` into `into` would do; a fixed number of queries.

    With `lock` the rows are locked until the transaction ends. Whether it may be done at all is
    asked elsewhere (hindrances.py).
    """
    plan = Plan(noun_of(gone), gone, into)
    plan.parts = [_part(link, gone, into, lock) for link in LINKS[plan.noun]]
    plan.own = list(_own(plan))
    if isinstance(gone, Actor):
        _plan_claims(plan, lock)
        plan.new_name = _new_name(plan)
        plan.authored = _authored(gone, into)
    return plan


def _part(link: Link, gone: Thing, into: Thing, lock: bool) -> Part:
    part = Part(link)
    named = link.model._base_manager.filter(**{link.field: gone.pk})
    doubles = _doubles(link, named, into, lock)
    for row in _rows(named, lock):
        kept = doubles.get(_key(link, row))
        if kept is None:
            part.moved.append(row)
        else:
            _fold(part, Fold(row, kept))
    return part


def _doubles(link: Link, named: QuerySet, into: Thing, lock: bool) -> dict[Any, Row]:
    """Rows of `into` that say what one of `named` says, by what makes them the same."""
    if not link.same:
        return {}
    first = link.same[0]
    of_into = link.model._base_manager.filter(**{link.field: into.pk})
    alike = of_into.filter(**{f"{first}__in": named.order_by().values(first)})
    return {_key(link, row): row for row in _rows(alike, lock)}


def _key(link: Link, row: Row) -> tuple[Any, ...]:
    return tuple(row[name] for name in link.same)


def _rows(rows: QuerySet, lock: bool) -> list[Row]:
    names = [column.attname for column in rows.model._meta.concrete_fields]
    return list((locked(rows) if lock else rows).order_by("pk").values(*names))


def _fold(part: Part, fold: Fold) -> None:
    part.folded.append(fold)
    for name in part.link.fills:
        gone, kept = fold.row[name], fold.kept[name]
        if gone is None or gone == kept:
            continue
        if kept is None:
            part.filled.append(Change(part.link.model, fold.kept["id"], name, None, gone))
        else:
            part.lossy.append((fold, name))


def _own(plan: Plan) -> Iterable[Change]:
    """What the one that stays takes over; an id that only one may have leaves the other first."""
    for name in OWN[plan.noun]:
        value = getattr(plan.gone, name)
        if not value or getattr(plan.into, name) or value == plan.into.pk:
            continue
        model = type(plan.gone)
        if model._meta.get_field(name).unique:
            yield Change(model, plan.gone.pk, name, value, None)
        yield Change(model, plan.into.pk, name, getattr(plan.into, name), value)


def _new_name(plan: Plan) -> str:
    """The name of `gone`, unless it is known. Whoever belongs to one article alone bears a makeshift
    ("Unnamed author", "she") that names nobody elsewhere."""
    if plan.gone.only_in_id is not None:
        return ""
    own = Alias.objects.filter(actor__in=(plan.gone, plan.into))
    known = {plan.into.name, *own.values_list("name", flat=True)}
    return "" if plan.gone.name in known else str(plan.gone.name)


def _authored(gone: Actor, into: Any) -> list[Change]:
    """The article that named no author, if `gone` stood for its author: naming them is the point."""
    article = gone.only_in
    if article is None or article.author_id is not None or gone.name != article.anonymous_author:
        return []
    return [Change(Article, article.pk, "author_id", None, into.pk)]


def _plan_claims(plan: Plan, lock: bool) -> None:
    hops = Attribution.objects.filter(actor=plan.gone)
    said = Claim.objects.filter(Q(speaker=plan.gone) | Q(pk__in=hops.order_by().values("claim")))
    found = (locked(said) if lock else said).order_by("pk")
    for pk, status, speaker in found.values_list("pk", "status", "speaker"):
        (plan.published if status == Claim.Status.PUBLISHED else plan.others).append(pk)
        if speaker == plan.gone.pk:
            plan.spoken.append(pk)
    plan.hops = _rows(hops, lock)
