"""A new site: what is in it, and that a failed attempt leaves nothing behind."""

from __future__ import annotations

from pathlib import Path

import frappe
import pytest
from ristretto.context import Context, Site
from ristretto.errors import ValidationError
from ristretto.site import seeds
from ristretto.site.create import new_site


def test_first_records(ctx: Context) -> None:
    """Users, roles, folders and languages that everything else links to."""
    for doctype, names in {
        "User": ("Administrator", "Guest"),
        "Role": seeds.STANDARD_ROLES,
        "Language": ("vi", "en"),
        "File": ("Home", "Home/Attachments"),
        "Module Def": ("Core", "Desk"),
        "User Type": seeds.USER_TYPES,
    }.items():
        for name in names:
            assert frappe.db.exists(doctype, name), (doctype, name)


def test_vietnamese_habits(ctx: Context) -> None:
    """Vietnamese, day first, Vietnam's clock."""
    settings = frappe.get_doc("System Settings")

    assert (settings.language, settings.date_format, settings.time_zone) == (
        "vi",
        "dd/mm/yyyy",
        "Asia/Ho_Chi_Minh",
    )


def test_every_role_of_a_permission_exists(ctx: Context) -> None:
    """No DocPerm names a role that is not there."""
    missing = ctx.db.execute(
        "SELECT DISTINCT role FROM tabDocPerm WHERE role NOT IN (SELECT name FROM tabRole)"
    )

    assert missing == []


def test_every_table_exists(ctx: Context) -> None:
    """Each DocType that is no single has its table."""
    names = ctx.db.execute(
        "SELECT name FROM tabDocType WHERE issingle = 0 AND is_virtual = 0"
    )

    assert {f"tab{name}" for (name,) in names} <= set(frappe.db.get_tables())


def test_an_existing_site_is_not_overwritten(site: Site) -> None:
    """Without --force a second new-site is refused."""
    with pytest.raises(ValidationError, match="already exists"):
        new_site(site.sites_path, site.name, admin_password="x", quiet=True)


def test_a_failed_attempt_leaves_nothing(tmp_path: Path) -> None:
    """An app that is not in apps.txt is found before a folder is made."""
    (tmp_path / "apps.txt").write_text("frappe\n")

    with pytest.raises(ValidationError, match=r"not in apps\.txt"):
        new_site(tmp_path, "a.localhost", admin_password="x", install_apps=("nothing",), quiet=True)

    assert not (tmp_path / "a.localhost").exists()
