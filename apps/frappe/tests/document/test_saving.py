"""Direct writes in the middle of a save belong to it."""

from __future__ import annotations

from typing import Any

import frappe
import pytest
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


def test_a_submit_that_was_put_off_is_done_once(
    ctx: Any, make_doctype: Any, monkeypatch: Any
) -> None:
    """A controller whose `submit` queues the work calls `_submit` when its turn comes, and so does the queue."""
    form = make_doctype(
        is_submittable=1, fields=[{"fieldname": "title", "fieldtype": "Data", "label": "T"}]
    )
    doc = frappe.get_doc({"doctype": form, "title": "Một"}).insert()
    queued: list[str] = []
    monkeypatch.setattr(frappe, "enqueue", lambda method, **more: queued.append(more["action"]))

    class Late(type(doc)):  # type: ignore[misc]
        def submit(self) -> Any:
            return self._submit()

        def save(self, *args: Any, **kwargs: Any) -> Any:
            return self._save(*args, **kwargs)

    late = Late(form, doc.name)
    for action in ("submit", "save", "cancel"):
        late.queue_action(action)
        late.unlock()
    assert queued == ["_submit", "_save", "_cancel"]
    late.submit()

    assert frappe.db.get_value(form, doc.name, "docstatus") == 1


def test_records_are_named_and_stored_step_by_step(ctx: Any, make_doctype: Any) -> None:
    """Bulk work: named, stamped and written without a save, events or checks."""
    child = make_doctype(istable=1)
    form = make_doctype(
        autoname="STEP-.##",
        fields=[
            {"fieldname": "title", "fieldtype": "Data", "label": "Title", "reqd": 1},
            {"fieldname": "rows", "fieldtype": "Table", "label": "Rows", "options": child},
        ],
    )
    doc = frappe.new_doc(form)
    doc.set_new_name()
    doc.set_new_name()
    assert doc.name == "STEP-01"
    doc.set_new_name(force=True, set_name="chosen")
    doc.set_user_and_timestamp()
    doc.update_if_missing({"title": "first", "name": "other", "rows": None})
    doc.update_if_missing(frappe.get_doc({"doctype": form, "title": "second"}))
    doc.db_insert()

    stored = frappe.db.get_value(form, "chosen", ["title", "owner", "docstatus"])
    assert stored == ("first", "Administrator", 0)
    assert doc.get_table_field_doctype("rows") == child
    assert doc.get_table_field_doctype("title") is None
    assert (doc.get_parentfield_of_doctype(child), doc.get_parentfield_of_doctype(form)) == (
        "rows",
        None,
    )
    assert doc.get_label_from_fieldname("title") == "Title"
    assert doc.cast("1,5", doc.meta.get_field("title")) == "1,5"


def test_controllers_repeat_a_check(ctx: Any, make_doctype: Any) -> None:
    """What changed after the framework looked is looked at again."""
    form = make_doctype(
        is_submittable=1,
        fields=[
            {"fieldname": "title", "fieldtype": "Data", "label": "Title", "reqd": 1},
            {"fieldname": "kind", "fieldtype": "Link", "label": "Kind", "options": "DocType"},
        ],
    )
    doc = frappe.get_doc({"doctype": form, "title": "a"}).insert().submit()
    doc.title = "b"
    with pytest.raises(frappe.UpdateAfterSubmitError):
        doc.validate_update_after_submit()
    doc.delete_key("title")
    with pytest.raises(frappe.MandatoryError):
        doc._validate_mandatory()
    doc.kind = "No such form"
    with pytest.raises(frappe.LinkValidationError):
        doc._validate_links()
    doc.lock()
    with pytest.raises(frappe.DocumentLockedError):
        doc.check_if_locked()
    doc.unlock()
    doc.check_if_locked()
