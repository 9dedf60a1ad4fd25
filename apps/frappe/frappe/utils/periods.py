"""Weeks, months, quarters and named spans of time ("last quarter").

Decides first and last days. The week starts on System Settings' first day, Sunday by default.
"""

from __future__ import annotations

import datetime
from enum import Enum
from typing import Any

from frappe.utils import site_settings
from frappe.utils.dates import DATE_FORMAT, add_to_date, getdate, now_datetime

DateRange = tuple[datetime.date, datetime.date]


class Weekday(Enum):
    Sunday = 0
    Monday = 1
    Tuesday = 2
    Wednesday = 3
    Thursday = 4
    Friday = 5
    Saturday = 6


def _date(value: Any) -> datetime.date:
    date = getdate(value)
    assert date is not None
    return date


def _shown(date: datetime.date, as_str: bool) -> Any:
    return date.strftime(DATE_FORMAT) if as_str else date


def get_first_day_of_the_week() -> str:
    return str(site_settings.setting("first_day_of_the_week"))


def get_start_of_week_index() -> int:
    return Weekday[get_first_day_of_the_week()].value


def get_normalized_weekday_index(dt: datetime.date) -> int:
    """0 for Sunday … 6 for Saturday."""
    return (dt.weekday() + 1) % 7


def get_week_start_offset_days(dt: datetime.date) -> int:
    return (get_normalized_weekday_index(dt) - get_start_of_week_index()) % 7


def get_first_day_of_week(dt: Any, as_str: bool = False) -> Any:
    date = _date(dt)
    return _shown(date - datetime.timedelta(days=get_week_start_offset_days(date)), as_str)


def get_last_day_of_week(dt: Any) -> datetime.date:
    return get_first_day_of_week(dt) + datetime.timedelta(days=6)


def get_first_day(dt: Any, d_years: int = 0, d_months: int = 0, as_str: bool = False) -> Any:
    """First day of the month, `d_years` and `d_months` away."""
    date = _date(dt)
    years, month = divmod(date.month - 1 + d_months, 12)
    return _shown(datetime.date(date.year + d_years + years, month + 1, 1), as_str)


def get_last_day(dt: Any) -> datetime.date:
    return get_first_day(dt, 0, 1) - datetime.timedelta(days=1)


def is_last_day_of_the_month(dt: Any) -> bool:
    return _date(dt) == get_last_day(dt)


def get_quarter_start(dt: Any, as_str: bool = False) -> Any:
    date = _date(dt)
    return _shown(datetime.date(date.year, (date.month - 1) // 3 * 3 + 1, 1), as_str)


def get_quarter_ending(date: Any) -> datetime.date:
    return get_last_day(get_first_day(get_quarter_start(date), d_months=2))


def get_year_start(dt: Any, as_str: bool = False) -> Any:
    return _shown(datetime.date(_date(dt).year, 1, 1), as_str)


def get_year_ending(date: Any) -> datetime.date:
    return datetime.date(_date(date).year, 12, 31)


def get_weekdays() -> list[str]:
    return ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


def get_weekday(datetime: datetime.datetime | None = None) -> str:
    return get_weekdays()[(datetime or now_datetime()).weekday()]


def _day(shift: int) -> DateRange:
    date = add_to_date(_date(None), days=shift)
    return date, date


def _week(shift: int) -> DateRange:
    date = add_to_date(_date(None), days=7 * shift)
    return get_first_day_of_week(date), get_last_day_of_week(date)


def _month(shift: int) -> DateRange:
    first = get_first_day(None, d_months=shift)
    return first, get_last_day(first)


def _quarters(first: int, last: int) -> DateRange:
    start = add_to_date(get_quarter_start(None), months=3 * first)
    return start, get_quarter_ending(add_to_date(get_quarter_start(None), months=3 * last))


def _year(shift: int) -> DateRange:
    date = get_first_day(None, d_years=shift)
    return get_year_start(date), get_year_ending(date)


_SPANS: dict[str, tuple[Any, tuple[int, ...]]] = {
    "last week": (_week, (-1,)),
    "last month": (_month, (-1,)),
    "last quarter": (_quarters, (-1, -1)),
    "last 6 months": (_quarters, (-2, -1)),
    "last year": (_year, (-1,)),
    "yesterday": (_day, (-1,)),
    "today": (_day, (0,)),
    "tomorrow": (_day, (1,)),
    "this week": (_week, (0,)),
    "this month": (_month, (0,)),
    "this quarter": (_quarters, (0, 0)),
    "this year": (_year, (0,)),
    "next week": (_week, (1,)),
    "next month": (_month, (1,)),
    "next quarter": (_quarters, (1, 1)),
    "next 6 months": (_quarters, (1, 2)),
    "next year": (_year, (1,)),
}


def get_timespan_date_range(timespan: str) -> DateRange | None:
    """First and last day of a named span; None for a name that is not known."""
    if timespan not in _SPANS:
        return None
    make, arguments = _SPANS[timespan]
    return make(*arguments)
