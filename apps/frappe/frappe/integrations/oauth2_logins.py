"""The addresses that other systems send people back to, one for each provider."""

from __future__ import annotations

from typing import Any

import frappe
from frappe.utils.oauth import (
    get_oauth2_authorize_url,
    login_via_oauth2,
    login_via_oauth2_id_token,
)


@frappe.whitelist(allow_guest=True, methods=["GET"])
@frappe.write_only()
def begin(provider: str, redirect_to: str | None = None) -> None:
    """The button of the sign-in page: on to the other system."""
    address = get_oauth2_authorize_url(provider, redirect_to)
    frappe.local.response.update(type="redirect", location=address)


@frappe.whitelist(allow_guest=True)
@frappe.write_only()
def login_via_google(code: str, state: str) -> None:
    login_via_oauth2("google", code, state)


@frappe.whitelist(allow_guest=True)
@frappe.write_only()
def login_via_github(code: str, state: str) -> None:
    login_via_oauth2("github", code, state)


@frappe.whitelist(allow_guest=True)
@frappe.write_only()
def login_via_facebook(code: str, state: str) -> None:
    login_via_oauth2("facebook", code, state)


@frappe.whitelist(allow_guest=True)
@frappe.write_only()
def login_via_frappe(code: str, state: str) -> None:
    login_via_oauth2("frappe", code, state)


@frappe.whitelist(allow_guest=True)
@frappe.write_only()
def login_via_office365(code: str, state: str) -> None:
    login_via_oauth2_id_token("office_365", code, state)


@frappe.whitelist(allow_guest=True)
@frappe.write_only()
def login_via_salesforce(code: str, state: str) -> None:
    login_via_oauth2("salesforce", code, state)


@frappe.whitelist(allow_guest=True)
@frappe.write_only()
def login_via_fairlogin(code: str, state: str) -> None:
    login_via_oauth2("fairlogin", code, state)


@frappe.whitelist(allow_guest=True)
@frappe.write_only()
def custom(code: str, state: str) -> None:
    """Providers that the site made itself: the last part of the path names the record."""
    login_via_oauth2(frappe.request.path.rstrip("/").rpartition("/")[2], code, state)


def login_providers() -> list[dict[str, Any]]:
    """[{name, label}] of the providers that the sign-in page offers."""
    rows = frappe.get_all(
        "Social Login Key",
        filters={"enable_social_login": 1},
        fields=["name", "provider_name"],
        order_by="provider_name",
    )
    return [{"name": row.name, "label": row.provider_name} for row in rows]
