"""Excel files: written with XlsxWriter (constant memory), read with openpyxl."""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Iterable
from typing import Any

import frappe
from frappe.utils.date_formats import get_user_date_format
from frappe.utils.text import is_html, strip_html

_CONTROL_CHARACTERS = re.compile(r"[\000-\010]|[\013-\014]|[\016-\037]|[\uFFFE-\uFFFF]")
_EXCEL_MAX_INT = 10**15
_FORBIDDEN_IN_TITLE = re.compile(r"[\[\]:*?/\\]")


def make_xlsx(
    data: Iterable[Iterable[Any]],
    sheet_name: str,
    wb: Any = None,
    column_widths: list[int] | None = None,
) -> io.BytesIO:
    """One sheet; the first row is bold and stays in view."""
    import xlsxwriter

    target = io.BytesIO()
    book = wb or xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet(_FORBIDDEN_IN_TITLE.sub(" ", frappe._(sheet_name))[:31])
    for index, width in enumerate(column_widths or ()):
        if width:
            sheet.set_column(index, index, width)
    formats = _formats(book)
    for number, row in enumerate(data):
        _write_row(sheet, number, row, formats)
    sheet.freeze_panes(1, 0)
    if wb is None:
        book.close()
        target.seek(0)
    return target


def _formats(book: Any) -> dict[str, Any]:
    date = get_user_date_format().lower()
    return {
        "head": book.add_format({"bold": True}),
        "date": book.add_format({"num_format": date}),
        "datetime": book.add_format({"num_format": f"{date} hh:mm:ss"}),
        "time": book.add_format({"num_format": "[h]:mm:ss"}),
    }


def _write_row(sheet: Any, number: int, row: Iterable[Any], formats: dict[str, Any]) -> None:
    for column, value in enumerate(row):
        if value is None or value == "":
            continue
        if number == 0:
            sheet.write_string(number, column, _plain(str(value)), formats["head"])
        elif isinstance(value, datetime.datetime):
            sheet.write_datetime(number, column, value, formats["datetime"])
        elif isinstance(value, datetime.date):
            sheet.write_datetime(number, column, value, formats["date"])
        elif isinstance(value, datetime.timedelta):
            sheet.write_datetime(number, column, value, formats["time"])
        elif isinstance(value, bool | int | float) and abs(value) < _EXCEL_MAX_INT:
            sheet.write_number(number, column, value)
        else:
            sheet.write_string(number, column, _plain(str(value))[:32767])


def _plain(text: str) -> str:
    """Text as a cell shows it: tags become line breaks and plain words."""
    return _CONTROL_CHARACTERS.sub("", handle_html(text) if is_html(text) else text)


def handle_html(data: str) -> str:
    text = re.sub(r"<(br|/p|/div|/li)\s*/?>", "\n", data, flags=re.I)
    import html

    return html.unescape(strip_html(text)).strip()


def read_xlsx_file_from_attached_file(
    file_url: str | None = None, fcontent: bytes | None = None, filepath: str | None = None
) -> list[list[Any]]:
    """Rows of the first sheet, formulas as their stored values."""
    from openpyxl import load_workbook

    source: Any = filepath
    if file_url:
        source = io.BytesIO(frappe.get_doc("File", {"file_url": file_url}).get_content())
    elif fcontent is not None:
        source = io.BytesIO(fcontent)
    book = load_workbook(filename=source, read_only=True, data_only=True)
    try:
        return [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
    finally:
        book.close()


def build_xlsx_response(data: Iterable[Iterable[Any]], filename: str) -> None:
    frappe.response["filename"] = f"{filename}.xlsx"
    frappe.response["filecontent"] = make_xlsx(data, filename).getvalue()
    frappe.response["type"] = "binary"
