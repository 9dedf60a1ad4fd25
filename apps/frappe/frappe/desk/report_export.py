"""A report's answer as rows of a file."""

from __future__ import annotations

import csv
from typing import Any

from ristretto.web.listing import parse_list, parse_object

import frappe
from frappe import _
from frappe.utils import cint, cstr, format_duration, formatdate
from frappe.utils.csvutils import to_csv
from frappe.utils.xlsxutils import make_xlsx


def export_result(form: Any, result: dict[str, Any]) -> None:
    """Put the file into the response."""
    columns = [column for column in result["columns"] if not column.get("hidden")]
    visible = parse_list(form.visible_idx, "visible_idx", of=int) if form.visible_idx else None
    if form.file_format_type == "PDF":
        _respond_pdf(columns, result, visible, form)
        return
    rows, widths = build_xlsx_data(columns, result["result"], visible, form)
    title = _(form.report_name)
    if form.file_format_type == "CSV":
        content = to_csv(
            rows,
            quoting=cint(form.csv_quoting) if form.csv_quoting else csv.QUOTE_NONNUMERIC,
            delimiter=cstr(form.csv_delimiter) or ",",
        ).encode("utf-8")
        suffix = "csv"
    elif form.file_format_type == "Excel":
        content = make_xlsx(rows, title, column_widths=widths).getvalue()
        suffix = "xlsx"
    else:
        frappe.throw(
            _("Unknown file format {0}: use Excel, CSV or PDF").format(form.file_format_type)
        )
    frappe.response["filename"] = f"{title}.{suffix}"
    frappe.response["filecontent"] = content
    frappe.response["type"] = "binary"


def _respond_pdf(
    columns: list[Any], result: dict[str, Any], visible: list[int] | None, form: Any
) -> None:
    """The report as pages, with its filters above; values are written as people read them."""
    from frappe.desk.report_files import Sheet, respond

    rows = [row for row in result["result"] if isinstance(row, dict)]
    if visible is not None:
        rows = [row for number, row in enumerate(rows) if number in set(visible)]
    totals = [row for row in result["result"] if isinstance(row, list)]
    names = [column.fieldname for column in result["columns"]]
    total = frappe._dict(zip(names, totals[-1], strict=False)) if totals else None
    applied = parse_object(form.applied_filters, "applied_filters")
    notes = [f"{_(key)}: {_shown_filter(value)}" for key, value in applied.items() if value]
    shown = [frappe._dict(column, label=_(column.label)) for column in columns]
    respond(Sheet(_(form.report_name), shown, rows, total, notes), "PDF")


def build_xlsx_data(
    columns: list[Any], data: list[Any], visible: list[int] | None, form: Any
) -> tuple[list[list[Any]], list[int]]:
    """Heading and rows, with column widths in characters.

    `visible` are the rows the reader left in.
    """
    rows: list[list[Any]] = []
    if cint(form.include_filters) and form.applied_filters:
        applied = parse_object(form.applied_filters, "applied_filters")
        rows += [
            [_(key), _shown_filter(value)]
            for key, value in applied.items()
            if value not in (None, "")
        ]
        rows.append([])
    rows.append([_(column.label) for column in columns])
    for number, row in enumerate(data):
        is_total = isinstance(row, list)
        if is_total or visible is None or number in visible:
            rows.append(_cells(columns, row, indent=bool(cint(form.include_indentation))))
    return rows, [max(cint(column.get("width")) // 10, 10) for column in columns]


def _shown_filter(value: Any) -> str:
    return ", ".join(cstr(part) for part in value) if isinstance(value, list) else cstr(value)


def _cells(columns: list[Any], row: Any, *, indent: bool) -> list[Any]:
    values = (
        list(row) if isinstance(row, list) else [row.get(column.fieldname) for column in columns]
    )
    cells = [_cell(column, value) for column, value in zip(columns, values, strict=False)]
    if indent and not isinstance(row, list) and cells and cint(row.get("indent")):
        cells[0] = "    " * cint(row.get("indent")) + cstr(cells[0])
    return cells


def _cell(column: Any, value: Any) -> Any:
    if column.fieldtype == "Duration" and value not in (None, ""):
        return format_duration(value)
    if column.fieldtype == "Date" and isinstance(value, str) and value:
        return formatdate(value)
    return value
