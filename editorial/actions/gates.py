"""What hinders a step of a claim, asked in one place.

The pages that show beforehand what will go through and the verbs that refuse it ask the same
functions, so they never differ. Many claims cost as many queries as one.
"""

from collections import Counter, defaultdict
from collections.abc import Collection

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from editorial.models import Assignment, Step
from kb.errors import REFUSALS
from kb.models import Attribution, Claim, ClaimTag, Evidence, Stance, Tag
from kb.text.blank import is_blank

__all__ = [
    "FROM",
    "fits",
    "hindrances",
    "need_reason",
    "refuse",
    "refuse_own_work",
    "refuse_unless",
    "refuse_without_support",
    "refuse_without_text",
]

Status = Claim.Status

# From where each step goes; what is not named here goes from everywhere.
FROM = {
    Step.SUBMIT: (Status.DRAFT, Status.WITHDRAWN),
    Step.PUBLISH: (Status.IN_REVIEW,),
    Step.RETURN: (Status.IN_REVIEW,),
    Step.WITHDRAW: (Status.PUBLISHED,),
}
DECIDED_BY_A_COLLEAGUE = (Step.PUBLISH, Step.RETURN)
ASKS_FOR_SUPPORT = (Step.SUBMIT, Step.PUBLISH)


def hindrances(
    claims: Collection[Claim],
    step: str,
    by: User,
    *,
    tags: Collection[Tag] = (),
    to: User | None = None,
) -> dict[int, list[ValidationError]]:
    """Why `by` cannot take `step` with each of `claims`, by their ids; an empty list for those
    that go through. `tags` and `to` say what Step.TAG and Step.ASSIGN would do.

    Whether somebody may take such steps at all is a matter of permissions, not asked here.
    """
    found = {claim.pk: _of_its_own(claim, step, by) for claim in claims}
    # Where the status does not fit, nothing else is worth saying.
    left = [claim for claim in claims if fits(claim, step)]
    if step in ASKS_FOR_SUPPORT:
        _add_gaps(found, left)
    elif step == Step.TAG:
        _add_tagged(found, left, tags)
    elif step == Step.ASSIGN:
        _add_assigned(found, left, to)
    return found


def fits(claim: Claim, step: str) -> bool:
    """Whether `step` goes from the status that the claim has."""
    return step not in FROM or claim.status in FROM[Step(step)]


def refuse(
    claim: Claim, step: str, by: User, *, tags: Collection[Tag] = (), to: User | None = None
) -> None:
    """Raises the first thing that hinders `by` from taking `step`."""
    for hindrance in hindrances([claim], step, by, tags=tags, to=to)[claim.pk]:
        raise hindrance


def refuse_unless(claim: Claim, *statuses: str) -> None:
    if claim.status not in statuses:
        raise _misplaced(claim, statuses)


def refuse_own_work(writer: User, by: User) -> None:
    if writer == by:
        raise ValidationError(REFUSALS["own-work"], code="own-work")


def refuse_without_support(claim: Claim) -> None:
    for gap in _support_gaps([claim.pk])[claim.pk]:
        raise gap


def refuse_without_text(claim: Claim) -> None:
    if is_blank(claim.text):
        raise _textless()


def need_reason(reason: str) -> None:
    if not reason.strip():
        raise ValidationError(_("Give a reason; it is shown to readers."), code="reason")


# --- Gates -------------------------------------------------------------------------------------


def _textless() -> ValidationError:
    return ValidationError(REFUSALS["claim-text"], code="claim-text")


def _misplaced(claim: Claim, statuses: Collection[str]) -> ValidationError:
    return ValidationError(
        _("This needs a claim that is %(wanted)s; this one is %(status)s."),
        code="claim-status",
        params={
            "wanted": ", ".join(str(Status(status).label) for status in statuses),
            "status": claim.get_status_display(),
        },
    )


def _of_its_own(claim: Claim, step: str, by: User) -> list[ValidationError]:
    """What the claim itself tells, without a question to the database."""
    if not fits(claim, step):
        return [_misplaced(claim, FROM[Step(step)])]
    found = []
    if step in DECIDED_BY_A_COLLEAGUE and claim.writer_id == by.pk:
        found.append(ValidationError(REFUSALS["own-work"], code="own-work"))
    if step in ASKS_FOR_SUPPORT and is_blank(claim.text):
        found.append(_textless())
    return found


def _add_gaps(found: dict[int, list[ValidationError]], claims: Collection[Claim]) -> None:
    gaps = _support_gaps([claim.pk for claim in claims])
    chained = [claim.pk for claim in claims if claim.hops]
    hops = Counter(Attribution.objects.filter(claim__in=chained).values_list("claim", flat=True))
    for claim in claims:
        found[claim.pk] += gaps[claim.pk]
        if hops[claim.pk] != claim.hops:
            found[claim.pk].append(ValidationError(REFUSALS["chain"], code="chain"))


def _support_gaps(ids: Collection[int]) -> dict[int, list[ValidationError]]:
    """Claims that rest on nothing, or on nothing that may still be read."""
    access = defaultdict(set)
    supports = Evidence.objects.live().filter(claim__in=ids, stance=Stance.SUPPORTS)
    for claim, of_article in supports.values_list("claim", "sentence__version__article__access"):
        access[claim].add(of_article)
    gaps: dict[int, list[ValidationError]] = defaultdict(list)
    for pk in ids:
        if not access[pk]:
            gaps[pk].append(ValidationError(REFUSALS["support"], code="support"))
        elif access[pk] == {"sealed"}:
            message = _("All that supports it stands in an article that is sealed.")
            gaps[pk].append(ValidationError(message, code="support"))
    return gaps


def _add_tagged(
    found: dict[int, list[ValidationError]], claims: Collection[Claim], tags: Collection[Tag]
) -> None:
    had = Counter(
        ClaimTag.objects.filter(content_object__in=claims, tag__in=tags).values_list(
            "content_object", flat=True
        )
    )
    for claim in claims:
        if tags and had[claim.pk] == len(tags):
            message = _("It has these tags already.")
            found[claim.pk].append(ValidationError(message, code="tagged"))


def _add_assigned(
    found: dict[int, list[ValidationError]], claims: Collection[Claim], to: User | None
) -> None:
    known = dict(Assignment.objects.filter(claim__in=claims).values_list("claim", "to"))
    for claim in claims:
        if known.get(claim.pk) == (to.pk if to else None):
            message = (
                _("It is assigned to %(person)s already.") % {"person": to}
                if to
                else _("It is assigned to nobody.")
            )
            found[claim.pk].append(ValidationError(message, code="assigned"))
