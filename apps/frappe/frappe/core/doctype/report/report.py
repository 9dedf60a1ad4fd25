"""Decides who may keep a report and who may open it: one of its roles, and the right to reports on
its DocType.
"""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.core.doctype.custom_role.custom_role import get_custom_allowed_roles
from frappe.model.document import Document

SCRIPTED = ("Query Report", "Script Report")


class Report(Document):
    """A saved report."""

    def validate(self) -> None:
        self.set_standard()
        if not self.module and self.ref_doctype:
            self.module = frappe.db.get_value("DocType", self.ref_doctype, "module")
        if self.is_standard == "No":
            self.check_own()
        elif frappe.session.user != "Administrator":
            frappe.throw(
                _("Report {0} belongs to an app. Save it under another name").format(self.name)
            )
        if self.report_type == "Report Builder":
            self.json = self.json or "{}"

    def set_standard(self) -> None:
        """Reports made on a site belong to the site."""
        if not self.is_standard:
            developing = frappe.session.user == "Administrator" and frappe.conf.developer_mode
            self.is_standard = "Yes" if developing else "No"

    def check_own(self) -> None:
        if self.report_type in SCRIPTED:
            frappe.only_for("Script Manager", True)  # SQL and code see all records
        if not self.is_new() and frappe.db.get_value("Report", self.name, "is_standard") == "Yes":
            frappe.throw(
                _("Report {0} belongs to an app. Save it under another name").format(self.name)
            )

    def before_insert(self) -> None:
        self.set_doctype_roles()

    @frappe.whitelist()
    def set_doctype_roles(self) -> None:
        """A report of the site is for the roles of its DocType, unless somebody chose them."""
        if self.get("roles") or self.is_standard != "No" or not self.ref_doctype:
            return
        meta = frappe.get_meta(self.ref_doctype)
        roles = dict.fromkeys(row.role for row in meta.permissions if not row.permlevel)
        self.set("roles", [] if meta.istable else [{"role": role} for role in roles])

    def on_update(self) -> None:
        if self.is_standard == "Yes" and frappe.conf.developer_mode and not frappe.flags.in_import:
            from frappe.modules.export_file import export_to_files

            export_to_files(record_list=[["Report", self.name]], record_module=self.module)

    def on_trash(self) -> None:
        allowed = frappe.conf.developer_mode or frappe.flags.in_migrate or frappe.flags.in_patch
        if self.is_standard == "Yes" and not allowed and not frappe.flags.in_uninstall:
            frappe.throw(_("Report {0} belongs to an app and cannot be deleted").format(self.name))
        frappe.db.delete("Custom Role", {"report": self.name})

    def is_permitted(self) -> bool:
        """Whether the session user has one of the report's roles; no roles means everybody."""
        allowed = get_custom_allowed_roles("report", self.name) or [
            row.role for row in self.get("roles") or []
        ]
        return not allowed or bool(set(allowed) & set(frappe.get_roles()))

    def get_columns(self) -> list[Any]:
        return [
            row.as_dict(no_default_fields=True, no_child_table_fields=True) for row in self.columns
        ]

    @frappe.whitelist()
    def toggle_disable(self, disable: bool) -> None:
        if not self.has_permission("write"):
            frappe.throw(
                _("You may not change report {0}").format(self.name), frappe.PermissionError
            )
        self.db_set("disabled", int(bool(disable)))


def enable_prepared_report(report: str) -> None:
    """From now on the report runs in the background: somebody waited too long for it."""
    frappe.db.set_value("Report", report, "prepared_report", 1)


@frappe.whitelist()
def is_prepared_report_enabled(report: str) -> bool:
    return bool(frappe.db.get_value("Report", report, "prepared_report"))
