"""Decides which roles may open a page or a report where a site replaces the shipped ones."""

from __future__ import annotations

import frappe
from frappe.model.document import Document


class CustomRole(Document):
    """Roles of one page or report."""

    def validate(self) -> None:
        if self.report and not self.ref_doctype:
            self.ref_doctype = frappe.db.get_value("Report", self.report, "ref_doctype")


def get_custom_allowed_roles(field: str, name: str) -> list[str]:
    """The site's own roles of a page or report (`field`: "page" or "report"), [] for none."""
    custom = frappe.db.get_value("Custom Role", {field: name}, "name")
    if not custom:
        return []
    rows = {"parent": custom, "parenttype": "Custom Role"}
    return list(frappe.get_all("Has Role", filters=rows, pluck="role"))
