"""Assignments, likes, tags and messages."""

from typing import Any

import frappe
import pytest
from frappe.desk.desktop import get_desktop_page, get_workspace_sidebar_items
from frappe.desk.doctype.notification_log.notification_log import (
    get_notification_logs,
    mark_as_read,
)
from frappe.desk.doctype.tag.tag import add_tag, get_documents_for_tag, get_tagged_docs, remove_tag
from frappe.desk.form import assign_to
from frappe.desk.like import toggle_like
from frappe.desk.treeview import make_tree_args

ASSIGNEE, OTHER = "assignee@x.vn", "other@x.vn"


@pytest.fixture
def record(ctx: Any, make_user: Any, make_role: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A record that only its keeper may open, and two more people."""
    monkeypatch.setattr(frappe, "sendmail", lambda **_letter: None, raising=False)
    ctx.flags.in_test = True
    make_role("Keeper")
    make_user("Keeper", email="keeper@x.vn")
    make_user(email=ASSIGNEE)
    make_user(email=OTHER)
    rights = {"role": "Keeper", "read": 1, "write": 1, "create": 1, "share": 1}
    frappe.get_doc(
        {
            "doctype": "DocType",
            "name": "Thing",
            "module": "Custom",
            "custom": 1,
            "fields": [{"fieldname": "title", "fieldtype": "Data", "label": "Title"}],
            "permissions": [rights],
        }
    ).insert()
    frappe.set_user("keeper@x.vn")
    return frappe.get_doc({"doctype": "Thing", "title": "x"}).insert()


def assign(record: Any, *users: str) -> list[Any]:
    return assign_to.add({"doctype": "Thing", "name": record.name, "assign_to": list(users)})


def test_assignment_shares_tells_and_is_listed(record: Any) -> None:
    """Who cannot open the record gets it shared; `_assign` and a message tell of it (O02)."""
    assert [row.owner for row in assign(record, ASSIGNEE)] == [ASSIGNEE]
    assert frappe.db.get_value("Thing", record.name, "_assign") == f'["{ASSIGNEE}"]'
    frappe.set_user(ASSIGNEE)
    assert frappe.get_doc("Thing", record.name).has_permission("read")
    logs = get_notification_logs()["notification_logs"]
    assert [(log.type, log.document_name, log.read) for log in logs] == [
        ("Assignment", record.name, 0)
    ]
    assert len(frappe.get_list("ToDo")) == 1


def test_second_assignment_of_one_person_is_none(record: Any) -> None:
    """O02b: assigning twice makes one task and says so."""
    assign(record, ASSIGNEE)
    assign(record, ASSIGNEE)
    assert frappe.db.count("ToDo", {"reference_name": record.name}) == 1
    assert "have this task already" in frappe.local.message_log[-1].message


def test_only_the_assignee_closes(record: Any) -> None:
    """O02e: others may withdraw, not complete."""
    assign(record, ASSIGNEE)
    with pytest.raises(frappe.ValidationError, match="Only the person it is assigned to"):
        assign_to.close("Thing", record.name, ASSIGNEE)
    frappe.set_user(ASSIGNEE)
    assert assign_to.close("Thing", record.name, ASSIGNEE) == []
    assert not frappe.db.get_value("Thing", record.name, "_assign")


def test_stranger_may_not_assign_or_see(record: Any) -> None:
    """Without a right on the record nobody assigns it; foreign tasks are not listed."""
    assign(record, ASSIGNEE)
    frappe.set_user(OTHER)
    with pytest.raises(frappe.PermissionError):
        assign(record, OTHER)
    assert frappe.get_list("ToDo") == []
    assert get_notification_logs()["notification_logs"] == []


def test_messages_of_others_stay_unread(record: Any) -> None:
    """A person marks only its own messages."""
    assign(record, ASSIGNEE)
    name = frappe.get_all("Notification Log", pluck="name")[0]
    frappe.set_user(OTHER)
    mark_as_read(name)
    assert frappe.db.get_value("Notification Log", name, "read") == 0
    frappe.set_user(ASSIGNEE)
    mark_as_read(name)
    assert frappe.db.get_value("Notification Log", name, "read") == 1


def test_likes(record: Any) -> None:
    """O05: kept per person, withdrawn with its comment, refused without the right to read."""
    toggle_like("Thing", record.name, "Yes")
    assert frappe.db.get_value("Thing", record.name, "_liked_by") == '["keeper@x.vn"]'
    toggle_like("Thing", record.name, "No")
    assert frappe.db.get_value("Thing", record.name, "_liked_by") == "[]"
    assert frappe.db.count("Comment", {"reference_name": record.name, "comment_type": "Like"}) == 0
    frappe.set_user(OTHER)
    with pytest.raises(frappe.PermissionError):
        toggle_like("Thing", record.name, "Yes")


def test_tags(record: Any) -> None:
    """O04: on the record and in the search for tags; write is needed."""
    add_tag("khẩn", "Thing", record.name)
    add_tag("việc", "Thing", record.name)
    assert frappe.db.get_value("Thing", record.name, "_user_tags") == ",khẩn,việc"
    assert get_tagged_docs("Thing", "việc") == ((record.name,),)
    remove_tag("khẩn", "Thing", record.name)
    assert frappe.get_all("Tag Link", pluck="tag") == ["việc"]
    frappe.set_user(OTHER)
    assert get_documents_for_tag("#việc") == []
    with pytest.raises(frappe.PermissionError):
        add_tag("mine", "Thing", record.name)


def test_workspaces_show_what_may_be_opened(record: Any) -> None:
    """Pages by role; links and shortcuts to DocTypes that the user may read."""
    frappe.set_user("Administrator")
    link = {"type": "Link", "label": "Things", "link_type": "DocType", "link_to": "Thing"}
    for title, role in (("Open", None), ("Closed", "System Manager")):
        frappe.get_doc(
            {
                "doctype": "Workspace",
                "title": title,
                "label": title,
                "public": 1,
                "content": "[]",
                "roles": [{"role": role}] if role else [],
                "shortcuts": [{"type": "DocType", "link_to": "Thing", "label": "Things"}],
                "links": [{"type": "Card Break", "label": "Card"}, link],
            }
        ).insert()

    def page(name: str) -> dict[str, Any]:
        return get_desktop_page(frappe.as_json({"name": name}))

    frappe.set_user("keeper@x.vn")
    assert "Open" in [row.name for row in get_workspace_sidebar_items()["pages"]]
    assert "Closed" not in [row.name for row in get_workspace_sidebar_items()["pages"]]
    assert [row.label for row in page("Open")["shortcuts"]["items"]] == ["Things"]
    assert [row["label"] for row in page("Open")["cards"]["items"][0]["links"]] == ["Things"]
    frappe.set_user(OTHER)
    assert page("Open")["shortcuts"]["items"] == []
    assert page("Open")["cards"]["items"] == []
    assert page("Nope") == {}
    with pytest.raises(frappe.PermissionError):
        page("Closed")


def test_public_workspace_needs_its_manager(record: Any) -> None:
    """Only a Workspace Manager changes pages of everybody."""
    page = {"doctype": "Workspace", "title": "P", "label": "P", "public": 1, "content": "[]"}
    with pytest.raises(frappe.PermissionError):
        frappe.get_doc(page).insert()
    frappe.set_user("Administrator")
    with pytest.raises(frappe.ValidationError, match="list"):
        frappe.get_doc({**page, "content": "{}"}).insert()


def test_new_tree_node_takes_its_parent(ctx: Any) -> None:
    """The request's `parent` becomes the tree's own parent field; a root has none."""
    node = {"doctype": "File", "parent": "Home", "cmd": "x"}
    assert make_tree_args(**node) == {"doctype": "File", "parent_file": "Home"}
    assert make_tree_args(**node, is_root="true")["parent_file"] is None
