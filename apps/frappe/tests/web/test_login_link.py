"""Signing in by a mailed link: off until it is switched on, once per link, and silent about who has an account."""

from __future__ import annotations

from typing import Any

import frappe
import pytest
from frappe.www import login
from ristretto.context import Site
from ristretto.db.connect import connected
from ristretto.db.shared_cache import store_of
from web_world import READER, SYS, World

SEND = "frappe.www.login.send_login_link"
USE = "/api/method/frappe.www.login.login_via_key"
TABLES = ("Email Queue Recipient", "Email Queue")


@pytest.fixture(autouse=True)
def switched_on(site: Site, world: World) -> None:
    """Allowed, with every counter at its beginning and no mail waiting."""
    store_of(site).clear()
    set_switch(site, 1)
    with connected(site) as context:
        for table in TABLES:
            context.db.execute(f"DELETE FROM `tab{table}`")
        context.db.commit()


def set_switch(site: Site, value: int) -> None:
    with connected(site) as context:
        frappe.db.set_single_value("System Settings", "login_with_email_link", value)
        context.db.commit()


def mails(site: Site) -> list[tuple[Any, ...]]:
    with connected(site) as context:
        return context.db.execute(
            "SELECT r.`recipient`, q.`message` FROM `tabEmail Queue` q"
            " JOIN `tabEmail Queue Recipient` r ON r.`parent` = q.`name`"
        )


def link_for(site: Site, user: str, minutes: float = 10) -> str:
    with connected(site):
        return f"{USE}?key={login.make_login_link(user, minutes).partition('key=')[2]}"


def test_the_owner_gets_a_link_by_mail(site: Site, world: World) -> None:
    """Its key is in the mail only: what the site keeps of it is a hash."""
    assert world.guest.rpc(SEND, email=READER).status_code == 200
    [(recipient, message)] = mails(site)
    assert recipient == READER
    assert "login_via_key" in message
    [name] = list(store_of(site).keys("login_link:*"))
    assert name.partition(":")[2] not in message


@pytest.mark.parametrize("email", ["nobody-at-all@example.com", "Administrator", "Guest", "", "%"])
def test_strangers_get_the_same_answer(site: Site, world: World, email: str) -> None:
    """No mail, and nothing that tells whether there is such an account."""
    known, unknown = (world.guest.rpc(SEND, email=each) for each in (READER, email))
    assert (known.status_code, known.json) == (unknown.status_code, unknown.json)
    assert len(mails(site)) == 1


def test_without_the_switch_there_is_no_link(site: Site, world: World) -> None:
    """An administrator decides."""
    set_switch(site, 0)
    assert world.guest.rpc(SEND, email=READER).status_code == 200
    assert mails(site) == []


def test_links_are_limited(site: Site, world: World) -> None:
    """Five in an hour from one address."""
    statuses = [world.guest.rpc(SEND, email=READER).status_code for _ in range(6)]
    assert statuses == [200] * 5 + [429]


def test_a_link_signs_in_once(site: Site, world: World) -> None:
    """It opens a session of its owner, and is nothing afterwards."""
    link = link_for(site, SYS)
    answer = world.guest("GET", link)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/app")
    who = world.guest("GET", "/api/method/frappe.auth.get_logged_user")
    assert who.json["message"] == SYS
    world.guest.rpc("logout")
    again = world.guest("GET", link)
    assert again.status_code == 403


def test_links_that_open_nothing(site: Site, world: World) -> None:
    """Guessed, expired, of an account that was closed meanwhile, or sent by POST."""
    assert world.guest("GET", f"{USE}?key=guessed").status_code == 403
    assert world.guest("GET", link_for(site, READER, minutes=-1)).status_code == 403
    assert world.guest("POST", link_for(site, READER)).status_code in (403, 405)
    link = link_for(site, READER)
    with connected(site) as context:
        frappe.db.set_value("User", READER, "enabled", 0)
        context.db.commit()
    refused = world.guest("GET", link)
    with connected(site) as context:
        frappe.db.set_value("User", READER, "enabled", 1)
        context.db.commit()
    assert refused.status_code == 403


def test_guesses_are_limited(world: World) -> None:
    """Five uses in an hour from one address, right or wrong."""
    statuses = [world.guest("GET", f"{USE}?key=guess{n}").status_code for n in range(6)]
    assert statuses == [403] * 5 + [429]
