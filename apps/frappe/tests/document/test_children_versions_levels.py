"""Rows, versions and permission levels of stored records."""

from __future__ import annotations

import json

import frappe
import pytest


@pytest.fixture
def kind(ctx, make_doctype) -> str:
    child = make_doctype(
        istable=1,
        fields=[
            {"fieldname": "item", "fieldtype": "Data", "label": "Item"},
            {"fieldname": "qty", "fieldtype": "Int", "label": "Qty"},
        ],
    )
    return make_doctype(
        track_changes=1,
        fields=[
            {"fieldname": "title", "fieldtype": "Data", "label": "Title"},
            {
                "fieldname": "secret",
                "fieldtype": "Data",
                "label": "Secret",
                "permlevel": 1,
                "default": "start",
            },
            {"fieldname": "rows", "fieldtype": "Table", "label": "Rows", "options": child},
        ],
    )


def insert(kind: str, **values):
    return frappe.get_doc({"doctype": kind, **values}).insert()


def test_rows_are_kept_replaced_added_and_removed(kind):
    """A list given for a table is the table: kept names stay, others go, new ones come, order is the list's."""
    doc = insert(kind, rows=[{"item": "a"}, {"item": "b"}, {"item": "c"}])
    kept = doc.rows[1].name
    doc.set("rows", [{"item": "new"}, {"name": kept, "item": "B", "idx": 2}])
    doc.save()

    stored = frappe.get_doc(kind, doc.name).rows
    assert [(row.idx, row.item) for row in stored] == [(1, "new"), (2, "B")]
    assert stored[1].name == kept


def test_a_row_of_another_record_cannot_be_taken(kind):
    """Closed hole: a row name that belongs elsewhere moves that row on stock; here it is refused."""
    other = insert(kind, rows=[{"item": "theirs"}])
    doc = insert(kind)
    doc.append("rows", {"name": other.rows[0].name, "item": "mine"})

    with pytest.raises(frappe.ValidationError, match="belongs to another document"):
        doc.save()
    assert frappe.get_doc(kind, other.name).rows[0].item == "theirs"


def test_a_row_sent_with_an_unknown_name_is_stored(kind):
    """Closed hole: stock answers 200 and drops such a row; here nothing that was sent is lost."""
    doc = insert(kind)
    doc.append("rows", {"name": "client-1", "item": "kept"})
    doc.save()

    assert [(row.name, row.item) for row in frappe.get_doc(kind, doc.name).rows] == [
        ("client-1", "kept")
    ]


def test_a_version_says_what_changed(kind):
    """Changed, added, removed and row changes stand in the version in the contract's shape."""
    doc = insert(kind, title="a", rows=[{"item": "x", "qty": 1}, {"item": "y"}])
    doc.title = "b"
    doc.rows[0].qty = 2
    doc.remove(doc.rows[1])
    doc.append("rows", {"item": "z"})
    doc.save(ignore_version=False)

    data = json.loads(frappe.get_last_doc("Version", {"docname": doc.name}).data)
    assert data["changed"] == [["title", "a", "b"]]
    assert data["row_changed"] == [["rows", 0, doc.rows[0].name, [["qty", 1, 2]]]]
    assert [row[1]["item"] for row in data["added"]] == ["z"]
    assert [row[1]["item"] for row in data["removed"]] == ["y"]


def test_an_unchanged_save_writes_no_version(kind):
    """Saving without a change leaves no row."""
    doc = insert(kind, title="a")
    doc.save(ignore_version=False)

    assert frappe.db.count("Version", {"docname": doc.name}) == 0


@pytest.fixture
def clerk(kind, make_user) -> str:
    from frappe.permissions import add_permission, update_permission_property

    user = make_user("Clerk")
    add_permission(kind, "Clerk", 0)
    for right in ("write", "create"):
        update_permission_property(kind, "Clerk", 0, right, 1)
    return user


def test_fields_above_the_level_keep_their_value(kind, clerk):
    """Without the level a sent value is replaced by the default at insert and by the stored one at save."""
    frappe.set_user(clerk)
    doc = insert(kind, title="a", secret="mine")
    assert frappe.db.get_value(kind, doc.name, "secret") == "start"
    doc.secret = "again"
    doc.save()
    assert frappe.db.get_value(kind, doc.name, "secret") == "start"
    doc.apply_fieldlevel_read_permissions()
    assert doc.secret is None


def test_without_the_right_nothing_is_written(kind, clerk):
    """A user without create is refused, and the refusal names who and what."""
    frappe.set_user("Guest")
    with pytest.raises(frappe.PermissionError, match="create"):
        insert(kind, title="a")


def test_rows_of_a_single_come_back(ctx, make_doctype):
    """A single is read with its tables: saving it again keeps their rows and leaves no trace."""
    row = make_doctype(istable=1)
    table = {"fieldname": "lines", "fieldtype": "Table", "label": "Lines", "options": row}
    single = make_doctype(fields=[table], issingle=1, track_changes=1)
    doc = frappe.get_doc(single)
    doc.append("lines", {"title": "kept"})
    doc.save()
    versions = {"ref_doctype": single}

    again = frappe.get_doc(single)
    before = frappe.db.count("Version", versions)
    again.save()

    assert [each.title for each in again.lines] == ["kept"]
    assert [each.title for each in frappe.get_doc(single).lines] == ["kept"]
    assert frappe.db.count("Version", versions) == before
