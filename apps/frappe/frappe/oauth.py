"""What apps and the endpoints ask of the OAuth provider; the rules are in ristretto.web.oauth."""

from __future__ import annotations

from typing import Any

from ristretto.web.oauth import codes, people, tokens

import frappe
from frappe.utils import get_url

__all__ = ["delete_oauth2_data", "get_server_url", "get_url_delimiter", "get_userinfo"]


def get_server_url() -> str:
    """The issuer that clients see: the record "frappe" of Social Login Key, else the site's address."""
    named = frappe.db.get_value("Social Login Key", "frappe", "base_url")
    return str(named or get_url()).rstrip("/")


def get_userinfo(user: Any) -> Any:
    """The claims of a User document."""
    return frappe._dict(people.claims_of(user.name, get_server_url()))


def get_url_delimiter(separator_character: str = " ") -> str:
    return separator_character


def delete_oauth2_data() -> None:
    """Drop codes and tokens that nobody can use any more (a daily job)."""
    codes.forget_old()
    tokens.forget_old()
