"""A migration that is killed at one of its statements, and how its result is compared with another's.

python -m fault_migration SITES NAME STATEMENT DELAY
"""

from __future__ import annotations

import hashlib
import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ristretto.context import Site
from ristretto.db import dialects, pool
from ristretto.db.connect import connected
from ristretto.db.mariadb.connection import MariaConnection
from ristretto.site.migrate import migrate

CHANGING = frozenset({"creation", "modified"})  # moments
UNCOMPARED = frozenset({"ristretto_stamp"})  # how often something changed, not what
MOMENT = re.compile(r"20\d\d-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}")
IN_QUOTES = re.compile(r'"[0-9a-z]{10}"')
RANDOM_NAME = re.compile(r"[0-9a-z]{10}")
SECONDS = 120
State = dict[str, Any]


def state(site: Site) -> State:
    """{table: (columns, rows)} and what stands on the tables, without moments and random names."""
    connection = pool.checkout(site)
    try:
        execute = connection.execute
        tables = set(dialects.of(connection.dialect).tables(execute)) - UNCOMPARED
        found: State = {table: _rows(connection, table) for table in sorted(tables)}
        found["schema"] = _schema(connection)
        return found
    finally:
        pool.checkin(connection)


def _rows(connection: Any, table: str) -> tuple[list[str], list[str]]:
    columns, rows = connection.fetch(f"SELECT * FROM `{table}`")
    kept = [place for place, column in enumerate(columns) if column not in CHANGING]
    named = columns.index("name") if "name" in columns else -1
    texts = []
    for row in rows:
        values = [
            "random" if place == named and RANDOM_NAME.fullmatch(str(row[place])) else row[place]
            for place in kept
        ]
        texts.append(_same_each_time(table, repr(values)))
    return columns, sorted(texts)


def _same_each_time(table: str, text: str) -> str:
    """Moments and random names also stand within texts."""
    text = MOMENT.sub("moment", text)
    return IN_QUOTES.sub('"random"', text) if table == "tabVersion" else text


def _schema(connection: Any) -> list[str]:
    if connection.dialect == "sqlite":
        rows = connection.execute("SELECT `type`, `name`, `sql` FROM `sqlite_master`")
        return sorted(map(repr, rows))
    rows = connection.execute(
        "SELECT `table_name`, `column_name`, `column_type`, `is_nullable`, `column_default`"
        " FROM information_schema.columns WHERE `table_schema` = DATABASE()"
    )
    rows += connection.execute(
        "SELECT `table_name`, `index_name`, `column_name`, `non_unique`, `sub_part`"
        " FROM information_schema.statistics WHERE `table_schema` = DATABASE()"
    )
    return sorted(map(repr, rows))


def digest(found: State) -> str:
    return hashlib.sha256(repr(found).encode()).hexdigest()


def differences(one: State, other: State) -> list[str]:
    """Where two states are not the same, shortly."""
    found = []
    for table in sorted({*one, *other}):
        if one.get(table) != other.get(table):
            left, right = (set(map(str, _lines(each.get(table)))) for each in (one, other))
            found.append(f"{table}: {sorted(left - right)[:2]} / {sorted(right - left)[:2]}")
    return found


def _lines(value: Any) -> list[str]:
    if value is None:
        return ["no table"]
    return value if isinstance(value, list) else [str(value[0]), *value[1]]


def each_statement(tell: Callable[[str], Any]) -> None:
    """Hear of every statement that any connection to a server sends."""
    send = MariaConnection._send

    def heard(self: MariaConnection, text: str) -> Any:
        tell(text)
        return send(self, text)

    MariaConnection._send = heard  # type: ignore[method-assign]


def run(site: Site, tell: Callable[[str], Any] | None = None) -> None:
    """A migration that may tell of its statements."""
    with connected(site) as context:
        context.flags.quiet = True
        if tell and context.db.dialect == "sqlite":
            context.db.watch(tell)
        elif tell:
            each_statement(tell)
        migrate()


def migrate_until(
    site: Site, statement: int, delay: float = 0.0
) -> subprocess.CompletedProcess[str]:
    """A process that migrates and dies at a statement."""
    paths = os.pathsep.join(entry for entry in sys.path if entry)
    words = [str(site.sites_path), site.name, str(statement), str(delay)]
    done = subprocess.run(
        [sys.executable, "-m", "fault_migration", *words],
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode in (0, -signal.SIGKILL), done.stderr[-2000:]
    return done


def moments(number: int, statements: int, seed: int) -> list[tuple[int, float]]:
    """(statement, delay): spread over the whole migration, at its beginning and in its middle."""
    chance = random.Random(seed)
    part = statements / number
    return [
        (int(part * each + chance.uniform(1, part)), chance.choice((0.0, 0.0002, 0.002)))
        for each in range(number)
    ]


def main(sites: Path, name: str, statement: int, delay: float) -> None:
    """Die `delay` seconds after the statement of that number began."""
    count = 0

    def die() -> None:
        time.sleep(delay)
        os.kill(os.getpid(), signal.SIGKILL)

    def tell(_text: str) -> None:
        nonlocal count
        count += 1
        if count == statement:
            threading.Thread(target=die).start()

    run(Site(name, sites), tell)
    print(count)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), float(sys.argv[4]))
