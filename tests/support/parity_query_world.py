"""The site of the observed query rows: a DocType with all kinds of columns, its child rows, a tree, and 1,801 days.

The stored values come from the row Q-DATA-1 of the table itself.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import frappe

ROW, CHILD, TAG, TREE, DAY = (f"ObsB {each}" for each in ("Row", "Child", "Tag", "Tree", "Day"))
NAMES = tuple(f"R{number:02d}" for number in range(1, 22))
FIRST_DAY, DAYS = dt.date(2024, 6, 5), 1801
START = dt.datetime(2026, 1, 1)
KINDS = {
    "txt": "Data",
    "long_txt": "Small Text",
    "num": "Int",
    "amt": "Float",
    "money": "Currency",
    "chk": "Check",
    "d": "Date",
    "dt": "Datetime",
    "t": "Time",
    "sel": "Select",
    "tag": "Link",
    "node": "Link",
    "items": "Table",
}
OPTIONS = {"sel": "\nx\ny", "tag": TAG, "node": TREE, "items": CHILD}
NODES = (
    ("Root", None),
    ("N1", "Root"),
    ("N11", "N1"),
    ("N12", "N1"),
    ("N2", "Root"),
    ("N21", "N2"),
)
TAGS = (("T1", "mot", "A"), ("T2", "hai", "B"), ("T3", "ba", "A"))
COLUMNS = ("txt", "num", "d", "dt", "tag", "node", "sel")
STAMP = ("name", "owner", "modified_by", "creation", "modified")


def build(stored: dict[str, Any]) -> None:
    """DocTypes and rows; `stored` is what Q-DATA-1 says: {column: {name: value}}, and `children`."""
    _define()
    _insert(TAG, ("label", "kind"), ((name, (label, kind)) for name, label, kind in TAGS))
    for name, parent in NODES:
        values = {"title": name, "is_group": 1, "parent_obsb_tree": parent}
        frappe.get_doc({"doctype": TREE, **values}).insert()
    _insert(ROW, (*COLUMNS, "long_txt", "t"), ((name, _values(stored, name)) for name in NAMES))
    columns = ("parent", "item", "qty", "tag", "parenttype", "parentfield")
    rows = ((row[0], (*row[1:], ROW, "items")) for row in stored["children"])
    _insert(CHILD, columns, rows)
    days = [FIRST_DAY + dt.timedelta(days=number) for number in range(DAYS)]
    _insert(DAY, ("d", "dt"), ((str(day), (day, f"{day} 12:00:00")) for day in days))


def _values(stored: dict[str, Any], name: str) -> tuple[Any, ...]:
    values = [stored[column].get(name) for column in COLUMNS]
    return (*values, values[0], "03:15:13.867318")


def _insert(doctype: str, columns: tuple[str, ...], rows: Any) -> None:
    """Rows as they stood in the table: values that no form would store included."""
    frappe.db.bulk_insert(
        doctype,
        (*STAMP, *columns),
        (
            (name, "Administrator", "Administrator", moment, moment, *values)
            for number, (name, values) in enumerate(rows)
            for moment in (START + dt.timedelta(seconds=number),)
        ),
    )


def _define() -> None:
    text = _field("label", "Data"), _field("kind", "Data")
    _doctype(TAG, list(text), autoname="Prompt")
    _doctype(TREE, [_field("title", "Data")], autoname="field:title", is_tree=1)
    child = [_field("item", "Data"), _field("qty", "Int"), _field("tag", "Link", TAG)]
    _doctype(CHILD, child, istable=1)
    fields = [_field(name, kind, OPTIONS.get(name)) for name, kind in KINDS.items()]
    _doctype(ROW, fields, autoname="Prompt")
    _doctype(DAY, [_field("d", "Date"), _field("dt", "Datetime")], autoname="Prompt")


def _field(name: str, kind: str, options: str | None = None) -> dict[str, Any]:
    default = {"default": "5"} if name == "num" else {}
    return {"fieldname": name, "fieldtype": kind, "label": name, "options": options, **default}


def _doctype(name: str, fields: list[dict[str, Any]], **values: Any) -> None:
    rights = dict.fromkeys(("read", "write", "create", "delete", "report", "export"), 1)
    roles = () if values.get("istable") else ("System Manager", "Desk User")
    frappe.get_doc(
        {
            "doctype": "DocType",
            "name": name,
            "module": "Core",
            "custom": 1,
            "fields": fields,
            "permissions": [{"role": role, **rights} for role in roles],
            **values,
        }
    ).insert()
