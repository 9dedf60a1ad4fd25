"""Following a record: who may, and who hears of what."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import frappe
import pytest
from frappe import exceptions
from frappe.desk.form import document_follow as follow
from frappe.desk.form.load import get_docinfo


@pytest.fixture
def world(
    ctx: Any,
    make_role: Callable[..., str],
    make_user: Callable[..., str],
    make_doctype: Callable[..., str],
) -> dict[str, str]:
    """A form with a field of level 1, a reader of it who wants e-mails, a writer."""
    make_role("Follow Reader")
    fields = [
        {"fieldname": "title", "fieldtype": "Data", "label": "Title"},
        {"fieldname": "secret", "fieldtype": "Data", "label": "Secret", "permlevel": 1},
    ]
    rights = {"read": 1, "write": 1, "create": 1}
    permissions = [
        {"role": "Follow Reader", "read": 1},
        {"role": "System Manager", **rights},
        {"role": "System Manager", "permlevel": 1, "read": 1, "write": 1},
    ]
    made = make_doctype("Followed", fields=fields, permissions=permissions, track_changes=1)
    reader = make_user("Follow Reader", document_follow_notify=1, document_follow_frequency="Daily")
    writer = make_user("System Manager")
    frappe.set_user(writer)
    record = frappe.get_doc({"doctype": made, "title": "One"}).insert()
    return {"doctype": made, "name": str(record.name), "reader": reader, "writer": writer}


def mails() -> list[Any]:
    return frappe.get_all("Email Queue", fields=["name", "message"])


def changed(world: dict[str, str], **values: Any) -> None:
    frappe.set_user(world["writer"])
    doc = frappe.get_doc(world["doctype"], world["name"])
    doc.update(values)
    doc.save(ignore_version=False)


def test_a_follower_hears_of_what_it_may_read(world: dict[str, str]) -> None:
    """One e-mail a period with the changes of others; a hidden field is not in it."""
    frappe.set_user(world["reader"])
    assert follow.update_follow(world["doctype"], world["name"], True)
    get_docinfo(doctype=world["doctype"], name=world["name"])
    assert frappe.response["docinfo"]["is_document_followed"]
    assert follow.get_follow_users(world["doctype"], world["name"]) == [{"user": world["reader"]}]
    changed(world, title="Two", secret="level one")
    frappe.set_user("Administrator")
    follow.send_hourly_updates()
    assert mails() == []
    follow.send_daily_updates()
    (mail,) = mails()
    assert "Two" in mail.message
    assert "level one" not in mail.message
    assert frappe.session.user == "Administrator"


def test_nobody_hears_of_own_changes_or_closed_records(world: dict[str, str]) -> None:
    """What a person did itself, and records it may not read any more, are not mentioned."""
    frappe.set_user(world["reader"])
    follow.follow_document(world["doctype"], world["name"], world["reader"])
    frappe.set_user("Administrator")
    follow.send_daily_updates()
    changed(world, title="Three")
    frappe.set_user("Administrator")
    frappe.get_doc("User", world["reader"]).remove_roles("Follow Reader")
    follow.send_daily_updates()
    assert mails() == []


def test_following_is_for_oneself(world: dict[str, str]) -> None:
    """Closed hole: stock lets everybody sign up everybody, whatever they may read."""
    frappe.set_user(world["reader"])
    with pytest.raises(exceptions.PermissionError, match="yourself"):
        follow.follow_document(world["doctype"], world["name"], world["writer"])
    frappe.set_user("Guest")
    with pytest.raises(exceptions.PermissionError):
        follow.follow_document(world["doctype"], world["name"], "Guest")
    with pytest.raises(exceptions.PermissionError):
        follow.get_follow_users(world["doctype"], world["name"])


def test_following_is_off_unless_asked_for(world: dict[str, str]) -> None:
    """O07: without the setting nothing is stored; unfollowing twice says so."""
    frappe.set_user(world["writer"])
    assert follow.update_follow(world["doctype"], world["name"], True) is None
    frappe.set_user(world["reader"])
    follow.update_follow(world["doctype"], world["name"], True)
    assert follow.update_follow(world["doctype"], world["name"], False) == 1
    assert follow.update_follow(world["doctype"], world["name"], False) == 0
