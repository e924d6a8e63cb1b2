"""Verbs over articles, their versions and their sentences."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from editorial.actions import claims as claim_actions
from editorial.actions import duplicates
from editorial.bulk import Rows
from kb.models import (
    TEXT_LIMIT_BYTES,
    Article,
    ArticleVersion,
    Claim,
    Decision,
    NoClaim,
    Original,
    Revision,
    Sentence,
    raised_at_end,
    recorded_as,
    sha256,
)
from kb.text.sentences import SEGMENTER, Span, split

__all__ = [
    "Received",
    "add",
    "check_text",
    "first_words",
    "judge",
    "lift",
    "reopen",
    "seal",
    "store_version",
]

VERSION_FIELDS = ("note", "spans", "segmenter", "original", "retrieved_at")

_SURROGATE = re.compile("[\ud800-\udfff]")
_TITLE_LENGTH = 90  # characters, for a text without a title


class Received(NamedTuple):
    """The bytes that a text was extracted from, as they came."""

    content: bytes
    content_type: str


@raised_at_end()
def add(*, by: User, text: str, title: str = "", language: str = "de", **fields: Any) -> Article:
    """A new article with its first version, which becomes the current one.

    `fields` are those of Article, and those of the version as in `store_version`.
    A text without a title gets its first sentence, shortened at a word.
    """
    version = {name: fields.pop(name) for name in VERSION_FIELDS if name in fields}
    check_text(text)
    title = title or first_words(text, version.get("spans") or split(text, language))
    article = Article(title=title, language=language, **fields)
    article.full_clean(exclude=("current_version",))
    with recorded_as(by):
        article.save()
    store_version(article=article, by=by, text=text, **version)
    return article


@transaction.atomic
def store_version(
    *,
    article: Article,
    by: User,
    text: str,
    note: str = "",
    spans: Sequence[Span] | None = None,
    segmenter: str | None = None,
    original: Received | None = None,
    retrieved_at: datetime | None = None,
) -> ArticleVersion:
    """Stores `text` to the code point as the next version and makes it the current one.

    `spans` is a given segmentation (then `segmenter` says whose); without it the text is
    split here. `original` is kept beside the text, so that its extraction can be repeated.
    What points at the version before is left alone: `corrections.correct` sees to it.
    Raises ValidationError when the text cannot be stored.
    """
    check_text(text)
    duplicates.wait_for_others()
    if spans is None:
        spans, segmenter = split(text, article.language), SEGMENTER
    version = ArticleVersion.objects.create(
        article=article,
        number=article.versions.count() + 1,
        text=text,
        sha256=sha256(text),
        segmenter=segmenter or "given",
        note=note,
        retrieved_at=retrieved_at,
    )
    if original:
        _keep(original, version)
    _cut(version, spans, by)
    article.current_version = version
    article.version += 1
    with recorded_as(by, note):
        article.save(update_fields=("current_version", "version"))
    duplicates.link_batch([(article.pk, text)])
    Revision.raise_number()
    return version


def _keep(original: Received, version: ArticleVersion) -> None:
    Original.objects.create(
        version=version,
        bytes=original.content,
        sha256=sha256(original.content),
        content_type=original.content_type,
    )


def _cut(version: ArticleVersion, spans: Sequence[Span], by: User) -> None:
    """Stores the sentences; there may be thousands of them."""
    rows = Rows(by, "")
    rows.expect(Sentence, len(spans))
    for position, (start, end, paragraph, role) in enumerate(spans, start=1):
        text = version.text[start:end]
        rows.add_sentence(version.pk, position, paragraph, str(role), start, end, text)
    rows.write()


def check_text(text: str) -> None:
    """Raises ValidationError, naming the place or the limit, for a text that cannot be kept."""
    if not text or text.isspace():
        raise ValidationError(_("There is no text."), code="text")
    if (place := text.find("\0")) >= 0:
        raise ValidationError(
            _("Character %(place)d is NUL, which no text may hold; remove it."),
            code="text",
            params={"place": place + 1},
        )
    if surrogate := _SURROGATE.search(text):
        raise ValidationError(
            _("Character %(place)d is half of a surrogate pair; the text is not valid Unicode."),
            code="text",
            params={"place": surrogate.start() + 1},
        )
    if (size := len(text.encode())) > TEXT_LIMIT_BYTES:
        raise ValidationError(
            _("The text has %(size)d bytes; at most %(limit)d can be kept. Divide it."),
            code="text",
            params={"size": size, "limit": TEXT_LIMIT_BYTES},
        )


@transaction.atomic
def judge(*, sentences: Iterable[Sentence], by: User, reason: str) -> list[NoClaim]:
    """Notes that `sentences` hold no claim; those judged before stay as they are."""
    judged = []
    with recorded_as(by, reason):
        for sentence in sentences:
            if not NoClaim.objects.filter(sentence=sentence).exists():
                judged.append(NoClaim.objects.create(sentence=sentence, reason=reason, by=by))
    Revision.raise_number()
    return judged


@transaction.atomic
def lift(*, sentences: Iterable[Sentence], by: User) -> None:
    """Takes back the judgement that `sentences` hold no claim."""
    with recorded_as(by):
        for judgement in NoClaim.objects.filter(sentence__in=list(sentences)):
            judgement.delete()
    Revision.raise_number()


@raised_at_end()
def seal(*, article: Article, by: User, reason: str) -> list[Claim]:
    """Takes an article from public view. Claims that lose their last support go first.

    Returns the claims that were withdrawn.
    """
    duplicates.wait_for_others()
    Decision.objects.create(article=article, verb=Decision.Verb.SEALED, reason=reason, by=by)
    resting = Claim.objects.published().filter(evidence__sentence__version__article=article)
    withdrawn = [
        claim_actions.withdraw(claim=claim, by=by, reason=reason)
        for claim in resting.distinct()
        if not claim.evidence.supporting().exclude(sentence__version__article=article).exists()
    ]
    _set_access(article, Article.Access.SEALED, by, reason)
    return withdrawn


@transaction.atomic
def reopen(*, article: Article, access: str, by: User, reason: str) -> None:
    """Shows a sealed article again. Withdrawn claims return only through review."""
    duplicates.wait_for_others()
    Decision.objects.create(article=article, verb=Decision.Verb.REOPENED, reason=reason, by=by)
    _set_access(article, access, by, reason)


def _set_access(article: Article, access: str, by: User, reason: str) -> None:
    article.access = access
    article.version += 1
    with recorded_as(by, reason):
        article.save(update_fields=("access", "version"))
    duplicates.regroup(article)
    Revision.raise_number()


def first_words(text: str, spans: Sequence[Span]) -> str:
    """A title for a text that has none: its first sentence, shortened at a word."""
    words = " ".join(text[spans[0].start : spans[0].end].split())
    if len(words) <= _TITLE_LENGTH:
        return words
    return words[:_TITLE_LENGTH].rsplit(" ", 1)[0].rstrip(" ,;:–-") + " …"
