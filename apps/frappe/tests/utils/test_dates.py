"""Dates, periods and their formats."""

import datetime as dt

import frappe
import pytest
from frappe.utils import (
    add_days,
    add_months,
    add_to_date,
    date_diff,
    duration_to_seconds,
    format_duration,
    formatdate,
    get_datetime,
    get_first_day,
    get_last_day,
    get_quarter_ending,
    get_time,
    get_timespan_date_range,
    getdate,
    guess_date_format,
    month_diff,
    nowdate,
    pretty_date,
    time_diff_in_hours,
    to_timedelta,
)
from freezegun import freeze_time

SUNDAY = "2026-11-22 03:00:00"  # UTC; still the 22nd in every zone these tests use
SPANS = {
    "last week": ("2026-11-15", "2026-11-21"),
    "last month": ("2026-10-01", "2026-10-31"),
    "last quarter": ("2026-07-01", "2026-09-30"),
    "last 6 months": ("2026-04-01", "2026-09-30"),
    "last year": ("2025-01-01", "2025-12-31"),
    "yesterday": ("2026-11-21", "2026-11-21"),
    "today": ("2026-11-22", "2026-11-22"),
    "tomorrow": ("2026-11-23", "2026-11-23"),
    "this week": ("2026-11-22", "2026-11-28"),
    "this month": ("2026-11-01", "2026-11-30"),
    "this quarter": ("2026-10-01", "2026-12-31"),
    "this year": ("2026-01-01", "2026-12-31"),
    "next week": ("2026-11-29", "2026-12-05"),
    "next month": ("2026-12-01", "2026-12-31"),
    "next quarter": ("2027-01-01", "2027-03-31"),
    "next 6 months": ("2027-01-01", "2027-06-30"),
    "next year": ("2027-01-01", "2027-12-31"),
}


@pytest.mark.parametrize("span", SPANS)
def test_timespan_matches_a_stock_site(span: str) -> None:
    """Every named span gives the days recorded on a stock site (Q-SPAN)."""
    with freeze_time(SUNDAY):
        assert tuple(map(str, get_timespan_date_range(span))) == SPANS[span]


@pytest.mark.parametrize("span", ["Last Week", "last 7 days", "nonsense", "", None])
def test_unknown_timespan_is_none(span: str | None) -> None:
    """A name that is not known has no range; the caller decides what that means."""
    assert get_timespan_date_range(span) is None


@pytest.mark.parametrize("empty", [None, "", 0, False])
def test_getdate_of_nothing_is_today(empty: object) -> None:
    """Any falsy value means today."""
    assert str(getdate(empty)) == nowdate()


@pytest.mark.parametrize("zero", ["0001-01-01", "0000-00-00", "0001-01-01 00:00:00"])
def test_zero_dates_are_none(zero: str) -> None:
    """Databases' zero dates are no date."""
    assert getdate(zero) is None
    assert get_datetime(zero) is None


def test_getdate_refuses_text(ctx: object) -> None:
    """Text that is no date is a ValidationError, not a crash."""
    with pytest.raises(frappe.ValidationError, match="not a valid date"):
        getdate("tomorrow-ish")


def test_get_datetime_of_none_is_now_and_of_empty_is_none() -> None:
    """None and "" differ."""
    assert isinstance(get_datetime(None), dt.datetime)
    assert get_datetime("") is None


def test_text_in_gives_text_out() -> None:
    """Shifting keeps the kind of the value, and the last day of a month."""
    assert add_to_date("2024-01-31", months=1) == "2024-02-29"
    assert add_to_date("2024-01-31 10:00", hours=1) == "2024-01-31 11:00:00.000000"
    assert add_months(dt.date(2023, 1, 31), 1) == dt.date(2023, 2, 28)
    assert add_days(dt.date(2023, 12, 31), 1) == dt.date(2024, 1, 1)


def test_differences() -> None:
    """Days end minus start, months both counted, hours with fraction."""
    assert date_diff("2024-03-01", "2024-02-28") == 2
    assert month_diff("2024-03-01", "2024-01-31") == 3
    assert time_diff_in_hours("2024-01-01 10:30:00", "2024-01-01 08:00:00") == 2.5


def test_month_and_quarter_edges() -> None:
    """First and last days over the turn of a year."""
    assert get_first_day("2024-12-05", d_months=1) == dt.date(2025, 1, 1)
    assert get_first_day("2024-01-05", d_months=-1) == dt.date(2023, 12, 1)
    assert get_last_day("2024-02-10") == dt.date(2024, 2, 29)
    assert get_quarter_ending("2024-11-01") == dt.date(2024, 12, 31)


def test_times_beyond_a_day() -> None:
    """Durations from the database may exceed 24 hours."""
    assert to_timedelta("26:30:00") == dt.timedelta(hours=26, minutes=30)
    assert get_time("17:21:00") == dt.time(17, 21)


def test_durations_go_both_ways() -> None:
    """`3h 34m 45s` and its seconds."""
    assert format_duration(12885) == "3h 34m 45s"
    assert duration_to_seconds("3h 34m 45s") == 12885
    assert format_duration(90061) == "1d 1h 1m 1s"
    assert format_duration(90061, hide_days=True) == "25h 1m 1s"


def test_bad_duration_is_refused(ctx: object) -> None:
    """A text that is no duration names the format."""
    with pytest.raises(frappe.ValidationError, match="is not a duration"):
        duration_to_seconds("3 hours")


def test_formats_follow_the_site(ctx: object) -> None:
    """Dates are written in the site's format unless one is given."""
    frappe.db.set_default("date_format", "dd.mm.yyyy")

    assert formatdate("2026-11-22") == "22.11.2026"
    assert formatdate("2026-11-22", "mm/dd/yyyy") == "11/22/2026"
    assert formatdate("") == ""


def test_pretty_date_speaks_of_distance() -> None:
    """Distance in words; nothing for nothing."""
    assert pretty_date(add_to_date(get_datetime(), days=-2)) == "2 days ago"
    assert pretty_date("") == ""


@pytest.mark.parametrize(
    ("text", "pattern"),
    [
        ("2026-11-22", "%Y-%m-%d"),
        ("22/11/2026", "%d/%m/%Y"),
        ("22.11.2026 10:20", "%d.%m.%Y %H:%M"),
        ("soon", None),
    ],
)
def test_guess_date_format(text: str, pattern: str | None) -> None:
    """The usual formats are recognised, others are not."""
    assert guess_date_format(text) == pattern
