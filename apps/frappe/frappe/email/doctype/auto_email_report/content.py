"""What an Auto Email Report sends: the rows its user may see, as a sheet, and the words around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.desk.report_files import Sheet, html_of
from frappe.utils import (
    add_to_date,
    cint,
    escape_html,
    get_first_day,
    get_first_day_of_week,
    get_quarter_start,
    get_url,
    get_year_start,
    getdate,
    now_datetime,
)

DEFAULT_ROWS = 100
MOST_ROWS = 500
_BACK: dict[str, dict[str, int]] = {
    "Daily": {"days": -1},
    "Weekly": {"weeks": -1},
    "Monthly": {"months": -1},
    "Quarterly": {"months": -3},
    "Half Yearly": {"months": -6},
    "Yearly": {"years": -1},
}
_SUFFIXES = {"XLSX": "xlsx", "CSV": "csv", "PDF": "pdf", "HTML": "html"}


@contextmanager
def _as(user: str) -> Iterator[None]:
    """The rights of one person, for as long as the report runs."""
    before = frappe.session.user
    frappe.set_user(user)
    try:
        yield
    finally:
        frappe.set_user(before)


def sheet_of(doc: Any) -> Sheet:
    """Columns and rows as the record's user sees them. Raises what running the report raises."""
    from frappe.desk.query_report import get_report_doc

    if not frappe.db.get_value("User", doc.user, "enabled"):
        frappe.throw(_("{0}: the account is switched off").format(doc.user), frappe.PermissionError)
    with _as(doc.user):
        report = get_report_doc(doc.report)
        if report.report_type == "Report Builder":
            return _listed(doc, report)
        return _run(doc, report)


def _listed(doc: Any, report: Any) -> Sheet:
    from frappe.desk.report_builder import has_total, saved_settings, table_of

    filters = [
        [report.ref_doctype, name, *_condition(value)] for name, value in doc.values().items()
    ]
    if cint(doc.data_modified_till):
        since = add_to_date(now_datetime(), hours=-cint(doc.data_modified_till))
        filters.append([report.ref_doctype, "modified", ">", str(since)])
    limit = min(cint(doc.no_of_rows) or DEFAULT_ROWS, MOST_ROWS)
    settings = saved_settings(report)
    table = table_of(report.ref_doctype, settings, filters, limit)
    return Sheet(doc.name, table.columns, table.rows, table.total if has_total(settings) else None)


def _condition(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list) and len(value) == 2 else ["=", value]


def _run(doc: Any, report: Any) -> Sheet:
    from frappe.desk.query_report import generate_report_result

    answer = generate_report_result(report, doc.values(), doc.user)
    columns = [frappe._dict(column, label=_(column.label)) for column in answer["columns"]]
    rows = [row for row in answer["result"] or [] if isinstance(row, dict)]
    totals = [row for row in answer["result"] or [] if isinstance(row, list)]
    names = [column.fieldname for column in columns]
    total = frappe._dict(zip(names, totals[-1], strict=False)) if totals else None
    return Sheet(doc.name, columns, rows[:MOST_ROWS], total)


def message_of(doc: Any, sheet: Sheet | None) -> str:
    """The body: the record's own words, the table where it is no attachment, the way to the report."""
    table = html_of(sheet) if sheet else ""
    kind, doctype = frappe.db.get_value("Report", doc.report, ["report_type", "ref_doctype"])
    path = f"/app/query-report/{doc.report}"
    if kind == "Report Builder":
        path = f"/app/{frappe.scrub(doctype).replace('_', '-')}/view/report/{doc.report}"
    link = f'<a href="{escape_html(get_url(path))}">{escape_html(doc.report)}</a>'
    stamp = frappe.utils.format_datetime(now_datetime())
    return (
        f"{doc.description or ''}{table}"
        f"<p>{_('Report')}: {link}</p><p>{_('Sent automatically on {0}').format(stamp)}</p>"
    )


def file_name(doc: Any) -> str:
    name = re.sub(r"[ /\\]+", "-", doc.report)
    return f"{name}.{_SUFFIXES[doc.format]}"


def dates_of(period: str, first_day: bool, today: Any = None) -> tuple[str, str]:
    """From and to of a period that ends today, or that began with its own first day."""
    end = getdate(today)
    if not first_day or period == "Daily":
        return str(getdate(add_to_date(end, **_BACK[period]))), str(end)
    starts = {
        "Weekly": get_first_day_of_week,
        "Monthly": get_first_day,
        "Quarterly": get_quarter_start,
        "Half Yearly": _half_year_start,
        "Yearly": get_year_start,
    }
    return str(getdate(starts[period](end))), str(end)


def _half_year_start(day: date) -> date:
    return date(day.year, 1 if day.month <= 6 else 7, 1)
