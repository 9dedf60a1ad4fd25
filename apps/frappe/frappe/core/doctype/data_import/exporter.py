"""Decides what a template or an export for later import holds: headings, permitted records, their rows.

Only fields that the caller's levels open and only records of the caller's list are written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import frappe
from frappe import _
from frappe.core.doctype.data_import.guide import guide_lines
from frappe.core.doctype.data_import.headings import headings_for, importable_fields, is_open
from frappe.model import display_fieldtypes, no_value_fields
from frappe.utils import create_batch, flt, format_duration
from frappe.utils.csvutils import to_csv
from frappe.utils.xlsxutils import make_xlsx

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
CHUNK = 500


class Exporter:
    """`export_fields`: {DocType or table field: fieldnames}, "All" or "Mandatory"."""

    def __init__(
        self,
        doctype: str,
        export_fields: Any = None,
        export_data: bool = False,
        export_filters: Any = None,
        export_page_length: int | None = None,
        file_type: str = "CSV",
    ) -> None:
        self.doctype, self.meta = doctype, frappe.get_meta(doctype)
        self.export_filters, self.export_page_length = export_filters, export_page_length
        self.file_type = file_type
        self.export_fields = self._wished(export_fields)
        self.exportable_fields = self._exportable()
        self.fields = [field for fields in self.exportable_fields.values() for field in fields]
        self.csv_array: list[list[Any]] = [headings_for(self.fields)]
        self.data = list(self.get_data_to_export()) if export_data else []
        self.csv_array += self.data

    def _wished(self, wished: Any) -> dict[str, list[str]]:
        if isinstance(wished, dict):
            return wished
        every = wished != "Mandatory"
        found = {self.doctype: _names(importable_fields(self.doctype), every)}
        for table in self.meta.get_table_fields():
            found[table.fieldname] = _names(importable_fields(table.options, table), every)
        return found

    def _exportable(self) -> dict[str, list[Any]]:
        found: dict[str, list[Any]] = {}
        for key, names in self.export_fields.items():
            table = None if key == self.doctype else self.meta.get_field(key)
            if key != self.doctype and (
                not table or table.fieldtype not in frappe.model.table_fields
            ):
                continue
            found[key] = self._fields_of(table, names)
        return found

    def _fields_of(self, table: Any, names: list[str]) -> list[Any]:
        doctype = table.options if table else self.doctype
        known = {field.fieldname: field for field in importable_fields(doctype, table)}
        found = [known[name] for name in names if name in known and name != "name"]
        kept = [each for each in found if _is_value(each) and is_open(each, self.doctype, "read")]
        if "name" not in names:
            return kept
        name = frappe._dict(fieldname="name", fieldtype="Data", label="ID", reqd=1, parent=doctype)
        if table:
            name.update(is_child_table_field=True, child_table_df=table)
        return [name, *kept]

    def get_data_to_export(self) -> Iterator[list[Any]]:
        """The lines of the records: the first with its own values, rows of tables beside and below."""
        frappe.permissions.can_export(self.doctype, raise_exception=True)
        for docs in create_batch(self._records(), CHUNK):
            rows = self._rows_of([doc.name for doc in docs])
            for doc in docs:
                yield from self._lines(doc, rows)

    def _records(self) -> list[Any]:
        own = [each.fieldname for each in self.exportable_fields.get(self.doctype, ())]
        order = "`lft` asc" if self.meta.is_nested_set() else "`creation` desc"
        return frappe.get_list(
            self.doctype,
            filters=self.export_filters,
            fields=list(dict.fromkeys(["name", *own])),
            limit_page_length=self.export_page_length or 0,
            order_by=order,
        )

    def _rows_of(self, names: list[str]) -> dict[tuple[str, str], list[Any]]:
        """{(table, record): rows} of records that the caller's list holds."""
        found: dict[tuple[str, str], list[Any]] = {}
        for key, fields in self.exportable_fields.items():
            if key == self.doctype or not fields:
                continue
            table = self.meta.get_field(key)
            filters = {"parent": ("in", names), "parentfield": key, "parenttype": self.doctype}
            asked = list(dict.fromkeys(["name", "parent", *(each.fieldname for each in fields)]))
            for row in frappe.get_all(
                table.options, filters=filters, fields=asked, order_by="idx asc"
            ):
                found.setdefault((key, row.parent), []).append(row)
        return found

    def _lines(self, doc: Any, rows: dict[tuple[str, str], list[Any]]) -> list[list[Any]]:
        tables = {key: rows.get((key, doc.name), []) for key in self.exportable_fields}
        height = max([1, *(len(each) for each in tables.values())])
        lines = [[""] * len(self.fields) for _line in range(height)]
        for column, field in enumerate(self.fields):
            sources = (
                tables[field.child_table_df.fieldname] if field.is_child_table_field else [doc]
            )
            for line, source in enumerate(sources):
                lines[line][column] = _cell(source.get(field.fieldname), field)
        return lines

    def get_csv_array(self) -> list[list[Any]]:
        return self.csv_array

    def get_csv_array_for_export(self) -> list[list[Any]]:
        """With two lines to fill in where there are no records."""
        return self.csv_array if self.data else [*self.csv_array, [], []]

    def build_response(self) -> None:
        rows, title = self.get_csv_array_for_export(), _(self.doctype)
        if self.file_type == "Excel":
            content, suffix = self._workbook(rows, title), "xlsx"
            frappe.response.update(type="binary", filename=f"{title}.{suffix}", filecontent=content)
            return
        frappe.response.update(type="csv", doctype=title, result=to_csv(harmless(rows)))

    def _workbook(self, rows: list[list[Any]], title: str) -> bytes:
        """The sheet to fill in, and one that says what each column takes."""
        import io

        import xlsxwriter

        target = io.BytesIO()
        book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False})
        widths = [max(14, min(40, len(str(cell)) + 2)) for cell in rows[0]]
        make_xlsx(rows, title, book, widths)
        make_xlsx(
            guide_lines(self.doctype, self.fields, rows[0]), _("How to fill in"), book, [34, 14, 60]
        )
        book.close()
        return target.getvalue()


def _names(fields: Iterable[Any], every: bool) -> list[str]:
    own = [each for each in fields if each.fieldname not in ("owner", "docstatus", "idx")]
    own = [each for each in own if not each.fieldname.startswith("parent")]
    return ["name", *(each.fieldname for each in own if every or each.reqd)]


def _is_value(field: Any) -> bool:
    return field.fieldtype not in (*display_fieldtypes, *no_value_fields)


def _cell(value: Any, field: Any) -> Any:
    if field.fieldtype == "Duration":
        return format_duration(flt(value or 0), field.hide_days)
    return value


def harmless(rows: Iterable[Iterable[Any]]) -> list[list[Any]]:
    """Texts that a spreadsheet would run as a formula get an apostrophe; an import takes it off again."""
    return [[_guarded(cell) for cell in row] for row in rows]


def _guarded(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_SIGNS) else cell
