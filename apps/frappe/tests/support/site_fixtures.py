"""Sites, contexts and factories for tests: real databases, made once, copied per module.

site       a fresh site with the framework only, one copy per test module
ctx        its bound context as Administrator; everything is rolled back after the test
app_site, app_ctx    the same with the app iso_qms installed
make_user, make_role, make_doctype    factories with defaults, working on the bound context
"""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import frappe
import pytest
from database_choice import common_config, copy_database, drop_database, refill_database
from ristretto.context import Context, Site
from ristretto.db import pool
from ristretto.db.connect import connected
from ristretto.document import get_doc
from ristretto.site import config
from ristretto.site.create import new_site

SITE_NAME = "test.localhost"
ADMIN_PASSWORD = "admin-of-tests"
_numbers = itertools.count(1)
# by template: its number and apps, definitions and links between them as any copy read them first
_known: dict[Path, tuple[int, list[str], dict[Any, Any], dict[Any, Any]]] = {}


def make_template(folder: Path, *apps: str) -> Path:
    """A bench folder's sites/ with one site."""
    sites = folder / "sites"
    sites.mkdir()
    (sites / "apps.txt").write_text("\n".join(["frappe", *apps]) + "\n", encoding="utf-8")
    config.write_json(config.common_path(sites), common_config())
    new_site(sites, SITE_NAME, admin_password=ADMIN_PASSWORD, install_apps=apps, quiet=True)
    keep_in_mind(sites)
    pool.close_all()
    return sites


def keep_in_mind(template: Path) -> None:
    """Copies share what is read of the template's definitions, for as long as they are under its number."""
    with connected(Site(SITE_NAME, template), mode="read") as context:
        _known[template] = (context.site.stamp, context.site.installed_apps, {}, {})


@pytest.fixture(scope="session")
def template_sites(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """sites/ with a framework-only site. Never write to it: copy it."""
    return make_template(tmp_path_factory.mktemp("template"))


@pytest.fixture(scope="session")
def app_template_sites(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """sites/ with a site that has iso_qms installed. Never write to it: copy it."""
    return make_template(tmp_path_factory.mktemp("app_template"), "iso_qms")


def copy_sites(template: Path, folder: Path) -> Site:
    """A site of one's own, as a handle."""
    sites = folder / "sites"
    shutil.copytree(template, sites)
    copy_database(sites / SITE_NAME)
    site = Site(SITE_NAME, sites)
    if template in _known:
        stamp, apps, metas, links = _known[template]
        site.installed_apps = list(apps)
        site._generation = (stamp, {"metas": metas, "link_map": links})
    return site


def borrowed(template: Path, folder: Path) -> Iterator[Site]:
    """A copy for as long as somebody needs it."""
    site = copy_sites(template, folder)
    yield site
    pool.close_all()
    drop_database(site.path)


@pytest.fixture(scope="module")
def site(template_sites: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    yield from borrowed(template_sites, tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="module")
def app_site(app_template_sites: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    yield from borrowed(app_template_sites, tmp_path_factory.mktemp("app_site"))


@pytest.fixture
def fresh_site(template_sites: Path, tmp_path: Path) -> Iterator[Site]:
    """A site for one test that commits or breaks things."""
    yield from borrowed(template_sites, tmp_path)


def bound(site: Site, template: Path) -> Iterator[Context]:
    """A context whose changes are rolled back; where a database had to commit some, a new copy is made."""
    with connected(site, mode="write") as context:
        context.flags.in_test = True
        context.flags.quiet = True
        context.lang = "en"
        commits = context.db.forced_commits
        yield context
        is_marked = context.db.forced_commits > commits
    if is_marked:
        pool.close_all()
        refill_database(site.path, template / SITE_NAME)
        site.drop_caches()


@pytest.fixture
def ctx(site: Site, template_sites: Path) -> Iterator[Context]:
    yield from bound(site, template_sites)


@pytest.fixture
def fresh_ctx(fresh_site: Site, template_sites: Path) -> Iterator[Context]:
    """For a test that commits."""
    yield from bound(fresh_site, template_sites)


@pytest.fixture
def app_ctx(app_site: Site, app_template_sites: Path) -> Iterator[Context]:
    yield from bound(app_site, app_template_sites)


@pytest.fixture
def make_role() -> Callable[..., str]:
    """`make_role("Clerk")` → name."""

    def make(name: str | None = None, **values: Any) -> str:
        name = name or f"Role {next(_numbers)}"
        if not frappe.db.exists("Role", name):
            get_doc({"doctype": "Role", "role_name": name, "desk_access": 1, **values}).insert()
        return name

    return make


@pytest.fixture
def make_user(make_role: Callable[..., str]) -> Callable[..., str]:
    """`make_user("Role A", "Role B", email=…)` → name; the roles are made when missing."""

    def make(*roles: str, email: str | None = None, **values: Any) -> str:
        email = email or f"user{next(_numbers)}@example.com"
        user = get_doc(
            {
                "doctype": "User",
                "email": email,
                "first_name": email.split("@")[0],
                "enabled": 1,
                "send_welcome_email": 0,
                **values,
            }
        )
        for role in roles:
            user.append("roles", {"role": make_role(role)})
        return str(user.insert().name)

    return make


@pytest.fixture
def make_doctype() -> Callable[..., str]:
    """`make_doctype(fields=[…], permissions=[…])` → name of a custom DocType with its table.

    Without `fields` it has one Data field `title`; without `permissions` System Manager may do all.
    """

    def make(
        name: str | None = None, fields: list[dict[str, Any]] | None = None, **values: Any
    ) -> str:
        name = name or f"Test Type {next(_numbers)}"
        rights = dict.fromkeys(
            ("read", "write", "create", "delete", "report", "export", "share", "print", "email"), 1
        )
        full = {"role": "System Manager", **rights}
        if values.get("is_submittable"):
            full |= {"submit": 1, "cancel": 1, "amend": 1}
        get_doc(
            {
                "doctype": "DocType",
                "name": name,
                "module": "Custom",
                "custom": 1,
                "fields": fields or [{"fieldname": "title", "fieldtype": "Data", "label": "Title"}],
                "permissions": [] if values.get("istable") else [full],
                **values,
            }
        ).insert()
        return name

    return make
