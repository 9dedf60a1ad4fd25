"""Property: whatever text a client sends, the answer is rows or a named refusal, never a
database error.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ristretto import query
from ristretto.errors import PermissionError, ValidationError

WORDS = [
    "name",
    "num",
    "txt",
    "d",
    "dt",
    "tag",
    "items",
    "label",
    "tabRow",
    "tabKid",
    "`tabRow`",
    "`name`",
    "(",
    ")",
    ",",
    ".",
    "*",
    "as",
    "desc",
    "asc",
    "distinct",
    "count",
    "sum",
    "max",
    "date",
    "year",
    "date_format",
    "group_concat",
    "ifnull",
    "field",
    "timestampdiff",
    "day",
    "'x'",
    '"y"',
    "1",
    "2.5",
    "0",
    "select",
    "from",
    "union",
    "--",
    "/*",
    ";",
    "@",
    "%",
    "?",
    ":v0",
    "%s",
    "\\",
    "'",
    "`",
    "null",
    "and",
    "or",
    "=",
    "đ",
]
spaced = st.lists(st.sampled_from(WORDS), min_size=1, max_size=8).map(" ".join)
joined = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map("".join)
text = spaced | joined | st.text(max_size=12)
scalar = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.dates()
value = scalar | st.lists(st.none() | st.integers(0, 9) | st.text(max_size=3), max_size=3)
operator = st.sampled_from(
    [
        "=",
        "!=",
        "<",
        ">",
        "<=",
        ">=",
        "like",
        "not like",
        "in",
        "not in",
        "is",
        "between",
        "timespan",
        "next",
        "previous",
        "descendants of",
        "not ancestors of",
        "regex",
        "LIKE",
        "",
    ]
)
REFUSALS = (ValidationError, PermissionError)
column = st.sampled_from(
    ["name", "num", "txt", "d", "dt", "chk", "tag", "node", "sel", "docstatus", "creation", "item"]
)
fuzz = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def answers_or_refuses(**arguments: Any) -> None:
    """Rows, or a named refusal; any other exception fails the test."""
    text, rows = "", []
    try:
        rows = query.get_list("Row", limit=3, **arguments)
    except REFUSALS as refusal:
        text = str(refusal)

    assert "SELECT" not in text
    assert len(rows) <= 3


@fuzz
@given(field=text, order_by=text, group_by=text)
def test_texts(world: Any, field: str, order_by: str, group_by: str) -> None:
    """Fields, order and grouping."""
    answers_or_refuses(fields=[field])
    answers_or_refuses(order_by=order_by)
    answers_or_refuses(fields=["count(name) as n", field], group_by=group_by, order_by=order_by)


@fuzz
@given(field=column | text, op=operator, given_value=value)
def test_filters(world: Any, field: str, op: str, given_value: Any) -> None:
    """Filters in both engines."""
    answers_or_refuses(filters=[[field, op, given_value]])
    answers_or_refuses(or_filters={field: given_value})
    with suppress(*REFUSALS):
        query.values("Row", [[field, op, given_value]], limit=3)


@fuzz
@given(
    filters=st.recursive(
        value,
        lambda inner: (
            st.lists(inner, max_size=4) | st.dictionaries(column | text, inner, max_size=2)
        ),
        max_leaves=6,
    )
)
def test_shapes(world: Any, filters: Any) -> None:
    """Anything at all as the filters argument."""
    answers_or_refuses(filters=filters)


def test_every_refusal_has_a_client_status() -> None:
    """What the properties above let pass is a 403, 404 or 417 for the caller."""
    assert [each.http_status_code for each in REFUSALS] == [417, 403]
