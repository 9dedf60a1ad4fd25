"""Files that come with a record: those of the amended one, and pictures inside its texts."""

from __future__ import annotations

import base64

import frappe
import pytest

PIXEL = base64.b64encode(
    base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
    )
).decode()


def attached(doc) -> list:
    filters = {"attached_to_doctype": doc.doctype, "attached_to_name": doc.name}
    return frappe.get_all("File", filters, ["file_url", "file_name", "is_private"])


def test_an_amended_record_takes_the_attachments_along(ctx, make_doctype):
    """Both records have the file; deleting one leaves it to the other."""
    kind = make_doctype(is_submittable=1)
    doc = frappe.get_doc({"doctype": kind, "docstatus": 1}).insert()
    place = {"attached_to_doctype": kind, "attached_to_name": doc.name}
    file = {"doctype": "File", "file_name": "plan.txt", "content": b"x", "is_private": 1, **place}
    frappe.get_doc(file).insert()
    doc.cancel()
    copy = frappe.copy_doc(doc)
    copy.amended_from, copy.docstatus = doc.name, 0
    copy.insert()

    assert attached(copy) == attached(doc) != []
    for each in frappe.get_all("File", place, pluck="name"):
        frappe.delete_doc("File", each)
    left = frappe.get_all("File", {"attached_to_name": copy.name}, pluck="name")
    assert frappe.get_doc("File", left[0]).get_content() == "x"


@pytest.mark.parametrize("who", ["Administrator", "clerk"])
def test_pictures_in_a_text_become_files(ctx, make_doctype, make_user, who):
    """An embedded picture leaves the text for a private file of the record."""
    kind = make_doctype(fields=[{"fieldname": "body", "fieldtype": "Text Editor", "label": "Body"}])
    if who == "clerk":
        frappe.set_user(make_user("System Manager"))
    text = f'<p>a<img src="data:image/png;base64,{PIXEL}"></p>'
    doc = frappe.get_doc({"doctype": kind, "body": text}).insert()
    doc.body += f'<img src="data:image/png;base64,{PIXEL}">'
    doc.save()

    stored = frappe.db.get_value(kind, doc.name, "body")
    frappe.set_user("Administrator")
    assert "base64" not in stored
    assert stored.count("/private/files/") == 2
    assert {each["is_private"] for each in attached(doc)} == {1}


def test_pictures_in_a_row_belong_to_its_record(ctx, make_doctype):
    """The file hangs on the parent, where people look for it."""
    body = {"fieldname": "body", "fieldtype": "Text Editor", "label": "Body"}
    row = make_doctype(istable=1, fields=[body])
    table = {"fieldname": "rows", "fieldtype": "Table", "label": "Rows", "options": row}
    kind = make_doctype(fields=[table])
    rows = [{"body": f'<img src="data:image/png;base64,{PIXEL}">'}]
    doc = frappe.get_doc({"doctype": kind, "rows": rows}).insert()

    assert "base64" not in frappe.db.get_value(row, {"parent": doc.name}, "body")
    assert len(attached(doc)) == 1
