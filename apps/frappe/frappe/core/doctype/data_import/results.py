"""Decides what is handed out after an import: the lines that were refused, and the whole log."""

from __future__ import annotations

import json
from typing import Any

import frappe
from frappe import _
from frappe.core.doctype.data_import.exporter import harmless
from frappe.utils import strip_html
from frappe.utils.csvutils import build_csv_response

LOG_FIELDS = ["row_indexes", "success", "messages", "exception", "docname"]


def send_errored_rows(importer: Any) -> None:
    """The headings and the lines that were refused, as they stood in the file, to be mended and sent again."""
    logs = _logs(importer, {"success": 0})
    lines = {line for log in logs for line in json.loads(log.row_indexes or "[]")}
    file = importer.import_file
    rows = [[column.header_title for column in file.columns]]
    rows += [row.data for row in file.data if row.row_number in lines]
    build_csv_response(harmless(rows), _(importer.doctype))


def send_log(importer: Any) -> None:
    rows = [[_("Row Numbers"), _("Status"), _("Message"), _("Exception")]]
    for log in _logs(importer, {}):
        lines = json.loads(log.row_indexes or "[]")
        status = _("Success") if log.success else _("Failure")
        said = _("Imported {0}").format(log.docname) if log.success else sentence_of(log.messages)
        rows.append([lines[0] if lines else "", status, said, shown_trace(log.exception) or ""])
    build_csv_response(harmless(rows), _(importer.doctype))


def shown_trace(trace: str | None) -> str | None:
    """In full for System Managers; others, who can do nothing with it, get its last line."""
    if "System Manager" in frappe.get_roles():
        return trace
    return (trace or "").strip().rpartition("\n")[2] or None


def sentence_of(messages: str | None) -> str:
    """The messages of a log row as plain text."""
    said = json.loads(messages or "[]")
    if not isinstance(said, list):
        return ""
    said = [str(each.get("message") or "") for each in said if isinstance(each, dict)]
    return " · ".join(map(strip_html, said))


def _logs(importer: Any, filters: dict[str, Any]) -> list[Any]:
    filters = {"data_import": importer.data_import.name, **filters}
    how: dict[str, Any] = {"order_by": "log_index", "limit_page_length": 0}
    return list(frappe.get_all("Data Import Log", fields=LOG_FIELDS, filters=filters, **how))
