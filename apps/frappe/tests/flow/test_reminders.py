"""Reminders: said once, to whoever made them."""

from __future__ import annotations

from typing import Any

import frappe
import pytest
from frappe.automation.doctype.reminder.reminder import create_new_reminder, send_reminders
from frappe.utils import add_to_date, now_datetime


def told(user: str) -> list[str]:
    return frappe.get_all("Notification Log", {"for_user": user}, pluck="subject")


def test_reminder_is_said_once(ctx: Any, make_user: Any) -> None:
    """At its moment, under the bell of the person who made it, and not again."""
    user = make_user("System Manager")
    ctx.set_user(user)
    made = create_new_reminder(str(add_to_date(now_datetime(), hours=1)), "Gọi điện", "User", user)
    ctx.set_user("Administrator")
    send_reminders()
    early = told(user)
    made.db_set("remind_at", add_to_date(now_datetime(), minutes=-1))
    for _each in range(2):
        send_reminders()

    assert (early, told(user)) == ([], ["Gọi điện"])


def test_old_reminders_are_not_said(ctx: Any, make_user: Any) -> None:
    """What could not be said for eight hours is let be."""
    ctx.set_user(make_user("Clerk"))
    made = create_new_reminder(str(add_to_date(now_datetime(), hours=1)), "Cũ")
    made.db_set("remind_at", add_to_date(now_datetime(), hours=-9))
    send_reminders()
    assert told(made.user) == []


def test_reminders_are_for_oneself_and_later(ctx: Any, make_user: Any) -> None:
    """A moment that has passed, another person, and a record that may not be read are refused."""
    other, soon = make_user("Clerk"), str(add_to_date(now_datetime(), hours=1))
    closed = frappe.get_doc({"doctype": "Error Log", "method": "x"}).insert()
    ctx.set_user(make_user("Clerk"))
    with pytest.raises(frappe.ValidationError, match="passed"):
        create_new_reminder("2020-01-01 00:00:00", "Muộn")
    with pytest.raises(frappe.PermissionError):
        create_new_reminder(soon, "Lén", "Error Log", closed.name)
    mine = create_new_reminder(soon, "Của tôi")
    with pytest.raises(frappe.ValidationError, match="person"):
        mine.update({"user": other}).save()
    ctx.set_user(other)
    assert frappe.get_list("Reminder") == []
