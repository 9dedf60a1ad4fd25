"""What is kept of a list is kept per words and per rights; values of hooks become parameters."""

from __future__ import annotations

from typing import Any

import pytest
from ristretto import query
from ristretto.db.literals import split_literals
from ristretto.errors import PermissionError, ValidationError


@pytest.mark.parametrize(
    ("sql", "text", "values"),
    [
        ("`a` in ('x', 'y')", "`a` in (?, ?)", ("x", "y")),
        ("`it's` = 'o''clock'", "`it's` = ?", ("o'clock",)),
        ("coalesce(`a`, '') = ''", "coalesce(`a`, ?) = ?", ("", "")),
        ("1=0", "1=0", ()),
    ],
)
def test_literals_become_parameters(sql: str, text: str, values: tuple[str, ...]) -> None:
    """Users of all agencies share one statement."""
    assert split_literals(sql) == (text, values)


@pytest.mark.parametrize(
    "sql", ["select 1 as 'x'", "x'00ff' = a", "a = '?'", "a = 'b' -- it's", "a /* ' */ = 'b'"]
)
def test_doubtful_quotes_stay(sql: str) -> None:
    """A name, bytes, a comment or a question mark: the text is run as the hook wrote it."""
    assert split_literals(sql) == (sql, ())


def test_two_users_of_one_list_see_their_own_columns(world: Any) -> None:
    """The kept output of a reader is not given to somebody who may read less, nor the other way."""
    world.define(
        "Kept",
        fields=[
            {"fieldname": "open", "fieldtype": "Data", "label": "Open"},
            {"fieldname": "secret", "fieldtype": "Data", "label": "Secret", "permlevel": 1},
        ],
        permissions=[
            {"role": "Low", "read": 1, "permlevel": 0},
            {"role": "High", "read": 1, "permlevel": 0},
            {"role": "High", "read": 1, "permlevel": 1},
        ],
    )
    world.insert("Kept", "k", open="o", secret="s")
    low, high = world.user("low@x.test", "Low"), world.user("high@x.test", "High")

    for _turn in range(2):
        assert "secret" in query.get_list("Kept", fields=["*"], user=high)[0]
        assert "secret" not in query.get_list("Kept", fields=["*"], user=low)[0]
        with pytest.raises(PermissionError):
            query.get_list("Kept", fields=["name"], order_by="secret", user=low)
        assert query.get_list("Kept", fields=["name"], order_by="secret", user=high)


def test_what_is_refused_once_is_refused_again(world: Any) -> None:
    """Nonsense leaves nothing behind that a later request could be answered from."""
    for _turn in range(2):
        with pytest.raises(ValidationError):
            query.get_list("User", fields=["no_such_field"], ignore_permissions=True)
