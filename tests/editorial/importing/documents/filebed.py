"""Documents with claims as small files, the command that imports them, and what it must leave."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple

from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from editorial.models import ImportItem
from editorial.state import article_state, claim_states, digest, no_claim_state
from kb.exports.jsonl import documents, written
from kb.models import DERIVED, Article, Claim, NoClaim

__all__ = [
    "SOURCE",
    "TEXT",
    "Imported",
    "analyze",
    "bring",
    "claim",
    "cut",
    "document",
    "exported",
    "lines_of",
    "rows",
    "taken_back",
    "write",
]

SOURCE = "tests"
TEXT = (
    "Der Rat tagt am Montag in Bern. Er will über die Brücke entscheiden.\n\n"
    "Die Brücke\n\n"
    "Die Brücke sei sicher, sagte die Ministerin. Der Ingenieur widerspricht ihr."
)

Table = dict[str, Any]


def document(id: str = "rat", text: str = TEXT, *claims: Table, **more: Any) -> Table:
    """A document of `SOURCE` as a line gives it; claims without an id of their own are c1, c2 …"""
    given = {"id": id, "source": SOURCE, "text": text, **more}
    numbered = [{"id": f"c{n}", **claim} for n, claim in enumerate(claims, start=1)]
    return {"document": given, **({"claims": numbered} if numbered else {})}


def claim(*evidence: Table, **more: Any) -> Table:
    given = {"text": "Die Brücke ist sicher.", "evidence": list(evidence)}
    return {name: value for name, value in {**given, **more}.items() if value not in (None, [])}


def cut(quote: str, text: str = TEXT, nth: int = 0) -> Table:
    """Evidence that gives quote, start and end: the place counted from 0 on which it stands."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(quote, start + 1)
    return {"quote": quote, "start": start, "end": start + len(quote)}


def write(path: Path, *lines: Table | bytes) -> Path:
    """A file with these lines; what is bytes is written as it is."""
    path.parent.mkdir(exist_ok=True)
    parts = [
        line if isinstance(line, bytes) else json.dumps(line).encode() + b"\n" for line in lines
    ]
    path.write_bytes(b"".join(parts))
    return path


def lines_of(path: Path) -> list[Table]:
    """The lines of a file; none where there is no such file."""
    content = path.read_bytes() if path.exists() else b""
    # splitlines() would cut at U+2028, too
    return [json.loads(line) for line in content.decode().split("\n") if line]


class Imported(NamedTuple):
    """What the command said, and what it wrote beside each file."""

    out: list[str]
    errors: list[str]
    failure: str
    rejected: list[Table]
    path: Path  # of the first file

    @property
    def summary(self) -> str:
        return self.out[-1]

    @property
    def reasons(self) -> list[str]:
        """The reasons of all that was rejected, in the order of the file."""
        return [reason for line in self.rejected for reason in _reasons(line)]


def bring(*paths: Path, **options: Any) -> Imported:
    """Runs the command, and checks what must hold after every import: digests and states agree."""
    edited = dict(_strange_items())
    out, err = StringIO(), StringIO()
    failure = ""
    try:
        call_command("import_jsonl", *map(str, paths), stdout=out, stderr=err, **options)
    except CommandError as error:
        failure = str(error)
    assert not [item for item, state in _strange_items() if edited.get(item) != state]
    rejected = [
        line for path in paths for line in lines_of(path.with_name(f"{path.name}.rejected.jsonl"))
    ]
    return Imported(
        out.getvalue().splitlines(), err.getvalue().splitlines(), failure, rejected, paths[0]
    )


def rows() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table of ours, history included, but what is made of them for the search."""
    names = ("kb", "editorial", "auth")
    models = [model for name in names for model in apps.get_app_config(name).get_models()]
    return {
        model.__name__: list(model._base_manager.order_by("pk").values_list())
        for model in models
        if model not in DERIVED
    }


def analyze() -> None:
    """What autovacuum does in time: after many rows PostgreSQL plans badly without it."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def exported() -> bytes:
    return b"".join(written(document).encode() for document in documents())


@contextmanager
def taken_back() -> Iterator[None]:
    """What is stored within it is gone afterwards: the base is as empty as before."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _reasons(value: Any) -> Iterator[str]:
    """All reasons in a rejected line; that of a judgement is content, its own is `rejected`."""
    if isinstance(value, list):
        for item in value:
            yield from _reasons(item)
    if isinstance(value, dict):
        reason = value.get("rejected") or value.get("reason")
        if isinstance(reason, str):
            yield reason
        for item in value.values():
            yield from _reasons(item)


def _strange_items() -> Iterator[tuple[int, str]]:
    """Items whose object is not in the state that the last import left, with that state."""
    claims = claim_states(Claim.objects.all())
    articles = Article.objects.select_related("current_version").defer("current_version__text")
    states = {
        ImportItem.Kind.ARTICLE: {one.pk: article_state(one) for one in articles},
        ImportItem.Kind.CLAIM: claims,
        ImportItem.Kind.NO_CLAIM: {one.pk: no_claim_state(one) for one in NoClaim.objects.all()},
    }
    for item in ImportItem.objects.filter(kind__in=states):
        state = states[ImportItem.Kind(item.kind)].get(item.object_id)
        if state is not None and (now := digest(state)) != item.state_digest:
            yield item.pk, now
