"""What putting an earlier state back would change, field by field."""

from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from editorial.actions.reverting import Plan
from editorial.actions.reverting_rows import KEPT
from editorial.admin.comparison import Row, comparison
from editorial.admin.history_lines import told
from editorial.admin.history_words import Names, differences, in_words, none
from kb.models import Claim

__all__ = ["preview"]


def preview(plan: Plan) -> list[Row]:
    """All that comes back or stays, as it stands beside as it was; a fixed number of queries."""
    names = Names()
    if isinstance(plan.row, Claim):
        rows = comparison(plan.now, plan.wanted)
        now, wanted = _besides(plan.now), _besides(plan.wanted)
        names.will_need(Claim, (now, wanted))
        return rows + [_own(Claim, column, now, wanted, names) for column in now]
    names.will_need(type(plan.row), (plan.now, plan.wanted))
    kept = KEPT[type(plan.row)]
    rows = [_own(type(plan.row), column, plan.now, plan.wanted, names) for column in kept.own]
    for related, columns_of in kept.parts.items():
        rows.append(_parts(plan, related, columns_of, names))
    return rows


def _besides(said: dict[str, Any]) -> dict[str, Any]:
    """What a claim says that is not public, besides its content."""
    columns = {"article": "article_id", "outcome": "outcome"}
    return {columns[name]: said[name] for name in columns if name in said}


def _own(
    model: type[Any], column: str, now: dict[str, Any], wanted: dict[str, Any], names: Names
) -> Row:
    field = model._meta.get_field(column.removesuffix("_id") if column != "wikidata_id" else column)
    label, old, new = capfirst(str(field.verbose_name)), now[column], wanted[column]
    if old == new:
        words = in_words(field, old, names)
        return Row(label, words, words, is_changed=False)
    return Row(label, *differences(field, old, new, names), is_changed=True)


def _parts(plan: Plan, related: str, columns: tuple[str, ...], names: Names) -> Row:
    model = plan.row._meta.get_field(related).related_model
    now, wanted = plan.now[related], plan.wanted[related]
    values = {tuple(row): dict(zip(columns, row, strict=True)) for row in (*now, *wanted)}
    names.will_need(model, values.values())
    words = {key: told(model, said, names) for key, said in values.items()}
    return Row(
        capfirst(str(model._meta.verbose_name_plural)),
        _list(now, wanted, words, "<del>{}</del>"),
        _list(wanted, now, words, "<ins>{}</ins>"),
        is_changed=now != wanted,
    )


def _list(
    rows: list[Any], others: list[Any], words: dict[tuple[Any, ...], SafeString], mark: str
) -> SafeString:
    if not rows:
        return none()
    said = ((words[tuple(row)], row in others) for row in rows)
    lines = ((told if is_in_both else format_html(mark, told),) for told, is_in_both in said)
    return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", lines))
