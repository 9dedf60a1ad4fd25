"""Decides what the text of a cell means for a fieldtype, and what is wrong with it when it means nothing.

Numbers and dates are read as the site writes them; a number that could mean two things is refused.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Any

from frappe import _
from frappe.utils import site_settings
from frappe.utils.date_formats import DURATION_PATTERN, duration_to_seconds, get_user_date_format
from frappe.utils.money import get_number_format_info

EMPTY = ("", None)
_TRUE = {"1", "1.0", "t", "true", "y", "yes", "x"}
_FALSE = {"0", "0.0", "f", "false", "n", "no"}
_PLAIN = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")
_GROUPS = re.compile(r"[+-]?\d{1,3}(\.\d{3})+")
WHOLE, DECIMAL = ("Int", "Long Int"), ("Float", "Currency", "Percent", "Rating")
_MOMENTS = (datetime.date, datetime.time, datetime.timedelta)
ISO = {"Date": "%Y-%m-%d", "Datetime": "%Y-%m-%d %H:%M:%S", "Time": "%H:%M:%S"}


@dataclass(frozen=True)
class Problem:
    """What is wrong with a cell, and what to do about it."""

    message: str
    remedy: str = ""


def read(value: Any, field: Any, date_format: str | None) -> Any:
    """The value for the record, or a `Problem`."""
    kind = field.fieldtype
    if kind == "Check":
        return _check(value)
    if kind in WHOLE or kind in DECIMAL:
        return _number(value, whole=kind in WHOLE)
    if kind in ISO:
        return _moment(value, kind, date_format)
    if kind == "Duration":
        return _duration(value)
    return text_of(value)


def text_of(value: Any) -> str:
    """What a cell of a text field says."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))  # Excel has no whole numbers: a code 1204 arrives as 1204.0
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    return str(value)


def _check(value: Any) -> Any:
    text = str(value).strip().lower()
    if value is True or text in _TRUE or text == _("Yes").lower():
        return 1
    if value is False or text in _FALSE or text == _("No").lower():
        return 0
    return Problem(_("{0} is neither yes nor no").format(quoted(value)), _("Write 1 or 0."))


def _number(value: Any, *, whole: bool) -> Any:
    if isinstance(value, bool | int | float):
        number: Any = value
    else:
        number = number_of(str(value), whole=whole)
    if number is None:
        example = _("Write digits only, for example 1500.")
        return Problem(_("{0} is not a number").format(quoted(value)), example)
    if isinstance(number, Problem):
        return number
    if not whole:
        return float(number)
    if float(number) != int(number):
        return Problem(
            _("{0} is not a whole number").format(quoted(value)), _("Leave out the fraction.")
        )
    return int(number)


def number_of(text: str, *, whole: bool) -> Any:
    """The number that a text writes, None when it writes none, a Problem when it could be two."""
    text = re.sub(r"[\s ₫đ%]", "", text)
    comma_is_decimal = "," in number_marks()[0]
    if _GROUPS.fullmatch(text):
        if text.count(".") > 1 or (whole and comma_is_decimal):
            return float(text.replace(".", ""))
        if comma_is_decimal:
            plain, cut = text.replace(".", ""), text.replace(".", ",")
            remedy = _("Write {0} or {1}.").format(plain, cut)
            return Problem(_("{0} can be read in two ways").format(quoted(text)), remedy)
    if _PLAIN.fullmatch(text):
        return float(text)
    decimal, group = (",", ".") if comma_is_decimal else (".", ",")
    text = text.replace(group, "").replace(decimal, ".")
    return float(text) if _PLAIN.fullmatch(text) else None


def number_marks() -> tuple[str, str]:
    """(decimal mark, mark between thousands) of the site's number format."""
    return get_number_format_info(site_settings.default("number_format"))[:2]


def _duration(value: Any) -> Any:
    text = str(value).strip()
    if isinstance(value, int | float) or text.isdigit():
        return int(float(value))
    if DURATION_PATTERN.match(text):
        return duration_to_seconds(text)
    return Problem(
        _("{0} is not a duration").format(quoted(value)), _("Write it like 1d 2h 30m 15s.")
    )


def _moment(value: Any, kind: str, date_format: str | None) -> Any:
    if isinstance(value, _MOMENTS):
        return _from_sheet(value, kind)
    text = str(value).strip()
    for pattern in dict.fromkeys((date_format, *patterns(kind))):
        found = pattern and parsed(text, pattern)
        if found:
            return _from_sheet(found, kind)
    shown = get_user_date_format() + {"Datetime": " HH:MM", "Date": ""}.get(kind, "")
    shown = "HH:MM" if kind == "Time" else shown
    today = datetime.datetime(2026, 12, 31, 8, 30)
    remedy = _("Write {0}, for example {1}.").format(shown, today.strftime(patterns(kind)[0]))
    return Problem(_("{0} is not a valid date or time").format(quoted(value)), remedy)


def _from_sheet(value: Any, kind: str) -> Any:
    """A cell that a spreadsheet or a pattern has read, as the fieldtype keeps it."""
    if kind == "Time":
        if isinstance(value, datetime.datetime):
            return value.time()
        return value
    if isinstance(value, datetime.time | datetime.timedelta):
        return Problem(_("{0} is not a valid date or time").format(quoted(value)))
    if kind == "Date":
        return value.date() if isinstance(value, datetime.datetime) else value
    if not isinstance(value, datetime.datetime):
        return datetime.datetime.combine(value, datetime.time())
    return value


def parsed(text: str, pattern: str) -> datetime.datetime | None:
    try:
        return datetime.datetime.strptime(text, pattern)
    except ValueError:
        return None


def patterns(kind: str) -> list[str]:
    """How people here write a moment, the site's own way first."""
    if kind == "Time":
        return ["%H:%M", "%H:%M:%S", "%H:%M:%S.%f"]
    own = get_user_date_format()
    own = own.replace("yyyy", "%Y").replace("yy", "%y").replace("mm", "%m").replace("dd", "%d")
    dates = [re.sub(r"[/.\-]", mark, own) for mark in (_mark_of(own), "/", "-", ".")]
    dates = list(dict.fromkeys([*dates, "%Y-%m-%d", "%Y/%m/%d"]))
    if kind == "Date":
        return [*dates, "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M:%S.%f"]
    times = ("%H:%M", "%H:%M:%S", "%H:%M:%S.%f")
    return [f"{date} {time}" for date in dates for time in times] + dates


def _mark_of(pattern: str) -> str:
    found = re.search(r"[/.\-]", pattern)
    return found.group() if found else "-"


def quoted(value: Any) -> str:
    text = str(value)
    return f"“{text[:60]}…”" if len(text) > 60 else f"“{text}”"
