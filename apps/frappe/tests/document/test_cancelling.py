"""What comes with a cancellation is judged as an update after submitting (observed lifecycle 3.2)."""

from __future__ import annotations

from typing import Any

import frappe
import pytest


@pytest.fixture
def kind(ctx: Any, make_doctype: Any) -> str:
    """A submittable DocType with closed and open fields, and a table."""
    row = make_doctype(
        istable=1,
        fields=[
            {"fieldname": "item", "fieldtype": "Data", "label": "Item"},
            {"fieldname": "late", "fieldtype": "Data", "label": "Late", "allow_on_submit": 1},
        ],
    )
    return str(
        make_doctype(
            is_submittable=1,
            fields=[
                {"fieldname": "title", "fieldtype": "Data", "label": "Title"},
                {"fieldname": "reason", "fieldtype": "Text", "label": "Reason", "allow_on_submit": 1},
                {
                    "fieldname": "by", "fieldtype": "Link", "label": "By", "options": "User",
                    "allow_on_submit": 1,
                },
                {"fieldname": "rows", "fieldtype": "Table", "label": "Rows", "options": row},
            ],
        )
    )  # fmt: skip


def submitted(kind: str) -> Any:
    doc = frappe.get_doc({"doctype": kind, "title": "a", "rows": [{"item": "x"}]}).insert()
    doc.submit()
    return frappe.get_doc(kind, doc.name)


def stored(doc: Any) -> tuple[Any, ...]:
    return tuple(frappe.db.get_value(doc.doctype, doc.name, ["docstatus", "title", "reason"]))


def test_closed_fields_and_rows_stay_when_a_record_is_cancelled(kind: str) -> None:
    """Stock writes them without a check (valid-294, valid-312); here the cancellation is refused."""
    doc = submitted(kind)
    doc.title = "changed"
    with pytest.raises(frappe.UpdateAfterSubmitError, match="Title"):
        doc.cancel()
    doc.reload()
    doc.rows[0].item = "changed"
    with pytest.raises(frappe.UpdateAfterSubmitError, match="Item"):
        doc.cancel()
    doc.reload()
    doc.append("rows", {"item": "y"})
    with pytest.raises(frappe.UpdateAfterSubmitError, match="Rows"):
        doc.cancel()

    assert stored(doc) == (1, "a", None)
    assert frappe.get_doc(kind, doc.name).rows[0].item == "x"


def test_open_fields_come_along_and_are_checked(kind: str) -> None:
    """A reason goes with the cancellation, cleaned; a link to nobody is refused."""
    doc = submitted(kind)
    doc.by = "nobody@example.com"
    with pytest.raises(frappe.LinkValidationError, match="By: nobody"):
        doc.cancel()
    assert stored(doc)[0] == 1
    doc.reload()
    doc.reason = "<p>wrong</p><script>alert(1)</script>"
    doc.rows[0].late = "z"
    doc.cancel()

    docstatus, title, reason = stored(doc)
    assert (docstatus, title) == (2, "a")
    assert "wrong" in reason
    assert "<script" not in reason
    row = frappe.get_doc(kind, doc.name).rows[0]
    assert (row.late, row.docstatus) == ("z", 2)


def test_an_untouched_record_is_cancelled_whatever_it_holds(kind: str) -> None:
    """A link that dangles by now is not in the way; what a hook sets is the app's."""
    doc = submitted(kind)
    frappe.db.set_value(kind, doc.name, "by", "gone@example.com", update_modified=False)
    doc.reload()
    doc.before_cancel = lambda: doc.set("title", "by the hook")
    doc.cancel()

    assert stored(doc)[:2] == (2, "by the hook")


def test_code_may_say_that_it_knows_better(kind: str) -> None:
    """The flag that opens an update after submitting opens the cancellation too."""
    doc = submitted(kind)
    doc.title = "changed"
    doc.flags.ignore_validate_update_after_submit = True
    doc.cancel()

    assert stored(doc)[:2] == (2, "changed")
