"""Loading a directory of seeds, in one transaction: read → parse → store → report."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, Q

from editorial.importing.seeds.directory import read_directory
from editorial.importing.seeds.run import Run, begin, finish
from editorial.importing.seeds.store import actors, articles, claims, events, no_claims
from kb.models import Evidence, NoClaim, Sentence, raised_at_end

__all__ = ["Report", "load_seeds"]

SOURCE = "seeds"
LABELS = ("articles", "actors", "events", "claims", "evidence", "no claim", "relations")
WORDS = ("new", "reopened", "changed", "same", "linked", "kept", "published", "suggested")


@dataclass(frozen=True, slots=True)
class Report:
    """What a run did, as lines for people."""

    coverage: list[str]
    notes: list[str]
    kept: list[str]
    rejected: list[str]
    summary: str
    is_changed: bool


def load_seeds(directory: Path, *, dry_run: bool = False) -> Report:
    """Loads `directory`; a dry run does the same and takes it all back.

    Raises NoSeeds when there is nothing to load.
    """
    seeds = read_directory(directory)
    with transaction.atomic():
        with raised_at_end():
            run = begin(seeds, source=SOURCE, path=str(directory))
            actors.store(run)
            articles.store(run)
            events.store(run)
            claims.store(run)
            no_claims.store(run)
            claims.relate(run)
            finish(run)
        report = _report(run)
        transaction.set_rollback(dry_run)
    return report


def _report(run: Run) -> Report:
    rejections = sorted(run.seeds.rejections, key=lambda r: (r.place.file, r.place.line or 0))
    return Report(
        coverage=list(_coverage(list(run.seeds.articles))),
        notes=run.notes,
        kept=run.kept,
        rejected=[str(rejection) for rejection in rejections],
        summary="; ".join(
            [*_counted(run), f"rejected: {len(rejections)}", f"kept: {len(run.kept)}"]
        ),
        is_changed=bool(run.pending),
    )


def _counted(run: Run) -> Iterator[str]:
    for label in LABELS:
        counts = run.counts[label]
        words = [f"{counts[word]} {word}" for word in WORDS if counts[word]]
        yield f"{label}: {', '.join(words) or 0}"


def _coverage(stems: list[str]) -> Iterator[str]:
    """For each article how many of its sentences are judged, one way or the other."""
    me = OuterRef("pk")
    is_covered = Exists(Evidence.objects.covering().filter(sentence=me))
    is_judged = Exists(NoClaim.objects.filter(sentence=me))
    name = "version__article__external_id"
    counted = (
        Sentence.objects.filter(
            version=F("version__article__current_version"),
            version__article__source=SOURCE,
            version__article__external_id__in=stems,
        )
        .annotate(covered=is_covered | is_judged)
        .values(name)
        .annotate(sentences=Count("pk"), done=Count("pk", filter=Q(covered=True)))
        .order_by(name)
    )
    for row in counted:
        yield f"{row[name]}: {row['sentences']} sentences, {row['done']} covered"
