"""Indexes that controllers ask for are on a new site, and come to one that lacks them."""

from __future__ import annotations

import frappe
import pytest
from frappe.patches.v15_41.add_controller_indexes import execute


def test_a_new_site_has_them(ctx):
    """The framework's own DocTypes too, which are imported before any controller can be asked."""
    assert frappe.db.has_index("tabVersion", "ref_doctype_docname_index")
    assert frappe.db.has_index(
        "tabWorkflow Action", "reference_name_reference_doctype_status_index"
    )


@pytest.mark.sqlite_only("drops an index by the name it has there")
def test_the_patch_adds_what_is_missing(ctx):
    """A site of 0.1.0 has no such index; running the patch twice changes nothing more."""
    index = next(
        name
        for (name,) in ctx.db.execute(
            "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = 'tabVersion'"
        )
        if "ref_doctype" in name
    )
    ctx.db.execute(f"DROP INDEX `{index}`")
    assert not frappe.db.has_index("tabVersion", "ref_doctype_docname_index")

    execute()
    execute()

    assert frappe.db.has_index("tabVersion", "ref_doctype_docname_index")
