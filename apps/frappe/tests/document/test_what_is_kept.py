"""What the lifecycle works out once per definition, and who is asked about rows."""

from __future__ import annotations

import frappe
import pytest
from ristretto.context.signatures import signature_of
from ristretto.document import events

ROW = {"fieldname": "item", "fieldtype": "Data", "label": "Item"}


@pytest.fixture
def parent(ctx, make_doctype) -> str:
    child = make_doctype(istable=1, fields=[ROW])
    rows = {"fieldname": "rows", "fieldtype": "Table", "label": "Rows", "options": child}
    return str(make_doctype(fields=[ROW, rows]))


def test_an_observer_hears_what_it_asked_for(parent):
    """Of the events that it named and of no others."""
    heard = []

    def hear(doc, event):
        heard.append((doc.doctype, event))

    events.observe(hear, "validate")
    try:
        frappe.get_doc({"doctype": parent, "item": "a"}).insert()
    finally:
        events._observers.remove(hear)
    assert heard == [(parent, "validate")]


def test_rows_get_names_of_their_own(parent):
    """Ten letters each, none twice, whether or not somebody watches the naming."""
    watched = []

    def watch(doc, event):
        watched.append(event)

    plain = frappe.get_doc({"doctype": parent, "rows": [{"item": n} for n in "abc"]}).insert()
    events.observe(watch, "before_naming")
    try:
        seen = frappe.get_doc({"doctype": parent, "rows": [{"item": n} for n in "abc"]}).insert()
    finally:
        events._observers.remove(watch)

    names = [row.name for doc in (plain, seen) for row in doc.rows]
    assert len(set(names)) == 6
    assert all(len(name) == 10 for name in names)
    assert watched == ["before_naming"] * 4


def test_rows_are_kept_changed_added_and_refused(parent):
    """One save: a row changes, one goes, one comes, one is sent under a name that was not stored."""
    doc = frappe.get_doc({"doctype": parent, "rows": [{"item": n} for n in "abc"]}).insert()
    first, _second, third = doc.rows
    doc.set("rows", [first, third, {"item": "d"}, {"item": "e", "name": "row-of-mine"}])
    doc.rows[0].item = "A"
    for position, row in enumerate(doc.rows, start=1):
        row.idx = (
            position  # a kept row keeps its place: the gap of the second is closed by who sets them
        )
    doc.save()

    stored = frappe.get_doc(parent, doc.name)
    assert [row.item for row in stored.rows] == ["A", "c", "d", "e"]
    assert [row.name for row in stored.rows][:2] == [first.name, third.name]

    thief = frappe.get_doc({"doctype": parent}).insert()
    thief.append("rows", {"item": "x", "name": first.name, "__islocal": 0})
    with pytest.raises(frappe.ValidationError):
        thief.save()


def test_fields_are_chosen_once(parent):
    """The function is asked once per field of a definition, however often its answer is used."""
    asked = []

    def is_item(field):
        asked.append(field.fieldname)
        return field.fieldname == "item"

    meta = frappe.get_meta(parent)
    for _turn in range(3):
        assert [field.fieldname for field in meta.chosen(is_item)] == ["item"]
    assert len(asked) == len(meta.fields)


def test_signatures_of_methods_are_not_kept(parent):
    """A method belongs to its object, which must be free to go."""
    doc = frappe.get_doc({"doctype": parent, "item": "a"})

    assert "ignore_permissions" in signature_of(doc.insert).parameters
    assert signature_of(frappe.get_doc) is signature_of(frappe.get_doc)
    assert signature_of(doc.insert) is not signature_of(doc.insert)


def test_a_save_reads_its_record_once(ctx, parent):
    """What was loaded under the write lock is the version that the save compares itself with."""
    name = frappe.get_doc({"doctype": parent, "rows": [{"item": "a"}]}).insert().name
    doc = frappe.get_doc(parent, name)
    heard = []
    ctx.db.watch(lambda text: heard.append(text) if text.startswith("SELECT *") else None)
    doc.item = "b"
    doc.save()
    ctx.db.watch(None)

    assert heard == []
    assert frappe.db.get_value(parent, name, "item") == "b"


def test_a_save_sees_what_its_hooks_did_to_the_rows(parent):
    """A row that a hook deleted is stored again, one that it made beside the document goes."""
    doc = frappe.get_doc({"doctype": parent, "rows": [{"item": "a"}, {"item": "b"}]}).insert()
    child = doc.rows[0].doctype

    def meddle(doc, event):
        if doc.doctype == parent:
            frappe.db.delete(child, {"name": doc.rows[0].name})
            place = {"parent": doc.name, "parenttype": parent, "parentfield": "rows"}
            frappe.get_doc({"doctype": child, "name": "loose", "item": "c", **place}).db_insert()

    events.observe(meddle, "validate")
    try:
        frappe.get_doc(parent, doc.name).save()
    finally:
        events._observers.remove(meddle)

    rows = frappe.get_all(child, {"parent": doc.name}, pluck="item", order_by="idx")
    assert rows == ["a", "b"]


def test_a_row_moves_to_another_table_of_its_document(ctx, make_doctype):
    """Forth and back: it is the same row, stored once."""
    child = make_doctype(istable=1, fields=[ROW])
    tables = [
        {"fieldname": name, "fieldtype": "Table", "label": name, "options": child}
        for name in ("first", "second")
    ]
    form = make_doctype(fields=tables)
    doc = frappe.get_doc({"doctype": form, "first": [{"item": "a"}]}).insert()
    for there, here in (("second", "first"), ("first", "second")):
        doc = frappe.get_doc(form, doc.name)
        row = doc.get(here)[0].as_dict()
        doc.set(here, [])
        doc.set(there, [row])
        doc.save()

        stored = frappe.get_all(child, {"parent": doc.name}, ["item", "parentfield"])
        assert [(each.item, each.parentfield) for each in stored] == [("a", there)]


def test_who_waits_for_nothing_hears_nothing(ctx, parent):
    """`waits` is asked once for each DocType and event, until metadata changes."""
    asked, heard = [], []

    def waits(doctype, event):
        asked.append((doctype, event))
        return doctype == parent

    def hear(doc, event):
        heard.append(doc.doctype)

    events.observe(hear, "validate", waits=waits)
    try:
        for _ in range(2):
            frappe.get_doc({"doctype": parent}).insert()
            frappe.get_doc({"doctype": "ToDo", "description": "a"}).insert()
        before = len(asked)
        frappe.clear_cache()
        frappe.get_doc({"doctype": parent}).insert()
    finally:
        events._observers.remove(hear)

    assert heard == [parent] * 3
    assert len(set(asked[:before])) == before
    assert (parent, "validate") in asked[before:]
