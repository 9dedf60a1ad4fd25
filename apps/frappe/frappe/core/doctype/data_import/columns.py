"""Decides what one column of an import is: its field, how its dates are written, what its cells hold."""

from __future__ import annotations

from collections import Counter
from typing import Any

import frappe
from frappe import _
from frappe.core.doctype.data_import import cells
from frappe.core.doctype.data_import.cells import EMPTY, Problem
from frappe.core.doctype.data_import.headings import get_df_for_column_header, is_open

LEFT_OUT = "Don't Import"
MANAGED = ("owner", "docstatus", "parent", "parenttype", "parentfield")


class Column:
    """One column: `df` is its field, None when it is left out."""

    def __init__(
        self,
        index: int,
        header: Any,
        doctype: str,
        column_values: list[Any],
        map_to_field: str | None = None,
        seen: list[Any] | None = None,
        *,
        is_update: bool = False,
    ) -> None:
        self.index, self.column_number = index, index + 1
        self.doctype, self.header_title = doctype, header
        self.column_values, self.map_to_field = column_values, map_to_field
        self.date_format: str | None = None
        self.warnings: list[dict[str, Any]] = []
        self.known: dict[Any, Any] = {}  # what checks/links found: the text of a cell → its value
        self._read: dict[Any, Any] = {}
        self.df: Any = self._field(seen or [], is_update)
        self.skip_import = self.df is None
        if self.df and self.df.fieldtype in ("Date", "Datetime"):
            self.date_format = self._date_format()

    def _field(self, seen: list[Any], is_update: bool) -> Any:
        title = self.header_title
        field = self._wished_field()
        if title not in EMPTY and title in seen and not field:
            self._hint(
                _("The heading {0} stands there twice: this column is left out").format(
                    _bold(title)
                )
            )
            return None
        if self.map_to_field == LEFT_OUT:
            self._hint(_("The column {0} is left out").format(_bold(title)))
            return None
        field = field or get_df_for_column_header(self.doctype, title)
        if field is None:
            if title not in EMPTY:
                self._hint(
                    _("No field fits the heading {0}: the column is left out").format(_bold(title))
                )
            elif any(value not in EMPTY for value in self.column_values):
                self._hint(_("A column without a heading is left out"))
            return None
        return self._allowed(field, "write" if is_update else "create")

    def _wished_field(self) -> Any:
        if not self.map_to_field or self.map_to_field == LEFT_OUT:
            return None
        field = get_df_for_column_header(self.doctype, self.map_to_field)
        shown = [_bold(self.header_title), _bold(field.label if field else self.map_to_field)]
        said = (
            _("The column {0} goes into {1}") if field else _("The column {0} cannot go into {1}")
        )
        self._hint(said.format(*shown))
        return field

    def _allowed(self, field: Any, right: str) -> Any:
        """Fields that the person may not write are left out, as a save by hand would."""
        is_manager = "System Manager" in frappe.get_roles()
        if is_open(field, self.doctype, right) and (is_manager or field.fieldname not in MANAGED):
            return field
        said = _("You may not change {0}: the column is left out")
        self._hint(said.format(_bold(_(field.label or field.fieldname))))
        return None

    def _hint(self, message: str) -> None:
        self.warnings.append({"col": self.column_number, "message": message, "type": "info"})

    def _date_format(self) -> str:
        """The way in which most cells write a date, the site's own where two fit as well."""
        patterns = cells.patterns(self.df.fieldtype)
        count: Counter[str] = Counter()
        for value in set(map(str, self.texts())):
            count.update(pattern for pattern in patterns if cells.parsed(value.strip(), pattern))
        if not count:
            return cells.ISO[self.df.fieldtype]
        most = max(count.values())
        return next(pattern for pattern in patterns if count[pattern] == most)

    def texts(self) -> list[str]:
        return [value for value in self.column_values if isinstance(value, str) and value]

    def values(self) -> set[str]:
        """The different things that its cells say."""
        return {cells.text_of(value) for value in self.column_values if value not in EMPTY}

    def is_of(self, doctype: str, table: str | None) -> bool:
        """Whether it belongs to the record (`table` None) or to this table of it."""
        if self.skip_import or self.df.parent != doctype:
            return False
        return (self.df.child_table_df.fieldname if self.df.is_child_table_field else None) == table

    def value_of(self, row: Any) -> Any:
        """The value of a line's cell; None for a blank one and for one that is reported to the line."""
        raw = row.data[self.index]
        if raw in EMPTY:
            return None
        key = (type(raw), raw)
        if key not in self._read:
            self._read[key] = self._understood(raw)
        value = self._read[key]
        if isinstance(value, Problem):
            row.warn(self, value.message, value.remedy)
            return None
        return value

    def _understood(self, raw: Any) -> Any:
        found = cells.read(raw, self.df, self.date_format)
        return self.known.get(found, found) if isinstance(found, str) else found

    def as_dict(self) -> Any:
        found = frappe._dict(
            index=self.index,
            column_number=self.column_number,
            doctype=self.doctype,
            header_title=self.header_title,
            map_to_field=self.map_to_field,
            date_format=self.date_format,
            df=self.df,
        )
        if self.df is not None and self.df.is_child_table_field:
            found.is_child_table_field = True
            found.child_table_df = as_json(self.df.child_table_df)
        found.update(skip_import=self.skip_import, warnings=self.warnings)
        return found


def as_json(field: Any) -> dict[str, Any]:
    """What clients are told of a field."""
    keys = ("fieldname", "fieldtype", "label", "options", "parent", "default")
    return {key: field.get(key) for key in keys}


def _bold(text: Any) -> str:
    from frappe.utils import escape_html

    return str(frappe.bold(escape_html(str(text if text not in EMPTY else "–"))))
