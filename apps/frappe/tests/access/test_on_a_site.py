"""Rights through Frappe's public names on an installed site: rows, user permissions, shares,
defaults.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import frappe
import pytest
from frappe import defaults, permissions, share
from frappe.desk.form.load import get_docinfo
from frappe.tests.utils import patch_hooks

Make = Callable[..., str]


@pytest.fixture
def doctype(ctx: Any, make_doctype: Make) -> str:
    """Two fields, one of level 1; readers, and a role that may share."""
    return make_doctype(
        fields=[
            {"fieldname": "title", "fieldtype": "Data", "label": "Title"},
            {"fieldname": "ref", "fieldtype": "Link", "options": "Role", "label": "Ref"},
        ],
        permissions=[
            {"role": "System Manager", "read": 1, "write": 1, "create": 1, "share": 1},
            {
                # rows made by a document take the form's defaults: what is not meant is said
                **dict.fromkeys(["write", "create", "delete", "export", "share"], 0),
                "role": "All",
                "read": 1,
            },
        ],
    )


@pytest.fixture
def record(doctype: str) -> str:
    doc = frappe.get_doc({"doctype": doctype, "title": "one"}).insert()
    return str(doc.name)


def test_add_permission_replaces_the_standard_rows_by_a_copy(doctype: str, make_user: Make) -> None:
    """P-CDP-4: the standard rows are copied first, then the new one is added with its one right."""
    user = make_user("Clerk")
    frappe.get_doc({"doctype": doctype, "title": "one"}).insert()

    permissions.add_permission(doctype, "Clerk", 0, "write")
    frappe.clear_cache(doctype=doctype)

    rows = frappe.get_all(
        "Custom DocPerm", {"parent": doctype}, ["role", "read", "write"], order_by="role"
    )
    assert [(row.role, row.read, row.write) for row in rows if row.role != "Clerk"] == [
        ("All", 1, 0),
        ("System Manager", 1, 1),
    ]
    assert permissions.has_permission(doctype, "write", user=user)
    permissions.update_permission_property(doctype, "All", 0, "read", 0, validate=False)
    permissions.reset_perms(doctype)
    assert not permissions.has_permission(doctype, "write", user=user)
    assert permissions.has_permission(doctype, "read", user=user)


def test_one_custom_row_switches_the_standard_rows_off(doctype: str, make_user: Make) -> None:
    """P-CDP-1, P-CDP-2."""
    clerk, other = make_user("Clerk"), make_user("Other")
    row = frappe.get_doc(
        {
            "doctype": "Custom DocPerm",
            "parent": doctype,
            "parenttype": "DocType",
            "parentfield": "permissions",
            "role": "Clerk",
            "read": 1,
        }
    ).insert()
    frappe.clear_cache(doctype=doctype)

    assert [permissions.has_permission(doctype, "read", user=user) for user in (clerk, other)] == [
        True,
        False,
    ]
    frappe.delete_doc("Custom DocPerm", row.name)
    frappe.clear_cache(doctype=doctype)
    assert permissions.has_permission(doctype, "read", user=other)


def test_user_permissions_by_name(doctype: str, make_user: Make, make_role: Make) -> None:
    """add, get, remove; a second time is no error; an unknown record is."""
    user, role = make_user("Clerk"), make_role("Allowed")
    frappe.get_doc({"doctype": doctype, "title": "in", "ref": role}).insert()
    frappe.get_doc({"doctype": doctype, "title": "out", "ref": "System Manager"}).insert()

    permissions.add_user_permission("Role", role, user)
    permissions.add_user_permission("Role", role, user)
    assert [each.doc for each in permissions.get_user_permissions(user)["Role"]] == [role]
    assert frappe.get_list(doctype, pluck="title", user=user) == ["in"]
    with pytest.raises(frappe.DoesNotExistError):
        permissions.add_user_permission("Role", "Nope", user)

    permissions.remove_user_permission("Role", role, user)
    assert permissions.get_user_permissions(user) == {}
    permissions.add_user_permission("Role", role, user)
    permissions.clear_user_permissions_for_doctype("Role", user)
    assert permissions.get_user_permissions(user) == {}


def test_doc_permissions(doctype: str, record: str, make_user: Make, make_role: Make) -> None:
    """P-RPC get_doc_permissions: every right as 0/1; empty when user permissions exclude the
    document.
    """
    user = make_user("Clerk")
    doc = frappe.get_doc(doctype, record)

    found = permissions.get_doc_permissions(doc, user=user)
    assert (found["read"], found["write"], found["if_owner"]) == (1, 0, {})
    frappe.db.set_value(doctype, record, "ref", "System Manager")
    permissions.add_user_permission("Role", make_role("Allowed"), user)
    doc.reload()
    assert permissions.get_doc_permissions(doc, user=user) == {}
    assert not permissions.has_user_permission(doc, user)


def test_sharing(doctype: str, record: str, make_user: Make) -> None:
    """P-SH: who may share; what is stored; taking read away takes all; nothing left is deleted."""
    manager, guest = make_user("System Manager"), make_user("Clerk")
    frappe.set_user(guest)
    with pytest.raises(frappe.PermissionError):
        share.add(doctype, record, manager)
    frappe.set_user(manager)

    doc = share.add(doctype, record, guest, write=1, share=1)
    assert (doc.read, doc.write, doc.share) == (1, 1, 1)
    assert share.get_shared(doctype, guest) == [record]
    assert frappe.has_permission(doctype, "write", record, user=guest)
    assert [each.user for each in share.get_users(doctype, record)] == [guest]
    share.set_permission(doctype, record, guest, "write", 0)
    assert not frappe.has_permission(doctype, "write", record, user=guest)
    assert share.set_permission(doctype, record, guest, "read", 0) is None
    assert share.get_shared(doctype, guest) == []
    with pytest.raises(frappe.ValidationError):
        share.set_permission(doctype, record, guest, "delete")
    with pytest.raises(frappe.LinkValidationError):
        share.add(doctype, "nope", guest)
    frappe.set_user("Administrator")


def test_share_with_everyone_and_remove(doctype: str, record: str, make_user: Make) -> None:
    """One share serves all users; removing the user's own leaves it."""
    user = make_user("Clerk")
    share.add(doctype, record, everyone=1, write=1)
    share.add(doctype, record, user)
    share.remove(doctype, record, user)

    assert frappe.has_permission(doctype, "write", record, user=user)
    assert doctype in share.get_shared_doctypes(user)


def test_export_and_import_rights(doctype: str, make_user: Make) -> None:
    """System Managers may; others need the right, the refusal is a PermissionError."""
    clerk = make_user("Clerk")
    assert permissions.can_export(doctype)
    frappe.set_user(clerk)

    assert not permissions.can_export(doctype)
    with pytest.raises(frappe.PermissionError):
        permissions.can_export(doctype, raise_exception=True)
    with pytest.raises(frappe.PermissionError):
        permissions.can_import(doctype, raise_exception=True)
    frappe.set_user("Administrator")


def test_defaults(ctx: Any, make_user: Make, make_role: Make) -> None:
    """User before site; several values; a User Permission rules out other values."""
    user, role = make_user("Clerk"), make_role("Allowed")
    frappe.db.set_default("colour", "green")
    assert frappe.db.get_default("colour") == "green"
    assert defaults.get_user_default("colour", user) == "green"
    defaults.set_user_default("colour", "red", user)
    assert defaults.get_user_default("colour", user) == "red"
    defaults.add_user_default("colour", "blue", user)
    assert defaults.get_user_default_as_list("colour", user) == ["red", "blue"]
    defaults.clear_user_default("colour", user)
    assert defaults.get_user_default("colour", user) == "green"
    assert defaults.get_defaults(user)["user"] == user

    defaults.set_user_default("role", "System Manager", user)
    assert defaults.get_user_default("Role", user) == "System Manager"
    permissions.add_user_permission("Role", role, user, is_default=1)
    assert defaults.get_user_default("Role", user) is None
    defaults.clear_user_default("role", user)
    assert defaults.get_user_default("Role", user) == role
    with pytest.raises(frappe.ValidationError):
        defaults.clear_default()


def test_single_values(ctx: Any) -> None:
    """Q-DB-42…47: text through get_value, typed through get_single_value, unknown fields
    refused.
    """
    frappe.db.set_single_value(
        "System Settings", {"time_zone": "Europe/Berlin", "allow_login_using_user_name": 1}
    )

    assert frappe.db.get_value("System Settings", None, "time_zone") == "Europe/Berlin"
    assert frappe.db.get_value("System Settings", "System Settings", ["time_zone", "nope"]) == [
        "Europe/Berlin",
        None,
    ]
    assert frappe.db.get_value("System Settings", None, "nope") is None
    assert frappe.db.get_single_value("System Settings", "allow_login_using_user_name") == 1
    assert frappe.db.get_singles_dict("System Settings", cast=True).allow_login_using_user_name == 1
    assert frappe.db.exists("System Settings") == "System Settings"
    assert frappe.db.exists("System Settings", "x") is None
    with pytest.raises(frappe.ValidationError, match="nope"):
        frappe.db.get_single_value("System Settings", "nope")
    with pytest.raises(frappe.ValidationError):
        frappe.db.count("System Settings")


def test_rights_follow_a_change_at_once(doctype: str, record: str, make_user: Make) -> None:
    """Roles, shares and user permissions changed in this request count in this request."""
    user = make_user()
    assert "Clerk" not in permissions.get_roles(user)

    frappe.get_doc("User", user).add_roles("System Manager")
    assert "System Manager" in permissions.get_roles(user)
    assert permissions.has_permission(doctype, "write", user=user)
    frappe.db.delete("Has Role", {"parent": user})
    assert not permissions.has_permission(doctype, "write", user=user)


def refuse_writing(doc: Any, ptype: str | None = None, user: str | None = None) -> bool | None:
    """The hook of an app that lets people read and nothing else."""
    return False if ptype == "write" else None


def test_a_form_is_not_opened_for_typing_that_a_hook_refuses(
    doctype: str, record: str, make_user: Make
) -> None:
    """What a form learns of rights leaves out what no save would pass; the hook only takes away."""
    frappe.set_user(make_user("System Manager"))

    get_docinfo(doctype=doctype, name=record)
    rights = frappe.response["docinfo"]["permissions"]
    assert (rights["read"], rights["write"]) == (1, 1)
    with patch_hooks({"has_permission": {doctype: [refuse_writing]}}):
        get_docinfo(doctype=doctype, name=record)
    rights = frappe.response["docinfo"]["permissions"]
    assert (rights["read"], rights["write"]) == (1, 0)
