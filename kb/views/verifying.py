"""A claim's quotes recomputed from the stored texts, before the reader's eyes."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kb.http import Request
from kb.models import Article, ArticleVersion, Claim, Evidence, Sentence
from kb.models.version import sha256
from kb.views.answers import for_anybody, missing, revalidated
from kb.views.described import found

__all__ = ["claim_verify", "version_text"]


@dataclass(frozen=True)
class Recomputed:
    """One row of evidence against the text it was cut from; offsets are code points of the text."""

    row: Evidence
    cut_sentence: str
    cut_quote: str

    @property
    def sentence(self) -> Sentence:
        return self.row.sentence

    @property
    def start(self) -> int:
        return self.sentence.start + self.row.start

    @property
    def end(self) -> int:
        return self.sentence.start + self.row.end

    @property
    def sentence_agrees(self) -> bool:
        return self.cut_sentence == self.sentence.text

    @property
    def quote_agrees(self) -> bool:
        length = self.row.end - self.row.start
        return self.cut_quote == self.row.quote and len(self.cut_quote) == length


@dataclass(frozen=True)
class Checked:
    """One version with the passages cut from it; `shown` are those whose words may be read."""

    version: ArticleVersion
    sha256: str
    rows: list[Recomputed]
    shown: list[Recomputed]

    @property
    def article(self) -> Article:
        return self.version.article

    @property
    def is_sealed(self) -> bool:
        """Of it the hash alone is told."""
        return self.article.access == Article.Access.SEALED

    @property
    def is_open(self) -> bool:
        """Whether everybody may have the whole text."""
        return self.article.access == Article.Access.FULL

    @property
    def hash_agrees(self) -> bool:
        return self.sha256 == self.version.sha256

    @property
    def rows_agree(self) -> bool:
        return all(row.sentence_agrees and row.quote_agrees for row in self.rows)

    @property
    def agrees(self) -> bool:
        return self.is_sealed or (self.hash_agrees and self.rows_agree)


@require_safe
def claim_verify(request: Request, pk: int) -> HttpResponse:
    """Computes anew at every call; no copy of it is ever good."""
    claim = found(pk, request.user)
    if claim is None:
        return missing(request, Claim.objects.once_public().filter(pk=pk))
    checked = list(_checked(claim, request.user))
    context = {
        "claim": claim,
        "checked": checked,
        "agrees": all(each.agrees for each in checked),
        "own": next((each for each in checked if each.is_open and each.shown), None),
    }
    response = render(request, "kb/verify.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _checked(claim: Claim, user: Any) -> Iterator[Checked]:
    """By version, in the order of its passages. Three queries; one text in memory at a time."""
    evidence = Evidence.objects.filter(claim=claim)
    visible = set(evidence.visible_to(user).values_list("pk", flat=True))
    rows = evidence.live().select_related("sentence__version__article__outlet")
    found = list(rows.defer("sentence__version__text").in_text_order())
    together = {
        pk: list(rows) for pk, rows in groupby(found, key=lambda row: row.sentence.version_id)
    }
    texts = ArticleVersion.objects.filter(pk__in=together).order_by("pk")
    for pk, text in texts.values_list("pk", "text").iterator(chunk_size=1):
        recomputed = [_recomputed(row, text) for row in together[pk]]
        shown = [each for each in recomputed if each.row.pk in visible and each.row.quote]
        yield Checked(together[pk][0].sentence.version, sha256(text), recomputed, shown)


def _recomputed(row: Evidence, text: str) -> Recomputed:
    sentence = row.sentence
    start, end = sentence.start + row.start, sentence.start + row.end
    return Recomputed(row, text[sentence.start : sentence.end], text[start:end])


@require_safe
@for_anybody
@revalidated
def version_text(request: Request, pk: int, number: int) -> HttpResponse:
    """The text of a version as it is stored, to hash and to count in; of articles in full alone."""
    article = Article.objects.visible_to(request.user).filter(pk=pk).first()
    if article is None:
        return missing(request, Article.objects.once_public().filter(pk=pk))
    versions = article.versions.filter(number__lte=F("article__current_version__number"))
    version = versions.filter(number=number).first()
    if version is None:
        return missing(request, Article.objects.none())
    if article.access != Article.Access.FULL:
        words = _("The text of this article is not given away here; read it at its source.")
        return HttpResponse(f"{words}\n", content_type="text/plain; charset=utf-8", status=403)
    return HttpResponse(version.text, content_type="text/plain; charset=utf-8")
