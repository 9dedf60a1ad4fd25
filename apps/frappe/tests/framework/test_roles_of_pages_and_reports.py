"""Roles of a page or report that replace those that it came with."""

from __future__ import annotations

from typing import Any

import frappe
import pytest
from frappe.core.doctype.custom_role.custom_role import get_custom_allowed_roles
from ristretto.context import Context

FORM = "Role Permission for Page and Report"


@pytest.fixture
def report(ctx: Context, make_role: Any) -> str:
    make_role("Report Reader")
    make_role("Report Other")
    values = {
        "doctype": "Report",
        "report_name": "Lists of People",
        "ref_doctype": "User",
        "report_type": "Report Builder",
        "is_standard": "No",
        "roles": [{"role": "Report Reader"}],
    }
    return str(frappe.get_doc(values).insert().name)


def form(report: str) -> Any:
    made = frappe.get_doc(FORM)
    made.update({"set_role_for": "Report", "report": report})
    return made


def test_roles_are_shown_kept_and_taken_back(report: str) -> None:
    """First those that it came with, then the site's own, then the first again."""
    shown = form(report)
    shown.set_report_page_data()
    assert [row.role for row in shown.roles] == ["Report Reader"]

    shown.set("roles", [{"role": "Report Other"}, {"role": "All"}])
    shown.update_report_page_data()
    assert get_custom_allowed_roles("report", report) == ["Report Other"]
    again = form(report)
    again.set_report_page_data()
    assert [row.role for row in again.roles] == ["Report Other"]

    again.reset_roles()
    assert [row.role for row in again.roles] == ["Report Reader"]
    assert get_custom_allowed_roles("report", report) == []


def test_no_roles_mean_the_first_ones(report: str) -> None:
    """An emptied list leaves no record behind."""
    shown = form(report)
    shown.set("roles", [{"role": "Report Other"}])
    shown.update_report_page_data()
    shown.set("roles", [])
    shown.update_report_page_data()
    assert not frappe.get_all("Custom Role", {"report": report})


@pytest.mark.parametrize("values", [{}, {"set_role_for": "Page"}, {"set_role_for": "Report"}])
def test_something_must_be_chosen(ctx: Context, values: dict[str, str]) -> None:
    """A sentence, not an empty record."""
    made = frappe.get_doc(FORM)
    made.update({"page": None, "report": None, **values})
    with pytest.raises(frappe.ValidationError, match="Choose a page or a report"):
        made.set_report_page_data()


def test_who_may(report: str, ctx: Context, make_user: Any) -> None:
    """System Managers, by the form's own rights."""
    reader, manager = make_user("Report Reader"), make_user("System Manager")
    ctx.set_user(reader)
    assert not frappe.has_permission(FORM, "write")
    ctx.set_user(manager)
    assert frappe.has_permission(FORM, "write")
