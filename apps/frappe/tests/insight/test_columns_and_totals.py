"""Columns, rows and totals of reports, without a database."""

from datetime import timedelta

import pytest
from ristretto.context import AttrDict
from ristretto.insight.builder import read_question
from ristretto.insight.columns import pad, read_column, read_columns, rows_as_dicts
from ristretto.insight.totals import number, total_row
from ristretto.meta import build_meta


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("ID:Link/Item:120", ("ID", "id", "Link", "Item", "120")),
        ("Amount:Currency", ("Amount", "amount", "Currency", None, None)),
        ("Due Date", ("Due Date", "due_date", "", None, None)),
        ({"label": "Due Date"}, ("Due Date", "due_date", "Data", None, None)),
        ({"fieldname": "x", "fieldtype": "Int", "width": 9}, ("x", "x", "Int", None, 9)),
    ],
)
def test_columns_in_every_spelling(given: object, expected: tuple[object, ...]) -> None:
    """Text and dicts become the same shape (V02)."""
    column = read_column(given)
    found = (column.label, column.fieldname, column.fieldtype, column.options, column.width)
    assert found == expected


def test_answers_are_padded_and_rows_named() -> None:
    """`execute` may return few values; lists are named by the columns."""
    columns = read_columns(["A", "B:Int"])
    assert pad((1, 2)) == [1, 2, None, None, None, None]
    assert rows_as_dicts(columns, [[1, 2], {"a": 3}]) == [{"a": 1, "b": 2}, {"a": 3}]
    assert rows_as_dicts(columns, None) == []


def test_total_row() -> None:
    """Sums, means of percentages, nothing where switched off, "Total" in front (V02)."""
    columns = read_columns(["ID", "Status", "N:Int", "Amount:Float", "P:Percent", "T:Time"])
    columns[2].disable_total = 1
    rows = [
        AttrDict(id="a", n=1, amount=40.5, p=10, t=timedelta(hours=1)),
        AttrDict(id="b", n=2, amount="1,000", p=20, t=timedelta(hours=2)),
    ]
    total = total_row(columns, rows, label="Total")
    assert total == ["Total", "", "", 1040.5, 15.0, timedelta(hours=3)]


def test_tree_totals_count_roots_only() -> None:
    """Parents already hold the sums of their children."""
    columns = read_columns(["Account", "Amount:Float"])
    rows = [AttrDict(account="a", amount=5), AttrDict(account="b", amount=5, parent_account="a")]
    total = total_row(columns, rows, label="Total", is_tree=True, parent_field="parent_account")
    assert total == ["Total", 5.0]


def test_number_of_nonsense_is_zero() -> None:
    """A cell that is no number does not break the total."""
    assert [number("x"), number(None), number("1,5")] == [0.0, 0.0, 15.0]


META = build_meta(
    {
        "name": "Item",
        "fields": [
            {"fieldname": "title", "fieldtype": "Data", "label": "Title"},
            {"fieldname": "amount", "fieldtype": "Float", "label": "Amount"},
        ],
    }
)


def test_saved_builder_report_becomes_a_question() -> None:
    """Both generations of the JSON give fields, filters and order."""
    new = {
        "fields": [["name", "Item"], ["title", "Item"]],
        "filters": [["Item", "amount", ">", 1, False]],
    }
    old = {"columns": [["name", "Item"]], "sort_by": "Item.amount", "sort_order": "asc"}

    question = read_question("Item", new, lambda _name: META, {"title": "x"})

    assert question.fields == ["`tabItem`.`name`", "`tabItem`.`title`"]
    assert question.filters == [["Item", "amount", ">", 1], ["Item", "title", "=", "x"]]
    assert [column.fieldtype for column in question.columns] == ["Link", "Data"]
    assert read_question("Item", old, lambda _name: META).order_by == "`tabItem`.`amount` asc"


def test_grouped_report_asks_for_one_aggregate() -> None:
    """Group by a field: its value and the sum."""
    group = {
        "group_by": "`tabItem`.`title`",
        "aggregate_function": "sum",
        "aggregate_on": "`tabItem`.`amount`",
    }

    question = read_question("Item", {"fields": [], "group_by": group}, lambda _name: META)

    assert question.group_by == "`tabItem`.`title`"
    assert question.fields[1] == "sum(`tabItem`.`amount`) as `_aggregate_column`"
    labels = [(column.label, column.get("figure")) for column in question.columns]
    assert labels == [("Title", None), ("Amount", "sum")]
