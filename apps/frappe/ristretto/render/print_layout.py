"""Decides which fields a print shows and where: sections of columns, as the form has them or as a format arranged them.

A format that was arranged in a builder keeps its order in `format_data`: a list of fields, breaks and own HTML.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import orjson

from ristretto.context import AttrDict
from ristretto.errors import ValidationError
from ristretto.meta.constants import NO_VALUE_FIELDTYPES, TABLE_FIELDTYPES

SECTIONS = ("Section Break", "Tab Break")
NEVER = frozenset({*NO_VALUE_FIELDTYPES, "Password", "Button", "Fold"}) - {
    *TABLE_FIELDTYPES,
    "Heading",
    "HTML",
}
HEADING, OWN_HTML = "print_heading_template", "_custom_html"


@dataclass
class Section:
    """A part of the page: its title and its columns of fields."""

    label: str = ""
    columns: list[list[Any]] = field(default_factory=lambda: [[]])


@dataclass
class Arrangement:
    """Sections in order, and the heading that the format brings, if any."""

    sections: list[Section]
    heading: str | None = None


def arrange(doc: Any, format_data: str | None) -> Arrangement:
    """What of a document is printed. Raises ValidationError for an arrangement that cannot be read."""
    if not format_data:
        return Arrangement(_sections(doc, list(doc.meta.fields)))
    rows = _read(format_data)
    heading = None
    if rows and rows[0].fieldname == HEADING:
        heading = str(rows.pop(0).options or "")
    return Arrangement(_sections(doc, [_merged(doc, row) for row in rows]), heading)


def _read(text: str) -> list[AttrDict]:
    try:
        rows = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise ValidationError(f"Print format: {error}") from None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ValidationError("Print format: a list of fields is needed")
    return [AttrDict(row) for row in rows]


def _merged(doc: Any, row: AttrDict) -> Any:
    """The field of the form with what the format says of it; breaks and own HTML as they are."""
    known = doc.meta.field(row.fieldname) if row.fieldname else None
    if known is None:
        own = row.fieldname == OWN_HTML
        return AttrDict(row, fieldtype="HTML" if own else row.fieldtype)
    said = {key: value for key, value in row.items() if value not in (None, "")}
    return AttrDict({**known.as_dict(), **said, "print_hide": row.print_hide or 0})


def _sections(doc: Any, fields: list[Any]) -> list[Section]:
    sections = [Section()]
    for each in fields:
        if each.fieldtype in SECTIONS:
            sections.append(Section("" if each.hidden else str(each.label or "")))
        elif each.fieldtype == "Column Break":
            sections[-1].columns.append([])
        elif is_printed(doc, each):
            sections[-1].columns[-1].append(each)
    for section in sections:
        section.columns = [column for column in section.columns if column]
    return [section for section in sections if section.columns]


def is_printed(doc: Any, each: Any) -> bool:
    """Whether the document has something to print in the field."""
    if each.hidden or each.print_hide or each.fieldtype in NEVER:
        return False
    if each.fieldtype in ("HTML", "Heading"):
        return bool(each.options or each.label)
    value = doc.get(each.fieldname)
    if each.fieldtype in TABLE_FIELDTYPES:
        return bool(value)
    return value not in (None, "") and not (each.print_hide_if_no_value and not value)


def table_columns(rows: list[Any], visible: list[Any] | None) -> list[Any]:
    """Columns of a child table: those that a format chose, else those with something to print."""
    fields = rows[0].meta.fields
    if visible:
        chosen = {each.get("fieldname"): each for each in visible if not each.get("print_hide")}
        order = list(chosen)
        picked = [each for each in fields if each.fieldname in chosen]
        merged = [
            AttrDict({**each.as_dict(), **{k: v for k, v in chosen[each.fieldname].items() if v}})
            for each in picked
        ]
        return sorted(merged, key=lambda each: order.index(each.fieldname))
    return [each for each in fields if any(is_printed(row, each) for row in rows)]
