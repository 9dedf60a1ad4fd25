"""Decides how an account gets a new password: by its owner who knows the old one, or by a link that
was mailed.

A link's key is stored as a hash, works once, and only for a while (System Settings).
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

import frappe
from frappe import _
from frappe.email.queue import sendmail
from frappe.rate_limiter import rate_limit
from frappe.twofactor import should_run_2fa
from frappe.utils import cint, get_datetime, get_url, now_datetime
from frappe.utils.password import check_password
from frappe.utils.password import update_password as store_password

DEFAULT_LINK_SECONDS = 1200
KEY_LENGTH = 32
MIN_LENGTH = 8


def hash_of(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def make_reset_link(user: Any) -> str:
    """A link that lets its holder choose the password of this account; the older link stops
    working.
    """
    key = frappe.generate_hash(length=KEY_LENGTH)
    stored = {
        "reset_password_key": hash_of(key),
        "last_reset_password_key_generated_on": now_datetime(),
    }
    user.db_set(stored, update_modified=False)
    return str(get_url(f"/update-password?key={key}"))


def send_link(user: Any, subject: str, text: str) -> str:
    link = make_reset_link(user)
    sendmail(
        recipients=[user.email],
        subject=subject,
        message=f'<p>{text}</p><p><a href="{link}">{link}</a></p>',
        reference_doctype="User",
        reference_name=user.name,
    )
    return link


def send_reset_link(user: Any) -> str:
    text = _("Somebody asked for a new password of your account. Choose it here:")
    return send_link(user, _("Choose a new password"), text)


def send_welcome_mail(user: Any) -> None:
    """Tell a new account how to choose its password; only where the site can send mail."""
    if not frappe.conf.mail_server or frappe.flags.mute_emails:
        return
    send_link(
        user, _("Your new account"), _("An account was made for you. Choose its password here:")
    )


def reset_limit() -> int:
    return cint(frappe.get_system_settings("password_reset_limit")) or 3


@frappe.whitelist(allow_guest=True, methods=["POST"])
@rate_limit(key="user", limit=reset_limit, seconds=60 * 60)
def reset_password(user: str) -> str | None:
    """Mail a link to the owner of an account; "not found", "disabled" or "not allowed" where that
    cannot be.
    """
    if not frappe.db.exists("User", user):
        frappe.local.response["http_status_code"] = 404
        return "not found"
    doc = frappe.get_doc("User", user)
    if doc.name in ("Administrator", "Guest"):
        return "not allowed"
    if not doc.enabled:
        return "disabled"
    send_reset_link(doc)
    frappe.msgprint(_("Instructions were sent to the e-mail address of the account"))
    return None


def user_of_key(key: str) -> str:
    """The account whose link this is; refuses unknown and old links."""
    found = frappe.db.get_value(
        "User",
        {"reset_password_key": hash_of(key), "enabled": 1},
        ["name", "last_reset_password_key_generated_on"],
        as_dict=True,
    )
    if not found:
        frappe.throw(
            _("This link is not valid or was used already. Ask for a new one"), frappe.LinkExpired
        )
    seconds = (
        cint(frappe.get_system_settings("reset_password_link_expiry_duration"))
        or DEFAULT_LINK_SECONDS
    )
    made_on = get_datetime(found.last_reset_password_key_generated_on)
    if made_on + timedelta(seconds=seconds) < now_datetime():
        frappe.throw(_("This link has expired. Ask for a new one"), frappe.LinkExpired)
    return str(found.name)


def user_of_old_password(old_password: str | None) -> str:
    """The caller, who proves the own password."""
    user = frappe.session.user
    if user == "Guest" or not old_password:
        frappe.throw(
            _("Log in, or open the link that was mailed to you"), frappe.AuthenticationError
        )
    check_password(user, old_password)
    return str(user)


@frappe.whitelist(allow_guest=True, methods=["POST"])
@rate_limit(limit=10, seconds=60 * 60)
def update_password(
    new_password: str,
    logout_all_sessions: int = 0,
    key: str | None = None,
    old_password: str | None = None,
) -> str:
    """Store a new password and log its owner in, unless a code is asked for; answers the page to go to."""
    user = user_of_key(key) if key else user_of_old_password(old_password)
    refuse_weak(new_password, user)
    everywhere = cint(logout_all_sessions) or cint(
        frappe.get_system_settings("logout_on_password_reset")
    )
    store_password(user, new_password, logout_all_sessions=bool(everywhere))
    done = {"reset_password_key": "", "last_password_reset_date": now_datetime().date()}
    frappe.db.set_value("User", user, done, update_modified=False)
    if should_run_2fa(user) and user != frappe.session.user:
        return "/login"  # the mailed link is one factor, the code another
    frappe.local.login_manager.login_as(user)
    is_website_user = frappe.db.get_value("User", user, "user_type") == "Website User"
    return "/" if is_website_user else "/app"


def refuse_weak(password: str, user: str) -> None:
    result = strength(password, user)
    if result["feedback"]["warning"]:
        frappe.throw(result["feedback"]["warning"])


def strength(password: str, user: str | None = None) -> dict[str, Any]:
    """{score 0..4, feedback {warning, password_policy_validation_passed}}: long, and not the
    account's name.
    """
    warning = ""
    if len(password) < MIN_LENGTH:
        warning = _("The password needs at least {0} characters").format(MIN_LENGTH)
    elif user and password.lower() in (user.lower(), user.lower().partition("@")[0]):
        warning = _("The password must not be the name of the account")
    kinds = sum(
        any(test(char) for char in password) for test in (str.islower, str.isupper, str.isdigit)
    )
    score = 0 if warning else min(4, 1 + kinds)
    return {
        "score": score,
        "feedback": {"warning": warning, "password_policy_validation_passed": not warning},
    }


@frappe.whitelist(allow_guest=True)
def test_password_strength(
    new_password: str,
    key: str | None = None,  # noqa: PT028 - an endpoint, not a test
    old_password: str | None = None,  # noqa: PT028
) -> dict[str, Any]:
    """How good a password would be; stores nothing."""
    user = frappe.session.user
    return strength(new_password, None if user == "Guest" else user)


@frappe.whitelist(methods=["POST"])
def verify_password(password: str) -> None:
    """Ask the caller for the own password again before something that matters."""
    check_password(frappe.session.user, password)


@frappe.whitelist(allow_guest=True, methods=["POST"])
def sign_up(email: str, full_name: str, redirect_to: str | None = None) -> None:
    """Accounts are made by administrators."""
    frappe.throw(_("Sign Up is disabled"))
