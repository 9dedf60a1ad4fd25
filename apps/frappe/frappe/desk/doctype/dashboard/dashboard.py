"""Controller of Dashboard: a page of charts and cards, each shown to those who may read it."""

from __future__ import annotations

import json
from typing import Any

import frappe
from frappe import _
from frappe.desk.allowed import blocked_modules
from frappe.model.document import Document


class Dashboard(Document):
    """Charts and cards in their order."""

    def validate(self) -> None:
        if self.is_standard and not frappe.conf.developer_mode and not self._from_files():
            frappe.throw(_("Cannot edit Standard Dashboards"))
        if self.is_standard:
            self._refuse_custom_parts()
        try:
            json.loads(self.chart_options or "{}")
        except ValueError as error:
            frappe.throw(_("Custom Options: this is not valid JSON: {0}").format(error))

    def on_update(self) -> None:
        if self.is_default:
            filters = {"name": ["!=", self.name], "is_default": 1}
            frappe.db.set_value("Dashboard", filters, "is_default", 0)
        if frappe.conf.developer_mode and self.is_standard and not self._from_files():
            from frappe.modules.export_file import export_to_files

            export_to_files(
                record_list=[["Dashboard", self.name, f"{self.module} Dashboard"]],
                record_module=self.module,
            )

    def _from_files(self) -> bool:
        flags = frappe.flags
        return bool(flags.in_install or flags.in_migrate or flags.in_import or flags.in_patch)

    def _refuse_custom_parts(self) -> None:
        """A dashboard that ships with an app may only name charts and cards that ship too."""
        for doctype, names in (
            ("Dashboard Chart", [row.chart for row in self.charts]),
            ("Number Card", [row.card for row in self.cards]),
        ):
            filters = {"is_standard": 0, "name": ["in", names or [""]]}
            custom = frappe.get_all(doctype, filters=filters, pluck="name")
            if custom and not self._from_files():
                frappe.throw(
                    _("A standard dashboard cannot hold {0} that are not standard: {1}").format(
                        _(doctype), ", ".join(custom)
                    )
                )


def get_permission_query_conditions(
    user: str | None = None, doctype: str | None = None
) -> str | None:
    user = user or frappe.session.user
    if user == "Administrator" or "System Manager" in frappe.get_roles(user):
        return None
    blocked = ", ".join(frappe.db.escape(name) for name in sorted(blocked_modules(user))) or "''"
    return f"(`tabDashboard`.`module` is null or `tabDashboard`.`module` not in ({blocked}))"


@frappe.whitelist()
@frappe.read_only()
def get_permitted_charts(dashboard_name: str) -> list[Any]:
    """Rows of the charts that the user may read."""
    dashboard = frappe.get_doc("Dashboard", dashboard_name)
    permitted = []
    for row in dashboard.charts:
        if frappe.db.exists("Dashboard Chart", row.chart) and frappe.has_permission(
            "Dashboard Chart", doc=row.chart
        ):
            permitted.append(row.as_dict())
    return permitted


@frappe.whitelist()
@frappe.read_only()
def get_permitted_cards(dashboard_name: str) -> list[Any]:
    dashboard = frappe.get_doc("Dashboard", dashboard_name)
    return [
        row.as_dict()
        for row in dashboard.cards
        if frappe.db.exists("Number Card", row.card)
        and frappe.has_permission("Number Card", doc=row.card)
    ]
