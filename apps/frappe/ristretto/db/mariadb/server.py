"""Decides what is done on a server as a whole: a site's database and its user are made and removed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ristretto.db.mariadb import errors as naming
from ristretto.db.mariadb.driver import connector, open_cursor, open_raw
from ristretto.db.mariadb.settings import Server
from ristretto.db.mariadb.text import quoted
from ristretto.errors import DatabaseUnavailable, ValidationError

ANYWHERE = "%"
_NAME = re.compile(r"[A-Za-z0-9_$-]{1,64}")
_MAKE = "CREATE DATABASE `{0}` CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci"


class Session:
    """A raw connection whose statements commit by themselves and whose errors carry our names."""

    def __init__(self, server: Server, *, exact: bool = False) -> None:
        self._error: type[Exception] = connector().Error
        try:
            self._raw = open_raw(server, exact=exact)
        except self._error as error:
            raise naming.named(error, "CONNECT", lambda *_: ()) from error

    def run(self, sql: str) -> list[tuple[Any, ...]]:
        cursor = open_cursor(self._raw)
        try:
            cursor.send(sql)
            rows: list[tuple[Any, ...]] = cursor.fetchall() if cursor.description else []
        except self._error as error:
            raise naming.named(error, sql, lambda *_: ()) from error
        finally:
            cursor.close()
        return rows

    def stream(self, sql: str, size: int = 1_000) -> Iterator[tuple[Any, ...]]:
        """Rows one after the other, without all of them in memory."""
        cursor = open_cursor(self._raw, buffered=False)
        try:
            cursor.send(sql)
            while rows := cursor.fetchmany(size):
                yield from rows
        except self._error as error:
            raise naming.named(error, sql, lambda *_: ()) from error
        finally:
            cursor.close()

    def close(self) -> None:
        self._raw.close()


@contextmanager
def session(server: Server, *, exact: bool = False) -> Iterator[Session]:
    opened = Session(server, exact=exact)
    try:
        yield opened
    finally:
        opened.close()


def make_database(root: Server, site: Server, *, force: bool, from_anywhere: bool) -> None:
    """An empty database with a user who may do everything in it and nothing elsewhere."""
    _check_names(site)
    with session(root) as opened:
        if opened.run(f"SHOW DATABASES LIKE {_pattern(site.database)}"):
            if not force:
                raise ValidationError(
                    f"Database {site.database} already exists, use `--force` to empty it"
                )
            opened.run(f"DROP DATABASE `{site.database}`")
        opened.run(_MAKE.format(site.database))
        if site.user == root.user:
            return
        user = f"{quoted(site.user)}@{quoted(ANYWHERE if from_anywhere else _own_host(opened))}"
        opened.run(f"CREATE OR REPLACE USER {user} IDENTIFIED BY {quoted(site.password)}")
        opened.run(f"GRANT ALL PRIVILEGES ON {_granted(site.database)}.* TO {user}")


def drop_database(root: Server, site: Server) -> None:
    """The database and the user that was made with it."""
    _check_names(site)
    with session(root) as opened:
        opened.run(f"DROP DATABASE IF EXISTS `{site.database}`")
        if site.user != root.user:
            for host in {ANYWHERE, _own_host(opened)}:
                opened.run(f"DROP USER IF EXISTS {quoted(site.user)}@{quoted(host)}")


def empty_database(site: Server) -> None:
    """All tables go, with the rights of the site's own user."""
    with session(site) as opened:
        drop_tables(opened, [str(row[0]) for row in opened.run("SHOW TABLES")])


def drop_tables(opened: Session, names: list[str]) -> None:
    if names:
        opened.run("DROP TABLE IF EXISTS " + ", ".join(f"`{name}`" for name in names))


def is_usable(site: Server, *, force: bool) -> bool:
    """Whether the site's own user reaches its database, and it is empty or may be emptied."""
    try:
        with session(site) as opened:
            return force or not opened.run("SHOW TABLES")
    except DatabaseUnavailable as error:
        if error.details.get("refused"):
            return False
        raise


def _own_host(opened: Session) -> str:
    return str(opened.run("SELECT USER()")[0][0]).rpartition("@")[2]


def _pattern(name: str) -> str:
    return quoted(name.replace("_", "\\_"))


def _granted(name: str) -> str:
    """In a GRANT, `_` stands for any letter unless it is escaped."""
    return "`" + name.replace("_", "\\_") + "`"


def _check_names(site: Server) -> None:
    for name in (site.database, site.user):
        if not _NAME.fullmatch(name):
            raise ValidationError(
                f"{name!r} cannot be the name of a database: use letters, digits and underscores"
            )
