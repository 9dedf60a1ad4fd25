"""A stored value as people read it, by fieldtype and the site's formats."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import Any

import frappe
from frappe.utils import site_settings
from frappe.utils.date_formats import format_datetime, format_duration, format_time, formatdate
from frappe.utils.dates import ParserError, format_timedelta
from frappe.utils.money import fmt_money
from frappe.utils.numbers import cint, cstr, flt

BLOCK_TAGS_PATTERN = re.compile(r"(<br|<div|<p)")
_NUMBERS = ("Int", "Float", "Currency", "Percent")


def format_value(
    value: Any,
    df: Any = None,
    doc: Any = None,
    currency: str | None = None,
    translated: bool = False,
    format: str | None = None,
) -> Any:
    """The value for display. Without a field the value's Python type decides."""
    field = _field(df, value)
    if value is None:
        value = ""
    elif translated:
        value = frappe._(value)
    kind = field.get("fieldtype")
    if kind in _NUMBERS and value == 0 and field.get("print_hide_if_no_value"):
        return ""
    if kind == "Currency":
        return _currency(value, field, doc, currency, format)
    write = _WRITERS.get(kind)
    return write(value, field, doc) if write else value


def _field(df: Any, value: Any) -> Any:
    if isinstance(df, str):
        return frappe._dict(fieldtype=df)
    if isinstance(df, dict):
        return frappe._dict(df)
    if df:
        return df
    for python_type, fieldtype in _GUESSES:
        if isinstance(value, python_type):
            return frappe._dict(fieldtype=fieldtype)
    return frappe._dict(fieldtype="Data")


_GUESSES = (
    (datetime.datetime, "Datetime"),
    (datetime.date, "Date"),
    (datetime.timedelta, "Time"),
    (int, "Int"),
    (float, "Float"),
)


def _currency(value: Any, field: Any, doc: Any, currency: str | None, format: str | None) -> str:
    from frappe.model.meta import get_field_currency, get_field_precision

    currency = currency or get_field_currency(field, doc) or site_settings.default("currency")
    return fmt_money(value, get_field_precision(field, doc), currency, format)


def _float(value: Any, field: Any, doc: Any) -> str:
    """Decimals that are all zero are not shown, unless the field is bound to a currency."""
    from frappe.model.meta import get_field_currency, get_field_precision

    precision = get_field_precision(field, doc)
    decimals = cstr(value).partition(".")[2]
    if not field.get("options") and cint(decimals or 0) == 0:
        precision = 0
    return fmt_money(value, precision, get_field_currency(field, doc))


def _time(value: Any, field: Any, doc: Any) -> str:
    try:
        return format_time(value)
    except (ParserError, ValueError):
        return format_timedelta(value)


def _text(value: Any, field: Any, doc: Any) -> Any:
    text = cstr(value)
    return value if BLOCK_TAGS_PATTERN.search(text) else text.replace("\n", "<br>")


def _link(value: Any, field: Any, doc: Any) -> Any:
    """The title of the linked record, where the document carries link titles."""
    titles = doc.get("__link_titles") if doc else None
    target = field.get("options")
    if not titles or not target:
        return value
    if field.get("fieldtype") == "Dynamic Link":
        if not field.get("parent"):
            return value
        target = frappe.get_meta(field.parent).get_field(target).options
    return titles.get(f"{target}::{value}", value)


def _multiselect(value: Any, field: Any, doc: Any) -> str:
    meta = frappe.get_meta(field.options)
    link = next(child for child in meta.fields if child.fieldtype == "Link")
    return ", ".join(cstr(format_value(row.get(link.fieldname), link, row)) for row in value or ())


_WRITERS: dict[str | None, Callable[[Any, Any, Any], Any]] = {
    "Date": lambda value, field, doc: formatdate(value),
    "Datetime": lambda value, field, doc: format_datetime(value),
    "Time": _time,
    "Float": _float,
    "Percent": lambda value, field, doc: f"{flt(value, 2)}%",
    "Text": _text,
    "Small Text": _text,
    "Markdown Editor": lambda value, field, doc: frappe.utils.markdown(value),
    "Table MultiSelect": _multiselect,
    "Duration": lambda value, field, doc: format_duration(value, field.get("hide_days")),
    "Text Editor": lambda value, field, doc: f"<div class='ql-snow'>{value}</div>",
    "Link": _link,
    "Dynamic Link": _link,
    "Select": lambda value, field, doc: (
        frappe._(value, context=field.get("parent") or "") if isinstance(value, str) else value
    ),
}


def format_report_data(data: Any) -> Any:
    """Rows of a report as text, used by mails."""
    return [[cstr(cell) for cell in row] for row in data]
