"""Decides which roles open a page or a report, instead of those that it came with; kept in Custom Role records."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

EVERYBODY = "All"


class RolePermissionforPageandReport(Document):
    """A form to choose in; nothing of it is stored but what its buttons write."""

    @frappe.whitelist()
    def set_report_page_data(self) -> None:
        """Show the roles that open it now."""
        custom = frappe.db.get_value("Custom Role", self.chosen())
        roles = frappe.get_doc("Custom Role", custom).roles if custom else self.standard_roles()
        self.show(roles)
        if self.report:
            prepared = frappe.db.get_value("Report", self.report, "prepared_report")
            self.enable_prepared_report = prepared

    @frappe.whitelist()
    def reset_roles(self) -> None:
        """Back to the roles that it came with."""
        frappe.only_for("System Manager")
        custom = frappe.db.get_value("Custom Role", self.chosen())
        if custom:
            frappe.delete_doc("Custom Role", custom)
        self.show(self.standard_roles())

    @frappe.whitelist()
    def update_report_page_data(self) -> None:
        """Keep the roles that are listed; without any, those that it came with count again."""
        frappe.only_for("System Manager")
        rows = [{"role": row.role} for row in self.roles if row.role and row.role != EVERYBODY]
        if not rows:
            return self.reset_roles()
        custom = frappe.db.get_value("Custom Role", self.chosen())
        record: Any = (
            frappe.get_doc("Custom Role", custom)
            if custom
            else frappe.new_doc("Custom Role").update(self.chosen())
        )
        record.set("roles", rows)
        if self.report:
            record.ref_doctype = frappe.db.get_value("Report", self.report, "ref_doctype")
            frappe.db.set_value(
                "Report", self.report, "prepared_report", self.enable_prepared_report or 0
            )
        record.save()
        return None

    def chosen(self) -> dict[str, str]:
        """{page or report: name}. Raises ValidationError when nothing is chosen."""
        kind = (self.set_role_for or "").lower()
        if kind not in ("page", "report") or not self.get(kind):
            frappe.throw(_("Choose a page or a report first"))
        return {kind: self.get(kind)}

    def standard_roles(self) -> Any:
        ((kind, name),) = self.chosen().items()
        return frappe.get_doc(kind.title(), name).roles

    def show(self, rows: Any) -> None:
        self.set("roles", [{"role": row.role} for row in rows])
