"""Recomputes what must always hold, from the rows alone.

The database refuses what breaks a rule (kb/triggers.py); this finds the traces of whatever
got past it: disabled triggers, another program's schema change, a restore gone wrong. It asks
the triggers nothing and trusts no stored result. What leaves no trace it cannot find: a record
that was rewritten together with all that repeats it.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import IntegrityError, connection, models
from django.db.models import F, Max, OuterRef, Q, Subquery
from simple_history.models import HistoricalChanges

from kb import triggers
from kb.models import (
    TEXT_LIMIT_BYTES,
    Actor,
    Article,
    ArticleVersion,
    Attribution,
    Claim,
    Decision,
    Event,
    Evidence,
    NoClaim,
    Original,
    Revision,
    Sentence,
    Tag,
    sha256,
)

__all__ = ["Finding", "verify"]

_CHUNK_ROWS = 2000


class Finding(NamedTuple):
    """One thing that is off: which rule, where, and what."""

    rule: str
    place: str
    text: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.place}: {self.text}"


def verify() -> Iterator[Finding]:
    """All that is off in the base; nothing if all is well. Memory stays flat."""
    for check in CHECKS:
        yield from check()


def triggers_in_place() -> Iterator[Finding]:
    for line in triggers.differences(connection):
        yield Finding("triggers", "database", line)


def constraints() -> Iterator[Finding]:
    """Foreign keys, and on SQLite, which lets a PRAGMA pass them by, all other constraints."""
    try:
        connection.check_constraints()
    except IntegrityError as error:
        yield Finding("constraints", "database", str(error))
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            for (line,) in cursor.fetchall():
                if line != "ok":
                    yield Finding("constraints", "database", line)


# --- Text and sentences ------------------------------------------------------------------------


def texts() -> Iterator[Finding]:
    number = {"article": 0, "last": 0}
    for version in _rows(ArticleVersion.objects.order_by("article_id", "number")):
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
    for original in _rows(Original.objects.order_by("pk")):
        if sha256(bytes(original.bytes)) != original.sha256:
            yield Finding("text", f"original {original.pk}", "the bytes do not match their SHA-256")


def sentences() -> Iterator[Finding]:
    sentence_rows = _rows(Sentence.objects.order_by("version_id", "position"))
    by_version = groupby(sentence_rows, key=attrgetter("version_id"))
    version_id, found = next(by_version, (None, iter(())))
    shown = ArticleVersion.objects.annotate(shown=F("article__current_version__number")).order_by(
        "pk"
    )
    for version in _rows(shown):
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
    rows = Article.objects.annotate(said=Subquery(last.values("verb")[:1])).select_related(
        "current_version"
    )
    for article in _rows(rows.order_by("pk")):
        place = f"article {article.pk}"
        if (article.access == Article.Access.SEALED) != (article.said == "sealed"):
            yield Finding("silence", place, "is sealed or not against the last decision on it")
        if article.current_version and article.current_version.article_id != article.pk:
            yield Finding("sentences", place, "shows a version of another article")


# --- Quotes ------------------------------------------------------------------------------------


def quotes() -> Iterator[Finding]:
    beyond = Evidence.objects.select_related("sentence").order_by("pk")
    for evidence in _rows(beyond):
        if (
            not 0
            <= evidence.start
            < evidence.end
            <= evidence.sentence.end - evidence.sentence.start
        ):
            yield Finding("quotes", f"evidence {evidence.pk}", "lies outside its sentence")
    for cue in _rows(Attribution.objects.exclude(cue_sentence=None).select_related("cue_sentence")):
        length = cue.cue_sentence.end - cue.cue_sentence.start
        if not 0 <= cue.cue_start < cue.cue_end <= length:
            yield Finding("quotes", f"attribution {cue.pk}", "its cue lies outside its sentence")
    for judgement in NoClaim.objects.filter(
        sentence__in=Evidence.objects.covering().values("sentence")
    ):
        place = f"sentence {judgement.sentence_id}"
        yield Finding("quotes", place, "is judged to hold no claim, but a claim rests on it")
    for evidence in Evidence.objects.exclude(replaces=None).exclude(replaces__claim=F("claim")):
        yield Finding("quotes", f"evidence {evidence.pk}", "replaces that of another claim")


# --- Four eyes and silence ---------------------------------------------------------------------


def claims() -> Iterator[Finding]:
    rows = Claim.objects.prefetch_related("decisions", "attributions").order_by("pk")
    supported = Evidence.objects.supporting().filter(claim=OuterRef("pk"))
    for claim in _rows(rows.annotate(rests=models.Exists(supported))):
        place = f"claim {claim.pk}"
        decisions = list(claim.decisions.all())
        yield from _four_eyes(claim, decisions, place)
        yield from _chain(claim, place)
        for decision in decisions:
            if decision.claim_version > claim.version:
                yield Finding("four-eyes", place, f"decision {decision.pk} is ahead of its claim")


def _four_eyes(claim: Any, decisions: list[Decision], place: str) -> Iterator[Finding]:
    said = {(d.verb, d.claim_version) for d in decisions}
    others = {
        d.claim_version
        for d in decisions
        if d.verb in ("published", "corrected") and d.by_id != claim.writer_id
    }
    was_public = any(d.verb == "published" for d in decisions)
    if claim.status == Claim.Status.PUBLISHED:
        if claim.version not in others:
            yield Finding("four-eyes", place, "is published without somebody else's decision")
        if not claim.rests:
            yield Finding("four-eyes", place, "is published without a support that stands")
    elif claim.status == Claim.Status.WITHDRAWN and ("withdrawn", claim.version) not in said:
        yield Finding("silence", place, "is withdrawn without a decision")
    elif was_public and not any(d.verb == "withdrawn" for d in decisions):
        yield Finding("silence", place, "was public and is not, without a decision")
    if was_public != claim.was_public:
        yield Finding("silence", place, "its decisions and its first publication disagree")


def _chain(claim: Claim, place: str) -> Iterator[Finding]:
    hops = sorted(claim.attributions.all(), key=attrgetter("position"))
    last = next((hop for hop in hops if hop.position == claim.hops), None)
    if last and (last.actor_id, last.mode) != (claim.speaker_id, claim.mode):
        yield Finding("four-eyes", place, "its last hop is not its speaker and mode")
    is_whole = [hop.position for hop in hops] == list(range(1, claim.hops + 1))
    if claim.status == Claim.Status.PUBLISHED and not is_whole:
        yield Finding("four-eyes", place, "its attribution has gaps")


def revision() -> Iterator[Finding]:
    if Revision.objects.exclude(pk=1).exists():
        yield Finding("silence", "revision", "there is more than one row")


# --- Records -----------------------------------------------------------------------------------


def history() -> Iterator[Finding]:
    """Every curated row is what its last history row says, and none is gone without one."""
    for model in apps.get_models():
        if issubclass(model, HistoricalChanges):
            yield from _history_of(model)


def _history_of(model: Any) -> Iterator[Finding]:
    curated = model.instance_type
    pk = curated._meta.pk.attname
    fields = [f.attname for f in curated._meta.concrete_fields if _is_kept(model, f.attname)]
    last_ids = model.objects.values(pk).annotate(last=Max("history_id")).values("last")
    last = _rows(model.objects.filter(history_id__in=last_ids).order_by(pk))
    rows = _rows(curated._default_manager.order_by(pk))
    row, record = next(rows, None), next(last, None)
    while row or record:
        row_id = row.pk if row else None
        record_id = getattr(record, pk) if record else None
        if row is None or (record_id is not None and record_id < row_id):
            if record.history_type != "-":
                yield Finding(
                    "records", f"{curated.__name__} {record_id}", "is gone without a record"
                )
            record = next(last, None)
        elif record is None or row_id < record_id:
            yield Finding("records", f"{curated.__name__} {row_id}", "has no history")
            row = next(rows, None)
        else:
            changed = [name for name in fields if getattr(row, name) != getattr(record, name)]
            if changed or record.history_type == "-":
                text = f"was changed without a record: {', '.join(changed) or 'it was deleted'}"
                yield Finding("records", f"{curated.__name__} {row_id}", text)
            row, record = next(rows, None), next(last, None)


def _is_kept(model: Any, name: str) -> bool:
    try:
        model._meta.get_field(name.removesuffix("_id"))
    except FieldDoesNotExist:
        return name in {f.attname for f in model._meta.concrete_fields}
    return True


def addresses() -> Iterator[Finding]:
    for model in (Actor, Event, Tag):
        several = model.history.values("id").annotate(  # type: ignore[attr-defined]
            first=models.Min("slug"), last=Max("slug")
        )
        for row in several.exclude(first=F("last")):
            text = f"its address changed: {row['first']}, {row['last']}"
            yield Finding("silence", f"{model.__name__} {row['id']}", text)
    was_public = Claim.history.filter(published_at__isnull=False).values("id")
    for claim in Claim.objects.filter(Q(published_at=None), pk__in=was_public):
        yield Finding("silence", f"claim {claim.pk}", "its first publication was taken away")


def _rows(queryset: Any) -> Iterator[Any]:
    return iter(queryset.iterator(chunk_size=_CHUNK_ROWS))


CHECKS: tuple[Callable[[], Iterator[Finding]], ...] = (
    triggers_in_place,
    constraints,
    texts,
    sentences,
    versions_differ,
    articles,
    quotes,
    claims,
    revision,
    history,
    addresses,
)
