"""What waits for its preview: kept, read and looked at, with nothing of it in the base yet."""

import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import gettext as _

from editorial.admin.import_forms import ArticleForm
from editorial.importing.articles.collecting import collect_zip
from editorial.importing.articles.draft import Draft
from editorial.importing.articles.load import SOURCE, import_articles
from editorial.importing.articles.reading import read
from editorial.importing.articles.store import Chosen, Duplicate, Outcome, chosen
from editorial.importing.errors import Rejection
from editorial.importing.fetching import fetch
from editorial.models import Upload
from kb.models import Article, Sentence, sha256

__all__ = ["ARTICLES_AT_ONCE", "Look", "drafts_of", "forms_for", "keep", "look", "store"]

ARTICLES_AT_ONCE = 50

_SENTENCES_OPEN = 80
_KEPT_FOR = timedelta(days=1)
_ZIP = "application/zip"
_PASTED = "text/plain; charset=UTF-8"


@dataclass(slots=True)
class Look:
    """One article as it would be stored: its form, what would become of it, its sentences."""

    form: ArticleForm
    word: str
    reason: str
    article: Article | None
    sentences: list[Sentence]
    duplicates: list[Duplicate]

    @property
    def first(self) -> list[Sentence]:
        return self.sentences[:_SENTENCES_OPEN]

    @property
    def rest(self) -> list[Sentence]:
        return self.sentences[_SENTENCES_OPEN:]

    @property
    def language(self) -> str:
        return self.article.language if self.article else ""


def keep(by: User, *, file: list[Any], address: str, text: str) -> Upload:
    """Keeps what came in by one of the three ways; what is old goes. Raises FetchError."""
    Upload.objects.filter(created_at__lt=timezone.now() - _KEPT_FOR).delete()
    if address:
        page = fetch(address)
        return Upload.objects.create(
            name=page.address[:255],
            address=page.address,
            content_type=page.content_type[:100],
            content=page.body,
            by=by,
        )
    if text:
        return Upload.objects.create(
            name=_("Pasted text"), content_type=_PASTED, content=text.encode(), by=by
        )
    if len(file) > 1:
        name = _("%(number)d files") % {"number": len(file)}
        return Upload.objects.create(name=name, content_type=_ZIP, content=_packed(file), by=by)
    (one,) = file
    is_archive = one.name.lower().endswith(".zip")
    return Upload.objects.create(
        name=one.name[:255],
        # What a browser says of a file is a guess by its name; reading does better.
        content_type=_ZIP if is_archive else "",
        content=one.read(),
        by=by,
    )


def drafts_of(upload: Upload) -> tuple[list[Draft], list[str], bool]:
    """The articles in an upload, why some are none, and whether there are more than fit."""
    found = list(islice(_found(upload), ARTICLES_AT_ONCE + 1))
    drafts = [each for each in found if not isinstance(each, Rejection)]
    rejected = [str(each) for each in found if isinstance(each, Rejection)]
    return drafts[:ARTICLES_AT_ONCE], rejected, len(found) > ARTICLES_AT_ONCE


def forms_for(drafts: list[Draft], data: Any) -> list[ArticleForm]:
    """A form for each draft; bound where `data` were entered."""
    ids = [draft.external_id for draft in drafts]
    rows = Article.objects.filter(source=SOURCE, external_id__in=ids)
    known = {article.external_id: article for article in rows.select_related("outlet", "author")}
    return [
        ArticleForm(draft, known.get(draft.external_id), data or None, prefix=f"a{number}")
        for number, draft in enumerate(drafts, start=1)
    ]


def look(upload: Upload, forms: list[ArticleForm], by: User) -> list[Look]:
    """What storing would do: it is done, looked at, and taken back whole."""
    seen: list[Look] = []

    def see(outcome: Outcome) -> None:
        article = outcome.article
        version = article.current_version if article else None
        sentences = list(version.sentences.in_order()) if version else []
        seen.append(
            Look(
                forms[len(seen)],
                outcome.word,
                outcome.reason,
                article,
                sentences,
                outcome.duplicates,
            )
        )

    choices = [form.choice() if not form.errors else chosen(form.draft) for form in forms]
    store(upload, choices, by, dry_run=True, told=see)
    return seen


def store(upload: Upload, choices: list[Chosen], by: User, **options: Any) -> Any:
    """Stores the articles that were chosen, in the name of `by`."""
    # With its number: two uploads are two imports, whatever their files are called.
    path = f"{upload.address or upload.name} ({upload.pk})"
    for choice in choices:
        choice.retrieved_at = upload.created_at if upload.address else None
    return import_articles(choices, by=by, path=path, **options)


def _found(upload: Upload) -> Iterator[Draft | Rejection]:
    content = bytes(upload.content)
    if upload.content_type != _ZIP:
        yield from _read(upload, upload.name, content)
        return
    with tempfile.NamedTemporaryFile(suffix=".zip") as archive:
        archive.write(content)
        archive.flush()
        for each in collect_zip(Path(archive.name), upload.name):
            if isinstance(each, Rejection):
                yield each
            else:
                yield from _read(upload, *each)


def _read(upload: Upload, name: str, content: bytes) -> Iterator[Draft | Rejection]:
    kind = upload.content_type if upload.content_type != _ZIP else ""
    for each in read(content, name=name, content_type=kind, address=upload.address):
        if isinstance(each, Draft) and not upload.address and each.external_id.startswith(name):
            # The name of a file on somebody's desk says nothing: another "text.txt" is another.
            each.external_id = f"sha256:{sha256(each.original)}"
            if upload.content_type == _PASTED:
                # What was typed here came without bytes to decide about.
                each.forget_encoding()
        yield each


def _packed(files: list[Any]) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for number, file in enumerate(files, start=1):
            # Two files of one name are two.
            name = file.name if file.name not in archive.namelist() else f"{number}/{file.name}"
            archive.writestr(name, file.read())
    return packed.getvalue()
