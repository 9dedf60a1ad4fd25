"""The world of web_world.py: committed once, the site of each module of this room is a copy of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import frappe
import pytest
from ristretto.context import Context, Site
from ristretto.db import pool
from ristretto.db.connect import connected
from ristretto.web.app import create_app
from site_fixtures import borrowed, bound, copy_sites, keep_in_mind
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


@pytest.fixture(scope="session")
def tokens() -> dict[str, str]:
    """API tokens by user, written when the world is made."""
    return {}


@pytest.fixture(scope="session")
def world_sites(
    template_sites: Path, tokens: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """sites/ with the world on its site. Never write to it: copy it."""
    site = copy_sites(template_sites, tmp_path_factory.mktemp("web_template"))
    with connected(site, mode="write") as context:
        context.flags.in_test = True
        context.lang = "en"
        make_doctypes()
        tokens[SYS] = make_user(SYS, "System Manager")
        tokens[READER] = make_user(READER, "Web Reader")
        tokens[NOBODY] = make_user(NOBODY, user_type="Website User")
        tokens[OFF] = make_user(OFF, "Web Reader")
        frappe.db.set_value("User", OFF, "enabled", 0)
        make_rows()
        context.db.commit()
    keep_in_mind(site.sites_path)
    pool.close_all()
    return site.sites_path


@pytest.fixture(scope="module")
def site(world_sites: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    yield from borrowed(world_sites, tmp_path_factory.mktemp("site"))


@pytest.fixture
def ctx(site: Site, world_sites: Path) -> Iterator[Context]:
    yield from bound(site, world_sites)


@pytest.fixture(scope="module")
def world(site: Site, tokens: dict[str, str]) -> World:
    app = create_app(site.sites_path, site.name)
    callers = [Caller(app, tokens[user]) for user in (SYS, READER, NOBODY)]
    return World(site, *callers, Caller(app), tokens, app)
