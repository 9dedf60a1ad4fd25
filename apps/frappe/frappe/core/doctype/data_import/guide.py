"""Decides what a template says about its columns: whether they must be filled in, and with what."""

from __future__ import annotations

from typing import Any

from frappe import _
from frappe.utils.date_formats import get_user_date_format

NAMED = 40


def guide_lines(doctype: str, fields: list[Any], headings: list[str]) -> list[list[Any]]:
    """The lines of the second sheet: heading, needed or not, what to write."""
    lines: list[list[Any]] = [[_("Column"), _("Must be filled in"), _("What to write")]]
    for field, heading in zip(fields, headings, strict=True):
        lines.append(
            [heading, _("Yes") if field.reqd and field.fieldname != "name" else "", _what(field)]
        )
    if any(field.is_child_table_field for field in fields):
        below = _(
            "Rows of a table stand on lines below each other: leave the other cells there blank."
        )
        lines += [[], [below]]
    return lines


def _what(field: Any) -> str:
    if field.fieldname == "name":
        return _("The ID of the record. Leave it blank for a new one.")
    kind, options = field.fieldtype, str(field.options or "")
    if kind == "Select":
        choices = [_(each) for each in options.split("\n") if each.strip()]
        return _("One of: {0}").format(", ".join(choices[:NAMED]))
    if kind in ("Link", "Table MultiSelect"):
        return _("The ID of a record of {0} that exists").format(_(options))
    if kind == "Date":
        return _("A date, written {0}").format(get_user_date_format())
    if kind == "Datetime":
        return _("A date and a time, written {0}").format(f"{get_user_date_format()} HH:MM")
    return _PLAIN_WORDS.get(kind, lambda: _("Text"))()


_PLAIN_WORDS = {
    "Time": lambda: _("A time, written {0}").format("HH:MM"),
    "Check": lambda: _("1 for yes, 0 for no"),
    "Int": lambda: _("A whole number"),
    "Float": lambda: _("A number"),
    "Currency": lambda: _("A number"),
    "Percent": lambda: _("A number"),
    "Rating": lambda: _("A number from 0 to 1"),
    "Duration": lambda: _("A duration, for example {0}").format("1d 2h 30m"),
}
