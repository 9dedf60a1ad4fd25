"""Decides how the connector is opened: character set, modes and types that the engine counts on."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from importlib import import_module
from typing import Any

from ristretto.db.mariadb.settings import Server
from ristretto.errors import DatabaseUnavailable

WAIT_SECONDS = 30
CONNECT_SECONDS = 10
_FOUND_ROWS = 2  # an UPDATE counts the rows it found, as SQLite does, not those it changed
_SESSION = (
    "SET SESSION sql_mode = 'STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION',"
    " tx_isolation = 'REPEATABLE-READ',"
    f" innodb_lock_wait_timeout = {WAIT_SECONDS}, lock_wait_timeout = {WAIT_SECONDS}"
)
_NAMES = "SET NAMES utf8mb4 COLLATE utf8mb4_unicode_ci"


def connector() -> Any:
    """The module `mariadb`, which only sites on MariaDB need."""
    try:
        return import_module("mariadb")
    except ImportError as error:
        raise DatabaseUnavailable(
            "This site is on MariaDB and the connector is not installed:"
            " pip install 'frappe[mariadb]' (it needs a C compiler and libmariadb-dev)"
        ) from error


def open_raw(server: Server, *, exact: bool = False) -> Any:
    """A raw connection that commits each statement by itself; `exact` keeps decimals as they are."""
    module = connector()
    given: dict[str, Any] = {"user": server.user, "password": server.password}
    given |= (
        {"unix_socket": server.socket}
        if server.socket
        else {"host": server.host, "port": server.port}
    )
    if server.database:
        given["database"] = server.database
    given |= {
        name: value
        for name, value in zip(("ssl_ca", "ssl_cert", "ssl_key"), server.ssl, strict=True)
        if value
    }
    if not exact:
        # keyed by MYSQL_TYPE_NEWDECIMAL: sums and decimals are floats, as stock's driver gives them
        given["converter"] = {246: _to_float}
    raw = module.connect(
        **given, autocommit=True, client_flag=_FOUND_ROWS, connect_timeout=CONNECT_SECONDS
    )
    cursor = open_cursor(raw)
    cursor.send(_NAMES)
    cursor.send(_SESSION)
    return raw


def open_cursor(raw: Any, *, buffered: bool = True) -> Any:
    """A cursor whose `send` runs a finished statement."""
    return raw.cursor(_cursor_class(), buffered=buffered)


@cache
def _cursor_class() -> Any:
    """The connector's cursor with a way around its search for placeholders.

    `execute` reads every statement, does not know that a backslash escapes a quote, and takes a `?` in the text
    behind it for a place without a value. The steps are those that it takes for a statement without places.
    """
    base: Any = import_module("mariadb.cursors").Cursor

    class Cursor(base):  # type: ignore[misc]
        def send(self, text: str) -> None:
            self._reset()
            if self.field_count:
                self._clear_result()
            self._rowcount, self._description, self._data = 0, None, None
            self._text = True
            self._execute_text(text)
            self._readresponse()
            self._initresult()
            self._bulk = 0

    return Cursor


def _to_float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
