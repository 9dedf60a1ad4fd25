"""User Permission, DocShare, Custom DocPerm and the Role Permission Manager."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import frappe
import pytest
from frappe import exceptions
from frappe.core.doctype.user_permission import user_permission as restrictions
from frappe.core.page.permission_manager import permission_manager as manager

pytestmark = pytest.mark.usefixtures("ctx")


def restrict(user: str, value: str = "Core", **more: Any) -> Any:
    row = {
        "doctype": "User Permission",
        "user": user,
        "allow": "Module Def",
        "for_value": value,
        **more,
    }
    return frappe.get_doc(row).insert()


def test_restriction_gets_its_defaults(make_user: Callable[..., str]) -> None:
    """P-UPV-1: three values are enough."""
    row = restrict(make_user())
    row.reload()

    assert (row.apply_to_all_doctypes, row.is_default, row.hide_descendants) == (1, 0, 0)


def test_same_restriction_twice_is_refused(make_user: Callable[..., str]) -> None:
    """P-UPV-2: a duplicate answers 409."""
    user = make_user()
    restrict(user)

    with pytest.raises(exceptions.DuplicateEntryError, match="already"):
        restrict(user)


def test_two_defaults_of_one_doctype_are_refused(make_user: Callable[..., str]) -> None:
    """P-UPV-3: which of them would a new record get?"""
    user = make_user()
    restrict(user, is_default=1)

    with pytest.raises(exceptions.ValidationError, match="default"):
        restrict(user, "Desk", is_default=1)


def test_defaults_for_different_doctypes_are_accepted(make_user: Callable[..., str]) -> None:
    """P-UPV-9: each applies to another DocType."""
    user = make_user()
    for value, applies in (("Core", "Report"), ("Desk", "Page")):
        restrict(user, value, is_default=1, apply_to_all_doctypes=0, applicable_for=applies)

    assert frappe.db.count("User Permission", {"user": user}) == 2


def test_unknown_value_is_refused(make_user: Callable[..., str]) -> None:
    """P-UPV-4: a restriction to nothing would hide everything."""
    with pytest.raises(exceptions.LinkValidationError, match="Nope"):
        restrict(make_user(), "Nope")


def test_endpoint_limits_a_restriction_to_some_doctypes(make_user: Callable[..., str]) -> None:
    """The desk's dialog sends the whole list each time."""
    user = make_user()
    data = {"user": user, "doctype": "Module Def", "docname": "Core", "apply_to_all_doctypes": 1}
    assert restrictions.add_user_permissions(data) == 1
    assert restrictions.add_user_permissions(data) == 0

    some = {**data, "apply_to_all_doctypes": 0, "applicable_doctypes": ["Report", "Page"]}
    assert restrictions.add_user_permissions(some) == 1

    assert sorted(restrictions.check_applicable_doc_perm(user, "Module Def", "Core")) == [
        "Page",
        "Report",
    ]
    assert restrictions.clear_user_permissions(user, "Module Def") == 2


def share(doc: Any, user: str | None, **rights: int) -> Any:
    row = {
        "doctype": "DocShare",
        "share_doctype": doc.doctype,
        "share_name": doc.name,
        "user": user,
    }
    return frappe.get_doc({**row, **rights}).insert(ignore_permissions=True)


@pytest.fixture
def record(make_doctype: Callable[..., str]) -> Any:
    return frappe.get_doc({"doctype": make_doctype("Fw Shared"), "title": "x"}).insert()


def test_write_and_share_bring_read(record: Any, make_user: Callable[..., str]) -> None:
    """P-SH-2: who changes a record sees it."""
    assert share(record, make_user(), write=1, read=0).read == 1


def test_submit_is_for_submittable_doctypes(record: Any, make_user: Callable[..., str]) -> None:
    """A right that cannot be used is not given."""
    with pytest.raises(exceptions.ValidationError, match="not submittable"):
        share(record, make_user(), submit=1)


def test_share_without_user_is_refused(record: Any) -> None:
    """Either somebody or everybody."""
    with pytest.raises(exceptions.MandatoryError):
        share(record, None, read=1)


def test_sharing_needs_the_right_to_share(record: Any, make_user: Callable[..., str]) -> None:
    """Reading is not enough."""
    frappe.set_user(make_user("Fw Clerk"))

    with pytest.raises(exceptions.PermissionError, match="right to share"):
        share(record, "Administrator", read=1)


def test_sharer_gives_no_right_of_others(record: Any, make_user: Callable[..., str]) -> None:
    """Closed hole: read and share do not let anybody give write."""
    sharer, other, third = (make_user("Fw Clerk") for _each in range(3))
    share(record, sharer, read=1, share=1)
    frappe.set_user(sharer)
    share(record, other, read=1)

    with pytest.raises(exceptions.PermissionError, match="cannot give"):
        share(record, third, write=1)


def test_sharing_leaves_a_comment(record: Any, make_user: Callable[..., str]) -> None:
    """Who shared with whom stands in the timeline."""
    share(record, make_user(first_name="Lan"), read=1)

    texts = frappe.get_all("Comment", filters={"comment_type": "Shared"}, pluck="content")
    assert texts == ["Administrator opened this document to Lan"]


def test_first_change_copies_the_shipped_rows(
    make_doctype: Callable[..., str], make_role: Any
) -> None:
    """The rights of other roles stay as they were."""
    doctype = make_doctype("Fw Rights")
    manager.add(doctype, make_role("Fw Clerk"), 0)

    rows = {row.role: row for row in manager.get_permissions(doctype)}
    assert set(rows) == {"System Manager", "Fw Clerk"}
    assert (rows["System Manager"].write, rows["Fw Clerk"].read, rows["Fw Clerk"].write) == (
        1,
        1,
        0,
    )


def test_changed_right_is_in_force_at_once(
    make_doctype: Callable[..., str], make_user: Any
) -> None:
    """No restart, no logout."""
    doctype, user = make_doctype("Fw Rights"), make_user("Fw Clerk")
    assert not frappe.has_permission(doctype, "read", user=user)

    manager.add(doctype, "Fw Clerk", 0)

    assert frappe.has_permission(doctype, "read", user=user)
    manager.update(doctype, "Fw Clerk", 0, "write", 1)
    assert frappe.has_permission(doctype, "write", user=user)


def test_impossible_right_is_refused(make_doctype: Callable[..., str], make_role: Any) -> None:
    """A DocType that is not submittable has no Submit."""
    doctype = make_doctype("Fw Rights")
    manager.add(doctype, make_role("Fw Clerk"), 0)

    with pytest.raises(exceptions.ValidationError):
        manager.update(doctype, "Fw Clerk", 0, "submit", 1)


def test_last_row_stays_and_reset_brings_the_shipped_ones(make_doctype: Callable[..., str]) -> None:
    """Without any row of its own a site would fall back to the app's without notice."""
    doctype = make_doctype("Fw Rights")

    with pytest.raises(exceptions.ValidationError, match="last permission row"):
        manager.remove(doctype, "System Manager", 0)
    manager.reset(doctype)

    assert not frappe.db.exists("Custom DocPerm", {"parent": doctype})


def test_rights_on_the_definition_itself_are_fixed() -> None:
    """Who may define DocTypes is not decided on a site."""
    with pytest.raises(exceptions.PermissionError):
        manager.add("DocType", "All", 0)


def test_manager_is_for_administrators(make_user: Callable[..., str], ctx: Any) -> None:
    """Everything here is for System Managers."""
    ctx.flags.in_test = False
    frappe.set_user(make_user("Fw Clerk"))

    for call in (manager.get_roles_and_doctypes, lambda: manager.get_permissions("Report")):
        with pytest.raises(exceptions.PermissionError):
            call()


@pytest.mark.parametrize("doctype", ["Event", "Note"])
def test_private_records_are_shared(ctx: Any, make_user: Any, doctype: str) -> None:
    """What is private opens to those it is shared with, in lists too, for what the share gives."""
    values = {
        "Event": {"subject": "a", "starts_on": "2026-01-01 08:00:00", "event_type": "Private"},
        "Note": {"title": "a", "content": "text"},
    }
    doc = frappe.get_doc({"doctype": doctype, **values[doctype]}).insert()
    person = make_user("System Manager")
    frappe.share.add(doctype, doc.name, person, read=1)
    stranger = make_user("System Manager")
    rights = ("read", "print", "write", "delete")
    assert not doc.has_permission("read", user=stranger)
    assert [doc.has_permission(right, user=person) for right in rights] == [
        True,
        True,
        False,
        False,
    ]
    for user, seen in ((person, [doc.name]), (stranger, [])):
        frappe.set_user(user)
        assert frappe.get_list(doctype, pluck="name") == seen
