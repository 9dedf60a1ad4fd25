"""The page that a mailed link opens: the picture from which the app on the phone learns its secret."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.twofactor import get_qr_svg_code
from markupsafe import Markup

no_cache = 1


def get_context(context: Any) -> None:
    """Only with a key that was mailed some minutes ago."""
    key = str(frappe.form_dict.get("k") or "")
    address = frappe.cache.get_value(f"{key}_uri") if key.isalnum() else None
    user = frappe.cache.get_value(f"{key}_user") if address else None
    if not user or not frappe.db.exists("User", user):
        frappe.throw(
            _("This page is closed. Sign in again to get a new link"), frappe.PermissionError
        )
    context.title = _("Prepare the app on your phone")
    context.qr_code_user = frappe.utils.get_fullname(user)
    context.qrcode_svg = Markup(get_qr_svg_code(str(address)))
