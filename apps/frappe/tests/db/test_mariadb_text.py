"""Values in the text of a statement for MariaDB; no server takes part."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from ristretto.db.literals import split_literals, split_mysql_literals
from ristretto.db.mariadb.settings import of
from ristretto.db.mariadb.text import fill, fill_percent
from ristretto.errors import DataError, QueryError
from ristretto.schema.mariadb import index_name, system_table

VALUES = [
    ("it's", r"'it\'s'"),
    ("\\' or 1=1 -- ", r"'\\\' or 1=1 -- '"),
    ("a\nb\0", r"'a\nb\0'"),
    (0, "'0'"),
    (True, "'1'"),
    (1.5, "'1.5'"),
    (Decimal("0.10"), "'0.10'"),
    (None, "NULL"),
    (b"\x00'", "x'0027'"),
    (dt.date(2024, 2, 29), "'2024-02-29'"),
    (dt.timedelta(hours=1, microseconds=5), "'01:00:00.000005'"),
]


@pytest.mark.parametrize(("value", "text"), VALUES)
def test_a_value_is_one_quoted_text(value: Any, text: str) -> None:
    """No value of any kind leaves its quotes; numbers are quoted too."""
    assert fill("SELECT ?", (value,)) == f"SELECT {text}"


def test_marks_in_quotes_and_names_are_text() -> None:
    """Only a bare `?` is a place; a count of rows is a bare number, and nothing else than a number."""
    sql = "SELECT `a?`, '?', \"it''s ?\" FROM t WHERE x = ? LIMIT ? OFFSET ?"

    assert fill(sql, ("v", 20, "5")).endswith("x = 'v' LIMIT 20 OFFSET 5")
    assert fill("SELECT 1 LIMIT ?, ?", (1, 2)) == "SELECT 1 LIMIT 1, 2"
    with pytest.raises(ValueError, match="invalid literal"):
        fill("SELECT 1 LIMIT ?", ("1; drop table x",))
    for number in (-1, 2**63):
        with pytest.raises(OverflowError, match="no number of rows"):
            fill("SELECT 1 LIMIT ?", (number,))


@pytest.mark.parametrize("value", [float("nan"), float("inf"), Decimal("NaN")])
def test_what_is_no_number_is_refused(value: Any) -> None:
    """NaN and infinity have no column."""
    with pytest.raises(DataError):
        fill("SELECT ?", (value,))


def test_sql_of_apps_is_filled_as_stock_does() -> None:
    """`%s`, names, lists, doubled percent signs; without values nothing is touched."""
    assert fill_percent("a = %s and b in %s", ("x'", [1, "2"])) == r"a = 'x\'' and b in (1,'2')"
    assert fill_percent("a = %(a)s and b like 'x%%'", {"a": 5}) == "a = 5 and b like 'x%'"
    assert fill_percent("b like 'x%%'") == "b like 'x%%'"
    assert fill_percent("a = %s", "one") == "a = 'one'"
    with pytest.raises(QueryError, match="do not fit"):
        fill_percent("a = %s", (1, 2))


@pytest.mark.parametrize(
    ("text", "parted"),
    [
        (r"a = 'it\'s' and b = " + '"x""y"', ("a = ? and b = ?", ("it's", 'x"y'))),
        (r"a like '50\%'", (r"a like '50\%'", ())),
        ("`a'b` = 'c'", ("`a'b` = ?", ("c",))),
        ("a = '?' and b = ?", ("a = '?' and b = ?", ())),
        ("a = x'00'", ("a = x'00'", ())),
        ("a = 'b' -- c", ("a = 'b' -- c", ())),
        (r"a = '\\'", ("a = ?", ("\\",))),
    ],
)
def test_conditions_of_apps_are_parted_or_left(text: str, parted: Any) -> None:
    """Values leave the text where a quote can be nothing else."""
    assert split_mysql_literals(text) == parted


def test_standard_literals_are_parted() -> None:
    """The same for what SQLite is given."""
    assert split_literals("a = 'it''s' or `b'` = '\\'") == ("a = ? or `b'` = ?", ("it's", "\\"))
    assert split_literals("select a as 'b'") == ("select a as 'b'", ())


def test_the_configuration_has_stocks_keys() -> None:
    """The user is called like the database unless told otherwise."""
    server = of({"db_name": "x", "db_password": "p", "db_port": "3307"})

    assert (server.user, server.host, server.port, server.socket) == ("x", "127.0.0.1", 3307, "")
    assert of({"db_name": "x", "db_user": "y", "db_socket": "/s"}).key == "mariadb:y@/s/x"


def test_names_and_tables_fit_the_server() -> None:
    """Long index names are cut to 64 letters and stay apart; texts are binary unless marked."""
    long, other = "a" * 70, "a" * 69 + "b"
    made = system_table("t", ("`a` varchar(9) COLLATE NOCASE", "`b` varchar(9) PRIMARY KEY"))

    assert len(index_name(long)) == 64
    assert index_name(long) != index_name(other)
    assert "`a` varchar(9)," in made
    assert "`b` varchar(9) COLLATE utf8mb4_bin PRIMARY KEY" in made
