"""Claims that an editor confirmed to contradict or revise each other: `contradictions`, two by two.

What a pair is called follows from what is known of its claims; nobody types it in, and when one of them
is corrected it is called anew. Of the four the first that fits:

- *correction*: a source puts itself right. Both claims stand in the author's own voice, and either in the
  same article; or both are reports (of facts, not views) of the same author in two articles, one later than
  the other; or both are reports in articles of one outlet, and one revises the other. Where authors of one
  outlet merely contradict each other, it is a dispute: a paper may print two opinions.
- *change of position*: the same speaker says both, one later than the other.
- *conflicting statements*: the same speaker says both, and which came later is not known.
- *dispute*: one speaker contradicts another.

Where speakers of different sources revise each other and nobody says that they contradict, it is none.

Later is what was said on a later day, or, where the days are equal or one is not known, what revises the
other. A claim's day is the one it was said on, else the one its article appeared on; a sealed article tells
neither its day nor that two claims stand in it. A speaker merged into another is that other.

Whose business this is: docs/decisions/0012-contradictions.md.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import (
    Case,
    CharField,
    DateField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    TextChoices,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from kb.models import Article, Claim, ClaimRelation, Mode

__all__ = [
    "Order",
    "Type",
    "between_visible",
    "contradictions",
    "latest",
    "notes",
    "of_type",
    "order",
    "said_by",
    "typed",
]

Kind = ClaimRelation.Kind
OPPOSED = (Kind.CONTRADICTS, Kind.REVISES)


class Type(TextChoices):
    CHANGE = "change", _("change of position")
    DISPUTE = "dispute", _("dispute")
    CORRECTION = "correction", _("correction")
    CONFLICT = "conflict", _("conflicting statements")


class Order(NamedTuple):
    """The two claims of a pair by id, the earlier in front; where that is not known, the one recorded first."""

    first: int
    second: int
    is_known: bool


def contradictions(user: Any) -> QuerySet[ClaimRelation]:
    """Each pair once, both of whose claims `user` may see, with its `type`.

    Where a pair was recorded more than once (both ways, or as a contradiction and as a revision), it is the row
    that contradicts, else the oldest.
    """
    rows = ClaimRelation.objects.filter(kind__in=OPPOSED).filter(~Exists(_before()))
    return typed(between_visible(rows, user)).filter(~Q(type=""))


def between_visible(rows: QuerySet[ClaimRelation], user: Any) -> QuerySet[ClaimRelation]:
    """Relations both of whose claims `user` may see."""
    # Not "in": SQLite then looks for a relation between every claim and every other.
    visible = Claim.objects.visible_to(user).order_by()
    ends = (Exists(visible.filter(pk=OuterRef(end))) for end in ("subject", "object"))
    return rows.filter(*ends)


def of_type(rows: QuerySet[ClaimRelation], type: str) -> QuerySet[ClaimRelation]:
    """Those of the `typed` that are of this type."""
    return rows.filter(Q(type=type))


def typed(rows: QuerySet[ClaimRelation]) -> QuerySet[ClaimRelation]:
    """Annotates the `type` of each relation, "" for what is none, and what `order` needs."""
    revising = ClaimRelation.objects.filter(kind=Kind.REVISES)
    there = revising.filter(subject=OuterRef("subject"), object=OuterRef("object"))
    back = revising.filter(subject=OuterRef("object"), object=OuterRef("subject"))
    return rows.annotate(
        subject_day=_day("subject"),
        object_day=_day("object"),
        subject_revises=Exists(there),
        object_revises=Exists(back),
        subject_is=_speaker("subject"),
        object_is=_speaker("object"),
    ).annotate(type=_type())


def order(row: Any) -> Order:
    """Which claim of the pair is the later one; `row` is one of `typed`."""
    one, other = row.subject_id, row.object_id
    days = row.subject_day, row.object_day
    if None not in days and days[0] != days[1]:
        return Order(one, other, True) if days[0] < days[1] else Order(other, one, True)
    if row.subject_revises != row.object_revises:
        return Order(other, one, True) if row.subject_revises else Order(one, other, True)
    return Order(min(one, other), max(one, other), False)


def said_by(rows: QuerySet[ClaimRelation], actor: Any) -> QuerySet[ClaimRelation]:
    """Pairs of which the actor says at least one."""
    said = Claim.objects.spoken_by(actor).order_by().values("pk")
    known = ClaimRelation.objects.order_by()
    # Two ways in by an index; "or" would go through all relations there are.
    either = known.filter(subject__in=said).union(known.filter(object__in=said))
    return rows.filter(pk__in=either.values("pk"))


def notes(rows: Iterable[ClaimRelation]) -> dict[frozenset[int], list[str]]:
    """What editors noted on each of these pairs, by the ids of its claims. One query."""
    wanted = {frozenset((row.subject_id, row.object_id)) for row in rows}
    ids = {pk for pair in wanted for pk in pair}
    known = ClaimRelation.objects.filter(kind__in=OPPOSED, subject__in=ids, object__in=ids)
    found: dict[frozenset[int], list[str]] = defaultdict(list)
    for one, other, note in known.order_by("pk").values_list("subject", "object", "note"):
        pair = frozenset((one, other))
        if note and pair in wanted and note not in found[pair]:
            found[pair].append(note)
    return found


def latest(rows: QuerySet[ClaimRelation]) -> QuerySet[ClaimRelation]:
    """Those that came to light last in front, and `since` when: recorded, and both claims public."""
    since = Greatest("created_at", "subject__published_at", "object__published_at")
    return rows.annotate(since=since).order_by(F("since").desc(), "-pk")


# --- Steps -----------------------------------------------------------------------------------------


def _before() -> QuerySet[ClaimRelation]:
    """Rows of the same pair that speak for it before the row of the outer query does."""
    same = Q(subject=OuterRef("subject"), object=OuterRef("object"))
    back = Q(subject=OuterRef("object"), object=OuterRef("subject"))
    older = Q(kind=OuterRef("kind"), pk__lt=OuterRef("pk"))
    stronger = Q(Exact(OuterRef("kind"), Value(Kind.REVISES)), kind=Kind.CONTRADICTS)
    return ClaimRelation.objects.filter(same | back).filter(older | stronger)


def _day(end: str) -> Coalesce:
    """When the claim was said, as far as it is told."""
    sealed = Q(**{f"{end}__article__access": Article.Access.SEALED})
    printed = Case(
        When(sealed, then=None),
        default=F(f"{end}__article__published_on"),
        output_field=DateField(),
    )
    return Coalesce(F(f"{end}__said_on"), printed)


def _speaker(end: str) -> Coalesce:
    return Coalesce(F(f"{end}__speaker__merged_into"), F(f"{end}__speaker"))


def _type() -> Case:
    same_speaker = Q(subject_is=F("object_is"))
    revised = Q(subject_revises=True) | Q(object_revises=True)
    by_day = Q(subject_day__lt=F("object_day")) | Q(subject_day__gt=F("object_day"))
    later = by_day | ~Q(subject_revises=F("object_revises"))
    own = Q(subject__mode=Mode.AUTHOR, object__mode=Mode.AUTHOR)
    reports = Q(subject__kind=Claim.Kind.REPORT, object__kind=Claim.Kind.REPORT)
    is_open = ~Q(subject__article__access=Article.Access.SEALED) & ~Q(
        object__article__access=Article.Access.SEALED
    )
    same_article = is_open & Q(subject__article=F("object__article"))
    same_outlet = is_open & Q(subject__article__outlet=F("object__article__outlet"))
    opposed = Q(kind__in=OPPOSED)
    return Case(
        When(~opposed, then=Value("")),
        When(own & same_article, then=Value(Type.CORRECTION)),
        When(own & reports & same_speaker & later, then=Value(Type.CORRECTION)),
        When(own & reports & same_outlet & revised, then=Value(Type.CORRECTION)),
        When(same_speaker & later, then=Value(Type.CHANGE)),
        When(same_speaker, then=Value(Type.CONFLICT)),
        When(kind=Kind.CONTRADICTS, then=Value(Type.DISPUTE)),
        default=Value(""),
        output_field=CharField(),
    )
