"""What undoing a merge would do: looked at row by row, before anything is written."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from editorial.actions.batches import locked
from editorial.actions.merging.links import LINKS, MODELS
from editorial.actions.merging.plans import Change
from editorial.models import Merge, MergedRow, Noun
from editorial.state import plain
from kb.models import Attribution, Claim

__all__ = ["Stays", "WayBack", "pair", "way_back"]

What = MergedRow.What
Current = dict[int, dict[str, Any]]  # rows as they stand, by id
SPEECH = ("kb.claim", "kb.attribution")


@dataclass(frozen=True)
class Stays:
    """A row that a merge touched and that does not go back, with the reason."""

    note: MergedRow
    why: str


@dataclass
class WayBack:
    """What undoing a merge does: `refused` is why it does nothing at all."""

    changes: list[Change] = field(default_factory=list)
    restored: list[MergedRow] = field(default_factory=list)
    added: list[MergedRow] = field(default_factory=list)  # and now taken away
    claims: dict[int, str] = field(default_factory=dict)  # their status, by id
    spoken: list[int] = field(default_factory=list)  # claims whose speaker goes back
    hops: list[int] = field(default_factory=list)  # as they are numbered now
    stays: list[Stays] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def pair(merge: Merge) -> tuple[Any, Any]:
    """What was merged, and into what. Both are there: a decision keeps the one, and as long as the
    merge stands the one keeps the other."""
    found = Noun(merge.noun).model._base_manager.select_related("merged_into")
    both = found.in_bulk([merge.gone, merge.into])
    return both[merge.gone], both[merge.into]


def way_back(merge: Merge, *, lock: bool = False) -> WayBack:
    """What goes back and what stays if `merge` is undone now; a fixed number of queries."""
    back = WayBack(refused=list(_refusals(merge)))
    if merge.is_undone:
        return back
    groups: dict[tuple[str, str, str], list[MergedRow]] = defaultdict(list)
    for note in merge.rows.order_by("pk"):
        groups[note.what, note.table, note.field].append(note)
    look = _Look(back, merge, lock)
    look.at_speech([note for key in groups if key[1] in SPEECH for note in groups[key]])
    for (what, table, name), notes in groups.items():
        if what == What.CHANGED and table not in SPEECH:
            look.at_changed(MODELS[table], name, notes)
        elif what == What.FOLDED:
            look.at_folded(MODELS[table], name, notes)
        elif what == What.ADDED:
            look.at_added(MODELS[table], notes)
    return back


def _refusals(merge: Merge) -> Iterator[str]:
    if merge.is_undone:
        yield _("This was undone already.")
        return
    gone, into = pair(merge)
    if into.merged_into:
        said = {"into": str(into), "other": str(into.merged_into)}
        yield _("“%(into)s” was merged into “%(other)s” since: undo that first.") % said
    elif gone.merged_into_id != into.pk:
        yield _("“%(gone)s” is not merged as this left it.") % {"gone": str(gone)}
    ours = MergedRow.objects.filter(merge=merge, table=OuterRef("table"))
    touched = ours.filter(Q(kept=OuterRef("row")))
    folded = ours.filter(Q(row=OuterRef("row")) | Q(row=OuterRef("kept")))
    later = MergedRow.objects.filter(merge__gt=merge.pk, merge__undone_at=None)
    resting = later.filter(Exists(touched) | Q(what=What.FOLDED) & Exists(folded))
    for other in Merge.objects.filter(pk__in=resting.order_by().values("merge")).order_by("-pk"):
        if into.merged_into_id is None:
            one, two = pair(other)
            said = {"one": str(one), "other": str(two)}
            yield _("“%(one)s” was merged into “%(other)s” since: undo that first.") % said


class _Look:
    """Compares the rows of a merge with how it left them."""

    def __init__(self, back: WayBack, merge: Merge, lock: bool) -> None:
        self.back = back
        self.merge = merge
        self.lock = lock
        self.same = {(link.table, link.field): link.same for link in LINKS[merge.noun] if link.same}

    def at_changed(self, model: Any, name: str, notes: Sequence[MergedRow]) -> None:
        current = self._current(model, [note.row for note in notes])
        taken = self._taken(model, name, notes)
        doubles = self._of_gone(model, name)
        for note in notes:
            row = current.get(note.row)
            if row is None:
                self._stays(note, _("It was deleted since."))
            elif plain(row[name]) != note.new:
                self._stays(note, _("It was changed since."))
            elif self._key(note, row) in doubles:
                self._stays(note, _("There is one already that says the same."))
            elif note.old in taken:
                self._stays(note, _("“%(value)s” belongs to another now.") % {"value": note.old})
            else:
                value = model._meta.get_field(name).to_python(note.old)
                self.back.changes.append(Change(model, note.row, name, note.new, value))

    def at_folded(self, model: Any, name: str, notes: Sequence[MergedRow]) -> None:
        kept = self._current(model, [note.kept for note in notes])
        there = self._current(model, [note.row for note in notes])
        doubles = self._of_gone(model, name)
        for note in notes:
            row = kept.get(note.kept or 0)
            if row is None:
                self._stays(note, _("The one that says the same was deleted since."))
            elif row[name] != self.merge.into or self._key(note, row) != self._key(note, None):
                self._stays(note, _("The one that says the same was changed since."))
            elif note.row in there or self._key(note, row) in doubles:
                self._stays(note, _("There is one already that says the same."))
            else:
                self.back.restored.append(note)

    def at_added(self, model: Any, notes: Sequence[MergedRow]) -> None:
        current = self._current(model, [note.row for note in notes])
        for note in notes:
            row = current.get(note.row)
            said = {name: row[name] for name in note.said} if row else None
            if said is None:
                self._stays(note, _("It was deleted since."))
            elif said != note.said:
                self._stays(note, _("It was changed since."))
            else:
                self.back.added.append(note)

    def at_speech(self, notes: Iterable[MergedRow]) -> None:
        """Speaker and attribution of a claim go back together, or not at all."""
        of_claim: dict[int, list[MergedRow]] = defaultdict(list)
        for note in notes:
            is_hop = note.table == "kb.attribution"
            of_claim[note.said["claim_id"] if is_hop else note.row].append(note)
        claims = self._rows(Claim.objects.filter(pk__in=of_claim))
        found = {row["id"]: row for row in claims.values("id", "status", "speaker_id")}
        hops = Attribution.objects.filter(claim__in=of_claim, actor=self.merge.into)
        places = {
            (claim, position, mode): pk
            for pk, claim, position, mode in hops.values_list("pk", "claim", "position", "mode")
        }
        for pk, its in of_claim.items():
            self._at_claim(found.get(pk), its, places)

    def _at_claim(self, claim: Any, notes: list[MergedRow], places: dict[Any, int]) -> None:
        if claim is None:
            self._stays(notes[0], _("It was deleted since."))
            return
        hops = [note.said for note in notes if note.table == "kb.attribution"]
        now = [places.get((hop["claim_id"], hop["position"], hop["mode"])) for hop in hops]
        is_spoken = len(hops) < len(notes)
        if None in now or (is_spoken and claim["speaker_id"] != self.merge.into):
            self._stays(notes[0], _("Its speaker or attribution was changed since."))
            return
        self.back.claims[claim["id"]] = claim["status"]
        self.back.hops += [pk for pk in now if pk is not None]
        if is_spoken:
            self.back.spoken.append(claim["id"])

    def _key(self, note: MergedRow, row: Any) -> tuple[Any, ...] | None:
        """What makes the row say the same as another; of its content where there is no row."""
        same = self.same.get((note.table, note.field))
        if same is None:
            return None
        values = note.said if row is None else row
        return tuple(plain(values[name]) for name in same)

    def _of_gone(self, model: Any, name: str) -> set[Any]:
        """What is said of the one that was merged, although nobody names it any more."""
        same = self.same.get((str(model._meta.label_lower), name))
        if same is None:
            return set()
        rows = model._base_manager.filter(**{name: self.merge.gone}).order_by("pk")
        return {tuple(plain(value) for value in row) for row in rows.values_list(*same)}

    def _taken(self, model: Any, name: str, notes: Sequence[MergedRow]) -> set[Any]:
        """Values that only one may have, and that somebody else has by now."""
        if not model._meta.get_field(name).unique:
            return set()
        wanted = [note.old for note in notes if note.old is not None]
        others = model._base_manager.exclude(pk__in=[note.row for note in notes])
        return set(others.filter(**{f"{name}__in": wanted}).values_list(name, flat=True))

    def _current(self, model: Any, ids: Iterable[Any]) -> Current:
        rows = self._rows(model._base_manager.filter(pk__in=list(ids)))
        names = [column.attname for column in model._meta.concrete_fields]
        return {row["id"]: row for row in rows.values(*names)}

    def _rows(self, rows: Any) -> Any:
        return (locked(rows) if self.lock else rows).order_by("pk")

    def _stays(self, note: MergedRow, why: str) -> None:
        self.back.stays.append(Stays(note, why))
