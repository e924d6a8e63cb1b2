"""What an import writes down about itself: one ImportRun, from its first batch to its last."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q
from django.utils import timezone

from editorial.importing.errors import in_one_line
from editorial.models import ImportItem, ImportRun

__all__ = ["LINES_KEPT", "Log", "keep_alive"]

LINES_KEPT = 1000  # of each kind; the file of rejected items has them all


@dataclass
class Log:
    """Counts and lines of one import, and the row in which they are kept.

    Whoever imports calls `open` before the first transaction, `save` at the end of each, and `close`
    when all is done. A run that was killed left its row unfinished: the next run of the same path
    goes on with it. A run that changed nothing and was refused nothing new leaves no row.
    """

    source: str
    path: str
    by: User
    counts: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    rejections: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    rejected: int = 0
    kept: int = 0
    _before: dict[str, dict[str, int]] = field(default_factory=dict)  # of a run that was killed

    @cached_property
    def row(self) -> ImportRun:
        mine = ImportRun.objects.filter(source=self.source, path=self.path, by=self.by)
        begun = mine.filter(finished_at=None).first()
        if begun is None:
            return ImportRun.objects.create(source=self.source, path=self.path, by=self.by)
        self._before, self.notes = begun.counts, [*begun.notes, *self.notes]
        return begun

    def open(self) -> None:
        """Makes or finds the row, outside of what may be taken back later."""
        _ = self.row

    def count(self, label: str, word: str, number: int = 1) -> None:
        """Another `number` of `label` ("claims") were `word` ("new")."""
        if number:
            self.counts[label][word] += number

    def reject(self, line: str) -> None:
        self.rejected += 1
        self._write(self.rejections, line)

    def keep(self, line: str, word: str = "kept") -> None:
        """Something was left as it is, because it was edited here; `word` says so before `line`."""
        self.kept += 1
        self._write(self.notes, f"{word}: {line}")

    def note(self, line: str) -> None:
        self._write(self.notes, line)

    def memento(self) -> Any:
        """What is counted and said so far, for `restore`."""
        counts = {label: Counter(words) for label, words in self.counts.items()}
        return counts, len(self.rejections), len(self.notes), self.rejected, self.kept

    def restore(self, memento: Any) -> None:
        """Forgets what was counted and said since."""
        counts, rejections, notes, self.rejected, self.kept = memento
        self.counts = defaultdict(Counter, counts)
        del self.rejections[rejections:], self.notes[notes:]

    def add(self, other: "Log") -> None:
        """Counts what another log counted, for the sum of several."""
        for label, words in other.counts.items():
            self.counts[label].update(words)
        self.rejected += other.rejected
        self.kept += other.kept

    def save(self) -> None:
        """Writes down what is known so far."""
        self.row.counts = self._all_counts()
        self.row.log = self._with_rest(self.rejections, self.rejected)
        self.row.notes = self.notes
        self.row.active_at = timezone.now()
        self.row.save(update_fields=("counts", "log", "notes", "active_at"))

    def _all_counts(self) -> dict[str, dict[str, int]]:
        """With what a killed run did before; what it brought is not called the same now."""
        labels = dict.fromkeys([*self._before, *self.counts])
        sums = {label: Counter(self.counts.get(label, ())) for label in labels}
        for label, before in self._before.items():
            if label in sums and "same" in sums[label]:
                brought = sum(number for word, number in before.items() if word != "same")
                sums[label]["same"] = max(sums[label]["same"] - brought, 0)
            sums[label].update({word: n for word, n in before.items() if word != "same"})
        return {label: dict(+words) for label, words in sums.items()}

    def close(self) -> ImportRun | None:
        """Finishes the row; None where there is nothing to remember."""
        earlier = ImportRun.objects.filter(source=self.source, path=self.path)
        last = earlier.exclude(pk=self.row.pk).first()
        # What it made may be another run's by now: that one changed it after this was killed.
        has_items = ImportItem.objects.filter(Q(run=self.row) | Q(made_in=self.row)).exists()
        log = self._with_rest(self.rejections, self.rejected)
        if not has_items and (not log or (last and last.log == log)):
            self.row.delete()
            return None
        self.save()
        self.row.finished_at = timezone.now()
        self.row.save(update_fields=("finished_at",))
        return self.row

    def summary(self, labels: tuple[str, ...], words: tuple[str, ...]) -> str:
        """One line: "documents: 998 new, 0 changed, 0 same; …; rejected: …; kept: …"."""
        parts = [
            f"{label}: " + ", ".join(f"{self.counts[label][word]} {word}" for word in words)
            for label in labels
        ]
        return "; ".join([*parts, f"rejected: {self.rejected}", f"kept: {self.kept}"])

    def _write(self, lines: list[str], line: str) -> None:
        if len(lines) < LINES_KEPT:
            lines.append(in_one_line(line))

    def _with_rest(self, lines: list[str], total: int) -> list[str]:
        return [*lines, f"… and {total - len(lines)} more"] if total > len(lines) else lines


def keep_alive(logs: Iterable[Log]) -> None:
    """Says of runs that wait for their turn that they are still under way."""
    mine = ImportRun.objects.filter(pk__in=[log.row.pk for log in logs])
    mine.update(active_at=timezone.now())
