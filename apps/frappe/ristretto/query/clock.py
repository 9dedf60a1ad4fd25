"""Decides what day it is for filters: in the site's time zone, with the site's first day of the
week."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ristretto.context import current, request_cached

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def today() -> dt.date:
    """The date now."""
    return now().date()


def now() -> dt.datetime:
    """The moment now, without a zone, as documents store it."""
    try:
        zone = ZoneInfo(_settings().get("time_zone") or "UTC")
    except ZoneInfoNotFoundError:
        zone = ZoneInfo("UTC")
    return dt.datetime.now(zone).replace(tzinfo=None)


def first_weekday() -> int:
    """0 = Monday … 6 = Sunday; Sunday unless System Settings says otherwise."""
    name = _settings().get("first_day_of_the_week") or "Sunday"
    return WEEKDAYS.index(name) if name in WEEKDAYS else 6


def _settings() -> dict[str, str]:
    def load() -> dict[str, str]:
        rows = current().db.execute(
            "select `field`, `value` from `tabSingles` where `doctype` = 'System Settings' "
            "and `field` in ('time_zone', 'first_day_of_the_week')"
        )
        return dict(rows)

    return request_cached("query_clock", load)
