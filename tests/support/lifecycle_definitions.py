"""Replays which DocTypes are accepted (definition), and what a change does to table and rows (schema)."""

from __future__ import annotations

import re
from typing import Any

import frappe
from lifecycle_defaults import define
from lifecycle_types import field
from lifecycle_values import definition as column_of
from lifecycle_world import World, attempt, shrunk, typed
from parity_ledger import Row

A = field("a")
RANDOM = re.compile(r"^(section_break_)[a-z0-9]{4}$")


def a(fieldtype: str = "Data", options: str | None = None, **more: Any) -> dict[str, Any]:
    return field("a", fieldtype, options, **more)


def fold() -> dict[str, Any]:
    return {"fieldtype": "Fold", "fieldname": None}


Case = tuple[list[dict[str, Any]], dict[str, Any]]
CASES: dict[str, Case] = {
    "fetch_from missing source field": (
        [field("l", "Link", "ObsA Tgt"), field("x", fetch_from="l.nosuch")],
        {},
    ),
    "fetch_from missing link field": ([field("x", fetch_from="nosuch.descr")], {}),
    "Table without options": ([a("Table")], {}),
    "single with a Table": ([a("Table", "ObsA Row")], {"issingle": 1}),
    "six mandatory fields, none in list view": ([field(f"a{n}", reqd=1) for n in range(6)], {}),
    "Currency with bad options": ([a("Currency", "nosuch")], {}),
    "Fold at the end": ([A, field("f", "Fold")], {}),
    "two Folds": (
        [
            field("f1", "Fold"),
            field("s1", "Section Break"),
            A,
            field("f2", "Fold"),
            field("s2", "Section Break"),
            field("b"),
        ],
        {},
    ),
    "submittable": ([A], {"is_submittable": 1}),
    "tree": ([A], {"is_tree": 1}),
    "duplicate fieldname": ([A, A], {}),
    "fieldname name": ([field("name")], {}),
    "fieldname owner": ([field("owner")], {}),
    "fieldname flags": ([field("flags")], {}),
    "fieldname save (a method)": ([field("save")], {}),
    "fieldname get (a method)": ([field("get")], {}),
    "fieldname of 65 characters": ([field("x" * 65)], {}),
    "upper case and blanks 'My Field'": ([field("My Field")], {}),
    "label only": ([{"fieldtype": "Data", "label": "My Label ?"}], {}),
    "no label, no fieldname": ([{"fieldtype": "Data"}], {}),
    "two section breaks without names": (
        [{"fieldtype": "Section Break"}, A, {"fieldtype": "Section Break"}],
        {},
    ),
    "Link without options": ([a("Link")], {}),
    "Link to missing DocType": ([a("Link", "No Such DT")], {}),
    "Table to a non-child": ([a("Table", "ObsA Tgt")], {}),
    "Table MultiSelect child without Link": ([a("Table MultiSelect", "ObsA Row2")], {}),
    "hidden and mandatory, no default": ([a(hidden=1, reqd=1)], {}),
    "hidden and mandatory with default": ([a(hidden=1, reqd=1, default="x")], {}),
    "Dynamic Link to missing field": ([a("Dynamic Link", "zz")], {}),
    "Dynamic Link to Data field": ([field("b"), a("Dynamic Link", "b")], {}),
    "precision 10": ([a("Float", precision="10")], {}),
    "Rating options 2": ([a("Rating", "2")], {}),
    "unique Small Text": ([a("Small Text", unique=1)], {}),
    "index Text": ([a("Text", search_index=1)], {}),
    "title_field missing": ([A], {"title_field": "b"}),
    "title_field template": (
        [field("title", default="{a}", hidden=1), A],
        {"title_field": "title"},
    ),
    "image_field of wrong type": ([A], {"image_field": "a"}),
    "sort_field missing": ([A], {"sort_field": "b"}),
    "search_fields missing": ([A], {"search_fields": "b"}),
    "depends_on assignment": ([a(depends_on="eval:doc.a='x'")], {}),
    "fetch_from itself": ([a(fetch_from="a.b")], {}),
    "Select without options": ([a("Select")], {}),
    "mandatory Section Break": ([{"fieldtype": "Section Break", "reqd": 1}], {}),
    "in_list_view on Text Editor": ([a("Text Editor", in_list_view=1)], {}),
    "virtual DocType custom": ([A], {"is_virtual": 1}),
    "is_tree and istable": ([A], {"is_tree": 1, "istable": 1}),
    "issingle and submittable": (
        [A],
        {
            "issingle": 1,
            "is_submittable": 1,
            "permissions": [{"role": "System Manager", "read": 1}],
        },
    ),
    "no field at all": ([], {}),
    "DocType name of 62 characters": ([A], {"name": "ObsA S q" + "y" * 54}),
    "name with a slash": ([A], {"name": "ObsA S/q"}),
    "name starting with a digit": ([A], {"name": "1 ObsA S q"}),
    "autoname field missing": ([A], {"autoname": "field:zz"}),
    "autoname naming_series with field": (
        [field("naming_series", "Select", "A-.##")],
        {"autoname": "naming_series:"},
    ),
    "child table with permissions": (
        [A],
        {"istable": 1, "permissions": [{"role": "All", "read": 1}]},
    ),
    "no permission rows": ([A], {"permissions": []}),
}


def definition(world: World, row: Row) -> Any:
    """Save a custom DocType; what it became, or how it was refused."""
    fields, more = CASES[row.given["case"]]
    with world.session():
        if not frappe.db.exists("DocType", "ObsA Row2"):
            define("ObsA Row2", [field("b")], istable=1)
        values = {"name": f"ObsA S q{int(row.id.split('-')[1]) - 1}", **more}
        done = attempt(lambda: define(values.pop("name"), fields, **values).name)
        if "error" in done:
            return done
        doc = frappe.get_doc("DocType", done["ok"])
        return {
            "fieldnames": [RANDOM.sub(r"\1<hash>", each.fieldname) for each in doc.fields],
            "is_submittable": doc.is_submittable,
            "permissions": len(doc.permissions),
            "in_list_view": [each.fieldname for each in doc.fields if each.in_list_view],
            "unique": [each.fieldname for each in doc.fields if each.unique],
        }


LONG = "y" * 40
# when: (field before, stored values, what changes)
CHANGES: dict[str, tuple[dict[str, Any] | None, tuple[Any, Any], dict[str, Any] | None]] = {
    "add field with default 3": (None, (), field("x", "Int", default="3")),
    "add Data field with default": (None, (), field("x", default="zz")),
    "remove field from the DocType": (field("x"), ("dup", "dup"), None),
    "Data -> Small Text": (field("x"), ("12", "abc"), {"fieldtype": "Small Text"}),
    "Data -> Int with text stored": (field("x"), ("12", "abc"), {"fieldtype": "Int"}),
    "Data -> Date with text stored": (field("x"), ("12", "abc"), {"fieldtype": "Date"}),
    "Int -> Data": (field("x", "Int"), (5, 7), {"fieldtype": "Data"}),
    "Int -> Float": (field("x", "Int"), (5, 7), {"fieldtype": "Float"}),
    "Int -> Check (values 5, 7)": (field("x", "Int"), (5, 7), {"fieldtype": "Check"}),
    "Date -> Datetime": (field("x", "Date"), ("2026-01-02", None), {"fieldtype": "Datetime"}),
    "Data length 50 -> 20 with 40 characters stored": (
        field("x", length=50),
        (LONG, None),
        {"length": 20},
    ),
    "Data length 50 -> 45": (field("x", length=50), (LONG, None), {"length": 45}),
    "Data length 50 -> 200": (field("x", length=50), (LONG, None), {"length": 200}),
    "Data length 2000": (field("x", length=50), (LONG, None), {"length": 2000}),
    "unique on a column with duplicates": (field("x"), ("dup", "dup"), {"unique": 1}),
    "unique on a clean column": (field("x"), ("12", "abc"), {"unique": 1}),
    "Small Text (300 characters) -> Data": (
        field("x", "Small Text"),
        ("x" * 300, None),
        {"fieldtype": "Data"},
    ),
    "change default of Data": (field("x"), ("dup", "dup"), {"default": "dd"}),
    "rename fieldname e -> e2 in place": (field("x"), ("dup", "dup"), {"fieldname": "x2"}),
    "reqd switched on with empty rows stored": (field("x", length=50), (LONG, None), {"reqd": 1}),
}


def schema(world: World, row: Row) -> Any:
    """Change one field of a DocType with two records; its column, its row in DocField, and the values."""
    before, values, change = CHANGES[row.when]
    name = f"ObsA Schema {row.id.split('-')[1]}"
    with world.session():
        doc = define(name, [field("title"), *([before] if before else [])])
        for value in values or (None, None):
            frappe.get_doc({"doctype": name, "x": value}).insert()
        found: dict[str, Any] = {}
        column = (change or {}).get("fieldname") or "x"
        if column_of(name, column) != row.given["column_before"]:
            found["column_before"] = column_of(name, column)
        done = attempt(lambda: _apply(doc, before, change))
        if "error" in done:
            found["error"] = done["error"]
        stored = frappe.db.get_value(
            "DocField",
            {"parent": name, "fieldname": column},
            ["fieldtype", "length", "unique"],
            as_dict=True,
        )
        rows = frappe.db.sql(f"select `{column}` from `tab{name}` order by creation, name")
        return shrunk(
            {
                **found,
                "column_after": column_of(name, column),
                "docfield_stored_after": dict(stored) if stored else None,
                "values": [_plain(each[0]) for each in rows],
            }
        )


def _apply(doc: Any, before: Any, change: Any) -> None:
    if before is None:
        doc.append("fields", change)
    elif change is None:
        doc.remove(doc.fields[1])
    else:
        doc.fields[1].update(change)
    doc.save()


def _plain(value: Any) -> Any:
    return typed(value)[1]
