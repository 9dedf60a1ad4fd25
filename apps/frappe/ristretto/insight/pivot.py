"""Decides how the figures of a summary stand in a table: a row for each group down, columns for the group across.

Pure.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ristretto.context import AttrDict
from ristretto.context.translate import translate as _
from ristretto.errors import ValidationError
from ristretto.insight.summary import Figures, Group, Summary, fold, folded

MOST_ACROSS = 60
Label = Callable[[Group, Any], str]


@dataclass(frozen=True)
class Table:
    """Columns, rows as dicts, and the row of totals, as reports answer them.

    The first `groups` columns are no figures.
    """

    columns: list[AttrDict]
    rows: list[AttrDict]
    total: AttrDict
    groups: int = 0

    def figures(self) -> list[AttrDict]:
        """Columns that a chart shows: figures, without those that add up others."""
        found = self.columns[self.groups :] if self.groups else []
        return [column for column in found if not column.fieldname.startswith("across_total")]


def arrange(summary: Summary, rows: list[Any], label: Label) -> Table:
    """The table of a summary; `label` gives the words for a group's value."""
    if summary.across is None:
        return _plain(summary, rows, label)
    heads = _heads(summary.across, rows)
    columns = [group.column for group in summary.rows]
    for number, head in enumerate(heads):
        columns += _value_columns(summary, label(summary.across, head), f"across_{number}")
    columns += _value_columns(summary, _("Total"), "across_total")
    table = _crossed(summary, rows, {head: number for number, head in enumerate(heads)})
    total = table.pop((), {})
    return Table(
        columns,
        [_row(summary, key, cells, label) for key, cells in table.items()],
        _row(summary, (), total, label),
        len(summary.rows),
    )


def _plain(summary: Summary, rows: list[Any], label: Label) -> Table:
    whole = Figures(summary.values)
    for row in rows:
        whole.add(row)
    found = fold(summary, rows)
    cells = {key: _figures(summary, "", figures) for key, figures in found.items()}
    return Table(
        summary.columns(),
        [_row(summary, key, values, label) for key, values in cells.items()],
        AttrDict(_figures(summary, "", whole)),
        len(summary.rows),
    )


def _heads(across: Group, rows: list[Any]) -> list[Any]:
    """Values of the group across, choices as the form lists them, the empty one last."""
    found = {folded(across, row.get(across.key)) for row in rows}
    if len(found) > MOST_ACROSS:
        raise ValidationError(
            _(
                "{0} has {1} values: at most {2} fit across. Add a filter, or group by it downwards"
            ).format(_(across.column.label), len(found), MOST_ACROSS)
        )
    choices = str(across.column.options or "").split("\n") if _is_choice(across) else []
    places = {choice: f"{number:04}" for number, choice in enumerate(choices)}
    return sorted(found, key=lambda value: (value in (None, ""), places.get(value, str(value))))


def _is_choice(group: Group) -> bool:
    return bool(group.column.fieldtype == "Select")


def _crossed(
    summary: Summary, rows: list[Any], places: dict[Any, int]
) -> dict[tuple[Any, ...], dict[str, Any]]:
    """Cells by row and column; the row () is the total of all."""
    running: dict[tuple[Any, ...], dict[str, Figures]] = {}
    assert summary.across is not None
    for row in rows:
        key = tuple(folded(group, row.get(group.key)) for group in summary.rows)
        place = f"across_{places[folded(summary.across, row.get(summary.across.key))]}"
        for line in {key, ()}:
            for column in (place, "across_total"):
                cells = running.setdefault(line, {})
                cells.setdefault(column, Figures(summary.values)).add(row)
    return {
        line: {
            name: figure
            for column, figures in cells.items()
            for name, figure in _figures(summary, f"{column}_", figures).items()
        }
        for line, cells in running.items()
    }


def _figures(summary: Summary, prefix: str, figures: Figures) -> dict[str, Any]:
    names = [prefix + value.key for value in summary.values]
    return dict(zip(names, figures.result(), strict=True))


def _value_columns(summary: Summary, head: str, prefix: str) -> list[AttrDict]:
    return [
        AttrDict(
            value.column,
            fieldname=f"{prefix}_{value.key}",
            head=head,
            several=several,
            width=100,
        )
        for several in [len(summary.values) > 1]
        for value in summary.values
    ]


def _row(summary: Summary, key: tuple[Any, ...], cells: dict[str, Any], label: Label) -> AttrDict:
    """Parts of dates are shown in words; other values stay as they are stored."""
    row = AttrDict(cells)
    for group, value in zip(summary.rows, key, strict=False):
        row[group.key] = label(group, value) if group.part else value
    return row
