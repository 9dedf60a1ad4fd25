"""Decides the commands that open the database's own console on a site's data."""

from __future__ import annotations

import os
import shutil

import click

from ristretto.cli.sites import get_site, open_site, pass_context
from ristretto.context import AttrDict, Site
from ristretto.db.mariadb import settings
from ristretto.errors import ValidationError

CLIENTS = ("mariadb", "mysql")
SQLITE = "sqlite3"


@click.command("db-console", context_settings={"ignore_unknown_options": True})
@click.argument("extra_args", nargs=-1)
@pass_context
def db_console(obj: AttrDict, extra_args: tuple[str, ...]) -> None:
    "Enter into the database console of a site"
    site = open_site(str(get_site(obj)))
    if settings.wants(site.conf):
        _enter_mariadb(site, extra_args)
    program = shutil.which(SQLITE)
    if program is None:
        raise ValidationError(f"{SQLITE} is not installed: apt-get install sqlite3")
    os.execv(program, [SQLITE, str(site.db_path), *extra_args])


@click.command("mariadb", context_settings={"ignore_unknown_options": True})
@click.argument("extra_args", nargs=-1)
@pass_context
def mariadb(obj: AttrDict, extra_args: tuple[str, ...]) -> None:
    "Enter into the MariaDB console of a site"
    site = open_site(str(get_site(obj)))
    if not settings.wants(site.conf):
        raise ValidationError(f"{site.name} is on SQLite: use bench --site {site.name} db-console")
    _enter_mariadb(site, extra_args)


def _enter_mariadb(site: Site, extra_args: tuple[str, ...]) -> None:
    """This process becomes the client; the password travels in its environment, not in its arguments."""
    program = next((found for name in CLIENTS if (found := shutil.which(name))), None)
    if program is None:
        raise ValidationError(
            "The MariaDB client is not installed: apt-get install mariadb-client-core"
        )
    server = settings.of(site.conf)
    place = (
        [f"--socket={server.socket}"]
        if server.socket
        else [f"--host={server.host}", f"--port={server.port}", "--protocol=TCP"]
    )
    words = [f"--user={server.user}", *place, "--default-character-set=utf8mb4", *extra_args]
    variables = {**os.environ, "MYSQL_PWD": server.password}
    os.execve(program, [program, *words, server.database], variables)


@click.command("postgres", context_settings={"ignore_unknown_options": True})
@click.argument("extra_args", nargs=-1)
def postgres(extra_args: tuple[str, ...]) -> None:
    "Refused: sites are on SQLite or MariaDB"
    raise ValidationError(
        "No site of this runtime is on Postgres: use bench --site SITE db-console"
    )


commands = [db_console, mariadb, postgres]
