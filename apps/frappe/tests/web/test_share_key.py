"""Links with a key: the print of one record for people without an account."""

from __future__ import annotations

from typing import Any

import frappe
import pytest
from frappe.utils import add_days, nowdate
from ristretto.db.connect import connected
from web_world import World

PATH = "/printview?doctype=Web Main&name={}"


def key_of(world: World, name: str, **options: Any) -> str:
    with connected(world.site, mode="write") as context:
        key = frappe.get_doc("Web Main", name).get_document_share_key(**options)
        context.db.commit()
    return str(key)


def status(world: World, name: str, key: str | None = None) -> int:
    path = PATH.format(name) + (f"&key={key}" if key is not None else "")
    return int(world.guest("GET", path, headers={"Accept": "text/html"}).status_code)


def test_a_key_shows_its_own_record_only(world: World) -> None:
    """Guests with the key see the print, without fields of higher levels; others nothing."""
    key = key_of(world, "M-001")

    page = world.guest("GET", PATH.format("M-001") + f"&key={key}", headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert "Title 1" in page.text
    assert "hidden" not in page.text.split("<body", 1)[1]
    assert status(world, "M-001") == 403
    assert status(world, "M-002", key) == 401
    assert status(world, "M-001", "wrong") == 401
    assert status(world, "M-001", "") == 403


def test_an_old_key_has_expired(world: World) -> None:
    """410, so that the reader asks for a new link; a key without an end stays."""
    assert status(world, "M-001", key_of(world, "M-001", expires_on=add_days(nowdate(), -1))) == 410
    assert status(world, "M-001", key_of(world, "M-001", no_expiry=True)) == 200


def test_one_key_for_each_end(world: World) -> None:
    """Asking again with the same end gives the same key; the default end follows the settings."""
    day = add_days(nowdate(), 3)
    assert key_of(world, "M-003", expires_on=day) == key_of(world, "M-003", expires_on=day)
    assert key_of(world, "M-003", no_expiry=True) == key_of(world, "M-003", no_expiry=True)
    key = key_of(world, "M-003")
    with connected(world.site):
        stored = frappe.db.get_value("Document Share Key", {"key": key}, "expires_on")
        days = frappe.db.get_single_value("System Settings", "document_share_key_expiry") or 0
    assert str(stored) == str(add_days(nowdate(), days)) if days else stored is None


@pytest.mark.parametrize("method", ["frappe.client.get", "frappe.desk.form.load.getdoc"])
def test_a_key_opens_nothing_but_the_print(world: World, method: str) -> None:
    """The key in the address is no sign-in."""
    key = key_of(world, "M-001")
    query = {"doctype": "Web Main", "name": "M-001", "key": key}

    assert world.guest("GET", f"/api/method/{method}", query_string=query).status_code == 403
