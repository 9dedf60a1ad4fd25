"""Controller of Dashboard Settings: how one user filters the charts it looks at."""

from __future__ import annotations

import json
from typing import Any

from ristretto.web.listing import parse_json, parse_object

import frappe
from frappe.model.document import Document


class DashboardSettings(Document):
    """Chart settings of one user, named by the user."""


def get_permission_query_conditions(
    user: str | None = None, doctype: str | None = None
) -> str | None:
    user = user or frappe.session.user
    return f"(`tabDashboard Settings`.name = {frappe.db.escape(user)})"


@frappe.whitelist()
def create_dashboard_settings(user: str) -> Any:
    """The user's own settings, made when there are none."""
    if user != frappe.session.user:
        frappe.throw(frappe._("These are the settings of another user"), frappe.PermissionError)
    if frappe.db.exists("Dashboard Settings", user):
        return frappe.get_doc("Dashboard Settings", user)
    doc = frappe.new_doc("Dashboard Settings")
    doc.name = user
    # One's own settings need no right on everybody's.
    return doc.insert(ignore_permissions=True)


@frappe.whitelist()
def save_chart_config(reset: Any, config: Any, chart_name: str) -> None:
    """Remember the user's filters of a chart, or forget them."""
    doc = create_dashboard_settings(frappe.session.user)
    known = frappe.parse_json(doc.chart_config or "{}") or {}
    known[chart_name] = (
        {}
        if parse_json(reset, "reset")
        else {**known.get(chart_name, {}), **parse_object(config, "config")}
    )
    frappe.db.set_value(
        "Dashboard Settings", frappe.session.user, "chart_config", json.dumps(known)
    )
