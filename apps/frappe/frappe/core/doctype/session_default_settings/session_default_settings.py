"""Decides which values a user may preset: for each chosen DocType one record, kept as a default of
that user.
"""

from __future__ import annotations

from typing import Any

from ristretto.web.listing import parse_object

import frappe
from frappe import _
from frappe.model.document import Document


class SessionDefaultSettings(Document):
    """DocTypes that users may preset."""


def preset_doctypes() -> list[str]:
    return [
        row.ref_doctype
        for row in frappe.get_cached_doc("Session Default Settings").session_defaults
    ]


@frappe.whitelist()
def get_session_default_values() -> str:
    """The fields of the desk's dialog as JSON, each with the user's present value."""
    fields = [
        {
            "fieldname": frappe.scrub(doctype),
            "fieldtype": "Link",
            "options": doctype,
            "label": _("Default {0}").format(_(doctype)),
            "default": frappe.defaults.get_user_default(doctype),
        }
        for doctype in preset_doctypes()
    ]
    return str(frappe.as_json(fields))


@frappe.whitelist(methods=["POST"])
def set_session_default_values(default_values: Any) -> str | None:
    """Keep the values of the dialog; "success" or nothing."""
    values = parse_object(default_values, "default_values")
    known = {frappe.scrub(doctype): doctype for doctype in preset_doctypes()}
    if not set(values) <= set(known):
        return None
    for name, value in values.items():
        frappe.defaults.set_user_default(known[name], value)
    return "success"


def clear_session_defaults() -> None:
    """Forget the user's presets (at logout)."""
    for doctype in preset_doctypes():
        frappe.defaults.clear_user_default(doctype)
