"""The least that could answer: one function, the same SQL, the same server with as many processes.

It has no sessions, rights, routing or definitions. The ratio to it is what all of those cost.
Run as a program: `python -m benchmarks.bare PORT STATEMENTS.json PROCESSES`.
"""

from __future__ import annotations

import itertools
import json
import os
import sqlite3
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import orjson

STATEMENTS = "BENCHMARK_STATEMENTS"
JSON = [("Content-Type", "application/json")]


def make_application() -> Callable[[Any, Any], Awaitable[None]]:
    """The application of one server process."""
    told = json.loads(Path(os.environ[STATEMENTS]).read_text(encoding="utf-8"))
    connection = sqlite3.connect(told["database"], isolation_level=None, check_same_thread=False)
    names = itertools.cycle(told["names"])

    def listed() -> Any:
        return rows(connection, told["list"], [])

    def whole() -> Any:
        name = next(names)
        row, *tables = told["get"]
        found = rows(connection, row["sql"], [name])[0]
        for table in tables:
            found[table["field"]] = rows(connection, table["sql"], [name])
        return found

    async def application(scope: Any, protocol: Any) -> None:
        found = whole() if scope.path == "/get" else listed()
        protocol.response_bytes(200, JSON, orjson.dumps({"data": found}))

    return application


def rows(connection: sqlite3.Connection, sql: str, params: list[Any]) -> list[dict[str, Any]]:
    cursor = connection.execute(sql, params)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def main() -> None:
    from granian import Granian
    from granian.constants import Interfaces

    os.environ[STATEMENTS] = sys.argv[2]
    Granian(
        "benchmarks.bare:make_application",
        address="127.0.0.1",
        port=int(sys.argv[1]),
        factory=True,
        interface=Interfaces.RSGI,
        workers=int(sys.argv[3]),
        websockets=False,
        log_level="warning",  # type: ignore[arg-type]
    ).serve()


if __name__ == "__main__":
    main()
