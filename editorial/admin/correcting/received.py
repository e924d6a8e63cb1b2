"""The new text of an article, from what came in: kept until somebody has seen what it does."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from editorial.actions.articles import Received
from editorial.admin.import_uploads import drafts_of, keep
from editorial.importing.articles.store import chosen, cut_anew
from editorial.models import Upload
from kb.models import Article
from kb.text.sentences import Span

__all__ = ["NewText", "kept", "new_text", "own_upload"]


class NewText(NamedTuple):
    """A text, and where the format says it, its sentences; without these it is split."""

    text: str
    spans: Sequence[Span] | None = None
    segmenter: str | None = None
    original: Received | None = None
    retrieved_at: datetime | None = None
    notes: Sequence[str] = ()


def kept(by: User, article: Article, *, text: str, file: Any, address: str) -> Upload:
    """Keeps what came in for `article` by one of the three ways. Raises FetchError."""
    upload = keep(by, file=[file] if file else [], address=address, text=text)
    upload.fields = {"corrects": article.pk, "is_typed": bool(text)}
    upload.save(update_fields=("fields",))
    return upload


def own_upload(by: Any, article: Article, pk: int) -> Upload | None:
    """What `by` brought in for `article` and has not stored yet."""
    return Upload.objects.filter(pk=pk, by=by, fields__corrects=article.pk).first()


def new_text(upload: Upload, article: Article) -> NewText:
    """The text in an upload, cut by the rules of the article's language.

    Raises ValidationError where there is none in it, or more than one.
    """
    if upload.fields.get("is_typed"):
        return NewText(bytes(upload.content).decode())
    drafts, rejected, _is_cut = drafts_of(upload)
    if rejected and not drafts:
        raise ValidationError(rejected)
    if len(drafts) != 1:
        raise ValidationError(
            _("“%(name)s” holds %(number)d articles; a correction takes a file or page with one."),
            code="several",
            params={"name": upload.name, "number": len(drafts)},
        )
    draft = chosen(drafts[0])
    cut_anew(draft, article.language)
    return NewText(
        text=draft.text,
        spans=draft.spans,
        segmenter=draft.segmenter or None,
        original=Received(draft.original, draft.content_type),
        retrieved_at=upload.created_at if upload.address else None,
        notes=draft.notes,
    )
