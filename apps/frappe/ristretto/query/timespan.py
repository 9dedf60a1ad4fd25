"""Decides which days a timespan covers. Pure.

Quarters and half-years are calendar ones: on 22 November "last 6 months" is April to September's
end, as
observed on stock (Q-SPAN).
"""

from __future__ import annotations

import datetime as dt
import re

Range = tuple[dt.date, dt.date]

_MONTHS = {"month": 1, "quarter": 3, "6 months": 3, "year": 12}
_DAYS = re.compile(r"^(last|next) (7|14|30|90) days$")
_PERIOD = re.compile(r"^(last|this|next) (week|month|quarter|6 months|year)$")
_NEARBY = {"yesterday": -1, "today": 0, "tomorrow": 1}
RELATIVE = {
    "1 week": "week",
    "1 month": "month",
    "3 months": "quarter",
    "6 months": "6 months",
    "1 year": "year",
}


def date_range(timespan: str, today: dt.date, first_weekday: int) -> Range | None:
    """First and last day; None for a timespan that is not known."""
    text = " ".join(timespan.lower().split())
    if text in _NEARBY:
        day = today + dt.timedelta(days=_NEARBY[text])
        return day, day
    if match := _DAYS.match(text):
        return _days(match[1], int(match[2]), today)
    if match := _PERIOD.match(text):
        return _period(match[1], match[2], today, first_weekday)
    return None


def _days(direction: str, count: int, today: dt.date) -> Range:
    span = dt.timedelta(days=count)
    return (today - span, today) if direction == "last" else (today, today + span)


def _period(direction: str, unit: str, today: dt.date, first_weekday: int) -> Range | None:
    offset = {"last": -1, "this": 0, "next": 1}[direction]
    if unit == "week":
        start = today - dt.timedelta(days=(today.weekday() - first_weekday) % 7)
        start += dt.timedelta(weeks=offset)
        return start, start + dt.timedelta(days=6)
    if unit == "6 months":
        return _half_year(offset, today)
    months = _MONTHS[unit]
    start = _add_months(_start(today, months), offset * months)
    return start, _add_months(start, months) - dt.timedelta(days=1)


def _half_year(offset: int, today: dt.date) -> Range | None:
    """Two whole quarters, before or after the running one."""
    if offset == 0:
        return None
    quarter = _start(today, 3)
    start = _add_months(quarter, -6 if offset < 0 else 3)
    return start, _add_months(start, 6) - dt.timedelta(days=1)


def _start(day: dt.date, months: int) -> dt.date:
    """First day of the month, quarter or year that contains the day."""
    return dt.date(day.year, (day.month - 1) // months * months + 1, 1)


def _add_months(day: dt.date, months: int) -> dt.date:
    index = day.year * 12 + day.month - 1 + months
    return dt.date(index // 12, index % 12 + 1, 1)
