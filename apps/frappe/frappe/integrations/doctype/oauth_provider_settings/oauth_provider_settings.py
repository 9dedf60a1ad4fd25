"""How often people are asked before a client signs them in."""

from typing import Any

import frappe
from frappe.model.document import Document


class OAuthProviderSettings(Document):
    """Force or Auto."""


def get_oauth_settings() -> Any:
    """{skip_authorization}"""
    value = frappe.db.get_single_value("OAuth Provider Settings", "skip_authorization")
    return frappe._dict(skip_authorization=value)
