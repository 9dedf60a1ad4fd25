"""Decides which options several commands share: where a site's data lies, and who may make databases there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import click

from ristretto.site.databases import KINDS, Wanted

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def _stack(*decorators: Decorator) -> Decorator:
    def wrap(function: Callable[..., Any]) -> Callable[..., Any]:
        for decorator in reversed(decorators):
            function = decorator(function)
        return function

    return wrap


database_root = _stack(
    click.option(
        "--db-root-username",
        "--mariadb-root-username",
        "--root-login",
        help="Who may make databases on the MariaDB server; root_login of the configuration, else root",
    ),
    click.option(
        "--db-root-password",
        "--mariadb-root-password",
        "--root-password",
        help="Password of that user; root_password of the configuration, else none",
    ),
)

database = _stack(
    click.option("--db-name", help="Database name; on SQLite the file is <site>/<name>.db"),
    click.option("--db-password", help="Password of the site's own user on MariaDB"),
    click.option(
        "--db-type",
        type=click.Choice(KINDS),
        help="Database type; db_type of the configuration, else sqlite",
    ),
    click.option("--db-host", help="Address of the MariaDB server"),
    click.option("--db-port", type=int, help="Port of the MariaDB server"),
    click.option("--db-socket", help="Unix socket of the MariaDB server"),
    click.option(
        "--no-mariadb-socket",
        is_flag=True,
        default=False,
        help="Let the site's user on MariaDB come from any host",
    ),
    database_root,
)


def wanted(given: Mapping[str, Any]) -> Wanted:
    """What the options above say together."""
    return Wanted(
        kind=given.get("db_type"),
        name=given.get("db_name"),
        password=given.get("db_password"),
        host=given.get("db_host"),
        port=given.get("db_port"),
        socket=given.get("db_socket"),
        root_user=given.get("db_root_username"),
        root_password=given.get("db_root_password"),
        from_anywhere=bool(given.get("no_mariadb_socket")),
    )
