"""The world of web_world.py, committed once per test module."""

from __future__ import annotations

import frappe
import pytest
from ristretto.context import Site
from ristretto.db.connect import connected
from ristretto.web.app import create_app
from web_world import (
    NOBODY,
    OFF,
    READER,
    SYS,
    Caller,
    World,
    make_doctypes,
    make_rows,
    make_user,
)


@pytest.fixture(scope="module")
def world(site: Site) -> World:
    with connected(site, mode="write") as context:
        context.flags.in_test = True
        context.lang = "en"
        make_doctypes()
        tokens = {
            SYS: make_user(SYS, "System Manager"),
            READER: make_user(READER, "Web Reader"),
            NOBODY: make_user(NOBODY, user_type="Website User"),
            OFF: make_user(OFF, "Web Reader"),
        }
        frappe.db.set_value("User", OFF, "enabled", 0)
        make_rows()
        context.db.commit()
    app = create_app(site.sites_path, site.name)
    callers = [Caller(app, tokens[user]) for user in (SYS, READER, NOBODY)]
    return World(site, *callers, Caller(app), tokens, app)
