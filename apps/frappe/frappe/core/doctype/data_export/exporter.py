"""Decides the older export of a form: headings with notes about each column, then the permitted records.

Closed holes: stock writes fields of all levels and lets a pattern of the caller run as a regular expression;
here levels are kept, and records are chosen by filters alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ristretto.web.listing import parse_filters, parse_object
from ristretto.web.whitelist import slow

import frappe
from frappe import _
from frappe.core.doctype.data_import.exporter import harmless
from frappe.core.doctype.data_import.headings import importable_fields, is_open
from frappe.utils import cint, format_datetime, format_duration, formatdate
from frappe.utils.csvutils import to_csv
from frappe.utils.xlsxutils import make_xlsx

_SKIPPED = ("docstatus", "parent", "parenttype", "parentfield", "idx", "trash_reason")


def get_data_keys() -> Any:
    """The words by which a reader of the file finds its parts."""
    return frappe._dict(
        data_separator=_("Start entering data below this line"),
        main_table=_("Table") + ":",
        parent_table=_("Parent Table") + ":",
        columns=_("Column Name") + ":",
        doctype=_("DocType") + ":",
    )


@frappe.whitelist()
@frappe.read_only()
@slow(lambda _arguments: True)
def export_data(
    doctype: Any = None,
    parent_doctype: str | None = None,
    all_doctypes: Any = True,
    with_data: Any = False,
    select_columns: Any = None,
    file_type: str = "CSV",
    template: Any = False,
    filters: Any = None,
    export_without_column_meta: Any = False,
) -> None:
    """Put the file into the answer; `select_columns` is {DocType: fieldnames}."""
    DataExporter(
        doctype=doctype,
        parent_doctype=parent_doctype,
        all_doctypes=_is_true(all_doctypes),
        with_data=_is_true(with_data),
        select_columns=select_columns,
        file_type=file_type,
        template=_is_true(template),
        filters=filters,
        export_without_column_meta=_is_true(export_without_column_meta),
    ).build_response()


def _is_true(value: Any) -> bool:
    return value.lower() == "true" or value == "1" if isinstance(value, str) else bool(cint(value))


class DataExporter:
    """One export: the columns of a form and, if asked, of its tables."""

    def __init__(
        self,
        doctype: Any = None,
        parent_doctype: str | None = None,
        all_doctypes: bool = True,
        with_data: bool = False,
        select_columns: Any = None,
        file_type: str = "CSV",
        template: bool = False,
        filters: Any = None,
        export_without_column_meta: bool = False,
    ) -> None:
        found = doctype[0] if isinstance(doctype, list) and doctype else doctype
        if not isinstance(found, str) or not frappe.db.exists("DocType", found):
            frappe.throw(_("{0} is missing").format("doctype"))
        self.doctype, self.meta = found, frappe.get_meta(found)
        self.parent_doctype = parent_doctype or found
        self.with_data, self.template, self.file_type = with_data, template, file_type
        self.is_bare = export_without_column_meta
        self.select_columns = parse_object(select_columns, "select_columns") or None
        self.filters = parse_filters(filters)
        self.parts = [(None, self._fields(None))]
        if all_doctypes:
            self.parts += [(table, self._fields(table)) for table in self.meta.get_table_fields()]
            self.parts = [part for part in self.parts if part[0] is None or part[1]]

    def _fields(self, table: Any) -> list[Any]:
        doctype = table.options if table else self.doctype
        wished = None if not self.select_columns else self.select_columns.get(doctype, [])
        known = [
            each for each in importable_fields(doctype, table) if each.fieldname not in _SKIPPED
        ]
        found = [
            each
            for each in known
            if not each.hidden
            and (wished is None or each.fieldname in wished)
            and (each.fieldname != "owner" or wished)
            and is_open(each, self.doctype, "read")
        ]
        found.sort(key=lambda each: not each.reqd)
        is_named = self.with_data or str(frappe.get_meta(doctype).autoname).lower() == "prompt"
        name = frappe._dict(fieldname="name", label="ID", fieldtype="Data", reqd=1, parent=doctype)
        return [name, *found] if found and is_named else found

    def build_response(self) -> None:
        if not (frappe.has_permission(self.parent_doctype, "read")):
            text = _("{0}: your roles do not let you read it").format(_(self.parent_doctype))
            raise frappe.PermissionError(text)
        rows = [*self._notes(), *self._headings()]
        data = list(self._lines()) if self.with_data or not self.template else []
        if self.with_data and not data:
            text = _("There is no data to be exported")
            frappe.respond_as_web_page(_("No Data"), text, indicator_color="orange")
            return
        rows = harmless([*rows, *data])
        if self.file_type == "Excel":
            content = make_xlsx(rows, _(self.doctype)).getvalue()
            frappe.response.update(
                type="binary", filename=f"{self.doctype}.xlsx", filecontent=content
            )
            return
        frappe.response.update(type="csv", doctype=self.doctype, result=to_csv(rows))

    def _notes(self) -> list[list[Any]]:
        if not self.template:
            return []
        keys = get_data_keys()
        return [
            [_("Data Import Template")],
            [keys.main_table, self.doctype],
            [keys.parent_table, self.parent_doctype]
            if self.parent_doctype != self.doctype
            else [""],
            [""],
            [_("Notes:")],
            [_("Leave the headings as they are, and the first column blank.")],
            [_("Leave the ID blank for new records.")],
            [_("Columns that need not be filled in may be deleted.")],
        ]

    def _headings(self) -> list[list[Any]]:
        """Five lines about the columns, or the labels alone."""
        fields = [field for _table, part in self.parts for field in part]
        labels = [_("Column Labels:"), *(_(each.label or each.fieldname) for each in fields)]
        if self.is_bare:
            return [labels]
        keys = get_data_keys()
        table_line = [keys.doctype]
        for table, part in self.parts:
            marks = [part[0].parent, table.fieldname] if table else [self.doctype]
            table_line += [*marks, *[""] * len(part)][: len(part)]
        lines = [
            [""],
            table_line,
            labels,
            [keys.columns, *(each.fieldname for each in fields)],
            [_("Mandatory:"), *("Yes" if each.reqd else "No" for each in fields)],
            [_("Type:"), *(each.fieldtype for each in fields)],
            [_("Info:"), *(_info(each) for each in fields)],
        ]
        return [*lines, [keys.data_separator]] if self.template else lines

    def _lines(self) -> Iterator[list[Any]]:
        frappe.permissions.can_export(self.parent_doctype, raise_exception=True)
        order = "`lft` asc" if self.meta.is_nested_set() else None
        how: dict[str, Any] = {"limit_page_length": 0, "order_by": order}
        for doc in frappe.get_list(self.doctype, fields=["*"], filters=self.filters, **how):
            rows = {None: [doc]}
            for table, _part in self.parts[1:]:
                filters = {"parent": doc.name, "parentfield": table.fieldname}
                found = frappe.get_all(table.options, filters=filters, fields=["*"], order_by="idx")
                rows[table.fieldname] = found
            yield from self._record(rows)

    def _record(self, rows: dict[Any, list[Any]]) -> list[list[Any]]:
        lines = []
        for number in range(max(map(len, rows.values()))):
            line: list[Any] = [""]
            for table, part in self.parts:
                own = rows[table.fieldname if table else None]
                source = own[number] if number < len(own) else {}
                line += [_written(source.get(each.fieldname), each) for each in part]
            lines.append(line)
        return lines


def _info(field: Any) -> str:
    if field.fieldtype == "Select" and field.options:
        return _("One of: {0}").format(", ".join(filter(None, str(field.options).split("\n"))))
    known = {"Link": field.options, "Int": _("A whole number"), "Check": _("1 for yes, 0 for no")}
    return str(known.get(field.fieldtype) or "")


def _written(value: Any, field: Any) -> Any:
    if value in (None, ""):
        return ""
    writers = {"Date": formatdate, "Datetime": format_datetime}
    if field.fieldtype == "Duration":
        return format_duration(value, field.hide_days)
    return writers[field.fieldtype](value) if field.fieldtype in writers else value
