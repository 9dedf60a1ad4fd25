"""Decides what the desk's import screen shows: the mapping, what is wrong in which cell, how far the work is.

Stock's calls answer the same in their own shape; these save the screen from working it out again.
"""

from __future__ import annotations

from typing import Any

from ristretto.web.whitelist import slow

import frappe
from frappe import _
from frappe.core.doctype.data_import.batches import HINTS
from frappe.core.doctype.data_import.checks import id_column
from frappe.core.doctype.data_import.data_import import job_of, readable
from frappe.core.doctype.data_import.headings import importable_fields, is_open
from frappe.core.doctype.data_import.importer import UPDATE
from frappe.core.doctype.data_import.results import sentence_of
from frappe.utils import strip_html
from frappe.utils.background_jobs import is_job_enqueued

SHOWN_PROBLEMS, SHOWN_LINES = 200, 5


@frappe.whitelist()
@frappe.read_only()
@slow(lambda _arguments: True)
def get_review(data_import: str) -> dict[str, Any]:
    """{columns, fields, lines, records, refused, problems, hints, blocks} of an import with a file."""
    doc = readable(data_import)
    file = doc.get_importer().import_file
    payloads = file.get_payloads_for_import()
    warnings = [each for each in file.get_warnings() if each.get("type") != "info"]
    lines = {each["row"] for each in warnings if "row" in each}
    return {
        "columns": [_column(column, file) for column in file.columns],
        "fields": choices(doc.reference_doctype, is_update=doc.import_type == UPDATE),
        "lines": [[row.row_number, *map(_shown, row.data)] for row in file.data[:SHOWN_LINES]],
        "records": len(payloads),
        "refused": sum(
            1 for each in payloads if lines.intersection(r.row_number for r in each.rows)
        ),
        "problem_count": len(warnings),
        "problems": [_problem(each, file) for each in warnings[:SHOWN_PROBLEMS]],
        "hints": _hints(file),
        "blocks": any("row" not in each for each in warnings),
        "held_up": any(each.get("type") not in HINTS for each in warnings),
    }


def _column(column: Any, file: Any) -> dict[str, Any]:
    return {
        "index": column.index,
        "title": str(column.header_title or ""),
        "field": None if column.skip_import else key_of(column.df),
        "is_id": column is id_column(file),
        "notes": [strip_html(each["message"]) for each in column.warnings],
        "samples": [_shown(each) for each in column.column_values if each not in (None, "")][:3],
    }


def key_of(field: Any) -> str:
    """The heading by which a mapping names the field."""
    if field.is_child_table_field:
        return f"{field.child_table_df.fieldname}.{field.fieldname}"
    return str(field.fieldname)


def choices(doctype: str, *, is_update: bool) -> list[dict[str, Any]]:
    """The fields into which a column may go."""
    right = "write" if is_update else "create"
    found = [{"value": "name", "label": _("ID"), "group": ""}]
    for table in (None, *frappe.get_meta(doctype).get_table_fields()):
        group = _(table.label) if table else ""
        if table:
            value = f"{table.fieldname}.name"
            found.append({"value": value, "label": f"{_('ID')} ({group})", "group": group})
        for field in importable_fields(table.options if table else doctype, table):
            if not field.label or field.fieldname in ("idx", "owner", "docstatus"):
                continue
            if field.fieldname.startswith("parent") or not is_open(field, doctype, right):
                continue
            label = f"{_(field.label)} ({group})" if table else _(field.label)
            found.append({"value": key_of(field), "label": label, "group": group})
    return found


def _problem(warning: dict[str, Any], file: Any) -> dict[str, Any]:
    column = file.columns[warning["col"] - 1] if warning.get("col") else None
    return {
        "row": warning.get("row"),
        "column": str(column.header_title or "") if column else "",
        "value": _shown(warning.get("value")),
        "message": strip_html(warning["message"]),
        "remedy": warning.get("remedy") or "",
        "stops": warning.get("type") not in HINTS,
    }


def _hints(file: Any) -> list[str]:
    return [strip_html(each["message"]) for each in file.warnings if each.get("type") == "info"]


def _shown(value: Any) -> str:
    return "" if value is None else str(value)[:140]


@frappe.whitelist()
@frappe.read_only()
def get_progress(data_import: str) -> dict[str, Any]:
    """{status, is_running, success, failed, total, refused: the first refused lines with their reasons}."""
    doc = readable(data_import)
    counts = {
        key: frappe.db.count("Data Import Log", {"data_import": doc.name, "success": value})
        for key, value in (("success", 1), ("failed", 0))
    }
    return {
        "status": doc.status,
        "is_running": is_job_enqueued(job_of(doc.name)),
        "total": doc.payload_count,
        "blocked": bool(doc.template_warnings),
        **counts,
        "refused": _refused(doc.name) if counts["failed"] else [],
    }


def _refused(name: str) -> list[dict[str, Any]]:
    filters = {"data_import": name, "success": 0}
    fields, how = ["row_indexes", "messages"], {"order_by": "log_index", "limit": SHOWN_PROBLEMS}
    logs = frappe.get_all("Data Import Log", fields=fields, filters=filters, **how)
    rows = [(frappe.parse_json(log.row_indexes or "[]"), sentence_of(log.messages)) for log in logs]
    return [{"row": lines[0] if lines else None, "message": said} for lines, said in rows]
