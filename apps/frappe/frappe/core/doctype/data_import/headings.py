"""Decides which field the heading of a column means, and how a template writes its headings.

A heading is a label, a translated label or a fieldname; those of rows name their table as well:
`Label (Table)` or `table.fieldname`. The identity of a record is `ID` or `name`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ristretto.access import permlevels
from ristretto.context import request_cached

import frappe
from frappe import _
from frappe.model import no_value_fields
from frappe.utils import site_settings

OWN_COLUMNS = (
    {"label": "Owner", "fieldname": "owner", "fieldtype": "Link", "options": "User"},
    {"label": "Document Status", "fieldname": "docstatus", "fieldtype": "Int"},
)
ROW_COLUMNS = (
    {"label": "Parent", "fieldname": "parent", "fieldtype": "Data"},
    {"label": "Parent Type", "fieldname": "parenttype", "fieldtype": "Data"},
    {"label": "Parent Field", "fieldname": "parentfield", "fieldtype": "Data"},
    {"label": "Row Index", "fieldname": "idx", "fieldtype": "Int"},
)


def build_fields_dict_for_column_matching(parent_doctype: str) -> dict[str, Any]:
    """{heading: field} of a DocType and its tables; the first of two equal labels wins."""
    found: dict[str, Any] = {}
    meta = frappe.get_meta(parent_doctype)
    for table in (None, *meta.get_table_fields()):
        doctype = table.options if table else parent_doctype
        name = _field({"label": "ID", "fieldname": "name", "fieldtype": "Data"}, doctype, table)
        name.reqd = 1
        for heading in headings_of(name, is_name=True):
            found[heading] = name
        for field in importable_fields(doctype, table):
            _add(found, field)
    if field := get_autoname_field(parent_doctype):
        label = field.label
        for id_word, word in zip(_words("ID"), _words(label), strict=True):
            found[f"{id_word} ({word})"] = found[id_word] = field
        found["name"] = field
    return found


def importable_fields(doctype: str, table: Any = None) -> list[Any]:
    """The fields of a form that hold a value, its own columns first."""
    columns = ROW_COLUMNS if frappe.get_meta(doctype).istable else OWN_COLUMNS
    own = [_field(each, doctype, table) for each in columns]
    fields = [
        each for each in frappe.get_meta(doctype).fields if each.fieldtype not in no_value_fields
    ]
    return own + [_field(each.as_dict(), doctype, table) for each in fields]


def _field(values: Any, doctype: str, table: Any) -> Any:
    field = frappe._dict(values)
    field.parent = doctype
    field.label = str(field.label or "").strip()
    if table is not None:
        field.is_child_table_field, field.child_table_df = True, table
    return field


def _add(found: dict[str, Any], field: Any) -> None:
    if not field.is_child_table_field:
        for label in filter(None, _words(field.label)):
            found.setdefault(label, field)
    for heading in headings_of(field):
        found[heading] = field


def _words(label: Any) -> list[str]:
    """A label as it stands, in the person's language, and in the site's: files travel between people."""
    text = str(label or "")
    return (
        [text, _(text), _(text, site_settings.default("language") or "en")]
        if text
        else ["", "", ""]
    )


def headings_of(field: Any, *, is_name: bool = False) -> list[str]:
    """The headings that mean this field and no other."""
    words = _words(field.label)
    if not field.is_child_table_field:
        if is_name:
            return ["name", *words]
        return [field.fieldname, *(f"{word} ({field.fieldname})" for word in words)]
    table = field.child_table_df
    pairs = zip(words, _words(table.label), strict=True)
    return [f"{table.fieldname}.{field.fieldname}", *(f"{word} ({of})" for word, of in pairs)]


def get_df_for_column_header(doctype: str, header: Any) -> Any:
    """The field behind a heading; None for headings that name none."""
    key = ("import headings", doctype, frappe.local.lang)
    known = request_cached(key, lambda: build_fields_dict_for_column_matching(doctype))
    return known.get(str(header).strip()) if header not in (None, "") else None


def get_autoname_field(doctype: str) -> Any:
    """The field that names the records, for `field:…`."""
    meta = frappe.get_meta(doctype)
    if not str(meta.autoname or "").startswith("field:"):
        return None
    field = meta.get_field(meta.autoname[len("field:") :])
    return _field(field.as_dict(), doctype, None) if field else None


def get_id_field(doctype: str) -> Any:
    """The field that says which record a line means."""
    name = {"label": "ID", "fieldname": "name", "fieldtype": "Data"}
    return get_autoname_field(doctype) or _field(name, doctype, None)


def headings_for(fields: Iterable[Any]) -> list[str]:
    """The heading line of a template: labels in the user's language, fieldnames where two are the same."""
    line: list[str] = []
    for field in fields:
        heading = _(field.label or field.fieldname)
        if field.is_child_table_field:
            table = field.child_table_df
            heading = f"{heading} ({_(table.label or table.fieldname)})"
        if heading in line:
            table = field.child_table_df
            heading = f"{table.fieldname}.{field.fieldname}" if table else field.fieldname
        line.append(heading)
    return line


def is_open(field: Any, doctype: str, right: str) -> bool:
    """Whether the caller's levels reach the field; those of rows are the levels of their form."""
    level = int(field.permlevel or 0)
    if field.is_child_table_field and int(field.child_table_df.permlevel or 0):
        level = max(level, int(field.child_table_df.permlevel))
    return not level or level in permlevels(frappe.get_meta(doctype), right)
