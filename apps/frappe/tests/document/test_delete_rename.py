"""Leaving and renaming: checks, traces, links, merges."""

from __future__ import annotations

import json

import frappe
import pytest


@pytest.fixture
def linked(ctx, make_doctype) -> tuple[str, str]:
    """(target DocType, DocType with a Link, a Dynamic Link and a table that link to it)"""
    target = make_doctype(autoname="field:title", allow_rename=1)
    child = make_doctype(
        istable=1,
        fields=[{"fieldname": "ref", "fieldtype": "Link", "label": "Ref", "options": target}],
    )
    kind = make_doctype(
        autoname="L-.##",
        fields=[
            {"fieldname": "ref", "fieldtype": "Link", "label": "Ref", "options": target},
            {"fieldname": "kind", "fieldtype": "Link", "label": "Kind", "options": "DocType"},
            {"fieldname": "any", "fieldtype": "Dynamic Link", "label": "Any", "options": "kind"},
            {"fieldname": "rows", "fieldtype": "Table", "label": "Rows", "options": child},
        ],
    )
    return target, kind


def make(doctype: str, **values):
    return frappe.get_doc({"doctype": doctype, **values}).insert()


@pytest.mark.parametrize(
    "values", [{"ref": "a"}, {"kind": "target", "any": "a"}, {"rows": [{"ref": "a"}]}]
)
def test_a_linked_record_stays(linked, values):
    """Links of every kind keep a record from being deleted; the refusal names the holder."""
    target, kind = linked
    make(target, title="a")
    holder = make(
        kind, **{key: target if value == "target" else value for key, value in values.items()}
    )

    with pytest.raises(frappe.LinkExistsError, match=holder.name):
        frappe.delete_doc(target, "a")
    frappe.delete_doc(target, "a", force=True)
    assert not frappe.db.exists(target, "a")


def test_deleting_keeps_a_copy_and_takes_the_traces(linked):
    """Comments, versions and files go; a Deleted Document with the values remains."""
    target, _kind = linked
    doc = make(target, title="a")
    doc.add_comment("Comment", "words")
    frappe.delete_doc(target, "a")

    assert (
        frappe.db.count(
            "Comment",
            {"reference_doctype": target, "reference_name": "a", "comment_type": "Comment"},
        )
        == 0
    )
    copy = frappe.get_last_doc("Deleted Document", {"deleted_doctype": target})
    assert (copy.deleted_name, json.loads(copy.data)["title"]) == ("a", "a")


def test_deleting_what_is_missing(linked):
    """A missing record answers False, or DoesNotExistError when asked to."""
    target, _kind = linked
    assert frappe.delete_doc(target, "nowhere") is False
    with pytest.raises(frappe.DoesNotExistError, match="nowhere"):
        frappe.delete_doc(target, "nowhere", ignore_missing=False)


def test_renaming_follows_every_link(linked):
    """Links, dynamic links, rows and the naming field carry the new name."""
    target, kind = linked
    make(target, title="old")
    holder = make(kind, ref="old", kind=target, any="old", rows=[{"ref": "old"}])

    assert frappe.rename_doc(target, "old", "new") == "new"
    holder.reload()
    assert (holder.ref, holder.any, holder.rows[0].ref) == ("new", "new", "new")
    assert frappe.db.get_value(target, "new", "title") == "new"
    assert not frappe.db.exists(target, "old")


def test_merging_moves_links_and_drops_the_old_record(linked):
    """After a merge only the target remains and everything links to it."""
    target, kind = linked
    make(target, title="one")
    make(target, title="two")
    holder = make(kind, ref="one")
    frappe.rename_doc(target, "one", "two", merge=True)

    assert frappe.db.get_value(kind, holder.name, "ref") == "two"
    assert frappe.db.count(target) == 1


@pytest.mark.parametrize(
    ("new", "merge", "words"),
    [
        ("other", False, "exists"),
        ("nowhere", True, "does not exist"),
        ("old", False, "Nothing was changed"),
        ("a<b", False, "special"),
        ("", False, "type the name"),
    ],
)
def test_refused_renames(linked, new, merge, words):
    """Taken, missing, equal and impossible names are refused."""
    target, _kind = linked
    make(target, title="old")
    make(target, title="other")

    with pytest.raises((frappe.ValidationError, frappe.NameError), match=words):
        frappe.rename_doc(target, "old", new, merge=merge)


def test_a_type_that_forbids_renaming(ctx, make_doctype):
    """`allow_rename` off refuses, `force` does not."""
    kind = make_doctype(autoname="field:title", allow_rename=0)
    make(kind, title="a")
    with pytest.raises(frappe.ValidationError, match="renaming"):
        frappe.rename_doc(kind, "a", "b")
    assert frappe.rename_doc(kind, "a", "b", force=True) == "b"


def test_who_deleted_what_is_told(linked):
    """A Comment of type Deleted names the record, and hangs on none."""
    target, _kind = linked
    make(target, title="gone")
    frappe.delete_doc(target, "gone")

    filters = {"comment_type": "Deleted", "subject": f"{target} gone"}
    told = frappe.get_all("Comment", filters, ["reference_doctype", "reference_name", "owner"])
    assert told == [{"reference_doctype": target, "reference_name": None, "owner": "Administrator"}]


def test_force_lifts_the_switch_of_the_definition_only(ctx, make_doctype, make_user, make_role):
    """Rights, taken names and the name that it has already are asked with `force` too."""
    role = make_role("Renamer")
    kind = make_doctype(
        autoname="field:title",
        allow_rename=0,
        permissions=[{"role": role, "read": 1, "write": 1, "delete": 0}],
    )
    for title in ("a", "b"):
        make(kind, title=title)
    for new, refused in (("b", "exists already"), ("a", "name it has already")):
        with pytest.raises(frappe.ValidationError, match=refused):
            frappe.rename_doc(kind, "a", new, force=True)
    writer, nobody = make_user(role), make_user()
    frappe.set_user(writer)
    with pytest.raises(frappe.PermissionError):
        frappe.get_doc(kind, "a").rename("b", merge=True, force=True)
    frappe.set_user(nobody)
    with pytest.raises(frappe.PermissionError):
        frappe.rename_doc(kind, "a", "c", force=True)


def test_a_doctype_with_links_to_doctypes_is_renamed(ctx, make_doctype):
    """Its own records that link to it follow, before its table has the new name."""
    kind = make_doctype(
        fields=[
            {"fieldname": "kind", "fieldtype": "Link", "label": "Kind", "options": "DocType"},
            {"fieldname": "any", "fieldtype": "Dynamic Link", "label": "Any", "options": "kind"},
        ]
    )
    record = make(kind, kind=kind)
    make(kind, kind="DocType", any=kind)
    assert frappe.rename_doc("DocType", kind, "Renamed Type", force=True) == "Renamed Type"

    assert frappe.db.get_value("Renamed Type", record.name, "kind") == "Renamed Type"
    assert frappe.get_all("Renamed Type", {"kind": "DocType"}, pluck="any") == ["Renamed Type"]


def test_refused_mails_about_a_record_go_with_it(linked):
    """An Email Unsubscribe of one record is a trace of it."""
    target, _kind = linked
    make(target, title="a")
    kept = make("Email Unsubscribe", email="x@example.com", global_unsubscribe=1)
    about = {"reference_doctype": target, "reference_name": "a"}
    make("Email Unsubscribe", email="y@example.com", **about)
    frappe.delete_doc(target, "a")

    assert frappe.get_all("Email Unsubscribe", pluck="name") == [kept.name]
