"""What the processes of the fault tests do: a note for each document, and writing that takes a while."""

from __future__ import annotations

import time
from typing import Any

import frappe


def queue_note(doc: Any, _event: str) -> None:
    """The job belongs to the document's transaction: both are there, or neither."""
    frappe.enqueue("fault_probe.views.note", mark=doc.mark)


def note(mark: str) -> None:
    frappe.get_doc({"doctype": "Fault Note", "mark": mark}).insert()
    time.sleep(0.01)


def note_turn() -> None:
    """A turn of the clock."""
    note(f"turn {frappe.generate_hash(length=8)}")


@frappe.whitelist(methods=["POST"])
def write_slowly(**values: Any) -> dict[str, Any]:
    """Insert a document and dawdle before the commit; declared slow, so that the slow process does it."""
    rows = frappe.parse_json(values["rows"])
    doc = frappe.get_doc(
        {"doctype": "Fault Doc", "mark": values["mark"], "value": values["value"], "rows": rows}
    ).insert()
    time.sleep(0.05)
    return {"name": doc.name}


@frappe.whitelist(methods=["POST"])
def change_two(names: list[str], seconds: float) -> None:
    """Change one record, wait, change the other: somebody who does it the other way round is in the way."""
    for name in names:
        frappe.db.set_value("Fault Doc", name, "idx", 3, update_modified=False)
        time.sleep(seconds)
