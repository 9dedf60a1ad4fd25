"""Schema steps on a real SQLite table: rebuilds keep every row, unreadable data stops the change."""

from __future__ import annotations

import frappe
import pytest


@pytest.fixture
def kind(ctx, make_doctype) -> str:
    kind = make_doctype(
        autoname="K-.#",
        fields=[
            {"fieldname": "a", "fieldtype": "Int", "label": "A"},
            {"fieldname": "t", "fieldtype": "Data", "label": "T", "unique": 1},
        ],
    )
    for number in (1, 20):
        frappe.get_doc({"doctype": kind, "a": number, "t": f"t{number}"}).insert()
    return kind


def change(kind: str, fieldname: str, **values) -> None:
    doc = frappe.get_doc("DocType", kind)
    doc.get("fields", {"fieldname": fieldname})[0].update(values)
    doc.save()


def test_a_type_change_keeps_rows_and_indexes(kind):
    """Numbers become text, the unique index still refuses."""
    change(kind, "a", fieldtype="Data")

    assert sorted(frappe.get_all(kind, pluck="a")) == ["1", "20"]
    with pytest.raises(frappe.UniqueValidationError, match="T"):
        frappe.get_doc({"doctype": kind, "t": "t1"}).insert()


def test_unreadable_data_stops_the_change_before_anything_moves(kind):
    """Closed hole X03c: the refusal names value and column; definition, table and rows are as before."""
    frappe.db.savepoint("before")
    with pytest.raises(frappe.ValidationError, match=r"t1.*column t"):
        change(kind, "t", fieldtype="Date", unique=0)
    frappe.db.rollback(save_point="before")

    assert frappe.get_doc("DocType", kind).get("fields", {"fieldname": "t"})[0].fieldtype == "Data"
    assert sorted(frappe.get_all(kind, pluck="t")) == ["t1", "t20"]


def test_a_field_cannot_become_unique_over_equal_values(kind):
    """Equal values are named before the index is made."""
    for doc in frappe.get_all(kind, pluck="name"):
        frappe.db.set_value(kind, doc, "a", 7)
    with pytest.raises(frappe.ValidationError, match=r"unique"):
        change(kind, "a", unique=1)
