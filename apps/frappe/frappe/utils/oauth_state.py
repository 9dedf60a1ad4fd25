"""Decides whether an answer of another system belongs to a sign-in that began here: in this browser, lately, once.

Stock accepts any state; somebody could then sign another person's browser in as himself.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from ristretto.context import current
from ristretto.db.shared_cache import store_of

import frappe
from frappe import _

COOKIE = "oauth_browser"
SECONDS = 600
LENGTH = 32


@dataclass(frozen=True)
class Begun:
    """A sign-in that waits for the other system."""

    provider: str
    redirect_to: str | None


def begin(provider: str, redirect_to: str | None) -> str:
    """Remember a sign-in of this browser; its number, which comes back with the answer."""
    browser = frappe.request.cookies.get(COOKIE) or frappe.generate_hash(length=LENGTH)
    frappe.local.cookie_manager.set_cookie(COOKIE, browser, max_age=SECONDS, httponly=True)
    token = str(frappe.generate_hash(length=LENGTH))
    kept = {"provider": provider, "redirect_to": redirect_to, "browser": _hash(browser)}
    store_of(current().site).set(_name(token), kept, SECONDS)
    return token


def take(provider: str, token: str) -> Begun:
    """The sign-in of this number. Raises PermissionError for one that is unknown, used, of another
    browser or provider."""
    store, name = store_of(current().site), _name(token)
    kept = store.get(name)
    browser = _hash(str(frappe.request.cookies.get(COOKIE) or ""))
    if not kept or kept["provider"] != provider or kept["browser"] != browser or not _once(name):
        frappe.throw(
            _("This sign-in did not begin here, or took too long. Begin again on the sign-in page"),
            frappe.PermissionError,
        )
    store.delete([name])
    return Begun(provider, kept["redirect_to"])


def _once(name: str) -> bool:
    """Of several callers with the same number one is told yes."""
    return store_of(current().site).add(f"{name}:used", 1, SECONDS)


def _name(token: str) -> str:
    return f"oauth_state:{_hash(token)}"


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
