"""The recorded order of events for every operation."""

from __future__ import annotations

from collections.abc import Iterator

import frappe
import pytest
from ristretto.document import events

INSERT = "before_insert before_naming autoname before_validate validate before_save after_insert on_update on_change"
ROW = {"fieldname": "item", "fieldtype": "Data", "label": "Item", "reqd": 1}


class Recorder:
    """What each DocType heard since the last `take`."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, str]] = []

    def hear(self, doc: object, event: str) -> None:
        self.heard.append((doc.doctype, event))  # type: ignore[attr-defined]

    def take(self, doctype: str) -> str:
        found = " ".join(event for each, event in self.heard if each == doctype)
        self.heard.clear()
        return found


@pytest.fixture
def recorder() -> Iterator[Recorder]:
    recorder = Recorder()
    events.observe(recorder.hear)
    yield recorder
    events._observers.remove(recorder.hear)


@pytest.fixture
def kinds(ctx, make_doctype) -> tuple[str, str]:
    """(submittable DocType, its child)"""
    child = make_doctype(istable=1, fields=[ROW])
    main = make_doctype(
        is_submittable=1,
        autoname="T-.####",
        track_changes=1,
        fields=[
            {"fieldname": "title", "fieldtype": "Data", "label": "Title"},
            {"fieldname": "open_field", "fieldtype": "Data", "label": "Open", "allow_on_submit": 1},
            {
                "fieldname": "status",
                "fieldtype": "Select",
                "label": "Status",
                "options": "\nOpen\nClosed",
            },
            {"fieldname": "rows", "fieldtype": "Table", "label": "Rows", "options": child},
        ],
    )
    return main, child


def test_insert_of_a_draft(kinds, recorder):
    """A draft fires the nine events in the recorded order, its rows only the naming ones."""
    main, child = kinds
    frappe.get_doc({"doctype": main, "title": "a", "rows": [{"item": "x"}, {"item": "y"}]}).insert()

    heard = list(recorder.heard)
    assert recorder.take(main) == INSERT
    recorder.heard = heard
    assert recorder.take(child) == "before_naming autoname before_naming autoname"


def test_insert_submitted_save_submit_update_cancel(kinds, recorder):
    """Each docstatus step fires its own events and no others."""
    main, _child = kinds
    frappe.get_doc({"doctype": main, "docstatus": 1}).insert()
    assert recorder.take(main) == INSERT.replace("before_save", "before_submit").replace(
        "on_update ", "on_update on_submit "
    )
    doc = frappe.get_doc({"doctype": main, "title": "a"}).insert()
    recorder.heard.clear()

    doc.title = "b"
    doc.save()
    assert recorder.take(main) == "before_validate validate before_save on_update on_change"
    doc.submit()
    assert (
        recorder.take(main)
        == "before_validate validate before_submit on_update on_submit on_change"
    )
    doc.open_field = "c"
    doc.save()
    assert recorder.take(main) == "before_update_after_submit on_update_after_submit on_change"
    doc.cancel()
    assert recorder.take(main) == "before_cancel on_cancel on_change"


def test_rename_delete_and_db_set(kinds, recorder):
    """Renaming, deleting and direct writes fire only their own events."""
    main, _child = kinds
    doc = frappe.get_doc({"doctype": main, "title": "a"}).insert()
    recorder.heard.clear()

    doc.db_set("title", "z")
    assert recorder.take(main) == "before_change on_change"
    frappe.db.set_value(main, doc.name, "title", "q")
    assert recorder.take(main) == ""
    frappe.rename_doc(main, doc.name, "OTHER", force=True)
    assert recorder.take(main) == "before_rename after_rename"
    frappe.delete_doc(main, "OTHER")
    assert recorder.take(main) == "on_trash on_change after_delete"


def test_set_name_skips_naming_and_amendment_skips_autoname(kinds, recorder):
    """`set_name` skips both naming events; an amended record gets `before_naming` only."""
    main, _child = kinds
    doc = frappe.get_doc({"doctype": main}).insert(set_name="SET-1")
    assert recorder.take(main) == INSERT.replace("before_naming autoname ", "")
    doc.submit()
    doc.cancel()
    copy = frappe.copy_doc(doc)
    copy.amended_from, copy.docstatus = doc.name, 0
    recorder.heard.clear()

    copy.insert()
    assert (copy.name, recorder.take(main)) == ("SET-1-1", INSERT.replace("autoname ", ""))


def test_refused_insert_stops_after_before_save(kinds, recorder):
    """The framework's checks come after the app's events and stop everything behind them."""
    main, child = kinds
    with pytest.raises(frappe.ValidationError, match="Bad"):
        frappe.get_doc({"doctype": main, "status": "Bad"}).insert()
    assert recorder.take(main) == INSERT.split(" after_insert")[0]
    with pytest.raises(frappe.MandatoryError, match="item"):
        frappe.get_doc({"doctype": main, "rows": [{}]}).insert()
    assert recorder.take(child) == "before_naming autoname"


@pytest.mark.parametrize(("start", "change"), [(0, 2), (1, 0), (2, 1), (2, 0)])
def test_impossible_docstatus_steps_are_refused(kinds, start, change):
    """Draft to cancelled, submitted to draft and leaving cancelled are refused."""
    main, _child = kinds
    doc = frappe.get_doc({"doctype": main}).insert()
    for step in range(1, start + 1):
        doc.docstatus = step
        doc.save()
    doc.docstatus = change

    with pytest.raises(frappe.ValidationError, match=r"status|cancelled"):
        doc.save()


def test_submitted_records_keep_their_ordinary_fields(kinds):
    """Changing an ordinary field, or the rows, of a submitted record is refused."""
    main, _child = kinds
    doc = frappe.get_doc({"doctype": main, "title": "a", "rows": [{"item": "x"}]}).insert()
    doc.submit()

    doc.title = "b"
    with pytest.raises(frappe.UpdateAfterSubmitError, match="Title"):
        doc.save()
    doc.reload()
    doc.append("rows", {"item": "y"})
    with pytest.raises(frappe.UpdateAfterSubmitError, match="Rows"):
        doc.save()
    with pytest.raises(frappe.ValidationError, match="submitted document cannot be deleted"):
        frappe.delete_doc(main, doc.name)


def test_who_saved_first_wins(kinds):
    """A second writer with the version from before is refused and nothing is lost."""
    main, _child = kinds
    name = frappe.get_doc({"doctype": main, "title": "a"}).insert().name
    first, second = frappe.get_doc(main, name), frappe.get_doc(main, name)
    first.title = "first"
    first.save()
    second.title = "second"

    with pytest.raises(frappe.TimestampMismatchError, match="Somebody saved"):
        second.save()
    assert frappe.db.get_value(main, name, "title") == "first"
