"""What the base class of app tests offers (contract 4.8)."""

from __future__ import annotations

import shutil
from typing import Any

import frappe
import pytest
from frappe.tests.utils import FrappeTestCase, change_settings, timeout
from ristretto.context import Site


@pytest.fixture
def case(fresh_ctx: Any) -> FrappeTestCase:
    return FrappeTestCase()


def test_records_and_statements(case: FrappeTestCase) -> None:
    """Documents are compared by what is expected of them, statements without their layout, and counted."""
    doc = frappe.get_doc({"doctype": "ToDo", "description": "a"}).insert()
    case.assertDocumentEqual({"description": "a", "status": "Open"}, doc)
    with pytest.raises(AssertionError):
        case.assertDocumentEqual({"description": "b"}, doc)
    case.assertQueryEqual("select  1\n from `a`", "SELECT 1 FROM `a`")
    with pytest.raises(AssertionError, match="Queries executed"), case.assertQueryCount(0):
        frappe.db.sql("select 1")


def test_users_settings_and_time(case: FrappeTestCase) -> None:
    """Each is as before when its block ends."""
    with case.set_user("Guest"):
        assert frappe.session.user == "Guest"
    assert frappe.session.user == "Administrator"
    before = frappe.db.get_single_value("System Settings", "float_precision")
    with change_settings("System Settings", {"float_precision": "5"}):
        assert frappe.db.get_single_value("System Settings", "float_precision") == "5"
    assert frappe.db.get_single_value("System Settings", "float_precision") == before
    with case.freeze_time("2020-02-29 10:00:00"):
        assert frappe.utils.now() == "2020-02-29 10:00:00.000000"


def test_connections_and_sites(case: FrappeTestCase, fresh_site: Site) -> None:
    """A second connection sees what was committed; another site has records of its own."""
    here = frappe.get_doc({"doctype": "ToDo", "description": "a"}).insert()
    with case.secondary_connection():
        assert not frappe.db.exists("ToDo", here.name)
    shutil.copytree(fresh_site.path, fresh_site.path.parent / "other.localhost")
    with case.switch_site("other.localhost"):
        assert (frappe.local.site, frappe.db.exists("ToDo", here.name)) == ("other.localhost", None)

    assert (frappe.local.site, frappe.db.exists("ToDo", here.name)) == (fresh_site.name, here.name)


def test_what_takes_too_long_fails(case: FrappeTestCase) -> None:
    """`timeout` ends a test that hangs."""

    @timeout(seconds=1)
    def hang() -> None:
        while True:
            pass

    with pytest.raises(BaseException, match="timed out"):
        hang()
