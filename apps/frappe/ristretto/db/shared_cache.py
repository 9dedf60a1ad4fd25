"""Decides what processes of one site share beside the database: the store behind `frappe.cache`.

A side SQLite file, `<site>/locks/cache.db`, holds pickled values with an expiry. It may be deleted
at
any time: nothing in it is the only copy of anything. The site's database is never touched.
"""

from __future__ import annotations

import pickle
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

_SCHEMA = """
create table if not exists entry (key text primary key, value blob not null, expires real);
create table if not exists field (name text, key text, value blob not null, primary key (name,
key));
create table if not exists member (name text, value blob, primary key (name, value));
create table if not exists item (id integer primary key, name text, place integer, value blob not
null);
create index if not exists item_place on item (name, place);
"""


class SharedCache:
    """Values by key, hashes, lists and sets.

    One connection per thread, every call its own transaction.
    """

    def __init__(self, path: Path | str, clock: Callable[[], float] = time.time) -> None:
        self.path = Path(path)
        self.clock = clock
        self._threads = threading.local()

    # connection -------------------------------------------------------------------------------

    @property
    def _db(self) -> sqlite3.Connection:
        db: sqlite3.Connection | None = getattr(self._threads, "db", None)
        if db is None or not self.path.exists():
            db = self._threads.db = self._open()
        return db

    def _open(self) -> sqlite3.Connection:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        db = sqlite3.connect(self.path, timeout=5, isolation_level=None)
        db.execute("pragma journal_mode = wal")
        db.execute("pragma synchronous = off")
        db.executescript(_SCHEMA)
        return db

    def _one(self, sql: str, *params: Any) -> Any:
        row = self._db.execute(sql, params).fetchone()
        return row[0] if row else None

    def _column(self, sql: str, *params: Any) -> list[Any]:
        return [row[0] for row in self._db.execute(sql, params)]

    def _atomic(self, act: Callable[[], Any]) -> Any:
        """Run `act` as one write transaction, so that counters and queues are exact."""
        db = self._db
        db.execute("begin immediate")
        try:
            result = act()
        except BaseException:
            db.execute("rollback")
            raise
        db.execute("commit")
        return result

    # values -----------------------------------------------------------------------------------

    def get(self, key: str) -> Any:
        """The value, None when missing or expired."""
        row = self._db.execute(
            "select value from entry where key = ? and (expires is null or expires > ?)",
            (key, self.clock()),
        ).fetchone()
        return pickle.loads(row[0]) if row else None

    def set(self, key: str, value: Any, ttl: float | None = None) -> None:
        self._db.execute(
            "insert or replace into entry values (?, ?, ?)",
            (key, pickle.dumps(value), self.clock() + ttl if ttl else None),
        )

    def add(self, key: str, value: Any, ttl: float | None = None) -> bool:
        """Set only when missing or expired; whether it was set."""

        def act() -> bool:
            if self.has(key):
                return False
            self.set(key, value, ttl)
            return True

        return bool(self._atomic(act))

    def has(self, key: str) -> bool:
        """Whether a live value, hash, list or set of this name exists."""
        live = "select 1 from entry where key = ? and (expires is null or expires > ?)"
        others = " union all ".join(f"select 1 from {t} where name = ?" for t in _NAMED)
        found = self._one(f"{live} union all {others} limit 1", key, self.clock(), *[key] * 3)
        return found is not None

    def delete(self, keys: Iterable[str]) -> None:
        def act() -> None:
            for key in keys:
                self._db.execute("delete from entry where key = ?", (key,))
                for table in _NAMED:
                    self._db.execute(f"delete from {table} where name = ?", (key,))

        self._atomic(act)

    def keys(self, pattern: str) -> list[str]:
        """Names of live values, hashes, lists and sets that match a glob (`user:*`)."""
        names = self._column(
            "select key from entry where key glob ? and (expires is null or expires > ?)",
            pattern,
            self.clock(),
        )
        for table in _NAMED:
            names += self._column(f"select distinct name from {table} where name glob ?", pattern)
        return sorted(set(names))

    def expire(self, key: str, ttl: float) -> bool:
        changed = self._db.execute(
            "update entry set expires = ? where key = ?", (self.clock() + ttl, key)
        )
        return changed.rowcount > 0

    def ttl(self, key: str) -> int:
        """Seconds left; -1 without an expiry, -2 when missing."""
        row = self._db.execute("select expires from entry where key = ?", (key,)).fetchone()
        if not row or (row[0] is not None and row[0] <= self.clock()):
            return -2
        return -1 if row[0] is None else round(row[0] - self.clock())

    def add_to(self, key: str, amount: int) -> int:
        """Add to a counter, keeping its expiry; missing counts as 0."""

        def act() -> int:
            row = self._db.execute(
                "select value, expires from entry "
                "where key = ? and (expires is null or expires > ?)",
                (key, self.clock()),
            ).fetchone()
            total = int(pickle.loads(row[0])) + amount if row else amount
            self._db.execute(
                "insert or replace into entry values (?, ?, ?)",
                (key, pickle.dumps(total), row[1] if row else None),
            )
            return total

        return int(self._atomic(act))

    # hashes -----------------------------------------------------------------------------------

    def hash_get(self, name: str, key: str) -> Any:
        blob = self._one("select value from field where name = ? and key = ?", name, key)
        return None if blob is None else pickle.loads(blob)

    def hash_set(self, name: str, key: str, value: Any) -> None:
        self._db.execute(
            "insert or replace into field values (?, ?, ?)", (name, key, pickle.dumps(value))
        )

    def hash_has(self, name: str, key: str) -> bool:
        return self._one("select 1 from field where name = ? and key = ?", name, key) is not None

    def hash_all(self, name: str) -> dict[str, Any]:
        rows = self._db.execute("select key, value from field where name = ?", (name,))
        return {key: pickle.loads(value) for key, value in rows}

    def hash_delete(self, name: str, keys: Iterable[str]) -> None:
        self._db.executemany(
            "delete from field where name = ? and key = ?", [(name, key) for key in keys]
        )

    # lists ------------------------------------------------------------------------------------

    def push(self, name: str, values: Iterable[Any], *, left: bool) -> int:
        """Append at an end; the new length."""

        def act() -> int:
            edge, step = ("min", -1) if left else ("max", 1)
            place = self._one(f"select {edge}(place) from item where name = ?", name) or 0
            for value in values:
                place += step
                row = (name, place, pickle.dumps(value))
                self._db.execute("insert into item (name, place, value) values (?, ?, ?)", row)
            return self.length(name)

        return int(self._atomic(act))

    def pop(self, name: str, *, left: bool) -> Any:
        """Take from an end; None when empty."""

        def act() -> Any:
            row = self._db.execute(
                "select id, value from item where name = ? order by place "
                + ("asc" if left else "desc")
                + " limit 1",
                (name,),
            ).fetchone()
            if not row:
                return None
            self._db.execute("delete from item where id = ?", (row[0],))
            return pickle.loads(row[1])

        return self._atomic(act)

    def length(self, name: str) -> int:
        return int(self._one("select count(*) from item where name = ?", name))

    def items(self, name: str) -> list[Any]:
        blobs = self._column("select value from item where name = ? order by place", name)
        return [pickle.loads(blob) for blob in blobs]

    def replace_items(self, name: str, values: list[Any]) -> None:
        def act() -> None:
            self._db.execute("delete from item where name = ?", (name,))
            rows = [(name, place, pickle.dumps(value)) for place, value in enumerate(values)]
            self._db.executemany("insert into item (name, place, value) values (?, ?, ?)", rows)

        self._atomic(act)

    # sets -------------------------------------------------------------------------------------

    def include(self, name: str, values: Iterable[Any]) -> None:
        rows = [(name, pickle.dumps(value)) for value in values]
        self._db.executemany("insert or ignore into member values (?, ?)", rows)

    def exclude(self, name: str, value: Any) -> None:
        self._db.execute(
            "delete from member where name = ? and value = ?", (name, pickle.dumps(value))
        )

    def members(self, name: str) -> frozenset[Any]:
        blobs = self._column("select value from member where name = ?", name)
        return frozenset(pickle.loads(blob) for blob in blobs)

    # upkeep -----------------------------------------------------------------------------------

    def sweep(self) -> int:
        """Remove what has expired; how many."""
        gone = self._db.execute("delete from entry where expires <= ?", (self.clock(),))
        return gone.rowcount

    def clear(self) -> None:
        def act() -> None:
            for table in ("entry", *_NAMED):
                self._db.execute(f"delete from {table}")

        self._atomic(act)

    def close(self) -> None:
        """Close this thread's connection."""
        db: sqlite3.Connection | None = getattr(self._threads, "db", None)
        if db is not None:
            db.close()
            self._threads.db = None


_NAMED = ("field", "item", "member")
