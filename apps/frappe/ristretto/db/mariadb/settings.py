"""Decides how a site's configuration becomes the way to its MariaDB server. Pure.

Keys are stock's: `db_name`, `db_password`, `db_host`, `db_port`; `db_socket` for a Unix socket, `db_user` where
it differs from the name of the database, `db_ssl_ca`, `db_ssl_cert`, `db_ssl_key`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

DIALECT = "mariadb"
PORT = 3306
HOST = "127.0.0.1"


@dataclass(frozen=True)
class Server:
    """Where a server is and as whom to speak to it; `database` is "" for the server as a whole."""

    database: str
    user: str
    password: str = ""
    host: str = HOST
    port: int = PORT
    socket: str = ""
    ssl: tuple[str, str, str] = ("", "", "")

    @property
    def key(self) -> str:
        """What connections of one kind have in common."""
        return f"{DIALECT}:{self.user}@{self.socket or f'{self.host}:{self.port}'}/{self.database}"

    def as_user(self, user: str, password: str) -> Server:
        """The same server for somebody else, without a database."""
        return replace(self, user=user, password=password, database="")


def wants(conf: Mapping[str, Any]) -> bool:
    """Whether the configuration asks for MariaDB; a site says nothing or `sqlite` otherwise."""
    return conf.get("db_type") == DIALECT


def of(conf: Mapping[str, Any]) -> Server:
    """The server of a site."""
    name = str(conf["db_name"])
    keys = ("db_ssl_ca", "db_ssl_cert", "db_ssl_key")
    ca, certificate, private = (str(conf.get(key) or "") for key in keys)
    return Server(
        name,
        str(conf.get("db_user") or name),
        str(conf.get("db_password") or ""),
        str(conf.get("db_host") or HOST),
        int(conf.get("db_port") or PORT),
        str(conf.get("db_socket") or ""),
        (ca, certificate, private),
    )
