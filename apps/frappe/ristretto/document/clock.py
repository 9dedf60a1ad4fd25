"""Decides what time it is: the site's time zone, naive, as everything in the database."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ristretto.context import current, has_context, remembered

DEFAULT_ZONE = "Asia/Ho_Chi_Minh"


def zone_name() -> str:
    if not has_context():
        return DEFAULT_ZONE
    return remembered("time_zone", _stored_zone)


def _stored_zone() -> str:
    rows = current().db.execute(
        "SELECT `value` FROM `tabSingles` WHERE `doctype` = 'System Settings' AND `field` = 'time_zone'"
    )
    return str((rows[0][0] if rows else None) or DEFAULT_ZONE)


def now() -> dt.datetime:
    """Naive datetime in the site's time zone."""
    return dt.datetime.now(_zone()).replace(tzinfo=None)


def at(seconds: float) -> dt.datetime:
    """The moment so many seconds after 1970 began, in the site's time zone."""
    return dt.datetime.fromtimestamp(seconds, _zone()).replace(tzinfo=None)


def _zone() -> ZoneInfo:
    try:
        return ZoneInfo(zone_name())
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo(DEFAULT_ZONE)


def now_text() -> str:
    return now().strftime("%Y-%m-%d %H:%M:%S.%f")
