"""Dates and times as Frappe apps compute with them.

Decides how text becomes a date, a datetime or a duration of the day, and what "now" is:
a naive datetime in the site's time zone. Formatting for people is in `date_formats`.
"""

from __future__ import annotations

import datetime
import re
import time as _time
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dateutil import parser
from dateutil.parser import ParserError
from dateutil.relativedelta import relativedelta
from ristretto.document import clock

from frappe.utils import site_settings

DATE_FORMAT = "%Y-%m-%d"
TIME_FORMAT = "%H:%M:%S.%f"
DATETIME_FORMAT = f"{DATE_FORMAT} {TIME_FORMAT}"
DateTimeLikeObject = str | datetime.date | datetime.datetime

_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}$", re.ASCII)
_LONG_TIME = re.compile(
    r"(?:(?P<days>-?\d+) days?,? *)?(?P<hours>\d+):(?P<minutes>\d+):(?P<seconds>\d+(?:\.\d+)?)"
)
_NO_DATES = ("0001-01-01", "0000-00-00")


def _throw_invalid(message: str, *values: Any) -> None:
    import frappe

    frappe.throw(frappe._(message).format(*values), title=frappe._("Invalid Date"))


def is_invalid_date_string(date_string: Any) -> bool:
    """Text that stands for "no date": empty, or one of the zero dates databases write."""
    return not isinstance(date_string, str) or not date_string or date_string.startswith(_NO_DATES)


def getdate(
    string_date: DateTimeLikeObject | None = None, parse_day_first: bool = False
) -> datetime.date | None:
    """A date; every falsy value means today. ValidationError for text that is no date."""
    if not string_date:
        return now_datetime().date()
    if isinstance(string_date, datetime.datetime):
        return string_date.date()
    if isinstance(string_date, datetime.date):
        return string_date
    if is_invalid_date_string(string_date):
        return None
    try:
        if _ISO_DATE.match(string_date):
            return datetime.date.fromisoformat(string_date)
        return parser.parse(string_date, dayfirst=parse_day_first).date()
    except (ParserError, ValueError, OverflowError):
        import frappe

        _throw_invalid("{0} is not a valid date.", frappe.bold(string_date))
    return None


def get_datetime(datetime_str: Any = None) -> Any:
    """A datetime; None means now, empty text means None, a duration is returned as it is."""
    if datetime_str is None:
        return now_datetime()
    if isinstance(datetime_str, datetime.datetime | datetime.timedelta):
        return datetime_str
    if isinstance(datetime_str, list | tuple):
        return datetime.datetime(*datetime_str)
    if isinstance(datetime_str, datetime.date):
        return datetime.datetime.combine(datetime_str, datetime.time())
    if is_invalid_date_string(datetime_str):
        return None
    try:
        return datetime.datetime.strptime(datetime_str, DATETIME_FORMAT)
    except ValueError:
        return parser.parse(datetime_str)


def parse_timedelta(s: str) -> datetime.timedelta:
    """`[N days, ]H:MM:SS[.ffffff]` of any length as a duration."""
    found = _LONG_TIME.match(s)
    if not found:
        raise ValueError(f"{s!r} is not a duration like 26:30:00")
    return datetime.timedelta(**{k: float(v) for k, v in found.groupdict().items() if v})


def get_timedelta(time: str | datetime.timedelta | None = None) -> datetime.timedelta | None:
    """A duration since midnight, None when the text is no time."""
    if isinstance(time, datetime.timedelta):
        return time
    try:
        return to_timedelta(time or "0:0:0")
    except (ValueError, OverflowError, TypeError):
        return None


def to_timedelta(time_str: Any) -> Any:
    """Time text or time object as a duration since midnight; other values unchanged."""
    if isinstance(time_str, datetime.time):
        time_str = str(time_str)
    if not isinstance(time_str, str):
        return time_str
    if _LONG_TIME.fullmatch(time_str.strip()):
        return parse_timedelta(time_str.strip())
    moment = parser.parse(time_str)
    return datetime.timedelta(
        hours=moment.hour,
        minutes=moment.minute,
        seconds=moment.second,
        microseconds=moment.microsecond,
    )


def get_time(time_str: Any) -> datetime.time:
    """The time of day of a time, datetime, duration or text."""
    if isinstance(time_str, datetime.datetime):
        return time_str.time()
    if isinstance(time_str, datetime.time):
        return time_str
    if isinstance(time_str, datetime.timedelta):
        return (datetime.datetime.min + time_str).time()
    try:
        return parser.parse(time_str).time()
    except ParserError:
        if not _LONG_TIME.match(time_str):
            raise
        return (datetime.datetime.min + parse_timedelta(time_str)).time()


def add_to_date(
    date: Any,
    years: int = 0,
    months: int = 0,
    weeks: int = 0,
    days: int = 0,
    hours: int = 0,
    minutes: int = 0,
    seconds: int = 0,
    as_string: bool = False,
    as_datetime: bool = False,
) -> Any:
    """Shift a date or datetime. Text in gives text out; None means now."""
    if date is None:
        date = now_datetime()
    if isinstance(date, str):
        as_string = True
        as_datetime = as_datetime or " " in date
        try:
            date = parser.parse(date)
        except ParserError:
            _throw_invalid("Please select a valid date.")
    date = date + relativedelta(
        years=years,
        months=months,
        weeks=weeks,
        days=days,
        hours=hours,
        minutes=minutes,
        seconds=seconds,
    )
    if not as_string:
        return date
    return date.strftime(DATETIME_FORMAT if as_datetime or hours else DATE_FORMAT)


def add_days(date: Any, days: int) -> Any:
    return add_to_date(date, days=days)


def add_months(date: Any, months: int) -> Any:
    return add_to_date(date, months=months)


def add_years(date: Any, years: int) -> Any:
    return add_to_date(date, years=years)


def date_diff(string_ed_date: Any, string_st_date: Any) -> int:
    """Days from the second date to the first."""
    return (getdate(string_ed_date) - getdate(string_st_date)).days  # type: ignore[operator]


def month_diff(string_ed_date: Any, string_st_date: Any) -> int:
    """Months touched from the second date to the first, both counted."""
    end, start = getdate(string_ed_date), getdate(string_st_date)
    assert end
    assert start
    return (end.year - start.year) * 12 + end.month - start.month + 1


def time_diff(string_ed_date: Any, string_st_date: Any) -> datetime.timedelta:
    return get_datetime(string_ed_date) - get_datetime(string_st_date)


def time_diff_in_seconds(string_ed_date: Any, string_st_date: Any) -> float:
    return time_diff(string_ed_date, string_st_date).total_seconds()


def time_diff_in_hours(string_ed_date: Any, string_st_date: Any) -> float:
    return round(time_diff(string_ed_date, string_st_date).total_seconds() / 3600, 6)


def get_system_timezone() -> str:
    """IANA name of the site's time zone."""
    return clock.zone_name()


def _zone(name: str) -> datetime.tzinfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return datetime.UTC


def convert_utc_to_timezone(utc_timestamp: datetime.datetime, time_zone: str) -> datetime.datetime:
    """An instant (naive means UTC) on the clock of `time_zone`."""
    if utc_timestamp.tzinfo is None:
        utc_timestamp = utc_timestamp.replace(tzinfo=datetime.UTC)
    return utc_timestamp.astimezone(_zone(time_zone))


def get_datetime_in_timezone(time_zone: str) -> datetime.datetime:
    return convert_utc_to_timezone(datetime.datetime.now(datetime.UTC), time_zone)


def convert_utc_to_system_timezone(utc_timestamp: datetime.datetime) -> datetime.datetime:
    return convert_utc_to_timezone(utc_timestamp, get_system_timezone())


def now_datetime() -> datetime.datetime:
    """The current moment, naive, on the site's clock."""
    return clock.now()


def now() -> str:
    """`YYYY-MM-DD HH:MM:SS.ffffff`; the date part is `flags.current_date` when a test set one."""
    ctx = site_settings.bound()
    frozen = ctx and ctx.flags.get("current_date")
    if frozen:
        return f"{getdate(frozen)} {now_datetime().strftime(TIME_FORMAT)}"
    return now_datetime().strftime(DATETIME_FORMAT)


def nowdate() -> str:
    return now_datetime().strftime(DATE_FORMAT)


def today() -> str:
    return nowdate()


def nowtime() -> str:
    return now_datetime().strftime(TIME_FORMAT)


def get_timestamp(date: Any = None) -> float:
    return _time.mktime(getdate(date).timetuple())  # type: ignore[union-attr]


def get_eta(from_time: Any, percent_complete: float) -> str:
    """Time left as text, when `percent_complete` of the work took from `from_time` until now."""
    spent = time_diff(now_datetime(), from_time).total_seconds()
    return str(datetime.timedelta(seconds=(100 - percent_complete) / percent_complete * spent))


def get_datetime_str(datetime_obj: Any) -> str:
    moment = get_datetime(datetime_obj) if isinstance(datetime_obj, str) else datetime_obj
    return moment.strftime(DATETIME_FORMAT)


def get_date_str(date_obj: Any) -> str:
    moment = get_datetime(date_obj) if isinstance(date_obj, str) else date_obj
    return moment.strftime(DATE_FORMAT)


def get_time_str(timedelta_obj: Any) -> str:
    duration = to_timedelta(timedelta_obj) if isinstance(timedelta_obj, str) else timedelta_obj
    minutes, seconds = divmod(duration.seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes}:{seconds}"


def format_timedelta(o: datetime.timedelta) -> str:
    """`H:MM:SS`, with a fraction only when there is one."""
    minutes, seconds = divmod(o.total_seconds(), 60)
    hours, minutes = divmod(minutes, 60)
    seconds = round(seconds, 6)
    tail = f"{int(seconds):02}" if seconds == int(seconds) else f"{seconds:09.6f}".rstrip("0")
    return f"{int(hours)}:{int(minutes):02}:{tail}"
