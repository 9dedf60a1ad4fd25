"""What the current site says about formats, time zone and language.

Decides the value used when no site is connected, so that the pure functions of
`frappe.utils` also run in scripts and tests without a database. Never writes.
"""

from __future__ import annotations

from typing import Any

from ristretto import context, errors

FALLBACKS = {
    "date_format": "yyyy-mm-dd",
    "time_format": "HH:mm:ss",
    "number_format": "#,###.##",
    "first_day_of_the_week": "Sunday",
    "rounding_method": "Banker's Rounding (legacy)",
    "float_precision": "3",
}


def bound() -> context.Context | None:
    """The context of this request or command, None outside of one."""
    try:
        return context.current()
    except errors.NoContextError:
        return None


def connected() -> bool:
    ctx = bound()
    return ctx is not None and getattr(ctx, "db", None) is not None


def setting(key: str) -> Any:
    """A System Settings value, else the framework's fallback for it, else None."""
    value = None
    if connected():
        import frappe

        # Some defaults (currency) are no field of System Settings: apps set global defaults.
        if frappe.get_meta("System Settings").has_field(key):
            value = frappe.get_system_settings(key)
    return value if value not in (None, "") else FALLBACKS.get(key)


def default(key: str) -> Any:
    """A global default (`frappe.db.get_default`), else the System Settings value."""
    value = None
    if connected():
        import frappe

        value = frappe.db.get_default(key)
    return value if value not in (None, "") else setting(key)


def user_default(key: str) -> Any:
    """A format the signed-in user chose, else the site's."""
    if connected():
        import frappe

        value = frappe.defaults.get_user_default(key)
        if value:
            return value
    return default(key)


def language() -> str:
    """The language of this request in Babel's spelling (`pt_BR`), "en" outside of a site."""
    ctx = bound()
    return (getattr(ctx, "lang", None) or "en").replace("-", "_")
