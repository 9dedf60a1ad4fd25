"""What virtual fields show, and which values a document gives away as a row."""

from __future__ import annotations

import datetime as dt

import frappe
import pytest
from ristretto.document import Document
from ristretto.document.controllers import get_controller


def virtual(fieldname: str, fieldtype: str, options: str | None = None) -> dict:
    values = {"fieldname": fieldname, "fieldtype": fieldtype, "label": fieldname.title()}
    return {**values, "options": options, "is_virtual": 1}


@pytest.fixture
def kind(ctx, make_doctype) -> str:
    row = make_doctype(
        istable=1, fields=[{"fieldname": "item", "fieldtype": "Data", "label": "Item"}]
    )
    return make_doctype(
        fields=[
            {"fieldname": "n", "fieldtype": "Int", "label": "N"},
            {"fieldname": "d", "fieldtype": "Date", "label": "D"},
            {"fieldname": "rows", "fieldtype": "Table", "label": "Rows", "options": row},
            virtual("double", "Int", "(doc.n or 0) * 2"),
            virtual("who", "Link", "User"),
        ]
    )


def test_an_expression_is_computed_each_time(kind):
    """as_dict and get compute it; the attribute and what somebody sends stay aside."""
    doc = frappe.get_doc({"doctype": kind, "n": 4, "double": 99}).insert()

    assert (doc.as_dict()["double"], frappe.get_doc(kind, doc.name).get("double")) == (8, 8)
    assert frappe.get_doc(kind, doc.name).double is None
    assert "double" not in frappe.db.get_table_columns(kind)
    assert doc.as_dict()["who"] is None


def test_an_expression_that_fails_names_its_field(kind, make_doctype):
    """Stock answers with a bare page; here the sentence says which field and why."""
    broken = make_doctype(fields=[virtual("bad", "Int", "doc.n.nothing + 1")])
    doc = frappe.get_doc({"doctype": broken}).insert()

    with pytest.raises(frappe.ValidationError, match="Bad: the expression cannot be computed"):
        doc.as_dict()


def test_an_expression_cannot_leave_its_document(make_doctype, ctx):
    """Neither modules nor private names are within reach."""
    for expression in ("__import__('os')", "doc.__class__"):
        kind = make_doctype(fields=[virtual("bad", "Data", expression)])
        with pytest.raises(frappe.ValidationError, match="cannot be computed"):
            frappe.get_doc({"doctype": kind}).as_dict()


def test_a_property_of_the_controller_comes_first(kind, monkeypatch, ctx):
    """The class computes the field; the expression is not asked."""

    class Own(Document):
        @property
        def double(self) -> int:
            return 7

    assert get_controller(kind) is Document
    monkeypatch.setitem(ctx.site.cache("controllers"), kind, Own)
    doc = frappe.get_doc({"doctype": kind, "n": 4})

    assert (doc.double, doc.get("double"), doc.as_dict()["double"]) == (7, 7, 7)


def test_a_document_as_a_row(kind):
    """Values have the type that is stored; empty, virtual and moments as asked for."""
    doc = frappe.get_doc({"doctype": kind, "n": 4.2, "d": "2026-01-02"})
    row = doc.get_valid_dict()

    assert (row.n, row.d, row.double, row.docstatus) == (4, dt.date(2026, 1, 2), 8, 0)
    assert doc.get_valid_dict(convert_dates_to_str=True).d == "2026-01-02"
    assert "double" not in doc.get_valid_dict(ignore_virtual=True)
    assert "_assign" not in doc.get_valid_dict(ignore_nulls=True)
    assert doc.get_valid_dict(sanitize=False).n == 4.2
    with pytest.raises(frappe.ValidationError, match="cannot be a list"):
        frappe.get_doc({"doctype": kind, "n": [1]}).get_valid_dict()


def test_rows_are_the_same_until_one_changes(kind):
    """A save without a change leaves them the same, a changed value or number of rows does not."""
    doc = frappe.get_doc({"doctype": kind, "rows": [{"item": "a"}]}).insert()
    doc.save()
    assert doc.is_child_table_same("rows")
    doc.rows[0].item = "b"
    assert not doc.is_child_table_same("rows")
    doc.reload()
    doc.save()
    doc.append("rows", {"item": "c"})
    assert not doc.is_child_table_same("rows")


def test_who_liked_a_record(kind):
    """The users in `_liked_by`, none at first."""
    doc = frappe.get_doc({"doctype": kind}).insert()
    assert doc.get_liked_by() == []
    frappe.get_attr("frappe.desk.like.toggle_like")(kind, doc.name, "Yes")

    assert frappe.get_doc(kind, doc.name).get_liked_by() == ["Administrator"]
    assert doc.run_trigger("no_such_event") is None
