"""Decides how a database on MariaDB is written down and read back: SQL, one statement a line.

Written from one snapshot while others go on writing. Read back into tables beside the old ones; only when
the file has been read to its end do they change places, so that a broken backup leaves the site as it was.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from ristretto.db.mariadb.server import Session, drop_tables, session
from ristretto.db.mariadb.settings import Server
from ristretto.db.mariadb.text import literal
from ristretto.errors import ValidationError

HEADER = "-- ristretto site backup, mariadb"
END = "-- end of the backup"
ROWS = 200
_FRESH, _OLD = "restoring__", "replaced__"
_HELD = (_FRESH, _OLD)
_STATEMENT = re.compile(r"^(CREATE TABLE|INSERT INTO) `([^`]+)`(.*);$", re.S)


def lines(server: Server, keep: Callable[[str], bool] = lambda _table: True) -> Iterator[str]:
    """The tables that `keep` takes, of one moment."""
    with session(server, exact=True) as opened:
        opened.run("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY")
        version = opened.run("SELECT VERSION()")[0][0]
        yield f"{HEADER} {version}"
        for table in _tables(opened):
            if keep(table):
                yield from _table_lines(opened, table)
        opened.run("COMMIT")
    yield END


def _tables(opened: Session) -> list[str]:
    rows = opened.run(
        "SELECT `table_name` FROM information_schema.tables WHERE `table_schema` = DATABASE()"
        " AND `table_type` = 'BASE TABLE' ORDER BY `table_name`"
    )
    return [str(row[0]) for row in rows if not str(row[0]).startswith(_HELD)]


def _table_lines(opened: Session, table: str) -> Iterator[str]:
    created = str(opened.run(f"SHOW CREATE TABLE `{table}`")[0][1])
    yield f"{' '.join(line.strip() for line in created.splitlines())};"
    rows = opened.stream(f"SELECT * FROM `{table}`")
    while chunk := list(islice(rows, ROWS)):
        values = ",".join(f"({','.join(literal(value) for value in row)})" for row in chunk)
        yield f"INSERT INTO `{table}` VALUES {values};"


def load(
    server: Server,
    source: Iterable[str],
    check: Callable[[set[str]], None] = lambda _tables: None,
    *,
    whole: bool = True,
) -> list[str]:
    """Replace all tables, or those of the same names, by the tables of a dump; their names.

    `check` may refuse what the dump holds.
    """
    with session(server) as opened:
        _sweep(opened)
        try:
            fresh = _load_beside(opened, source)
            check(set(fresh))
            _exchange(opened, fresh, whole)
            return fresh
        finally:
            _sweep(opened)


def _load_beside(opened: Session, source: Iterable[str]) -> list[str]:
    """Tables of the dump under other names; their names in the dump."""
    places: dict[str, str] = {}
    ended = False
    opened.run("SET SESSION sql_mode = 'NO_AUTO_VALUE_ON_ZERO', unique_checks = 0")
    for number, line in enumerate(source):
        text = line.rstrip("\n")
        if number == 0 and not text.startswith(HEADER):
            raise ValidationError("it was not made of a site on MariaDB")
        if ended or text.startswith("--") or not text:
            ended = ended or text == END
            continue
        _run_elsewhere(opened, text, places)
    if not ended:
        raise ValidationError("the file was cut off")
    return list(places)


def _run_elsewhere(opened: Session, text: str, places: dict[str, str]) -> None:
    found = _STATEMENT.match(text)
    if not found:
        raise ValidationError(f"a statement is neither a table nor rows: {text[:80]}")
    verb, table, rest = found.groups()
    if verb == "CREATE TABLE":
        places[table] = f"{_FRESH}{len(places)}"
    if table not in places:
        raise ValidationError(f"rows come before their table {table}")
    opened.run(f"{verb} `{places[table]}`{rest}")


def _exchange(opened: Session, fresh: list[str], whole: bool) -> None:
    """All names change hands in one statement."""
    old = [table for table in _tables(opened) if whole or table in fresh]
    moves = [f"`{table}` TO `{_OLD}{number}`" for number, table in enumerate(old)]
    moves += [f"`{_FRESH}{number}` TO `{table}`" for number, table in enumerate(fresh)]
    opened.run(f"RENAME TABLE {', '.join(moves)}")


def _sweep(opened: Session) -> None:
    names = [str(row[0]) for row in opened.run("SHOW TABLES")]
    drop_tables(opened, [name for name in names if name.startswith(_HELD)])
