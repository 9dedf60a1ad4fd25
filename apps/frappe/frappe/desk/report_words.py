"""Values of reports as people read them: translated choices, titles of linked records, dates and numbers as the site
writes them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

import frappe
from frappe import _
from frappe.utils import cint, strip_html

_TRANSLATED_LINKS = ("Workflow State", "DocType", "Role", "Module Def")
_RICH = ("Text Editor", "HTML Editor", "Markdown Editor", "HTML", "Comment")


def words(column: Any, value: Any, titles: dict[Any, str]) -> str:
    """A cell as text; `titles` are those of `titles_of` for its column."""
    if value in (None, ""):
        return ""
    kind = column.get("fieldtype")
    if kind == "Select" or (kind == "Link" and column.get("options") in _TRANSLATED_LINKS):
        return _(str(value))
    if kind == "Link":
        return titles.get(value) or str(value)
    if kind == "Check":
        return _("Yes") if cint(value) else _("No")
    if kind in _RICH:
        return strip_html(str(value)).strip()
    return str(frappe.format_value(value, _plain_field(column)))


def _plain_field(column: Any) -> Any:
    """What formatting needs; text and links are written as they are."""
    kind = column.get("fieldtype") or "Data"
    known = ("Date", "Datetime", "Time", "Duration", "Int", "Float", "Currency", "Percent")
    return frappe._dict(fieldtype=kind if kind in known else "Data")


def native(column: Any, value: Any, titles: dict[Any, str]) -> Any:
    """A cell for a spreadsheet: numbers and dates stay what they are."""
    number = isinstance(value, int | float) and column.get("fieldtype") not in ("Check", "Duration")
    if number or isinstance(value, datetime.date | datetime.timedelta):
        return value
    return words(column, value, titles)


def titles_of(column: Any, values: Iterable[Any]) -> dict[Any, str]:
    """name -> title of linked records that show a title and that the reader may read; an ID stays an ID."""
    target = column.get("options")
    if column.get("is_id"):
        return {}
    if column.get("fieldtype") != "Link" or not target or not frappe.db.exists("DocType", target):
        return {}
    meta = frappe.get_meta(target)
    field = meta.title_field
    names = sorted({value for value in values if value}, key=str)
    if not meta.show_title_field_in_link or not field or not names:
        return {}
    if not frappe.has_permission(target, "read"):
        return {}
    filters = {"name": ["in", names]}
    rows = frappe.get_list(target, filters=filters, fields=["name", field], limit_page_length=0)
    return {row.name: row.get(field) for row in rows if row.get(field)}
