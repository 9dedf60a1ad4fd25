"""A list as a file: CSV for programs, Excel for people. The first column counts the rows, the
headings are labels."""

import csv
import io
from typing import Any

from ristretto.web.listing import parse_list

import frappe
from frappe import _
from frappe.desk.reportview import as_text, execute

_SUMMED = ("Int", "Float", "Currency", "Percent", "Duration")


def export(arguments: Any, form: Any) -> None:
    """Put the file into the answer. Raises PermissionError without the export right,
    ValidationError for other formats."""
    doctype = arguments["doctype"]
    kind = form.get("file_format_type") or "CSV"
    if kind not in ("CSV", "Excel"):
        frappe.throw(_("Unknown file format {0}: use CSV or Excel").format(kind))
    if not frappe.has_permission(doctype, "export"):
        frappe.throw(
            _("{0}: your roles do not let you export").format(_(doctype)),
            frappe.PermissionError,
        )
    selected = parse_list(form.get("selected_items"), "selected_items", of=str)
    if selected:
        arguments["filters"] = [[doctype, "name", "in", selected]]
    arguments["limit_page_length"] = (
        None if not form.get("page_length") else arguments["limit_page_length"]
    )
    rows = execute(**arguments)
    keys = list(rows[0]) if rows else [_plain_name(field) for field in arguments["fields"]]
    fields = [_field_of(doctype, key, arguments["fields"]) for key in keys]
    table = _table(rows, keys, fields, bool(frappe.utils.cint(form.get("add_totals_row"))))
    _answer(str(form.get("title") or doctype), table, kind)


def _table(
    rows: list[Any], keys: list[str], fields: list[Any], with_totals: bool
) -> list[list[Any]]:
    table: list[list[Any]] = [
        [_("Sr"), *(_label(key, field) for key, field in zip(keys, fields, strict=True))]
    ]
    table += [
        [number, *(as_text(row.get(key)) for key in keys)] for number, row in enumerate(rows, 1)
    ]
    if with_totals and rows:
        table.append(
            [
                _("Total"),
                *(_total(rows, key, field) for key, field in zip(keys, fields, strict=True)),
            ]
        )
    return table


def _total(rows: list[Any], key: str, field: Any) -> Any:
    if field is None or field.fieldtype not in _SUMMED:
        return ""
    return sum(row.get(key) or 0 for row in rows)


def _label(key: str, field: Any) -> str:
    if key == "name":
        return _("ID")
    return (
        _(field.label, context=field.parent)
        if field is not None and field.label
        else frappe.unscrub(key)
    )


def _field_of(doctype: str, key: str, asked: list[Any]) -> Any:
    """The field of a column: of the DocType, or of the child table that the request names before
    it."""
    for text in asked:
        name = str(text).replace("`", "")
        if name.startswith("tab") and name.endswith(f".{key}"):
            return frappe.get_meta(name[3:].rpartition(".")[0]).get_field(key)
    return frappe.get_meta(doctype).get_field(key)


def _plain_name(field: Any) -> str:
    return str(field).replace("`", "").rpartition(" as ")[2].rpartition(".")[2]


def _answer(title: str, table: list[list[Any]], kind: str) -> None:
    if kind == "CSV":
        text = io.StringIO()
        csv.writer(text, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n").writerows(
            [["" if cell is None else _harmless(cell) for cell in row] for row in table]
        )
        # The mark makes spreadsheet programs read Vietnamese as UTF-8.
        content: bytes = text.getvalue().encode("utf-8-sig")
        suffix = "csv"
    else:
        from frappe.utils.xlsxutils import make_xlsx

        content, suffix = make_xlsx(table, title).getvalue(), "xlsx"
    frappe.response.update(type="binary", filename=f"{title}.{suffix}", filecontent=content)


def _harmless(cell: Any) -> Any:
    """Text that a spreadsheet would run as a formula is prefixed (CSV injection)."""
    return (
        f"'{cell}"
        if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r")
        else cell
    )
