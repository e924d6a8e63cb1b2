"""What a person sent, beside what stands now and what stood there when they opened the page."""

from collections.abc import Collection
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from editorial.admin.conflict.left import leave_fields
from editorial.admin.conflict.merge import Clash, Left, Merge, lay_fields, touched
from editorial.admin.conflict.rows import lay_chain, lay_rows, leave_rows, takes_rows, touched_chain
from editorial.admin.conflict.state import NAME, Opened
from editorial.edits import Edit, edits_since

__all__ = ["Conflict"]


class Conflict:
    """Lays what was sent onto what stands. `form` and `formsets` are unbound: what stands now."""

    def __init__(
        self,
        form: Any,
        formsets: list[Any],
        data: QueryDict,
        *,
        is_stale: bool,
        taking: str = "",
    ) -> None:
        self.is_stale = is_stale
        self.title = str(form.instance)
        opened = Opened.read(data.get(NAME, ""))
        unit: Collection[str] = form.unit
        names = frozenset(unit) if taking in unit else frozenset({taking})
        self._merge = Merge(data.copy(), opened, names)
        self._lay(form, formsets, unit)
        self._merge.next.marks = opened.marks
        self.edits: list[Edit] = edits_since(form.instance, opened.marks)
        self.data["seen_version"] = form.initial["seen_version"]
        self.data[NAME] = self._merge.next.written()

    def _lay(self, form: Any, formsets: list[Any], unit: Collection[str]) -> None:
        merge = self._merge
        leave_fields(merge, form)
        chains = [each for each in formsets if each.prefix in unit and takes_rows(each)]
        sides = [touched(merge, form, unit)]
        sides += [touched_chain(merge, formset) for formset in chains]
        is_clash = any(mine for mine, _theirs in sides) and any(theirs for _mine, theirs in sides)
        lay_fields(merge, form, unit, is_unit_clash=is_clash)
        for formset in formsets:
            if formset in chains:
                lay_chain(merge, formset)
            elif takes_rows(formset):
                lay_rows(merge, formset)
            else:
                leave_rows(merge, formset)

    @property
    def data(self) -> QueryDict:
        """What the form holds next."""
        return self._merge.data

    @property
    def clashes(self) -> list[Clash]:
        return self._merge.clashes

    @property
    def adopted(self) -> list[str]:
        """What only they changed; it was taken over from them."""
        return self._merge.adopted

    @property
    def own(self) -> list[str]:
        """What only the person who sent it changed."""
        return self._merge.own

    @property
    def left(self) -> list[Left]:
        return self._merge.left

    @property
    def has_own(self) -> bool:
        return bool(self.clashes or self.own)

    @property
    def who(self) -> str:
        names = list(dict.fromkeys(edit.by or _("somebody") for edit in self.edits))
        return get_text_list(names, _("and"))

    @property
    def said(self) -> str:
        """One line: what happened, and that nothing is lost."""
        if self.edits:
            when = date_format(timezone.localtime(self.edits[-1].at), "DATETIME_FORMAT")
            return _(
                "%(who)s saved this meanwhile, on %(when)s. Nothing of yours is saved, or lost."
            ) % {"who": self.who, "when": when}
        if self.is_stale:
            return _("Somebody else saved this meanwhile. Nothing of yours is saved, or lost.")
        return _("This is what you typed. It is not saved yet.")
