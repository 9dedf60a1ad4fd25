"""Signing in and out at Frappe's public place; the rules are in ristretto.web.login."""

from ristretto.context import current
from ristretto.web.cookies import CookieManager
from ristretto.web.csrf import UNSAFE
from ristretto.web.hashing import MAX_PASSWORD_SIZE
from ristretto.web.login import LoginManager

import frappe

__all__ = [
    "MAX_PASSWORD_SIZE",
    "SAFE_HTTP_METHODS",
    "UNSAFE_HTTP_METHODS",
    "CookieManager",
    "LoginManager",
    "clear_cookies",
    "get_logged_user",
]

SAFE_HTTP_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
UNSAFE_HTTP_METHODS = UNSAFE


@frappe.whitelist()
@frappe.read_only()
def get_logged_user() -> str:
    return frappe.session.user


def clear_cookies() -> None:
    """Ask the browser to forget who it is."""
    manager = current().login_manager
    if manager:
        manager.clear_cookies()
