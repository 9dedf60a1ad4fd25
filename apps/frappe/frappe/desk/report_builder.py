"""Report Builder reports as tables: a list with its columns, or groups with their figures. Everything goes through
`get_list`, so a report shows what its reader may see."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ristretto.insight.builder import Question, read_question
from ristretto.insight.pivot import Table, arrange
from ristretto.insight.summary import Group
from ristretto.insight.totals import total_row
from ristretto.web.listing import parse_object
from ristretto.web.whitelist import slow

import frappe
from frappe import _
from frappe.desk.report_words import titles_of, words
from frappe.utils import cint

MOST_GROUPS = 20_000  # combinations of groups that one report may have
MOST_ROWS = 100_000  # rows of a list that go into one file
MOST_BARS = 60  # groups that a chart shows


@frappe.whitelist()
@frappe.read_only()
@slow()
def run(doctype: str, settings: Any) -> dict[str, Any]:
    """{columns, result, total, chart} of settings as a Report keeps them in `json`; needs the right to reports."""
    frappe.has_permission(doctype, "report", throw=True)
    values = parse_object(settings, "settings")
    table = table_of(doctype, values)
    titles = {}
    for column in table.columns[: table.groups]:
        found = titles_of(column, (row.get(column.fieldname) for row in table.rows))
        titles.update({f"{column.options}::{name}": title for name, title in found.items()})
    frappe.response["_link_titles"] = titles
    chart = chart_of(table, values)
    return {"columns": table.columns, "result": table.rows, "total": table.total, "chart": chart}


@frappe.whitelist()
@frappe.read_only()
@slow()
def export(doctype: str, settings: Any, title: str, file_format_type: str = "Excel") -> None:
    """The same as a file: Excel, CSV or PDF. Needs the right to export."""
    from frappe.desk.report_files import Sheet, respond

    frappe.has_permission(doctype, "report", throw=True)
    frappe.has_permission(doctype, "export", throw=True)
    values = parse_object(settings, "settings")
    table = table_of(doctype, {**values, "page_length": MOST_ROWS})
    total = table.total if has_total(values) else None
    respond(Sheet(str(title), table.columns, table.rows, total), file_format_type)


def has_total(settings: dict[str, Any]) -> bool:
    return bool(cint(settings.get("add_totals_row")))


def table_of(
    doctype: str, settings: dict[str, Any], filters: Any = None, limit: int | None = None
) -> Table:
    """Columns with their labels, rows as dicts, and totals; `limit` rows at most."""
    question = read_question(doctype, settings, frappe.get_meta, filters)
    table = (
        _summarised(doctype, question) if question.summary else _listed(doctype, question, limit)
    )
    for column in table.columns:
        column.label = label_of(column)
    return replace(table, rows=table.rows[:limit]) if limit else table


def _listed(doctype: str, question: Question, limit: int | None) -> Table:
    rows = _rows(doctype, question, limit or question.limit or MOST_ROWS)
    names = [column.fieldname for column in question.columns]
    found = [frappe._dict(zip(names, row, strict=True)) for row in rows]
    total = total_row(question.columns, found, label="")
    return Table(question.columns, found, frappe._dict(zip(names, total, strict=True)))


def _summarised(doctype: str, question: Question) -> Table:
    assert question.summary is not None
    rows = _rows(doctype, question, MOST_GROUPS + 1)
    if len(rows) > MOST_GROUPS:
        frappe.throw(
            _("More than {0} groups: group by fewer fields, or add a filter").format(MOST_GROUPS)
        )
    names = [text.rpartition(" as ")[2].strip("`") for text in question.fields]
    found = [frappe._dict(zip(names, row, strict=True)) for row in rows]
    across = question.summary.across
    titles = titles_of(across.column, [row.get(across.key) for row in found]) if across else {}
    return arrange(question.summary, found, lambda group, value: group_label(group, value, titles))


def _rows(doctype: str, question: Question, limit: int) -> list[Any]:
    found: list[Any] = frappe.get_list(
        doctype,
        fields=question.fields,
        filters=question.filters,
        order_by=question.order_by,
        group_by=question.group_by,
        limit_page_length=limit,
        as_list=True,
    )
    return found


def chart_of(table: Table, settings: dict[str, Any]) -> dict[str, Any] | None:
    """The groups as labels, their figures as series, as reports answer a chart; None for a plain list."""
    if not table.groups or not table.rows:
        return None
    rows = table.rows[:MOST_BARS]
    heads = [
        (column, titles_of(column, (row.get(column.fieldname) for row in rows)))
        for column in table.columns[: table.groups]
    ]
    labels = [
        " · ".join(
            words(column, row.get(column.fieldname), titles) or _("Not Specified")
            for column, titles in heads
        )
        for row in rows
    ]
    datasets = [
        {"name": column.label, "values": [row.get(column.fieldname) or 0 for row in rows]}
        for column in table.figures()
        if column.fieldtype not in ("Date", "Datetime")
    ]
    kind = (settings.get("chart_args") or {}).get("chart_type") or "bar"
    return {"data": {"labels": labels, "datasets": datasets}, "type": str(kind).lower()}


def label_of(column: Any) -> str:
    """The heading: the field, where it comes from, what was made of it, which group it stands for."""
    label = _(column.label)
    if column.get("of"):
        label = f"{label} ({_(column.of)})"
    if column.get("figure"):
        label = _figure(column.figure).format(label)
    if column.get("head") is not None:
        return f"{column.head}: {label}" if column.several else str(column.head)
    return label


def _figure(name: str) -> str:
    words = {
        "sum": _("Sum of {0}"),
        "avg": _("Average of {0}"),
        "min": _("Lowest {0}"),
        "max": _("Highest {0}"),
    }
    return words[name]


def group_label(group: Group, value: Any, titles: dict[Any, str]) -> str:
    """The words for a group: a month as 07/2026, a quarter by its name, an empty value as such."""
    if value in (None, ""):
        return _("Not Specified")
    if group.part == "month":
        year, _dash, month = str(value).partition("-")
        return f"{month}/{year}"
    if group.part == "quarter":
        year, _dash, quarter = str(value).partition("-Q")
        return _("Quarter {0}/{1}").format(quarter, year)
    return str(value) if group.part else words(group.column, value, titles)


def saved_settings(report: Any) -> dict[str, Any]:
    """What a Report record keeps in `json`."""
    return parse_object(report.json, "json")
