"""What a claim rests on, as its page shows it: quotes in their paragraph, and more on request."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django import forms
from django.db.models import Q
from django.db.models.functions import Length

from kb.models import Article, ArticleVersion, Claim, Evidence, Sentence, sees_drafts
from kb.text.fragments import Directive, directive, leading_to
from kb.views.passages import Passage, Quote, compared, join, quotes

__all__ = ["Around", "Ground", "grounds", "passages"]

MOST_PARAGRAPHS = 5  # to either side; who wants more reads the article
SEARCHED_CHARS = 200_000  # of longer texts it is not looked up whether a quote stands there twice


class Around(forms.Form):
    """Around which quote more is to be shown, and how many paragraphs on either side."""

    around = forms.IntegerField(min_value=1)
    paragraphs = forms.IntegerField(min_value=1, max_value=MOST_PARAGRAPHS)

    def reaches(self) -> dict[int, int]:
        """Paragraphs to show by the first evidence of the quote; nothing if nothing fits."""
        if not self.is_valid():
            return {}
        return {self.cleaned_data["around"]: self.cleaned_data["paragraphs"]}

    @staticmethod
    def query(around: int, paragraphs: int) -> str:
        return f"?around={around}&paragraphs={paragraphs}"


@dataclass(frozen=True)
class Ground:
    """A quote with the paragraphs around it that were asked for, and where to read on."""

    quote: Quote
    earlier: tuple[str, ...]
    later: tuple[str, ...]
    wider: str  # the query of the address that shows more; "" where there is no more
    source: str  # the publisher's page, at these words; "" where no address is known

    @property
    def is_widened(self) -> bool:
        return bool(self.earlier or self.later)


def passages(claim: Claim, user: Any) -> list[Passage]:
    """All that `claim` rests on or is disputed by, as far as `user` may read it. One query."""
    evidence = Evidence.objects.visible_to(user).filter(claim=claim)
    evidence = evidence.select_related(
        "sentence__version__article__outlet",
        "sentence__version__article__author",
        "sentence__version__article__current_version",
        "sentence__version__article__fingerprint",
    )
    return join(
        evidence.defer(
            "sentence__version__text", "sentence__version__article__current_version__text"
        )
    )


def grounds(passages: Iterable[Passage], user: Any, asked: Around | None = None) -> list[Ground]:
    """The passages in their paragraphs, one of them with as many more as were asked for.

    Two queries.
    """
    found = list(passages)
    reaches = asked.reaches() if asked else {}
    around = _around(found, user, reaches)
    texts = _texts(found)
    return [
        _ground(quote, around, texts, user, reaches) for quote in compared(quotes(found, around))
    ]


def _around(passages: list[Passage], user: Any, reaches: Mapping[int, int]) -> list[Sentence]:
    """The sentences of all paragraphs the passages stand in, as far as `user` may read them.

    Where there may be more to see, those of the next paragraphs, too.
    """
    paragraphs = Q(pk=None)
    for passage in passages:
        reach = reaches.get(passage.first.pk, 0) + 1 if _may_widen(passage.version, user) else 0
        first, last = passage.first.sentence.paragraph, passage.last.sentence.paragraph
        paragraphs |= Q(version=passage.version, paragraph__range=(first - reach, last + reach))
    return list(Sentence.objects.visible_to(user).filter(paragraphs).in_order())


def _may_widen(version: ArticleVersion, user: Any) -> bool:
    return version.article.access == Article.Access.FULL or sees_drafts(user)


def _texts(passages: list[Passage]) -> dict[int, str]:
    """The texts of versions whose article has an address, unless they are very long."""
    wanted = {passage.version.pk for passage in passages if passage.version.article.url}
    versions = ArticleVersion.objects.annotate(length=Length("text"))
    found = versions.filter(pk__in=wanted, length__lte=SEARCHED_CHARS)
    return dict(found.values_list("pk", "text"))


def _ground(
    quote: Quote,
    around: list[Sentence],
    texts: Mapping[int, str],
    user: Any,
    reaches: Mapping[int, int],
) -> Ground:
    may_widen = _may_widen(quote.version, user)
    reach = reaches.get(quote.first.pk, 0) if may_widen else 0
    first, last = quote.first.sentence.paragraph, quote.last.sentence.paragraph
    near = [s for s in around if s.version_id == quote.version.pk]
    earlier = [s for s in near if first - reach <= s.paragraph < first]
    later = [s for s in near if last < s.paragraph <= last + reach]
    has_more = any(s.paragraph in (first - reach - 1, last + reach + 1) for s in near)
    may_widen = may_widen and has_more and reach < MOST_PARAGRAPHS
    return Ground(
        quote,
        earlier=_paragraphs(earlier),
        later=_paragraphs(later),
        wider=Around.query(quote.first.pk, reach + 1) if may_widen else "",
        source=_source(quote, texts),
    )


def _paragraphs(sentences: list[Sentence]) -> tuple[str, ...]:
    together = groupby(sentences, key=lambda sentence: sentence.paragraph)
    return tuple(" ".join(sentence.text for sentence in each) for _, each in together)


def _source(quote: Quote, texts: Mapping[int, str]) -> str:
    url = quote.version.article.url
    if not url:
        return ""
    named = (_directive(passage, texts.get(quote.version.pk)) for passage in quote.passages)
    return leading_to(url, [each for each in named if each])


def _directive(passage: Passage, text: str | None) -> Directive | None:
    first, last = passage.first, passage.last
    if text is None:
        words = passage.words
        return directive(words, 0, len(words))
    start, end = first.sentence.start + first.start, last.sentence.start + last.end
    if passage.version.article.access == Article.Access.FULL:
        return directive(text, start, end)
    # Of the others no words may be told but those of the sentences that are cited.
    return directive(text, start, end, told=(first.sentence.start, last.sentence.end))
