"""An article as it stood on a day: the version current then, and the claims on it."""

from collections.abc import Sequence
from dataclasses import dataclass

from kb.asof.claims import Said, said
from kb.asof.passages import LIVE, still_readable
from kb.asof.past import Past, restored
from kb.models import Actor, Article, ArticleVersion, Decision, Evidence, Sentence

__all__ = ["ArticleThen", "article_then"]


@dataclass(frozen=True)
class ArticleThen:
    """`sentences` are those of `total` that may be read, `evidence` all that rested on them."""

    article: Article
    author: Actor | None
    version: ArticleVersion
    versions: list[ArticleVersion]  # known then, the oldest first
    sentences: list[Sentence]
    total: int
    evidence: list[Evidence]
    claims: dict[int, Said]
    decisions: list[Decision]  # until then, first things first

    @property
    def in_order(self) -> list[Said]:
        """The claims by the first sentence of this version that they rested on."""
        places: dict[int, int] = {}
        for row in self.evidence:
            place = row.sentence.position
            places[row.claim_id] = min(place, places.get(row.claim_id, place))
        return [self.claims[pk] for pk in sorted(places, key=lambda pk: (places[pk], pk))]


def article_then(pk: int, past: Past, number: int | None = None) -> ArticleThen | None:
    """The article as it was public then, in the version current then or in version `number`.

    None where it was not there. A fixed number of queries.
    """
    found = past.articles_of(past.articles().filter(id=pk))
    if not found:
        return None
    article = found[0]
    known = ArticleVersion.objects.filter(article=pk).defer("text").order_by("number")
    versions = _until(list(known), article.current_version_id)
    wanted = number or versions[-1].number
    version = next((each for each in versions if each.number == wanted), None)
    if version is None:
        return None
    evidence = _evidence(version, past)
    claims = past.claims().filter(id__in={row.claim_id for row in evidence})
    told = {each.claim.pk: each for each in said(past, claims)}
    evidence = [row for row in evidence if row.claim_id in told]
    decisions = Decision.objects.filter(article=pk, at__lt=past.at).select_related("by")
    return ArticleThen(
        article=article,
        author=past.named(Actor, [article.author_id]).get(article.author_id or 0),
        version=version,
        versions=versions,
        sentences=_sentences(version, evidence, past),
        total=version.sentences.count(),
        evidence=evidence,
        claims=told,
        decisions=list(decisions.order_by("pk")),
    )


def _until(versions: Sequence[ArticleVersion], current: int | None) -> list[ArticleVersion]:
    last = next(each.number for each in versions if each.pk == current)
    return [each for each in versions if each.number <= last]


def _evidence(version: ArticleVersion, past: Past) -> list[Evidence]:
    ids = Sentence.objects.filter(version=version).values("pk")
    rows = past.standing(Evidence.history.filter(sentence_id__in=ids, state__in=LIVE))
    evidence: list[Evidence] = [restored(row) for row in rows.order_by("id")]
    sentences = Sentence.objects.in_bulk({row.sentence_id for row in evidence})
    for row in evidence:
        row.sentence = sentences[row.sentence_id]
        row.sentence.version = version
    return evidence


def _sentences(version: ArticleVersion, evidence: Sequence[Evidence], past: Past) -> list[Sentence]:
    """Those that may be read; of what was cited then also what is cited elsewhere today."""
    visible = version.sentences.visible_to(past.user).in_order()
    shown = {sentence.pk: sentence for sentence in visible}
    hidden = {row.sentence_id: row.sentence for row in evidence if row.sentence_id not in shown}
    shown |= {each.pk: each for each in still_readable(hidden.values(), past.user)}
    return sorted(shown.values(), key=lambda sentence: sentence.position)
