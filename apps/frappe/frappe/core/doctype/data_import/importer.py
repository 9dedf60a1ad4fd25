"""Decides how a file becomes records: the heading line, columns, lines, and which lines make one record.

`Importer` is one import; `ImportFile`, `Header`, `Column` and `Row` are the parts of its file. What is wrong
with a cell is a warning with line, column, value and remedy. Warnings of the kinds `info` (a hint) and `row`
(that record alone will be refused) do not hold the import up.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ristretto.web.listing import parse_object

import frappe
from frappe import _
from frappe.core.doctype.data_import import batches, results, source
from frappe.core.doctype.data_import.cells import EMPTY
from frappe.core.doctype.data_import.checks import check_columns, check_records
from frappe.core.doctype.data_import.columns import Column, as_json

INSERT = "Insert New Records"
UPDATE = "Update Existing Records"
MAX_ROWS_IN_PREVIEW = 10
_DF_KEYS = ("fieldtype", "fieldname", "label", "options", "parent", "reqd", "default", "read_only")
_OWN_KEYS = (*frappe.model.default_fields, *frappe.model.child_table_fields, "__islocal")


class Importer:
    """One import of a DocType from a file."""

    def __init__(
        self,
        doctype: str,
        data_import: Any = None,
        file_path: str | None = None,
        import_type: str | None = None,
        console: bool = False,
    ) -> None:
        self.doctype, self.console = doctype, console
        self.data_import = data_import or frappe.get_doc({"doctype": "Data Import"})
        if import_type:
            self.data_import.import_type = import_type
        options = parse_object(self.data_import.template_options, "template_options")
        self.template_options = frappe._dict(options)
        self.import_type = self.data_import.import_type
        file = file_path or self.data_import.import_file
        self.import_file = ImportFile(
            doctype, file, self.template_options, self.import_type, console=bool(file_path)
        )

    def get_data_for_import_preview(self) -> Any:
        """What the file holds, its first lines, what is wrong, and what an earlier start left behind."""
        out = self.import_file.get_data_for_import_preview()
        filters = {"data_import": self.data_import.name}
        how: dict[str, Any] = {"order_by": "log_index", "limit": MAX_ROWS_IN_PREVIEW}
        fields = ["row_indexes", "success"]
        out.import_log = frappe.get_all("Data Import Log", fields=fields, filters=filters, **how)
        return out

    def import_data(self) -> list[Any] | None:
        """Store the records, batch by batch. None when the file must be mended first."""
        return batches.run(self)

    def export_errored_rows(self) -> None:
        results.send_errored_rows(self)

    def export_import_log(self) -> None:
        results.send_log(self)


class ImportFile:
    """The lines of a file, read against a DocType."""

    def __init__(
        self,
        doctype: str,
        file: str | None,
        template_options: Any = None,
        import_type: str | None = None,
        *,
        console: bool = False,
    ) -> None:
        self.doctype, self.import_type = doctype, import_type
        options = frappe._dict(template_options or {})
        self.column_to_field_map = parse_object(options.column_to_field_map, "column_to_field_map")
        self.warnings: list[dict[str, Any]] = []
        self.raw_data = source.lines_of(file, from_disk=console)
        self._read_lines()
        check_columns(self)
        self._payloads: list[Any] | None = None

    def _read_lines(self) -> None:
        lines = [
            (number, row)
            for number, row in enumerate(self.raw_data)
            if any(v not in EMPTY for v in row)
        ]
        if len(lines) < 2:
            text = _("The file needs a line of headings and at least one line below it.")
            frappe.throw(text, title=_("Template Error"))
        first, heading = lines[0]
        self.header = Header(first, heading, self, [row for _number, row in lines[1:]])
        self.columns = self.header.columns
        self.data = [Row(number, row, self) for number, row in lines[1:]]

    def get_data_for_import_preview(self) -> Any:
        columns: list[Any] = [{"header_title": "Sr. No", "skip_import": True}]
        columns += [column.as_dict() for column in self.columns]
        for column in columns[1:]:
            if column.df:
                column.df = {key: column.df.get(key) for key in _DF_KEYS}
        shown = self.data[:MAX_ROWS_IN_PREVIEW]
        out = frappe._dict(
            data=[[row.row_number, *row.as_list()] for row in shown],
            columns=columns,
            warnings=self.get_warnings(),
        )
        if len(self.data) > MAX_ROWS_IN_PREVIEW:
            out.max_rows_exceeded = True
            out.max_rows_in_preview = MAX_ROWS_IN_PREVIEW
            out.total_number_of_rows = len(self.data)
        return out

    def get_payloads_for_import(self) -> list[Any]:
        """[{doc, rows}]: the records of the file and the lines that make them."""
        if self._payloads is None:
            self._payloads = [self._payload(rows) for rows in self.groups()]
            check_records(self, self._payloads)
        return self._payloads

    def count(self) -> int:
        """How many records the file holds."""
        return sum(1 for _group in self.groups())

    def groups(self) -> Iterator[list[Row]]:
        """Lines of one record: the first, and those below that leave its own columns blank."""
        own = self.header.get_column_indexes(self.doctype)
        has_rows = any(column.df and column.df.is_child_table_field for column in self.columns)
        group: list[Row] = []
        for row in self.data:
            if group and not (has_rows and all(v in EMPTY for v in row.get_values(own))):
                yield group
                group = []
            group.append(row)
        if group:
            yield group

    def _payload(self, rows: list[Row]) -> Any:
        doc = rows[0].parse_doc(self.doctype) or frappe._dict()
        for row in rows:
            for table in self.header.tables:
                child = row.parse_doc(table.options, doc, table)
                if child is not None:
                    doc.setdefault(table.fieldname, []).append(child)
        return frappe._dict(doc=doc, rows=rows)

    def get_warnings(self) -> list[dict[str, Any]]:
        """All warnings: of the file, of its columns, of its cells."""
        self.get_payloads_for_import()
        found = list(self.warnings)
        for column in self.columns:
            found += column.warnings
        for row in self.data:
            found += row.warnings
        return found


class Row:
    """One line."""

    def __init__(self, index: int, row: list[Any], file: Any) -> None:
        self.index, self.row_number = index, index + 1
        self.file, self.data = file, row
        self.warnings: list[dict[str, Any]] = []
        missing = len(file.header.columns) - len(row)
        if missing > 0:
            self.data = [*row, *[None] * missing]
        elif any(v not in EMPTY for v in row[len(file.header.columns) :]):
            message = _("The line has more cells than there are headings.")
            self.warnings.append({"row": self.row_number, "message": message})

    def parse_doc(self, doctype: str, parent_doc: Any = None, table_df: Any = None) -> Any:
        """The record's own values, or those of a row of a table; None when the line leaves them blank."""
        indexes = self.file.header.get_column_indexes(doctype, table_df)
        if all(v in EMPTY for v in self.get_values(indexes)):
            return None
        doc = frappe._dict()
        if self.file.import_type == INSERT:
            doc.update(self.file.header.defaults(doctype))
        for column in self.file.header.get_columns(indexes):
            value = column.value_of(self)
            if value is not None:
                doc[column.df.fieldname] = value
        return doc

    def warn(self, column: Any, message: str, remedy: str = "", kind: str | None = None) -> None:
        """Something is wrong with a cell of this line."""
        warning = {
            "row": self.row_number,
            "col": column.column_number,
            "field": as_json(column.df),
            "value": self.data[column.index],
            "message": message,
            "remedy": remedy,
        }
        self.warnings.append({**warning, "type": kind} if kind else warning)

    def get_values(self, indexes: list[int]) -> list[Any]:
        return [self.data[index] for index in indexes]

    def get(self, index: int) -> Any:
        return self.data[index]

    def as_list(self) -> list[Any]:
        return self.data


class Header:
    """The line of headings."""

    def __init__(
        self, index: int, row: list[Any], file: ImportFile, lines: list[list[Any]]
    ) -> None:
        self.index, self.row_number, self.data = index, index + 1, row
        self.doctype = file.doctype
        self.columns: list[Column] = []
        for number, heading in enumerate(row):
            values = [line[number] if number < len(line) else None for line in lines]
            wished = file.column_to_field_map.get(str(number))
            seen = [column.header_title for column in self.columns]
            update = file.import_type == UPDATE
            column = Column(number, heading, file.doctype, values, wished, seen, is_update=update)
            self.columns.append(column)
        used = [c.df for c in self.columns if c.df and not c.skip_import]
        tables = {
            df.child_table_df.fieldname: df.child_table_df for df in used if df.is_child_table_field
        }
        self.tables = list(tables.values())
        own = [(df.parent, None) for df in used if not df.is_child_table_field]
        self.doctypes = [*own[:1], *((table.options, table) for table in self.tables)]
        self._indexes: dict[Any, list[int]] = {}
        self._defaults: dict[str, dict[str, Any]] = {}

    def get_column_indexes(self, doctype: str, tablefield: Any = None) -> list[int]:
        key = (doctype, tablefield.fieldname if tablefield else None)
        if key not in self._indexes:
            self._indexes[key] = [c.index for c in self.columns if c.is_of(doctype, key[1])]
        return self._indexes[key]

    def get_columns(self, indexes: list[int]) -> list[Column]:
        return [self.columns[index] for index in indexes]

    def defaults(self, doctype: str) -> dict[str, Any]:
        """What a new record starts with, without the columns that the framework fills."""
        if doctype not in self._defaults:
            fresh = frappe.new_doc(doctype, as_dict=True)
            kept = {
                k: v for k, v in fresh.items() if k not in _OWN_KEYS and not isinstance(v, list)
            }
            self._defaults[doctype] = {k: v for k, v in kept.items() if v is not None}
        return self._defaults[doctype]


def create_import_log(data_import: str, log_index: int, log_details: dict[str, Any]) -> None:
    """One log row, stored at once."""
    batches.write_logs(data_import, [{**log_details, "log_index": log_index}])
