"""Sessions at Frappe's public place; rows and rules are in ristretto.web.sessions."""

from typing import Any

from ristretto.context import current
from ristretto.web import sessions

import frappe
from frappe import _


@frappe.whitelist()
def clear() -> None:
    """Forget what is cached for the caller (the desk's Reload)."""
    frappe.clear_cache(user=frappe.session.user)
    frappe.response["message"] = _("Cache Cleared")


def get_csrf_token() -> str:
    """The token that writing requests of this session must carry."""
    return sessions.csrf_token(current())


def get_expiry_in_seconds(expiry: str | None = None) -> int:
    """Length of a session in seconds; `expiry` as hours:minutes."""
    if not expiry:
        return sessions.expiry_seconds()
    hours, minutes, *_rest = expiry.split(":")
    return int(hours) * 3600 + int(minutes) * 60


def delete_session(
    sid: str | None = None, user: str | None = None, reason: str = "Session Expired"
) -> None:
    if sid:
        sessions.end(sid)


def clear_sessions(
    user: str | None = None, keep_current: bool = False, force: bool = False
) -> None:
    """Sign a user out everywhere."""
    sessions.end_all_of(
        user or frappe.session.user, keep=str(frappe.session.sid) if keep_current else None
    )


def clear_all_sessions(reason: str | None = None) -> None:
    """Sign everybody out; for administrators only."""
    frappe.only_for("Administrator")
    frappe.db.delete("Sessions")


def clear_expired_sessions() -> None:
    """A daily job."""
    sessions.end_expired()


def get() -> Any:
    """What the desk starts with."""
    from frappe.boot import get_bootinfo

    return get_bootinfo()
