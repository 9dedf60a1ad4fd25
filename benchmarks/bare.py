"""The least that could answer the list: one WSGI function, the same SQL, the same server settings.

It has no sessions, rights, routing or definitions. The ratio to it is what all of those cost.
Run as a program: `python -m benchmarks.bare PORT STATEMENT.json`.
"""

from __future__ import annotations

import json
import os
import sqlite3
import sys
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import orjson

STATEMENT = "BENCHMARK_STATEMENT"
_local = threading.local()


def make_application() -> Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]:
    """The application of one server process; each thread keeps its connection."""
    told = json.loads(Path(os.environ[STATEMENT]).read_text(encoding="utf-8"))

    def application(_environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        cursor = connection(told["database"]).execute(told["sql"], told["params"])
        names = [column[0] for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        body = orjson.dumps({"data": rows})
        start_response(
            "200 OK",
            [("Content-Type", "application/json"), ("Content-Length", str(len(body)))],
        )
        return [body]

    return application


def connection(database: str) -> sqlite3.Connection:
    if not hasattr(_local, "connection"):
        _local.connection = sqlite3.connect(database, isolation_level=None)
    opened: sqlite3.Connection = _local.connection
    return opened


def main() -> None:
    from granian import Granian
    from granian.constants import Interfaces

    os.environ[STATEMENT] = sys.argv[2]
    Granian(
        "benchmarks.bare:make_application",
        address="127.0.0.1",
        port=int(sys.argv[1]),
        factory=True,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=2,
        websockets=False,
        log_level="warning",  # type: ignore[arg-type]
    ).serve()


if __name__ == "__main__":
    main()
