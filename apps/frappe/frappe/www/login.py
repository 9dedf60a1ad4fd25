"""Decides who signs in by a link that was mailed: it works once, for some minutes, where System Settings allow it.

Processes share what is known of a link: the hash of its key. Whoever counts its first use signs in.
"""

from __future__ import annotations

import hashlib
from html import escape

import frappe
from frappe import _
from frappe.rate_limiter import rate_limit
from frappe.twofactor import should_run_2fa
from frappe.utils import cint, get_url
from ristretto.context import current
from ristretto.db.shared_cache import store_of

KEY_LENGTH = 32
DEFAULT_MINUTES = 10
DEFAULT_LIMIT = 5
NEVER = ("Administrator", "Guest")


def limit_of_links() -> int:
    return cint(frappe.get_system_settings("rate_limit_email_link_login")) or DEFAULT_LIMIT


@frappe.whitelist(allow_guest=True, methods=["POST"])
@rate_limit(limit=5, seconds=60 * 60)
def send_login_link(email: str) -> None:
    """Mail the owner of an account a link; strangers get the same answer and no mail."""
    if not cint(frappe.get_system_settings("login_with_email_link")) or not may_sign_in(email):
        return
    minutes = cint(frappe.get_system_settings("login_with_email_link_expiry")) or DEFAULT_MINUTES
    link = make_login_link(email, minutes)
    text = _("This link signs you in once, within {0} minutes:").format(minutes)
    frappe.sendmail(
        recipients=email,
        subject=_("Your link to sign in"),
        message=f'<p>{escape(text)}</p><p><a href="{escape(link)}">{escape(link)}</a></p>',
        now=True,
    )


def may_sign_in(user: str) -> bool:
    """Enabled accounts of persons, who need no code besides."""
    is_open = user not in NEVER and bool(frappe.db.get_value("User", user, "enabled"))
    return is_open and not should_run_2fa(user)


def make_login_link(user: str, minutes: int) -> str:
    key = frappe.generate_hash(length=KEY_LENGTH)
    store_of(current().site).set(_name(key), user, minutes * 60)
    return str(get_url(f"/api/method/frappe.www.login.login_via_key?key={key}"))


@frappe.whitelist(allow_guest=True, methods=["GET"])
@frappe.write_only()
@rate_limit(limit=limit_of_links, seconds=60 * 60)
def login_via_key(key: str) -> None:
    """Sign in the owner of a link, once, and go on to the desk or to the account's page."""
    user = take(key)
    if user is None or not may_sign_in(user):
        text = _("This link is not valid or was used already. Ask for a new one")
        frappe.respond_as_web_page(
            _("Not Permitted"), text, http_status_code=403, indicator_color="red"
        )
        return
    manager = frappe.local.login_manager
    manager.login_as(user)
    frappe.db.commit()  # a GET keeps nothing else
    home = "/me" if manager.user_type == "Website User" else "/app"
    frappe.response.update(type="redirect", location=home)


def take(key: str) -> str | None:
    """The account of a link that nobody has used; of several callers at once one gets it."""
    store, name = store_of(current().site), _name(key)
    user = store.get(name)
    if not user or store.add_to(f"{name}:used", 1, store.ttl(name) + 60) != 1:
        return None
    store.delete([name])
    return str(user)


def _name(key: str) -> str:
    return f"login_link:{hashlib.sha256(key.encode()).hexdigest()}"
