"""What was typed into fields that a page has no longer, since the thing was published meanwhile."""

from typing import Any

from django.core.exceptions import FieldDoesNotExist

from editorial.admin.conflict.merge import Merge
from editorial.admin.conflict.values import in_words, is_the_same

__all__ = ["leave_fields", "named"]

LEFT = "left-"  # how such values are called when the page sends them once more


def leave_fields(merge: Merge, form: Any) -> None:
    """Keeps the words of each field that the form had when it was opened, and has no more."""
    for name, base in merge.opened.fields.items():
        mine = merge.data.getlist(name)
        if name in form.fields or name not in merge.data:
            continue
        label, field = named(form, name)
        if field is None or not is_the_same(field, base, mine):
            text = in_words(field, mine) if field else "\n".join(mine)
            merge.leave(f"{LEFT}{name}", label, text)
    _leave_again(merge, form)


def _leave_again(merge: Merge, form: Any) -> None:
    known = {left.name for left in merge.left}
    for name in merge.data:
        if name.startswith(LEFT) and name not in known:
            label, _field = named(form, name.removeprefix(LEFT))
            merge.leave(name, label, str(merge.data[name]))


def named(form: Any, name: str, model: Any = None) -> tuple[str, Any]:
    """What people call the field `name` of a form or its model, and the field itself if it is known."""
    if name in form.base_fields:
        return str(form.base_fields[name].label), form.base_fields[name]
    try:
        column = (model or form._meta.model)._meta.get_field(name)
    except FieldDoesNotExist:
        return name, None
    return str(column.verbose_name), column.formfield() if hasattr(column, "formfield") else None
