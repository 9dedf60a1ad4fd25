"""What a statement does is read from its text; a write that decides rights is never taken for another."""

from __future__ import annotations

import pytest
from ristretto.db.statements import RIGHTS_TABLES, changes_rights, is_read

WRITES = (
    "INSERT INTO `tabHas Role` (`name`) VALUES (?)",
    "insert or replace into tabSingles values (?, ?, ?)",
    "UPDATE `tabUser` SET `enabled` = 0",
    'delete from "tabUser Permission" where 1',
    "WITH gone AS (SELECT 1) DELETE FROM `tabDocShare`",
    "update `TABROLE` set disabled = 1",
)


@pytest.mark.parametrize("sql", WRITES)
def test_writes_of_rights_are_known(sql: str) -> None:
    """Whatever the case, the quotes and the verb."""
    assert changes_rights(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM `tabHas Role`",
        "WITH x AS (SELECT 1) SELECT * FROM `tabUser`",
        "INSERT INTO `tabToDo` (`name`) VALUES (?)",
    ],
)
def test_other_statements_are_not(sql: str) -> None:
    """Reading them, and writing elsewhere."""
    assert not changes_rights(sql)


def test_a_visit_decides_nothing() -> None:
    """Last seen and last login are written for everybody all day; anything beside them counts."""
    assert not changes_rights("update `tabUser` set `last_active` = ? where `name` = ?")
    assert changes_rights("update `tabUser` set `last_active` = ?, `enabled` = ? where `name` = ?")
    assert changes_rights("update `tabUser` set `last_ip` = ? where `name` = ? or `enabled` = 0")


def test_every_table_counts() -> None:
    """Each table that the list names is found in an update of it."""
    for table in RIGHTS_TABLES:
        assert changes_rights(f"UPDATE `{table}` SET `modified` = ?")
        assert is_read(f"SELECT 1 FROM `{table}`")
