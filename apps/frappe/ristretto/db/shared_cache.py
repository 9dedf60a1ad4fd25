"""Decides what processes of one site share beside the database: the store behind `frappe.cache`.

A side file, `<site>/locks/cache.db`, holds pickled values with an expiry. Nothing in it is the only copy of
anything. The site's database is never touched.
"""

from __future__ import annotations

import pickle
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from ristretto.context import Site
from ristretto.db.side_file import SideFile

_SCHEMA = """
create table if not exists entry (key text primary key, value blob not null, expires real);
create table if not exists field (name text, key text, value blob not null, primary key (name,
key));
create table if not exists member (name text, value blob, primary key (name, value));
create table if not exists item (id integer primary key, name text, place integer, value blob not
null);
create index if not exists item_place on item (name, place);
create table if not exists life (name text primary key, until real not null);
"""
_NAMED = ("field", "item", "member")
SWEEP_EVERY = 256
_stores: dict[str, SharedCache] = {}


def store_of(site: Site) -> SharedCache:
    """The store of a site (one per process)."""
    path = str(site.path / "locks" / "cache.db")
    if path not in _stores:
        _stores[path] = SharedCache(path)
    return _stores[path]


class SharedCache:
    """Values by key, hashes, lists and sets."""

    def __init__(self, path: Path | str, clock: Callable[[], float] = time.time) -> None:
        self.path = Path(path)
        self.clock = clock
        self._file = SideFile(path, _SCHEMA)
        self._one = self._file.one
        self._column = self._file.column
        self._write = self._file.write
        self._atomic = self._file.atomic
        self._writes = 0

    # values -----------------------------------------------------------------------------------

    def get(self, key: str) -> Any:
        """The value, None when missing or expired."""
        blob = self._one(
            "select value from entry where key = ? and (expires is null or expires > ?)",
            key,
            self.clock(),
        )
        return None if blob is None else pickle.loads(blob)

    def set(self, key: str, value: Any, ttl: float | None = None) -> None:
        until = self.clock() + ttl if ttl else None
        self._write(
            "insert or replace into entry values (?, ?, ?)", key, pickle.dumps(value), until
        )
        self._writes += 1
        if self._writes % SWEEP_EVERY == 0:
            self.sweep()

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
        self._bury(key)
        found = self._one(f"{live} union all {others} limit 1", key, self.clock(), *[key] * 3)
        return found is not None

    def delete(self, keys: Iterable[str]) -> None:
        def act() -> None:
            for key in keys:
                self._write("delete from entry where key = ?", key)
                self._drop(key)

        self._atomic(act)

    def keys(self, pattern: str) -> list[str]:
        """Names of live values, hashes, lists and sets that match a glob (`user:*`)."""
        names = self._column(
            "select key from entry where key glob ? and (expires is null or expires > ?)",
            pattern,
            self.clock(),
        )
        dead = set(self._column("select name from life where until <= ?", self.clock()))
        for table in _NAMED:
            names += self._column(f"select distinct name from {table} where name glob ?", pattern)
        return sorted(set(names) - dead)

    def expire(self, key: str, ttl: float) -> bool:
        """Give a value, hash, list or set a time to live; False when there is none."""
        until = self.clock() + ttl

        def act() -> bool:
            if not self.has(key):
                return False
            if not self._write("update entry set expires = ? where key = ?", until, key):
                self._write("insert or replace into life values (?, ?)", key, until)
            return True

        return self._atomic(act)

    def ttl(self, key: str) -> int:
        """Seconds left; -1 without an expiry, -2 when missing."""
        if not self.has(key):
            return -2
        until = self._one(
            "select expires from entry where key = ? union all "
            "select until from life where name = ?",
            key,
            key,
        )
        return -1 if until is None else round(until - self.clock())

    def add_to(self, key: str, amount: int, ttl: float | None = None) -> int:
        """Add to a counter and return it. A new one starts at 0 and lives for `ttl`; an old one keeps its expiry."""

        def act() -> int:
            rows = self._file.rows(
                "select value, expires from entry "
                "where key = ? and (expires is null or expires > ?)",
                (key, self.clock()),
            )
            total = int(pickle.loads(rows[0][0])) + amount if rows else amount
            until = rows[0][1] if rows else self.clock() + ttl if ttl else None
            self._write(
                "insert or replace into entry values (?, ?, ?)", key, pickle.dumps(total), until
            )
            return total

        return self._atomic(act)

    def _bury(self, name: str) -> None:
        """Remove a hash, list or set whose time is over."""
        if self._one("select 1 from life where name = ? and until <= ?", name, self.clock()):
            self._atomic(lambda: self._drop(name))

    def _drop(self, name: str) -> None:
        for table in (*_NAMED, "life"):
            self._write(f"delete from {table} where name = ?", name)

    # hashes -----------------------------------------------------------------------------------

    def hash_get(self, name: str, key: str) -> Any:
        self._bury(name)
        blob = self._one("select value from field where name = ? and key = ?", name, key)
        return None if blob is None else pickle.loads(blob)

    def hash_set(self, name: str, key: str, value: Any) -> None:
        self._bury(name)
        blob = pickle.dumps(value)
        self._write("insert or replace into field values (?, ?, ?)", name, key, blob)

    def hash_add(self, name: str, key: str, amount: int) -> int:
        """Add to a number in a hash; missing counts as 0."""

        def act() -> int:
            total = int(self.hash_get(name, key) or 0) + amount
            self.hash_set(name, key, total)
            return total

        return self._atomic(act)

    def hash_has(self, name: str, key: str) -> bool:
        self._bury(name)
        return self._one("select 1 from field where name = ? and key = ?", name, key) is not None

    def hash_all(self, name: str) -> dict[str, Any]:
        self._bury(name)
        rows = self._file.rows("select key, value from field where name = ?", (name,))
        return {key: pickle.loads(value) for key, value in rows}

    def hash_delete(self, name: str, keys: Iterable[str]) -> None:
        self._file.write_many(
            "delete from field where name = ? and key = ?", [(name, key) for key in keys]
        )

    # lists ------------------------------------------------------------------------------------

    def push(self, name: str, values: Iterable[Any], *, left: bool) -> int:
        """Append at an end; the new length."""

        def act() -> int:
            self._bury(name)
            edge, step = ("min", -1) if left else ("max", 1)
            place = self._one(f"select {edge}(place) from item where name = ?", name) or 0
            for value in values:
                place += step
                blob = pickle.dumps(value)
                self._write(
                    "insert into item (name, place, value) values (?, ?, ?)", name, place, blob
                )
            return self.length(name)

        return self._atomic(act)

    def pop(self, name: str, *, left: bool) -> Any:
        """Take from an end; None when empty. No two callers get the same."""

        def act() -> Any:
            self._bury(name)
            rows = self._file.rows(
                "select id, value from item where name = ? order by place "
                + ("asc" if left else "desc")
                + " limit 1",
                (name,),
            )
            if not rows:
                return None
            self._write("delete from item where id = ?", rows[0][0])
            return pickle.loads(rows[0][1])

        return self._atomic(act)

    def length(self, name: str) -> int:
        self._bury(name)
        return int(self._one("select count(*) from item where name = ?", name))

    def items(self, name: str) -> list[Any]:
        self._bury(name)
        blobs = self._column("select value from item where name = ? order by place", name)
        return [pickle.loads(blob) for blob in blobs]

    def change_items(self, name: str, change: Callable[[list[Any]], list[Any]]) -> None:
        """Replace a list by what `change` makes of it, in one step."""

        def act() -> None:
            values = change(self.items(name))
            self._write("delete from item where name = ?", name)
            rows = [(name, place, pickle.dumps(value)) for place, value in enumerate(values)]
            self._file.write_many("insert into item (name, place, value) values (?, ?, ?)", rows)

        self._atomic(act)

    # sets -------------------------------------------------------------------------------------

    def include(self, name: str, values: Iterable[Any]) -> int:
        """How many are new."""

        def act() -> int:
            self._bury(name)
            return sum(
                self._write("insert or ignore into member values (?, ?)", name, pickle.dumps(value))
                for value in values
            )

        return self._atomic(act)

    def exclude(self, name: str, value: Any) -> bool:
        """Whether it was there; of several callers one is told yes."""
        return bool(
            self._write(
                "delete from member where name = ? and value = ?", name, pickle.dumps(value)
            )
        )

    def take(self, name: str) -> Any:
        """Remove any member and return it; None when there is none."""

        def act() -> Any:
            for value in self.members(name):
                self.exclude(name, value)
                return value
            return None

        return self._atomic(act)

    def members(self, name: str) -> frozenset[Any]:
        self._bury(name)
        blobs = self._column("select value from member where name = ?", name)
        return frozenset(pickle.loads(blob) for blob in blobs)

    # upkeep -----------------------------------------------------------------------------------

    def sweep(self) -> int:
        """Remove what has expired; how many."""
        for name in self._column("select name from life where until <= ?", self.clock()):
            self._bury(name)
        return self._write("delete from entry where expires <= ?", self.clock())

    def clear(self) -> None:
        def act() -> None:
            for table in ("entry", "life", *_NAMED):
                self._write(f"delete from {table}")

        self._atomic(act)

    def close(self) -> None:
        """Close this thread's connection."""
        self._file.close()
