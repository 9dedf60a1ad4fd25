"""Naming, at Frappe's public path."""

from __future__ import annotations

from datetime import date
from typing import Any

from ristretto.context import current
from ristretto.db import metas
from ristretto.db.dialects import speech
from ristretto.document import series
from ristretto.document.naming import amended_name as amended_name
from ristretto.document.naming import append_number_if_name_exists as append_number_if_name_exists
from ristretto.document.naming import by_autoname
from ristretto.document.naming import by_naming_series as set_name_by_naming_series  # noqa: F401
from ristretto.document.naming import set_new_name as set_new_name
from ristretto.document.naming import validate_name as validate_name
from ristretto.document.series import make_autoname as make_autoname


def set_name_from_naming_options(autoname: str, doc: Any) -> None:
    """Name the document by this rule instead of its DocType's own."""
    by_autoname(doc, autoname)


def is_autoincremented(doctype: str, meta: Any = None) -> bool:
    return bool((meta or metas.get_meta(doctype)).is_autoincrement)


def get_default_naming_series(doctype: str) -> str | None:
    """The first choice of the field naming_series that is not empty."""
    field = metas.get_meta(doctype).field("naming_series")
    return next(filter(None, str(field.options or "").split("\n")), None) if field else None


def determine_consecutive_week_number(datetime: date) -> str:
    """ISO week with two digits; 00 and 53 keep the first and last days of a year in order."""
    week = datetime.isocalendar().week
    if datetime.month == 1 and week >= 52:
        return "00"
    return "53" if datetime.month == 12 and week <= 1 else f"{week:02}"


def getseries(key: str, digits: int) -> str:
    """The next number of the counter `key`, zero-padded."""
    return series.next_number(key, digits)


def parse_naming_series(
    parts: list[str] | str, doctype: str = "", doc: Any = None, number_generator: Any = None
) -> str:
    """The name that the parts of a series make."""
    return series.parse(parts.split(".") if isinstance(parts, str) else parts, doc, doctype)


def revert_series_if_last(key: str, name: str, doc: Any = None) -> None:
    series.revert_if_last(key, name, doc)


class NamingSeries:
    """One series expression: its prefix, its counter, a preview."""

    def __init__(self, expression: str) -> None:
        self.series = expression

    def get_prefix(self) -> str:
        """The text before the counter, tokens filled in."""
        before: list[str] = []
        for part in self.series.split("."):
            if part and set(part) == {"#"}:
                break
            before.append(part)
        return series.parse(before)

    def get_current_value(self) -> int:
        rows = current().db.execute(
            "SELECT `current` FROM `tabSeries` WHERE `name` = ?", (self.get_prefix(),)
        )
        return int(rows[0][0]) if rows else 0

    def update_counter(self, new_count: int) -> None:
        sql = speech().upsert("tabSeries", ("name", "current"), ("name",))
        current().db.execute(sql, (self.get_prefix(), new_count))

    def generate_next_name(self, doc: Any, *, ignore_validate: bool = False) -> str:
        return series.make_autoname(self.series, doc.doctype, doc, ignore_validate=ignore_validate)
