"""Decides where a new site keeps its data, and how that place is made, emptied and given up.

`common_site_config.json` may name a server for all sites (`db_type`, `db_host`, `db_port`, `db_socket`,
`root_login`, `root_password`); what the command says beats it, and a site keeps the kind that it has.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ristretto.context import Site
from ristretto.db.mariadb import server, settings

SQLITE = "sqlite"
KINDS = (SQLITE, settings.DIALECT)
_ROOT = "root"


@dataclass(frozen=True)
class Wanted:
    """What the person asked for; None leaves it to the configuration."""

    kind: str | None = None
    name: str | None = None
    password: str | None = None
    host: str | None = None
    port: int | None = None
    socket: str | None = None
    root_user: str | None = None
    root_password: str | None = None
    from_anywhere: bool = False


def configuration(site: str, wanted: Wanted, conf: Mapping[str, Any]) -> dict[str, Any]:
    """Keys of site_config.json; `conf` is what it and the common configuration hold now."""
    kind = wanted.kind or conf.get("db_type") or SQLITE
    values: dict[str, Any] = {
        "db_type": kind,
        "db_name": wanted.name or conf.get("db_name") or default_name(site),
    }
    if kind == SQLITE:
        return values
    password = wanted.password or conf.get("db_password") or secrets.token_urlsafe(16)
    given = {"db_host": wanted.host, "db_port": wanted.port, "db_socket": wanted.socket}
    return {
        **values,
        "db_password": password,
        **{key: value for key, value in given.items() if value},
    }


def default_name(site: str) -> str:
    """An unguessable name, as a database server shared by many sites would want it."""
    return f"_{secrets.token_hex(8)}" if site != "localhost" else "localhost"


def make_empty(site: Site, wanted: Wanted, *, force: bool) -> bool:
    """An empty place for the site's data; whether a database was made on a server.

    What was there goes, on a server only with `force`. A database that the site's own user reaches is
    used as it is: made by somebody who gives no root password, or by this site before.
    """
    if not settings.wants(site.conf):
        remove_files(site)
        site.db_path.touch()  # elsewhere a missing file is a fault, not a new database
        return False
    target = settings.of(site.conf)
    if server.is_usable(target, force=force):
        server.empty_database(target)
        return False
    root = root_of(site.conf, wanted)
    server.make_database(root, target, force=force, from_anywhere=wanted.from_anywhere)
    return True


def give_up(site: Site, wanted: Wanted) -> None:
    """Remove the database of a dropped site from its server; a file goes with the site's folder."""
    if settings.wants(site.conf):
        server.drop_database(root_of(site.conf, wanted), settings.of(site.conf))


def root_of(conf: Mapping[str, Any], wanted: Wanted) -> settings.Server:
    """Who may make databases: named by the command, else by the configuration."""
    user = wanted.root_user or conf.get("root_login") or _ROOT
    password = (
        wanted.root_password if wanted.root_password is not None else conf.get("root_password")
    )
    return settings.of(conf).as_user(str(user), str(password or ""))


def remove_files(site: Site) -> None:
    for suffix in ("", "-wal", "-shm"):
        Path(f"{site.db_path}{suffix}").unlink(missing_ok=True)
