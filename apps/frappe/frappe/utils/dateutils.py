"""Periods of charts and of user-typed dates."""

from __future__ import annotations

import datetime
from typing import Any

from frappe.utils.date_formats import get_user_date_format as _site_date_format
from frappe.utils.dates import add_to_date, get_datetime, getdate
from frappe.utils.periods import (
    get_first_day,
    get_first_day_of_week,
    get_last_day,
    get_last_day_of_week,
    get_quarter_ending,
    get_quarter_start,
    get_year_ending,
    get_year_start,
)

dateformats = {
    "yyyy-mm-dd": "%Y-%m-%d",
    "mm/dd/yyyy": "%m/%d/%Y",
    "mm-dd-yyyy": "%m-%d-%Y",
    "mm/dd/yy": "%m/%d/%y",
    "dd-mmm-yyyy": "%d-%b-%Y",
    "dd-mm-yyyy": "%d-%m-%Y",
    "dd/mm/yyyy": "%d/%m/%Y",
    "dd.mm.yyyy": "%d.%m.%Y",
    "dd.mm.yy": "%d.%m.%y",
    "dd-mm-yy": "%d-%m-%y",
}
_STARTS = {
    "Daily": getdate,
    "Weekly": get_first_day_of_week,
    "Monthly": get_first_day,
    "Quarterly": get_quarter_start,
    "Yearly": get_year_start,
}
_ENDS = {
    "Daily": getdate,
    "Weekly": get_last_day_of_week,
    "Monthly": get_last_day,
    "Quarterly": get_quarter_ending,
    "Yearly": get_year_ending,
}
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_TIMESPANS: dict[str, dict[str, int]] = {
    "Last Week": {"days": -7},
    "Last Month": {"months": -1},
    "Last Quarter": {"months": -3},
    "Last Year": {"years": -1},
    "All Time": {"years": -50},
}


def get_user_date_format() -> str:
    """The strptime form of the site's date format."""
    return dateformats.get(_site_date_format(), "%Y-%m-%d")


def user_to_str(date: str, date_format: str | None = None) -> str:
    """A date typed in the site's format as `YYYY-MM-DD`; ValueError when it is not one."""
    pattern = dateformats.get(date_format or "") or get_user_date_format()
    return datetime.datetime.strptime(date, pattern).strftime("%Y-%m-%d")


def parse_date(date: str) -> str:
    """A date in any of the known formats as `YYYY-MM-DD`, the site's format tried first."""
    text = date.split(" ")[0] if " " in date else date
    for pattern in (get_user_date_format(), *dateformats.values()):
        try:
            return datetime.datetime.strptime(text, pattern).strftime("%Y-%m-%d")
        except ValueError:
            continue
    import frappe

    frappe.throw(
        frappe._("Cannot convert {0} to a date: use the format {1}").format(
            date, _site_date_format()
        )
    )
    return text


def datetime_in_user_format(date_time: Any) -> str:
    from frappe.utils.date_formats import formatdate

    moment = get_datetime(date_time)
    return f"{formatdate(moment.date())} {moment.strftime('%H:%M')}" if date_time else ""


def get_dates_from_timegrain(
    from_date: Any, to_date: Any, timegrain: str = "Daily"
) -> list[datetime.date]:
    """Last days of the periods from the first date's to the last date's."""
    end = getdate(to_date)
    assert end
    dates = [get_period_ending(from_date, timegrain)]
    while dates[-1] < end:
        dates.append(get_period_ending(add_to_date(dates[-1], days=1), timegrain))
    return dates


def get_from_date_from_timespan(to_date: Any, timespan: str) -> Any:
    return add_to_date(to_date, **_TIMESPANS.get(timespan, {}), as_datetime=True)


def get_period(date: Any, interval: str = "Monthly") -> str:
    """A period's label: day, "Nov 2026", "Quarter 4 2026", "2026"."""
    day = getdate(date)
    assert day
    if interval in ("Daily", "Weekly"):
        return day.strftime("%d-%m-%y")
    if interval == "Monthly":
        return f"{_MONTHS[day.month - 1]} {day.year}"
    if interval == "Quarterly":
        return f"Quarter {(day.month - 1) // 3 + 1} {day.year}"
    return str(day.year)


def get_period_beginning(date: Any, timegrain: str, as_str: bool = True) -> datetime.date:
    return _STARTS[timegrain](date)


def get_period_ending(date: Any, timegrain: str) -> datetime.date:
    return _ENDS[timegrain](date)
