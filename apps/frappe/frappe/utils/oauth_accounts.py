"""Decides which account of this site a person of another system is: by the number it knows the person by, else by the
e-mail address; a new one only where the provider's record allows that."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _

NEVER = ("Administrator", "Guest")


class SignupDisabledError(frappe.PermissionError):
    """A stranger, and strangers get no account here."""


def get_first_name(data: dict[str, Any]) -> Any:
    return data.get("first_name") or data.get("given_name") or data.get("name")


def get_last_name(data: dict[str, Any]) -> Any:
    return data.get("last_name") or data.get("family_name")


def get_email(data: dict[str, Any]) -> Any:
    return data.get("email") or data.get("upn") or data.get("unique_name")


def number_of(data: dict[str, Any], provider: str) -> str:
    """What the other system calls the person."""
    if provider in ("facebook", "google", "github"):
        found = data.get("id")
    elif provider == "salesforce":
        found = "/".join(str(data.get("sub") or "").split("/")[-2:])
    else:
        named = frappe.db.get_value("Social Login Key", provider, "user_id_property")
        found = data.get(named or "sub")
    if not found:
        frappe.throw(
            _("{0} did not confirm who you are. Try again").format(provider),
            frappe.AuthenticationError,
        )
    return str(found)


def get_user_record(user: str, data: dict[str, Any], provider: str) -> Any:
    """The account of an address, else a new one that is not stored yet. Raises SignupDisabledError."""
    from frappe.integrations.doctype.social_login_key.social_login_key import (
        provider_allows_signup,
    )

    name = user.strip().lower()
    if frappe.db.exists("User", name) and user not in NEVER:
        return frappe.get_doc("User", name)
    if not provider_allows_signup(provider):
        raise SignupDisabledError
    return frappe.get_doc(
        {
            "doctype": "User",
            "email": name,
            "first_name": get_first_name(data) or name.partition("@")[0],
            "last_name": get_last_name(data),
            "enabled": 1,
            "send_welcome_email": 0,
            "user_type": "Website User",
            "user_image": data.get("picture") or data.get("avatar_url"),
        }
    )


def update_oauth_user(user: str, data: dict[str, Any], provider: str) -> str | bool:
    """The name of the account that may sign in; False, with a page, where it may not."""
    number = number_of(data, provider)
    known = frappe.db.get_value(
        "User Social Login",
        {"parenttype": "User", "provider": provider, "userid": number},
        "parent",
    )
    account = frappe.get_doc("User", known) if known else get_user_record(user, data, provider)
    held = account.get_social_login_userid(provider)
    if account.name in NEVER or not account.enabled or (held and held != number):
        frappe.respond_as_web_page(
            _("Not Permitted"),
            _("This account may not sign in here. Ask your administrator"),
            http_status_code=403,
            primary_action="/login",
            primary_label=_("Sign in"),
        )
        return False
    if not held:
        account.set_social_login_userid(provider, number, data.get("login") or data.get("username"))
        # ignore_permissions: a guest signs in; the provider vouches for the address
        account.flags.ignore_permissions = True
        account.save()
    return str(account.name)
