"""Decides which file an import reads, and gives its lines: CSV or Excel, the first sheet.

The file must be readable by the person who imports; a file of the server's own disk is taken from commands only.
"""

from __future__ import annotations

import io
import os
import zipfile
from typing import Any

import frappe
from frappe import _
from frappe.utils.csvutils import read_csv_content
from frappe.utils.xlsxutils import read_xlsx_file_from_attached_file

EXTENSIONS = ("csv", "xlsx")
UNPACKED_LIMIT = 400 * 1024 * 1024  # bytes of an Excel file once unpacked
_FORMULA_SIGNS = ("=", "+", "-", "@")


def lines_of(file: str | None, *, from_disk: bool = False) -> list[list[Any]]:
    """The lines of an uploaded file by its address. Raises ValidationError where there is none."""
    if from_disk and file and os.path.exists(file):
        with open(file, "rb") as handle:
            return _read(handle.read(), os.path.splitext(file)[1])
    name = frappe.db.get_value("File", {"file_url": file}) if file else None
    if not name:
        frappe.throw(_("Invalid template file for import"))
    doc = frappe.get_doc("File", name)
    doc.check_permission("read")
    return _read(doc.get_content(), doc.get_extension()[1])


def _read(content: Any, extension: str) -> list[list[Any]]:
    kind = extension.lstrip(".").lower() or "csv"
    if kind not in EXTENSIONS:
        refuse(_("This is not a .csv or .xlsx file. Save it as Excel (.xlsx) and upload it again."))
    if not content:
        refuse(_("The file is empty."))
    if kind == "csv":
        text = content.removeprefix("\ufeff") if isinstance(content, str) else content
        rows = read_csv_content(text, use_sniffer=True)
        return [[_without_guard(cell) for cell in row] for row in rows]
    content = content.encode() if isinstance(content, str) else content
    check_size(content)
    return [[_tidy(cell) for cell in row] for row in _sheet(content)]


def _sheet(content: bytes) -> list[list[Any]]:
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        return read_xlsx_file_from_attached_file(fcontent=content)
    except (InvalidFileException, KeyError, ValueError, zipfile.BadZipFile):
        refuse(_("The Excel file cannot be read. Open it in Excel, save it again as .xlsx."))
        return []


def check_size(content: bytes) -> None:
    """A small file that unpacks into an endless one is refused before it is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            size = sum(each.file_size for each in packed.infolist())
    except zipfile.BadZipFile:
        refuse(_("The Excel file cannot be read. Open it in Excel, save it again as .xlsx."))
    if size > UNPACKED_LIMIT:
        refuse(_("The Excel file is too large. Divide it into several files."))


def _without_guard(cell: Any) -> Any:
    """Exports put an apostrophe before a text that a spreadsheet would run."""
    if isinstance(cell, str) and cell[:1] == "'" and cell[1:2] in _FORMULA_SIGNS and cell[1:2]:
        return cell[1:]
    return cell


def _tidy(cell: Any) -> Any:
    return (cell.strip() or None) if isinstance(cell, str) else cell


def refuse(text: str) -> None:
    frappe.throw(text, title=_("Template Error"))
