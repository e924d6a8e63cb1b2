"""What a new text of an article would do, worked out before anything is written."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from editorial.actions.articles import check_text
from editorial.actions.corrections.pointers import Noun, Outcome, Pointer, pointers
from kb.models import Article, ArticleVersion, Claim, Event, Evidence, sha256
from kb.text.alignment import Fate
from kb.text.sentences import SEGMENTER, Span, split

__all__ = ["Effect", "Plan", "plan"]


@dataclass
class Effect:
    """What becomes of one claim: how many of its passages and cues go along, wait or are lost."""

    claim: Claim
    pointers: list[Pointer] = field(default_factory=list)
    is_withdrawn: bool = False

    def _number(self, outcome: Outcome) -> int:
        return sum(pointer.outcome == outcome for pointer in self.pointers)

    @property
    def carried(self) -> int:
        return self._number(Outcome.CARRIED)

    @property
    def waiting(self) -> int:
        return self._number(Outcome.WAITS)

    @property
    def lost(self) -> int:
        return self._number(Outcome.LOST)

    @property
    def is_reopened(self) -> bool:
        """Whether it takes a decision: the claim is published, stays so, and is another afterwards."""
        is_kept = self.claim.is_public and not self.is_withdrawn
        return is_kept and any(pointer.changes_its_claim for pointer in self.pointers)


@dataclass(frozen=True)
class Plan:
    """A new text of an article, its sentences and all that it would touch: the blast radius."""

    article: Article
    old: ArticleVersion
    text: str
    spans: Sequence[Span]
    segmenter: str
    fates: Sequence[Fate]  # of the sentences of `old`, in order
    pointers: Sequence[Pointer]
    effects: Sequence[Effect]
    events: Sequence[Event]

    @property
    def number(self) -> int:
        return self.old.number + 1

    @property
    def withdrawn(self) -> list[Claim]:
        return [effect.claim for effect in self.effects if effect.is_withdrawn]

    @property
    def reopened(self) -> list[Claim]:
        return [effect.claim for effect in self.effects if effect.is_reopened]

    @cached_property
    def digest(self) -> str:
        """Two plans have the same one if they would do the same: what was seen is what is saved."""
        done = [(self.old.pk, self.article.version, sha256(self.text), *self.spans)]
        done += sorted((p.noun, p.pk, p.outcome, p.places) for p in self.pointers)
        done += sorted((e.claim.pk, e.claim.version, e.is_withdrawn) for e in self.effects)
        return hashlib.sha256(repr(done).encode()).hexdigest()


def plan(
    article: Article,
    text: str,
    spans: Sequence[Span] | None = None,
    segmenter: str | None = None,
) -> Plan:
    """What `text` as the next version of `article` would do; nothing is written.

    `spans` and `segmenter` are as in `editorial.actions.articles.add`. A fixed number of questions
    to the database. Raises ValidationError for a text that cannot be kept, or that changes nothing.
    """
    check_text(text)
    old = article.current_version
    if old is None:
        raise ValidationError(_("The article has no text yet that could be corrected."), "text")
    if spans is None:
        spans, segmenter = split(text, article.language), SEGMENTER
    _refuse_the_same(old, text, spans)
    found = pointers(article, [text[span.start : span.end] for span in spans])
    return Plan(
        article=article,
        old=old,
        text=text,
        spans=spans,
        segmenter=segmenter or "given",
        fates=found.fates,
        pointers=found.pointers,
        effects=_effects(found.pointers),
        events=_events(found.pointers),
    )


def _refuse_the_same(old: ArticleVersion, text: str, spans: Sequence[Span]) -> None:
    if old.text != text:
        return
    names = Span._fields
    here = old.sentences.in_order().values_list(*names)
    if [Span(*row) for row in here] == list(spans):
        raise ValidationError(
            _("Nothing changed: text and sentences are those of version %(number)d."),
            code="version-same",
            params={"number": old.number},
        )


def _effects(found: Iterable[Pointer]) -> list[Effect]:
    by_claim: dict[int, list[Pointer]] = defaultdict(list)
    for pointer in found:
        if pointer.claim:
            by_claim[pointer.claim].append(pointer)
    claims = Claim.objects.filter(pk__in=by_claim).select_related("writer", "speaker")
    effects = [Effect(claim, by_claim[claim.pk]) for claim in claims.order_by("pk")]
    supported = _supported(effects)
    for effect in effects:
        effect.is_withdrawn = effect.claim.is_public and effect.claim.pk not in supported
    return effects


def _supported(effects: Sequence[Effect]) -> set[int]:
    """The claims that would still rest on something: here, or in another article."""
    rows = [p.pk for effect in effects for p in effect.pointers if p.noun == Noun.EVIDENCE]
    elsewhere = Evidence.objects.supporting().exclude(pk__in=rows)
    claims = [effect.claim.pk for effect in effects]
    supported = set(elsewhere.filter(claim__in=claims).values_list("claim", flat=True))
    for effect in effects:
        if any(p.is_live_support and p.outcome != Outcome.LOST for p in effect.pointers):
            supported.add(effect.claim.pk)
    return supported


def _events(found: Iterable[Pointer]) -> list[Event]:
    """Events whose participants are named here, and those that a touched claim names."""
    named = {pointer.event for pointer in found if pointer.event}
    claims = {pointer.claim for pointer in found if pointer.claim}
    events = Event.objects.filter(pk__in=named) | Event.objects.filter(
        claim_links__claim__in=claims
    )
    return list(events.distinct().newest_first())
