"""An administrator looks at the system as somebody else: that person's rights, and nothing is written."""

from __future__ import annotations

from typing import Any

import frappe
import pytest
from ristretto.db.connect import connected
from web_world import NOBODY, OFF, READER, SYS, Caller, World

USER = "frappe.core.doctype.user.user"
START, STOP = f"/api/method/{USER}.impersonate", f"/api/method/{USER}.stop_impersonating"
WHO = "/api/method/frappe.auth.get_logged_user"


@pytest.fixture
def looking(world: World) -> Caller:
    """A System Manager's browser that looks as READER."""
    caller = world.browser(SYS)
    answer = caller("POST", START, json={"user": READER, "reason": "A question by telephone"})
    assert answer.status_code == 200, answer.json
    return caller


def test_the_rights_are_the_persons(world: World, looking: Caller) -> None:
    """What the person may not read is refused, and the desk knows who is looking."""
    assert looking("GET", WHO).json == {"message": READER}
    assert looking("GET", "/api/resource/Role Profile").status_code == 403
    page = looking("GET", "/app", headers={"Accept": "text/html"}).text
    assert f'"impersonated_by":"{SYS}"' in page.replace(" ", "")


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/api/resource/ToDo", {"description": "not mine"}),
        ("POST", "/api/v2/document/ToDo", {"description": "not mine"}),
        ("POST", "/api/method/frappe.client.insert", {"doc": {"doctype": "ToDo"}}),
        ("POST", "/api/method/frappe.desk.form.save.savedocs", {"doc": "{}", "action": "Save"}),
        ("POST", START, {"user": NOBODY, "reason": "further"}),
        ("DELETE", "/api/resource/ToDo/x", {}),
    ],
)
def test_nothing_is_written(looking: Caller, method: str, path: str, body: dict[str, Any]) -> None:
    """Every way to write answers 403 and says how to go back."""
    answer = looking(method, path, json=body)

    assert (answer.status_code, "ImpersonationError" in answer.text) == (403, True)
    assert READER in answer.text


def test_readers_over_post_still_read(looking: Caller) -> None:
    """A list asked for by POST is a list."""
    answer = looking("POST", "/api/method/frappe.client.get_list", json={"doctype": "ToDo"})

    assert answer.status_code == 200


@pytest.mark.parametrize(
    "method",
    [
        "frappe.desk.desktop.get_workspace_sidebar_items",
        "frappe.desk.doctype.notification_log.notification_log.get_notification_logs",
    ],
)
def test_the_desk_opens(looking: Caller, method: str) -> None:
    """What every page of the desk asks for by POST is answered, or the look would begin with an error."""
    assert looking("POST", f"/api/method/{method}", json={}).status_code == 200


def test_back_to_oneself(looking: Caller) -> None:
    """The session is the administrator's again, with the rights to write."""
    assert looking("POST", STOP).json == {"message": {"user": SYS}}
    assert looking("GET", WHO).json == {"message": SYS}
    assert looking("POST", "/api/resource/ToDo", json={"description": "mine"}).status_code == 200


def test_the_person_is_told(world: World, looking: Caller) -> None:
    """A note with the reason for the person, a row in the log under the administrator's name."""
    with connected(world.site):
        note = frappe.get_last_doc("Notification Log", filters={"for_user": READER})
        log = frappe.get_last_doc("Activity Log", filters={"operation": "Impersonate"})

    assert "A question by telephone" in note.subject
    assert (log.user, READER in log.subject) == (SYS, True)


def test_signing_out_ends_it(looking: Caller) -> None:
    """The whole session is gone, not only the look."""
    assert looking("POST", "/api/method/logout").status_code == 200
    assert looking("GET", WHO).status_code == 403


@pytest.mark.parametrize(
    ("user", "reason", "status"),
    [
        ("Administrator", "to be more", 403),
        ("Guest", "to be less", 403),
        (OFF, "gone", 417),
        ("who@example.com", "unknown", 417),
        (READER, "  ", 417),
    ],
)
def test_who_cannot_be_looked_as(world: World, user: str, reason: str, status: int) -> None:
    """Administrator, guests, accounts that cannot sign in; and never without a reason."""
    answer = world.browser(SYS)("POST", START, json={"user": user, "reason": reason})

    assert answer.status_code == status


def test_only_administrators_look(world: World) -> None:
    """An ordinary person and a key without a session are refused."""
    body = {"user": READER, "reason": "curious"}

    assert world.browser(READER)("POST", START, json=body).status_code == 403
    assert world.sys("POST", START, json=body).status_code == 403
