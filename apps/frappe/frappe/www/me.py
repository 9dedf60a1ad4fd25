"""The account page of people without the desk."""

from typing import Any

import frappe
from frappe import _

login_required = True


def get_context(context: Any) -> dict[str, Any]:
    name = frappe.utils.get_fullname(frappe.session.user)
    return {"title": _("My Account"), "full_name": name}
