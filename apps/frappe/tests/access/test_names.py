"""Frappe's names for rights, shares and defaults: those that no observed row covers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import frappe
import pytest
from frappe import client, defaults, permissions, share

pytestmark = pytest.mark.usefixtures("ctx")
Make = Callable[..., str]
READ = {"read": 1, "write": 0, "create": 0, "delete": 0, "export": 0, "share": 0}


@pytest.fixture
def doctype(make_doctype: Make, make_role: Make) -> str:
    """Readers with the role Clerk; a field of level 1."""
    fields = [
        {"fieldname": "title", "fieldtype": "Data", "label": "Title"},
        {"fieldname": "hidden", "fieldtype": "Data", "label": "Hidden", "permlevel": 1},
    ]
    clerk = {"role": make_role("Clerk"), **READ}
    full = {"role": "System Manager", "read": 1, "write": 1, "create": 1, "export": 1}
    return make_doctype(fields=fields, permissions=[full, clerk])


def test_a_doctype_brings_its_roles(make_doctype: Make) -> None:
    """An unknown role in the permission rows is made, with desk access."""
    make_doctype(permissions=[{"role": "Brand New Role", "read": 1}])

    assert frappe.db.get_value("Role", "Brand New Role", "desk_access") == 1


def test_a_single_has_no_report_rights(make_doctype: Make) -> None:
    """Report, import and export are for lists; they leave the rows of a Single."""
    rows = [{"role": "System Manager", "read": 1, "report": 1, "export": 1, "import": 0}]
    name = make_doctype(issingle=1, permissions=rows)

    stored = frappe.get_doc("DocType", name).permissions[0]
    assert (stored.report, stored.export, stored.get("import")) == (0, 0, 0)


def test_levels_of_a_single(make_doctype: Make, make_user: Make) -> None:
    """Its values above the caller's level are told by no call; stock tells them all."""
    fields = [
        {"fieldname": "shown", "fieldtype": "Data", "label": "Shown"},
        {"fieldname": "hidden", "fieldtype": "Data", "label": "Hidden", "permlevel": 1},
    ]
    user = make_user("Clerk")
    name = make_doctype(fields=fields, issingle=1, permissions=[{"role": "Clerk", **READ}])
    frappe.db.set_single_value(name, {"shown": "a", "hidden": "b"})
    frappe.set_user(user)

    assert client.get_value(name, ["shown", "hidden"]) == {"shown": "a"}
    assert client.get_single_value(name, "shown") == "a"
    with pytest.raises(frappe.PermissionError, match="Hidden"):
        client.get_single_value(name, "hidden")


def test_refusals_are_shown_with_their_reasons(doctype: str, make_user: Make) -> None:
    """The decorator tells the asker why, once, and nothing about the rights of somebody else."""
    ask = permissions.print_has_permission_check_logs(permissions.has_permission)
    user = make_user("Clerk")
    frappe.set_user(user)

    assert ask(doctype, "read")
    assert frappe.get_message_log() == []
    assert not ask(doctype, "write")
    assert "write" in frappe.get_message_log()[0]["message"]
    frappe.clear_messages()
    assert not ask(doctype, "write", raise_exception=False)
    assert not ask(doctype, "delete", user="Guest")
    assert frappe.get_message_log() == []
    assert "has_permission_check_logs" not in frappe.flags


def test_questions_about_rights(doctype: str, make_user: Make) -> None:
    """Lists of DocTypes and rows, each by the roles of the user that is asked about."""
    user = make_user("Clerk")
    frappe.set_user(user)

    assert doctype in permissions.get_doctypes_with_read()
    assert [row.role for row in permissions.get_valid_perms(doctype)] == ["Clerk"]
    assert "Clerk" in {row.role for row in permissions.get_all_perms("Clerk")}
    assert permissions.get_linked_doctypes(doctype) == [doctype]
    assert not permissions.has_child_permission("Has Role", parent_doctype="Role Profile")
    assert permissions.get_roles(user, with_standard=False) == ["Clerk"]
    assert permissions.get_doc_name("x") == "x"


def test_a_share_is_told(doctype: str, make_user: Make) -> None:
    """`notify` makes a Notification Log for the one user; a share with everyone makes none."""
    user = make_user("Clerk")
    name = frappe.get_doc({"doctype": doctype, "title": "x"}).insert().name
    told = {"for_user": user, "document_name": name, "type": "Share"}

    share.notify_assignment(user, doctype, name, 0, notify=0)
    share.notify_assignment(user, doctype, name, 1, notify=1)
    share.notify_assignment(None, doctype, name, 0, notify=1)
    assert frappe.db.count("Notification Log", told) == 0
    share.notify_assignment(user, doctype, name, 0, notify=1)

    assert frappe.db.count("Notification Log", told) == 1


def test_defaults_of_the_site_and_of_a_user(make_user: Make) -> None:
    """Names of `frappe.defaults`: set, add, clear, and what each of them leaves for the others."""
    user = make_user("Clerk")
    defaults.set_global_default("colour", "green")
    defaults.add_global_default("colour", "grey")
    assert defaults.get_global_default("colour") == "green"
    defaults.add_default("colour", "red", user)
    assert defaults.get_defaults(user).colour == "red"
    assert defaults.get_defaults_for("__default").colour == ["green", "grey"]
    assert defaults.get_user_permissions(user) == {}
    defaults.clear_default("colour", parent=user)

    assert defaults.get_user_default("colour", user) == "green"
    defaults.clear_default(parent="__default", value="grey")
    assert defaults.get_defaults(user).colour == "green"


def test_a_default_follows_user_permissions(make_user: Make) -> None:
    """A user's only permission counts as default for its DocType; of two, the marked one."""
    user = make_user("Clerk")
    entries = [frappe._dict(doc="A"), frappe._dict(doc="B", is_default=1)]
    assert permissions.filter_allowed_docs_for_doctype(entries, "X") == (["A", "B"], "B")
    assert permissions.filter_allowed_docs_for_doctype(entries[:1], "X") == (["A"], "A")
    assert permissions.filter_allowed_docs_for_doctype(entries, "X", with_default_doc=False) == [
        "A",
        "B",
    ]
    narrow = [frappe._dict(doc="A", applicable_for="X"), frappe._dict(doc="B", applicable_for="Y")]
    assert permissions.filter_allowed_docs_for_doctype(narrow, "X") == (["A"], None)
    assert permissions.get_allowed_docs_for_doctype(narrow, "Z") == []
    assert permissions.get_user_permissions(user) == {}


def test_links_of_a_new_record(make_doctype: Make, make_user: Make) -> None:
    """User Permissions that apply to other DocTypes neither fill nor empty a link's default."""
    target = make_doctype(fields=[{"fieldname": "x", "fieldtype": "Data"}], autoname="prompt")
    for name in ("A", "B"):
        frappe.get_doc({"doctype": target, "name": name}).insert()
    link = {"fieldname": "ref", "fieldtype": "Link", "options": target, "default": "A"}
    here, there = (make_doctype(fields=[link]) for _ in range(2))
    user = make_user("System Manager")
    permissions.add_user_permission(target, "B", user, applicable_for=there)
    frappe.set_user(user)

    assert (frappe.new_doc(here).ref, frappe.new_doc(there).ref) == ("A", "B")


def test_fields_that_may_be_read(doctype: str, make_user: Make) -> None:
    """`get_list` drops what is above the reader's level, whoever asks in Python too."""
    frappe.get_doc({"doctype": doctype, "title": "x", "hidden": "y"}).insert()
    frappe.set_user(make_user("Clerk"))
    rows: list[Any] = frappe.get_list(doctype, fields=["title", "hidden"])

    assert rows == [{"title": "x"}]
