"""Dates, times and durations written for people, in the site's formats and the user's language."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import Any

import babel.dates
from babel.core import UnknownLocaleError

from frappe.utils import site_settings
from frappe.utils.dates import (
    DATETIME_FORMAT,
    get_datetime,
    get_time,
    getdate,
    now_datetime,
)
from frappe.utils.numbers import cint

DURATION_PATTERN = re.compile(r"^(?:(\d+d)?((^|\s)\d+h)?((^|\s)\d+m)?((^|\s)\d+s)?)$")
_DURATION_PART = re.compile(r"(\d+)([dhms])")
_UNIT_SECONDS = {"d": 86400, "h": 3600, "m": 60, "s": 1}

_DATE_GUESSES = [
    "%d/%b/%y", "%d-%m-%Y", "%m-%d-%Y", "%Y-%m-%d", "%d-%m-%y", "%m-%d-%y", "%y-%m-%d", "%y-%b-%d",
    "%d/%m/%Y", "%m/%d/%Y", "%Y/%m/%d", "%d/%m/%y", "%m/%d/%y", "%y/%m/%d", "%d.%m.%Y", "%m.%d.%Y",
    "%Y.%m.%d", "%d.%m.%y", "%m.%d.%y", "%y.%m.%d",
    "%d %b %Y", "%d %B %Y",
]  # fmt: skip
_TIME_GUESSES = ["%H:%M:%S.%f", "%H:%M:%S", "%H:%M", "%I:%M:%S.%f %p", "%I:%M:%S %p", "%I:%M %p"]


def get_user_date_format() -> str:
    """The date format to show, like `dd/mm/yyyy`."""
    return str(site_settings.user_default("date_format"))


get_user_format = get_user_date_format


def get_user_time_format() -> str:
    return str(site_settings.user_default("time_format"))


def _babel_pattern(pattern: str) -> str:
    return pattern.replace("mm", "MM").replace("Y", "y")


def _localized(write: Callable[..., str], value: Any, pattern: str, plain: str) -> str:
    """`write` in the user's language; `plain` (strftime) where Babel does not know it."""
    try:
        return write(value, pattern, locale=site_settings.language())
    except (UnknownLocaleError, ValueError):
        return value.strftime(plain)


def format_date(
    string_date: Any = None, format_string: str | None = None, parse_day_first: bool = False
) -> str:
    """A date in the user's format, "" for an empty value."""
    if not string_date:
        return ""
    pattern = _babel_pattern(format_string or get_user_date_format())
    plain = pattern.replace("MM", "%m").replace("dd", "%d").replace("yyyy", "%Y")
    return _localized(
        babel.dates.format_date, getdate(string_date, parse_day_first), pattern, plain
    )


formatdate = format_date


def format_time(time_string: Any = None, format_string: str | None = None) -> str:
    if not time_string:
        return ""
    pattern = format_string or get_user_time_format()
    return _localized(babel.dates.format_time, get_time(time_string), pattern, "%H:%M:%S")


def format_datetime(datetime_string: Any, format_string: str | None = None) -> str | None:
    """Date and time in the user's formats; None for an empty value."""
    if not datetime_string:
        return None
    pattern = format_string or (
        get_user_date_format().replace("mm", "MM") + " " + get_user_time_format()
    )
    moment = get_datetime(datetime_string)
    return _localized(babel.dates.format_datetime, moment, pattern, "%Y-%m-%d %H:%M:%S")


def global_date_format(date: Any, format: str = "long") -> str:
    """A date in words, as the language writes it ("22 November 2026")."""
    return babel.dates.format_date(
        getdate(date),
        format=format,  # type: ignore[arg-type]
        locale=site_settings.language(),
    )


def pretty_date(iso_datetime: Any) -> str:
    """Distance from now in words: "2 days ago"."""
    if not iso_datetime:
        return ""
    if isinstance(iso_datetime, str):
        iso_datetime = datetime.datetime.strptime(iso_datetime, DATETIME_FORMAT)
    delta = iso_datetime - now_datetime()
    return babel.dates.format_timedelta(delta, add_direction=True, locale=site_settings.language())


def format_duration(seconds: Any, hide_days: bool = False) -> str:
    """Seconds as `1d 3h 34m 45s`, leaving out what is zero."""
    left = cint(seconds)
    parts = []
    for unit, size in _UNIT_SECONDS.items():
        if unit == "d" and hide_days:
            continue
        count, left = divmod(left, size)
        if count:
            parts.append(f"{count}{unit}")
    return " ".join(parts)


def validate_duration_format(duration: str) -> None:
    if DURATION_PATTERN.match(duration):
        return
    import frappe

    frappe.throw(
        frappe._("{0} is not a duration: write it like 1d 2h 30m 15s").format(frappe.bold(duration))
    )


def duration_to_seconds(duration: str) -> int:
    """The inverse of `format_duration`."""
    validate_duration_format(duration)
    return sum(int(n) * _UNIT_SECONDS[unit] for n, unit in _DURATION_PART.findall(duration))


def _fits(text: str, patterns: list[str]) -> str | None:
    for pattern in patterns:
        try:
            datetime.datetime.strptime(text, pattern)
        except ValueError:
            continue
        return pattern
    return None


def guess_date_format(date_string: str) -> str | None:
    """The strptime format that reads `date_string`, None when none of the usual ones does."""
    text = date_string.strip()
    whole = _fits(text, _DATE_GUESSES) or _fits(text, _TIME_GUESSES)
    if whole or " " not in text:
        return whole
    date_part, time_part = text.split(" ", 1)
    date_format, time_format = _fits(date_part, _DATE_GUESSES), _fits(time_part, _TIME_GUESSES)
    return f"{date_format} {time_format}" if date_format and time_format else None
