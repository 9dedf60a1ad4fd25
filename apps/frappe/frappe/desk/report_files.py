"""A report's table as a file or as HTML: Excel, CSV, PDF, and the body of a message."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import frappe
from frappe import _
from frappe.desk.report_words import native, titles_of, words
from frappe.utils.csvutils import to_csv
from frappe.utils.xlsxutils import make_xlsx

MOST_PDF_ROWS = 2_000
SUFFIXES = {"CSV": "csv", "Excel": "xlsx", "XLSX": "xlsx", "PDF": "pdf"}
TEMPLATE = "frappe/templates/includes/report_table.html"
NUMBERS = ("Int", "Float", "Currency", "Percent")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Sheet:
    """What goes into the file; `notes` are lines above the table, such as the filters."""

    title: str
    columns: list[Any]
    rows: list[Any]
    total: Any = None
    notes: list[str] = field(default_factory=list)

    def shown(self) -> list[Any]:
        return [column for column in self.columns if not column.get("hidden")]

    def lines(self, write: Any) -> list[list[Any]]:
        """Cells of every row, the total last; `write` is `words` or `native`."""
        columns = self.shown()
        titles = [
            titles_of(column, (row.get(column.fieldname) for row in self.rows))
            for column in columns
        ]
        places = list(zip(columns, titles, strict=True))
        lines = [
            [write(column, row.get(column.fieldname), known) for column, known in places]
            for row in self.rows
        ]
        if self.total and self.rows:
            total = [write(column, self.total.get(column.fieldname), {}) for column in columns]
            lines.append([total[0] or _("Total"), *total[1:]] if total else [])
        return lines


def respond(sheet: Sheet, kind: str) -> None:
    """Put the file into the answer; ValidationError for an unknown kind."""
    content = content_of(sheet, kind)
    frappe.response["filename"] = f"{sheet.title}.{SUFFIXES[kind]}"
    frappe.response["filecontent"] = content
    frappe.response["type"] = "binary"


def content_of(sheet: Sheet, kind: str) -> bytes:
    """Bytes of an Excel, CSV or PDF file."""
    if kind not in SUFFIXES:
        frappe.throw(_("Unknown file format {0}: use Excel, CSV or PDF").format(kind))
    if kind == "PDF":
        return _pdf(sheet)
    heads = [column.label for column in sheet.shown()]
    if kind == "CSV":
        rows = [heads, *sheet.lines(native)]
        text: str = to_csv([[_harmless(cell) for cell in row] for row in rows])
        # The mark makes spreadsheet programs read Vietnamese as UTF-8.
        return text.encode("utf-8-sig")
    widths = [max(int(column.get("width") or 120) // 8, 12) for column in sheet.shown()]
    book = make_xlsx([heads, *sheet.lines(native)], sheet.title, column_widths=widths)
    return bytes(book.getvalue())


def _harmless(cell: Any) -> Any:
    """Text that a spreadsheet would run as a formula is prefixed (CSV injection)."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def html_of(sheet: Sheet) -> str:
    """The table as HTML, every cell escaped by the template."""
    columns = [
        {"label": column.label, "is_number": column.get("fieldtype") in NUMBERS}
        for column in sheet.shown()
    ]
    lines = sheet.lines(words)
    has_total = bool(sheet.total and sheet.rows)
    values = {
        "title": sheet.title,
        "notes": sheet.notes,
        "columns": columns,
        "rows": lines[:-1] if has_total else lines,
        "total": lines[-1] if has_total else None,
    }
    return str(frappe.render_template(TEMPLATE, values))


def _pdf(sheet: Sheet) -> bytes:
    from frappe.utils.pdf import get_pdf

    if len(sheet.rows) > MOST_PDF_ROWS:
        frappe.throw(
            _("A PDF file holds at most {0} rows: choose Excel, or add a filter").format(
                MOST_PDF_ROWS
            )
        )
    wide = len(sheet.shown()) > 5
    content: bytes = get_pdf(html_of(sheet), {"orientation": "Landscape" if wide else "Portrait"})
    return content
