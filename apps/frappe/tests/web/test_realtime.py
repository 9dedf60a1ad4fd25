"""Messages to open pages: who hears what, and when."""

from __future__ import annotations

from typing import Any

import frappe
import pytest
from frappe.realtime import poll, publish_realtime


def heard(user: str, after: int) -> list[str]:
    frappe.set_user(user)
    events = [each["event"] for each in poll(after)["events"]]
    frappe.set_user("Administrator")
    return events


@pytest.fixture
def start(ctx: Any) -> int:
    """The number of the last message before the test."""
    publish_realtime("start", room="all")
    return int(poll(0)["last"])


def test_a_message_reaches_its_user_only(start: int, make_user: Any) -> None:
    """One's own messages and the general ones are heard, other people's are not."""
    one, other = make_user("Clerk"), make_user("Clerk")
    publish_realtime("mine", user=one)
    publish_realtime("everybody", room="all")

    assert heard(one, start) == ["mine", "everybody"]
    assert heard(other, start) == ["everybody"]


def test_a_message_after_commit_waits_for_it(start: int, ctx: Any) -> None:
    """Rolled back, it never goes out."""
    publish_realtime("later", room="all", after_commit=True)
    assert heard("Administrator", start) == []
    ctx.db.rollback()
    assert heard("Administrator", start) == []


def test_records_are_heard_of_by_their_readers(start: int, make_user: Any) -> None:
    """A change of a record that one may not open is not told."""
    stranger = make_user("Clerk")
    publish_realtime("doc_update", doctype="Role", docname="System Manager")

    assert heard(stranger, start) == []
    assert heard("Administrator", start) == ["doc_update"]
