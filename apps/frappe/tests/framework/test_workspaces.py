"""Workspaces as people edit them: layouts, cards of links, own pages, public pages, what nobody may take."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import frappe
import pytest
from frappe.desk.desktop import get_desktop_page, save_new_widget
from frappe.desk.doctype.workspace import workspace as pages


@pytest.fixture
def people(ctx: Any, make_role: Callable[..., str], make_user: Callable[..., str]) -> list[str]:
    """Two desk users and somebody who manages workspaces."""
    make_role("Clerk")
    return [make_user("Clerk"), make_user("Clerk"), make_user("Clerk", "Workspace Manager")]


def make(user: str, title: str, public: int = 0) -> str:
    frappe.set_user(user)
    page = pages.new_page({"title": title, "public": public})
    assert page is not None
    return str(page["name"])


def block(kind: str, name: str) -> dict[str, Any]:
    return {"id": name, "type": kind, "data": {f"{kind}_name": name, "col": 6}}


def shortcut(label: str) -> dict[str, Any]:
    return {"label": label, "type": "DocType", "link_to": "ToDo"}


CARD = {
    "label": "Work",
    "links": [
        {"label": "Tasks", "link_type": "DocType", "link_to": "ToDo"},
        {"label": "Notes", "link_type": "DocType", "link_to": "Note"},
    ],
}


def test_a_layout_keeps_what_it_names(people: list[str]) -> None:
    """New rows are added, those that the layout dropped go with it; a card of the same name is replaced."""
    name = make(people[0], "Mine")
    first = [block("shortcut", "A"), block("shortcut", "B"), block("card", "Work")]
    widgets = {"shortcut": [shortcut("A"), shortcut("B")], "card": [CARD]}
    pages.save_page("Mine", 0, json.dumps(widgets), json.dumps(first))
    doc = frappe.get_doc("Workspace", name)
    assert [row.label for row in doc.shortcuts] == ["A", "B"]
    assert [row.label for row in doc.links] == ["Work", "Tasks", "Notes"]

    again = [block("shortcut", "B"), block("card", "Work")]
    smaller = {**CARD, "links": CARD["links"][:1]}
    pages.save_page("Mine", 0, json.dumps({"card": [smaller]}), json.dumps(again))

    doc = frappe.get_doc("Workspace", name)
    assert [row.label for row in doc.shortcuts] == ["B"]
    assert [(row.label, row.link_count) for row in doc.links] == [("Work", 1), ("Tasks", 0)]
    shown = get_desktop_page(json.dumps({"name": name}))
    assert [row["label"] for row in shown["shortcuts"]["items"]] == ["B"]
    assert [row["label"] for row in shown["cards"]["items"]] == ["Work"]


def test_an_own_page_is_nobody_elses(people: list[str]) -> None:
    """Neither read, nor listed, nor written, nor taken by a new owner's name, nor deleted."""
    name = make(people[0], "Mine")
    frappe.set_user(people[1])
    assert not frappe.has_permission("Workspace", "read", doc=name)
    assert name not in frappe.get_list("Workspace", pluck="name", limit_page_length=0)
    doc = frappe.get_doc("Workspace", name)
    doc.for_user = people[1]
    with pytest.raises(frappe.PermissionError):
        doc.save()
    with pytest.raises(frappe.PermissionError):
        save_new_widget(None, name, "[]", "{}")
    with pytest.raises(frappe.PermissionError):
        pages.delete_page({"name": name})
    with pytest.raises(frappe.PermissionError):
        frappe.delete_doc("Workspace", name)


def test_public_pages_are_their_managers(people: list[str]) -> None:
    """A user changes no public page, makes none, and does not make one his own; a manager does."""
    name = make(people[2], "All", public=1)
    frappe.set_user(people[0])
    with pytest.raises(frappe.PermissionError):
        pages.new_page({"title": "Another", "public": 1})
    with pytest.raises(frappe.PermissionError):
        pages.save_page("All", 1, "{}", "[]")
    doc = frappe.get_doc("Workspace", name)
    doc.update({"public": 0, "for_user": people[0]})
    with pytest.raises(frappe.PermissionError):
        doc.save()
    with pytest.raises(frappe.PermissionError):
        frappe.delete_doc("Workspace", name)
    frappe.set_user(people[2])
    pages.save_page(
        "All", 1, json.dumps({"shortcut": [shortcut("A")]}), json.dumps([block("shortcut", "A")])
    )
    assert len(frappe.get_doc("Workspace", name).shortcuts) == 1
    pages.delete_page({"name": name})
    assert not frappe.db.exists("Workspace", name)


def test_another_title_renames_the_page(people: list[str]) -> None:
    """The name follows the title; somebody else's page keeps it."""
    name = make(people[0], "Mine")
    answer = pages.update_page(name, "Daily", "", "", "", 0)
    assert answer["label"] == f"Daily-{people[0]}"
    assert frappe.db.get_value("Workspace", answer["label"], "title") == "Daily"
    frappe.set_user(people[1])
    with pytest.raises(frappe.PermissionError):
        pages.update_page(answer["label"], "Taken", "", "", "", 0)
