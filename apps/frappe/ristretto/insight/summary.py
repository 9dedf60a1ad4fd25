"""Decides what a summarised report asks for, and how its figures stand: groups down, groups across, totals. Pure.

The database answers one row for each combination of groups, with parts that can be joined again (a mean as a sum and a
number): so totals of means are right, and quarters are made of months.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ristretto.context import AttrDict
from ristretto.context.translate import translate as _
from ristretto.errors import ValidationError
from ristretto.insight.places import MetaOf, Place, column_of, read_place

FUNCTIONS = ("count", "sum", "avg", "min", "max")
NUMERIC = ("Currency", "Duration", "Float", "Int", "Percent", "Rating", "Check")
DATES = ("Date", "Datetime")
PARTS = {"": 0, "year": 4, "quarter": 7, "month": 7}
GROUP_WIDTH = 220
MOST_GROUPS = 3
MOST_VALUES = 6
AGGREGATE = "_aggregate_column"


@dataclass(frozen=True)
class Group:
    """A field whose values make rows or columns; of a date its year, quarter or month."""

    place: Place
    column: AttrDict
    part: str = ""

    @property
    def key(self) -> str:
        return str(self.column.fieldname)

    def selected(self) -> str:
        term = self.place.term()
        return f"substring({term}, 1, {PARTS[self.part]})" if self.part else term


@dataclass(frozen=True)
class Value:
    """A figure of each group."""

    function: str
    term: str
    column: AttrDict

    @property
    def key(self) -> str:
        return str(self.column.fieldname)

    def fields(self) -> list[str]:
        if self.function == "avg":
            return [f"sum({self.term}) as `{self.key}`", f"count({self.term}) as `{self.key}__n`"]
        return [f"{self.function}({self.term}) as `{self.key}`"]


@dataclass(frozen=True)
class Summary:
    """Groups down the page, at most one across, and the figures of their crossings."""

    rows: tuple[Group, ...]
    across: Group | None
    values: tuple[Value, ...]

    @property
    def groups(self) -> tuple[Group, ...]:
        return (*self.rows, self.across) if self.across else self.rows

    def fields(self) -> list[str]:
        names = [f"{group.selected()} as `{group.key}`" for group in self.groups]
        return names + [each for value in self.values for each in value.fields()]

    def group_by(self) -> str:
        return ", ".join(_grouped(group) for group in self.groups)

    def order_by(self) -> str:
        """One plain group comes greatest first, as on the older form of the report; dates in their order."""
        if len(self.groups) == 1 and not self.groups[0].part:
            return f"{self.values[0].function}({self.values[0].term}) desc"
        return self.group_by()

    def columns(self) -> list[AttrDict]:
        return [*(group.column for group in self.rows), *(value.column for value in self.values)]


def _grouped(group: Group) -> str:
    """Parts of dates and fields of linked records are known by the name of their output only."""
    return f"`{group.key}`" if group.part or group.place.via else group.place.term()


def read_summary(doctype: str, given: dict[str, Any], meta_of: MetaOf) -> Summary:
    """From the report's JSON; ValidationError for what cannot be grouped or added up."""
    rows = tuple(_group(doctype, each, meta_of) for each in given.get("rows") or ())
    across = _group(doctype, given["across"], meta_of) if given.get("across") else None
    if across and not rows:  # nothing stands beside it: one column is read more easily than one row
        rows, across = (across,), None
    values = [
        _value(doctype, each, number, meta_of)
        for number, each in enumerate(given.get("values") or [{"function": "count"}])
    ]
    if len(rows) > MOST_GROUPS or len(values) > MOST_VALUES:
        raise ValidationError(
            _("A report groups by at most {0} fields and shows at most {1} figures").format(
                MOST_GROUPS, MOST_VALUES
            )
        )
    keys = [group.key for group in (*rows, *([across] if across else []))]
    if len(set(keys)) != len(keys):
        raise ValidationError(_("Group by: each field once"))
    return Summary(rows, across, tuple(values))


def from_group_by(doctype: str, given: dict[str, Any], meta_of: MetaOf) -> Summary:
    """From the older form: one field, one figure, called `_aggregate_column`."""
    group = _group(doctype, {"field": given["group_by"]}, meta_of)
    value = {
        "function": given.get("aggregate_function") or "count",
        "field": given.get("aggregate_on") or given.get("aggregate_on_field"),
    }
    return Summary((group,), None, (_value(doctype, value, None, meta_of),))


def _group(doctype: str, given: dict[str, Any], meta_of: MetaOf) -> Group:
    place = read_place(_entry(given), doctype, meta_of)
    column = column_of(place, doctype, meta_of)
    column.width = GROUP_WIDTH
    part = str(given.get("part") or "")
    if part not in PARTS or (part and column.fieldtype not in DATES):
        raise ValidationError(_("Group by {0}: {1} is no part of it").format(_(column.label), part))
    if part:
        column.update({"fieldname": f"{column.fieldname}__{part}", "fieldtype": "Data"})
    return Group(place, column, part)


def _entry(given: dict[str, Any]) -> Any:
    name = given.get("field")
    if not isinstance(name, str) or not name:
        raise ValidationError(_("Group by: choose a field"))
    return [name, given["doctype"]] if given.get("doctype") else name


def _value(doctype: str, given: dict[str, Any], number: int | None, meta_of: MetaOf) -> Value:
    function = str(given.get("function") or "count").lower()
    if function not in FUNCTIONS:
        raise ValidationError(_("Unknown aggregate function {0}").format(function))
    key = AGGREGATE if number is None else f"value_{number}"
    if function == "count":
        column = AttrDict(label="Count", fieldname=key, fieldtype="Int", width=120)
        return Value(function, f"`tab{doctype}`.`name`", column)
    place = read_place(_entry(given), doctype, meta_of)
    column = column_of(place, doctype, meta_of)
    if column.fieldtype not in NUMERIC and not (
        column.fieldtype in DATES and function in ("min", "max")
    ):
        raise ValidationError(_("{0} holds no numbers to add up").format(_(column.label)))
    column.update({"figure": function, "fieldname": key, "width": 120})
    if function != "sum":  # means of means would be wrong, sums of the lowest mean nothing
        column.disable_total = 1
    if function == "avg" and column.fieldtype in ("Int", "Check", "Rating"):
        column.fieldtype = "Float"
    return Value(function, place.term(), column)


# joining the parts of a figure ----------------------------------------------------------------------

Parts = list[Any]


class Figures:
    """Running figures of one cell: sums and counts add up, a mean is a sum and a number."""

    def __init__(self, values: tuple[Value, ...]) -> None:
        self._values = values
        self._parts: list[Parts] = [[None, 0] for _value in values]

    def add(self, row: Any) -> None:
        for value, parts in zip(self._values, self._parts, strict=True):
            given = row.get(value.key)
            if given is None:
                continue
            parts[0] = given if parts[0] is None else _joined(value.function, parts[0], given)
            parts[1] += row.get(f"{value.key}__n") or 0

    def result(self) -> list[Any]:
        return [_result(v, parts) for v, parts in zip(self._values, self._parts, strict=True)]


def _joined(function: str, left: Any, right: Any) -> Any:
    if function in ("min", "max"):
        return min(left, right) if function == "min" else max(left, right)
    return left + right


def _result(value: Value, parts: Parts) -> Any:
    if value.function != "avg":
        return 0 if parts[0] is None and value.function in ("count", "sum") else parts[0]
    return parts[0] / parts[1] if parts[1] else None


def folded(group: Group, given: Any) -> Any:
    """A group's own value: quarters out of months."""
    if group.part == "quarter" and given:
        year, _dash, month = str(given).partition("-")
        return f"{year}-Q{(int(month) + 2) // 3}"
    return given


def fold(summary: Summary, rows: Iterable[Any]) -> dict[tuple[Any, ...], Figures]:
    """Figures by the values of all groups, in the order they came."""
    found: dict[tuple[Any, ...], Figures] = {}
    for row in rows:
        key = tuple(folded(group, row.get(group.key)) for group in summary.groups)
        found.setdefault(key, Figures(summary.values)).add(row)
    return found
