"""Direct writes in the middle of a save belong to it."""

from __future__ import annotations

from typing import Any

import frappe
from ristretto.document import events


def test_direct_write_inside_a_save_is_no_other_persons_change(
    ctx: Any, make_doctype: Any, monkeypatch: Any
) -> None:
    """The date of change and the version stay those of the save; the next save is not refused as stale."""
    form = make_doctype(
        track_changes=1,
        fields=[
            {"fieldname": "title", "fieldtype": "Data"},
            {"fieldname": "n", "fieldtype": "Int"},
        ],
    )

    def count(doc: Any, event: str) -> None:
        if doc.doctype == form and event == "on_update":
            frappe.get_doc(form, doc.name).db_set("n", 5)
            doc.db_set("n", 5)

    monkeypatch.setattr(events, "_observers", [*events._observers, count])
    monkeypatch.setitem(events._heard, count, frozenset())
    doc = frappe.get_doc({"doctype": form, "title": "Một"}).insert()
    doc.title = "Hai"
    doc.save(ignore_version=False)
    doc.title = "Ba"
    doc.save(ignore_version=False)

    changes = [
        frappe.parse_json(data)["changed"]
        for data in frappe.get_all(
            "Version", {"docname": doc.name}, order_by="creation", pluck="data"
        )
    ]
    assert ["title", "Một", "Hai"] in changes[0]
    assert ["title", "Hai", "Ba"] in changes[1]
    assert not frappe.flags.currently_saving


def test_refused_save_leaves_no_mark(ctx: Any, make_doctype: Any) -> None:
    """After a refusal a direct write moves the date of change again."""
    form = make_doctype(fields=[{"fieldname": "title", "fieldtype": "Data", "reqd": 1}])
    doc = frappe.get_doc({"doctype": form, "title": "Một"}).insert()
    before = str(doc.modified)
    doc.title = None
    try:
        doc.save()
    except frappe.MandatoryError:
        doc.db_set("title", "Hai")

    assert str(doc.modified) > before
