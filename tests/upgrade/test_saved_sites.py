"""Sites saved with earlier versions still open: restored into an empty site, migrated, compared, used."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

import frappe
import pytest
from ristretto.context import Site
from ristretto.db import pool
from ristretto.db.connect import connected
from ristretto.site import config
from ristretto.site.create import new_site
from ristretto.site.migrate import migrate
from ristretto.site.restore import restore_database

SAVED = Path(__file__).parents[2] / "fixtures" / "saved_sites"
COUNTED = (
    "ISO Agency",
    "ISO Administrative Service",
    "ISO Procedure",
    "ISO Audit Finding",
    "ISO Management Review",
    "Comment",
)


def versions() -> list[str]:
    return sorted(path.name for path in SAVED.iterdir() if path.is_dir())


def rows_in(backup: Path, doctype: str) -> int:
    """INSERT statements of one table in the saved file, read without the runtime."""
    start = f'INSERT INTO "tab{doctype}" VALUES'
    with gzip.open(backup, "rt", encoding="utf-8") as file:
        return sum(line.startswith(start) for line in file)


@pytest.fixture(scope="module", params=versions())
def saved(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Site, Path]]:
    """(the site restored from a saved file and migrated to this version, the file)"""
    backup = SAVED / request.param / "database.sql.gz"
    sites = tmp_path_factory.mktemp("saved") / "sites"
    sites.mkdir()
    (sites / "apps.txt").write_text("frappe\niso_qms\n", encoding="utf-8")
    config.write_json(config.common_path(sites), {"sqlite_synchronous": "OFF"})
    site = new_site(sites, "saved.localhost", admin_password="saved-admin", quiet=True)
    pool.close_all()
    restore_database(site, backup)
    with connected(site) as context:
        context.flags.quiet = True
        migrate()
        context.db.commit()
    yield site, backup
    pool.close_all()


def test_a_saved_site_loses_nothing(saved: tuple[Site, Path]) -> None:
    """After restore and migrate each counted table has the rows that the saved file holds."""
    site, backup = saved
    with connected(site):
        found = {doctype: frappe.db.count(doctype) for doctype in COUNTED}
        versions_kept = frappe.db.count("Version")

    assert found == {doctype: rows_in(backup, doctype) for doctype in COUNTED}
    assert found["ISO Agency"] == 227
    assert versions_kept >= rows_in(backup, "Version")


def test_a_saved_site_is_used_on(saved: tuple[Site, Path]) -> None:
    """The commune's secretary still sees her own agency only, and saves a draft of hers."""
    site, _backup = saved
    with connected(site, user="thuky.quangla@mau.example", mode="write"):
        drafts = frappe.get_list("ISO Procedure", filters={"workflow_state": "Draft"}, pluck="name")
        doc = frappe.get_doc("ISO Procedure", drafts[0])
        doc.purpose = "<p>Sửa sau khi nâng cấp.</p>"
        doc.save()

        assert set(frappe.get_list("ISO Agency", pluck="name")) == {"QN-07054"}
        assert "nâng cấp" in frappe.db.get_value("ISO Procedure", doc.name, "purpose")
