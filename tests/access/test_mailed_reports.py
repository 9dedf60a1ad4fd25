"""Reports by mail, sent by the clock: the rows are those of the person they are for, never the clock's own."""

from __future__ import annotations

from email import message_from_string
from typing import Any

import frappe
import pytest
from access_world import MARKER, World, in_site

REPORT = "ISO Audit Plan List"


def sent_for(user: str, **values: Any) -> str:
    """All texts of the mail that the clock's job queues."""
    doc = frappe.get_doc(
        {
            "doctype": "Auto Email Report",
            "report": REPORT,
            "report_type": "Report Builder",
            "user": user,
            "email_to": "reader@example.com",
            "frequency": "Daily",
            "format": "HTML",
            "send_if_data": 0,
            **values,
        }
    ).insert()
    doc.send()
    name = frappe.get_all("Email Queue", {"reference_name": doc.name}, pluck="name")[0]
    queued = frappe.get_doc("Email Queue", name)
    assert [row.recipient for row in queued.recipients] == ["reader@example.com"]
    parts = message_from_string(queued.message).walk()
    return "".join(
        (part.get_payload(decode=True) or b"").decode("utf-8", "replace")
        for part in parts
        if not part.is_multipart()
    )


@pytest.mark.parametrize("format", ["HTML", "CSV"])
def test_each_mail_holds_what_its_person_reads(own_world: World, format: str) -> None:
    """A commune's secretary gets one plan, the district's and the province's people more, nobody a stranger's."""
    plans = {key: own_world.of("ISO Audit Plan", key)[0].marker for key in "abd"}
    got: dict[str, set[str]] = {}
    with in_site(own_world.site, "write"):
        for key in ("A Secretary", "D Secretary", "A lent to B", "P Inspector"):
            person = own_world.people[key]
            text = sent_for(person.user, format=format)
            assert frappe.session.user == "Administrator"
            assert set(MARKER.findall(text)) <= own_world.markers(person), key
            got[key] = {each for each, marker in plans.items() if marker in text}

    assert got == {
        "A Secretary": {"a"},
        "D Secretary": {"a", "b", "d"},
        "A lent to B": {"a", "b"},
        "P Inspector": {"a", "b", "d"},
    }


def test_somebody_who_left_is_sent_nothing(own_world: World) -> None:
    """With the place in the agency the rows go, whatever roles the account still has."""
    person = own_world.people["A Secretary"]
    with in_site(own_world.site, "write"):
        frappe.db.set_value("ISO Staff Member", {"user": person.user}, "account_status", "Blocked")
        assert not MARKER.findall(sent_for(person.user))
