"""Texts, their sentences, and the quotes cut from them."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.db.models import F, OuterRef, Q, Subquery

from kb.models import (
    TEXT_LIMIT_BYTES,
    Article,
    ArticleVersion,
    Attribution,
    Decision,
    Evidence,
    NoClaim,
    Original,
    Sentence,
    sha256,
)
from kb.verify.finding import Finding, rows

__all__ = ["articles", "quotes", "sentences", "texts", "versions_differ"]


def texts() -> Iterator[Finding]:
    number = {"article": 0, "last": 0}
    for version in rows(ArticleVersion.objects.order_by("article_id", "number")):
        place = f"article {version.article_id} version {version.number}"
        if version.article_id != number["article"]:
            number = {"article": version.article_id, "last": 0}
        if version.number != number["last"] + 1:
            yield Finding("text", place, f"version {number['last'] + 1} is missing")
        number["last"] = version.number
        if sha256(version.text) != version.sha256:
            yield Finding("text", place, "the text does not match its SHA-256")
        if "\0" in version.text or not version.text.strip():
            yield Finding("text", place, "the text is empty or holds NUL")
        if len(version.text.encode()) > TEXT_LIMIT_BYTES:
            yield Finding("text", place, f"the text is longer than {TEXT_LIMIT_BYTES} bytes")
    for original in rows(Original.objects.order_by("pk")):
        if sha256(bytes(original.bytes)) != original.sha256:
            yield Finding("text", f"original {original.pk}", "the bytes do not match their SHA-256")


def sentences() -> Iterator[Finding]:
    sentence_rows = rows(Sentence.objects.order_by("version_id", "position"))
    by_version = groupby(sentence_rows, key=attrgetter("version_id"))
    version_id, found = next(by_version, (None, iter(())))
    shown = ArticleVersion.objects.annotate(shown=F("article__current_version__number")).order_by(
        "pk"
    )
    for version in rows(shown):
        mine: list[Sentence] = []
        if version_id == version.pk:
            mine = list(found)
            version_id, found = next(by_version, (None, iter(())))
        place = f"article {version.article_id} version {version.number}"
        yield from _sentences_of(version, mine, place)
        last = mine[-1].end if mine else 0
        if version.number <= (version.shown or 0) and version.text[last:].strip():
            yield Finding("sentences", place, "is shown, but its sentences are not complete")


def _sentences_of(
    version: ArticleVersion, sentences: Iterable[Sentence], place: str
) -> Iterator[Finding]:
    reached = 0
    for position, sentence in enumerate(sentences, start=1):
        where = f"{place} sentence {sentence.position}"
        if sentence.position != position:
            yield Finding("sentences", where, f"should be sentence {position}")
        if (
            version.text[sentence.start : sentence.end] != sentence.text
            or not sentence.text.strip()
        ):
            yield Finding("sentences", where, "is not what the text says at that place")
        if sentence.start < reached or version.text[reached : sentence.start].strip():
            yield Finding("sentences", where, "overlaps, or leaves words before it out")
        reached = sentence.end


def versions_differ() -> Iterator[Finding]:
    same_as_before = ArticleVersion.objects.filter(
        sha256=Subquery(
            ArticleVersion.objects.filter(
                article=OuterRef("article"), number=OuterRef("number") - 1
            ).values("sha256")
        ),
        number__lte=F("article__current_version__number"),
    )
    for version in same_as_before:
        before = ArticleVersion.objects.get(article=version.article_id, number=version.number - 1)
        if _spans(version) == _spans(before):
            place = f"article {version.article_id} version {version.number}"
            yield Finding("text", place, "differs from the version before in nothing")


def _spans(version: ArticleVersion) -> list[tuple[Any, ...]]:
    return list(
        version.sentences.order_by("position").values_list("start", "end", "paragraph", "role")
    )


def articles() -> Iterator[Finding]:
    last = Decision.objects.filter(
        article=OuterRef("pk"), verb__in=("sealed", "reopened")
    ).order_by("-pk")
    judged = Article.objects.annotate(said=Subquery(last.values("verb")[:1])).select_related(
        "current_version"
    )
    for article in rows(judged.order_by("pk")):
        place = f"article {article.pk}"
        if (article.access == Article.Access.SEALED) != (article.said == "sealed"):
            yield Finding("silence", place, "is sealed or not against the last decision on it")
        if article.current_version and article.current_version.article_id != article.pk:
            yield Finding("sentences", place, "shows a version of another article")


def quotes() -> Iterator[Finding]:
    beyond = Evidence.objects.select_related("sentence").order_by("pk")
    for evidence in rows(beyond):
        if (
            not 0
            <= evidence.start
            < evidence.end
            <= evidence.sentence.end - evidence.sentence.start
        ):
            yield Finding("quotes", f"evidence {evidence.pk}", "lies outside its sentence")
    for cue in rows(Attribution.objects.exclude(cue_sentence=None).select_related("cue_sentence")):
        length = cue.cue_sentence.end - cue.cue_sentence.start
        if not 0 <= cue.cue_start < cue.cue_end <= length:
            yield Finding("quotes", f"attribution {cue.pk}", "its cue lies outside its sentence")
    for judgement in NoClaim.objects.filter(
        sentence__in=Evidence.objects.covering().values("sentence")
    ):
        place = f"sentence {judgement.sentence_id}"
        yield Finding("quotes", place, "is judged to hold no claim, but a claim rests on it")
    version = "sentence__version"
    current = Q(**{version: F(f"{version}__article__current_version")})
    for evidence in Evidence.objects.filter(~current, state=Evidence.State.STANDS):
        text = "stands on a wording that was corrected since"
        yield Finding("quotes", f"evidence {evidence.pk}", text)
    for evidence in Evidence.objects.exclude(replaces=None).exclude(replaces__claim=F("claim")):
        yield Finding("quotes", f"evidence {evidence.pk}", "replaces that of another claim")
