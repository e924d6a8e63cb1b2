"""The passages that a claim rested on, in the wording of the version that was current then."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q

from kb.asof.past import Past, restored
from kb.asof.withdrawn import told_of_old
from kb.models import Article, Decision, Evidence, Sentence

__all__ = ["Cited", "cited", "still_readable"]

LIVE = (Evidence.State.STANDS, Evidence.State.WAITING)


@dataclass(frozen=True)
class Cited:
    """Evidence as it stood, in articles that may be seen, and the sentences that may be read.

    The rows come with their sentence, its version and its article; those whose sentence is not
    among `sentences` are told without their words. `origins` lead from the id of evidence to that
    of the first one in its place.
    """

    evidence: list[Evidence]
    sentences: list[Sentence]
    origins: dict[int, int]


def cited(claim: int, past: Past) -> Cited:
    """All that the claim rested on; a fixed number of queries."""
    rows = past.standing(Evidence.history.filter(claim_id=claim, state__in=LIVE))
    evidence: list[Evidence] = [restored(row) for row in rows.order_by("id")]
    with_articles(evidence, past)
    seen = [row for row in evidence if row.sentence.version.article.pk]
    return Cited(seen, _around(seen, past.user), _origins(claim))


def with_articles(evidence: Sequence[Evidence], past: Past) -> None:
    """Gives the rows their sentences, versions and articles; one that may not be seen has no id."""
    wanted = Sentence.objects.filter(pk__in={row.sentence_id for row in evidence})
    sentences = wanted.select_related("version").defer("version__text").in_bulk()
    ids = {sentence.version.article_id for sentence in sentences.values()}
    articles = past.named(Article, ids)
    for row in evidence:
        row.sentence = sentences[row.sentence_id]
        version = row.sentence.version
        version.article = articles.get(version.article_id) or Article()


def still_readable(sentences: Iterable[Sentence], user: Any) -> list[Sentence]:
    """Those of the cited `sentences` whose words `user` may read in the same article today.

    A correction leaves the old sentences of an article behind, of which only quotes are shown:
    what a claim cites is the new one. Where it says the same, nothing is told by showing the old.
    """
    wanted = list(sentences)
    articles = {sentence.version.article_id for sentence in wanted}
    there = Sentence.objects.filter(
        version__article__in=articles, text__in={sentence.text for sentence in wanted}
    )
    known: set[tuple[int, str]] = set()
    for readable in (there.visible_to(user), _left_readable(there)):
        known |= set(readable.order_by().values_list("version__article_id", "text").distinct())
    return [each for each in wanted if (each.version.article_id, each.text) in known]


def _left_readable(sentences: Any) -> Any:
    """Those that a claim cited when it was withdrawn, where the withdrawal leaves it to readers."""
    claims = told_of_old().filter(pk=OuterRef("claim"))
    later = Decision.objects.filter(claim=OuterRef("claim"), verb=Decision.Verb.WITHDRAWN)
    cited = Evidence.objects.live().filter(Exists(claims), sentence=OuterRef("pk"))
    # What was picked for it since was never public.
    cited = cited.filter(Exists(later.filter(at__gte=OuterRef("created_at"))))
    return sentences.filter(Exists(cited), version__article__access__in=("full", "quotes"))


def _around(evidence: Iterable[Evidence], user: Any) -> list[Sentence]:
    """The sentences of the paragraphs that the passages stand in, and the passages' own."""
    own = {row.sentence_id: row.sentence for row in evidence}
    paragraphs = Q(pk=None)
    for sentence in own.values():
        paragraphs |= Q(version=sentence.version_id, paragraph=sentence.paragraph)
    found = {row.pk: row for row in Sentence.objects.visible_to(user).filter(paragraphs)}
    hidden = [sentence for pk, sentence in own.items() if pk not in found]
    readable = still_readable(hidden, user)
    return [*found.values(), *readable]


def _origins(claim: int) -> dict[int, int]:
    rows = Evidence.objects.filter(claim=claim).values_list("pk", "replaces_id").order_by("pk")
    origins: dict[int, int] = {}
    for pk, replaced in rows:
        origins[pk] = origins.get(replaced, replaced) if replaced else pk
    return origins
