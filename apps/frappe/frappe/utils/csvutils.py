"""CSV read from uploads and written for downloads."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Any

import frappe
from frappe.utils.numbers import cstr
from frappe.utils.text import quoted

_ENCODINGS = ("utf-8-sig", "utf-16", "windows-1258", "windows-1252")


def _decoded(content: Any) -> str:
    if isinstance(content, str):
        return content
    for encoding in _ENCODINGS:
        if encoding == "utf-16" and content[:2] not in (b"\xff\xfe", b"\xfe\xff"):
            continue
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    frappe.throw(frappe._("Unknown file encoding: save the file as UTF-8."))
    return ""


def read_csv_content(fcontent: Any, use_sniffer: bool = False) -> list[list[Any]]:
    """Rows of a CSV file; cells are trimmed and empty ones are None."""
    text = _decoded(fcontent)
    lines = text.splitlines(keepends=True)
    dialect: Any = csv.excel
    if use_sniffer:
        try:
            dialect = csv.Sniffer().sniff(text[:4096], delimiters=",;\t|")
        except csv.Error:
            dialect = csv.excel
    try:
        return [[cell.strip() or None for cell in row] for row in csv.reader(lines, dialect)]
    except csv.Error as error:
        frappe.throw(frappe._("The file is not a CSV file: {0}").format(error))
        return []


def read_csv_content_from_attached_file(doc: Any) -> list[list[Any]]:
    """Rows of the newest file attached to a document."""
    filters = {"attached_to_doctype": doc.doctype, "attached_to_name": doc.name}
    name = frappe.db.get_value("File", filters, "name", order_by="creation desc")
    if not name:
        frappe.throw(frappe._("File not attached"))
    return read_csv_content(frappe.get_doc("File", name).get_content())


class UnicodeWriter:
    """A CSV writer into memory: text quoted, numbers bare."""

    def __init__(
        self, encoding: str = "utf-8", quoting: int = csv.QUOTE_NONNUMERIC, delimiter: str = ","
    ) -> None:
        self.encoding = encoding
        self.queue = io.StringIO()
        self.writer = csv.writer(self.queue, quoting=quoting, delimiter=delimiter)  # type: ignore[arg-type]

    def writerow(self, row: Iterable[Any]) -> None:
        self.writer.writerow(["" if cell is None else cell for cell in row])

    def getvalue(self) -> str:
        return self.queue.getvalue()


def to_csv(
    data: Iterable[Iterable[Any]], quoting: Any = csv.QUOTE_NONNUMERIC, delimiter: str = ","
) -> str:
    writer = UnicodeWriter(quoting=int(quoting), delimiter=delimiter)
    for row in data:
        writer.writerow(row)
    return writer.getvalue()


def build_csv_response(data: Iterable[Iterable[Any]], filename: str) -> None:
    frappe.response["result"] = cstr(to_csv(data))
    frappe.response["doctype"] = filename
    frappe.response["type"] = "csv"


def send_csv_to_client(args: Any) -> None:
    args = frappe._dict(frappe.parse_json(args))
    build_csv_response(args.data, args.filename)


def getlink(doctype: str, name: str) -> str:
    return f'<a href="/app/Form/{quoted(doctype)}/{quoted(name)}">{name}</a>'
