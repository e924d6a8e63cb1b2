"""Claims as a feed: each with its passages and the address of the very sentence."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, prefetch_related_objects
from django.http import HttpResponse
from django.template.loader import render_to_string

from kb.feeds.answers import ANYONE
from kb.feeds.atom import answer, identifier, serializable
from kb.http import Request
from kb.models import Claim, ClaimTag, Decision, Evidence
from kb.templatetags.speech import who_says
from kb.views.entries import Entry, entries, with_speaker
from kb.views.passages import Passage

__all__ = ["LENGTH", "claims_feed"]

LENGTH = 50  # entries
ROOM = 10  # of them, for what was corrected last
FEW = 2000  # claims
TOLD = (Decision.Verb.PUBLISHED, Decision.Verb.CORRECTED)


def claims_feed(
    request: Request, claims: QuerySet[Claim], *, title: str, subtitle: str, link: str
) -> HttpResponse:
    """The `LENGTH` of the `claims` that were published last, and some that were corrected, as Atom.

    Of the claims only those are told that everybody may see, with the passages that everybody
    may read; they come uncut. `link` is the address, without host, of the page that shows the same claims. As many
    queries for 50 claims as for one. The view that calls it is decorated with `followed`.
    """
    decided = {each.claim_id: each for each in _last(claims) if each.claim_id}
    shown = with_speaker(Claim.objects.visible_to(ANYONE).filter(pk__in=list(decided)))
    found = {entry.claim.pk: entry for entry in entries(shown, ANYONE)}
    articles = {id(article): article for entry in found.values() for article in _articles(entry)}
    prefetch_related_objects(list(articles.values()), "outlet")
    tags = _tags(found)
    told = [
        _told(request, found[pk], decision, tags.get(pk, []))
        for pk, decision in decided.items()
        if pk in found
    ]
    return answer(request, title=title, subtitle=subtitle, link=link, entries=told)


def _last(claims: QuerySet[Claim]) -> list[Decision]:
    """The decisions by which the claims to tell of are public as they are, the newest first.

    Those corrected last have `ROOM` of their own: who corrects an article corrects all its claims,
    and what was published shortly before is told nevertheless.
    """
    ids = list(claims.order_by().values_list("pk", flat=True)[: FEW + 1])
    few = ids if len(ids) <= FEW else None
    corrected = _newest(claims, few, Decision.Verb.CORRECTED)[:ROOM]
    published = _newest(claims, few, Decision.Verb.PUBLISHED)[:LENGTH]
    chosen = list(dict.fromkeys([*corrected, *published]))[:LENGTH]
    later = _of(*TOLD).filter(claim=OuterRef("claim"), pk__gt=OuterRef("pk"))
    decisions = _of(*TOLD).filter(~Exists(later), claim__in=chosen)
    return list(decisions.order_by("-pk"))


def _of(*verbs: str) -> QuerySet[Decision]:
    """Decisions with these verbs, for those who know the claim.

    Said by exclusion: else SQLite goes through all with the verb by the index of the log, 40 seconds
    for 2,000 of 10,000 claims.
    """
    return Decision.objects.exclude(verb__in=set(Decision.Verb) - set(verbs))


def _newest(claims: QuerySet[Claim], few: list[int] | None, verb: str) -> QuerySet[Decision, int]:
    """The ids of the claims on which `verb` was decided, the last one first.

    Of a `few` claims their decisions are looked up; where there are many, the decisions are gone
    through from the newest on.
    """
    decisions = _of(verb)
    later = decisions.filter(claim=OuterRef("claim"), pk__gt=OuterRef("pk"))
    if few is None:
        among = Exists(claims.order_by().filter(pk=OuterRef("claim")))
        found = Decision.objects.filter(among, verb=verb)
    else:
        found = decisions.filter(claim__in=few)
    return found.filter(~Exists(later)).order_by("-pk").values_list("claim", flat=True)


def _articles(entry: Entry) -> list[Any]:
    return [passage.version.article for passage in entry.passages]


def _tags(claims: Any) -> dict[int, list[str]]:
    links = ClaimTag.objects.filter(content_object__in=list(claims), tag__merged_into=None)
    found: dict[int, list[str]] = {}
    for link in links.select_related("tag").order_by("tag__name", "pk"):
        found.setdefault(link.content_object_id, []).append(serializable(link.tag.name))
    return found


def _told(request: Request, entry: Entry, decision: Decision, tags: list[str]) -> dict[str, Any]:
    claim = entry.claim
    published_at = claim.published_at or decision.at
    return {
        "title": serializable(" ".join(claim.text.split())),
        "link": request.build_absolute_uri(claim.permalink),
        # The day in UTC, so that no setting moves it.
        "unique_id": identifier(request, f"claims/{claim.pk}", f"{published_at:%Y-%m-%d}"),
        "pubdate": published_at,
        "updateddate": max(decision.at, published_at),
        "language": claim.language,
        "categories": tags,
        "description": _content(request, entry, decision),
    }


def _content(request: Request, entry: Entry, decision: Decision) -> str:
    claim = entry.claim
    article = claim.article
    context = {
        "claim": claim,
        "speech": who_says(claim),
        # Of a sealed article not even the date is told.
        "said_on": claim.said_on or (article.published_on if article.is_public else None),
        "cited": [_cited(request, passage) for passage in entry.passages],
        "host": request.build_absolute_uri("/").rstrip("/"),
        "decision": decision,
    }
    return serializable(render_to_string("feeds/claim.html", context).strip())


@dataclass(frozen=True)
class Cited:
    """A passage with the address of its first sentence, in the version it was read in."""

    passage: Passage
    address: str
    is_waiting: bool


def _cited(request: Request, passage: Passage) -> Cited:
    version, number = passage.version, passage.first.sentence.position
    address = f"{version.article.permalink}v{version.number}/#s{number}"
    is_waiting = any(row.state == Evidence.State.WAITING for row in passage.rows)
    return Cited(passage, request.build_absolute_uri(address), is_waiting)
