"""Decides which options several commands share: the database flags that SQLite accepts and ignores."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def _stack(*decorators: Decorator) -> Decorator:
    def wrap(function: Callable[..., Any]) -> Callable[..., Any]:
        for decorator in reversed(decorators):
            function = decorator(function)
        return function

    return wrap


database_root = _stack(
    click.option(
        "--db-root-username", "--mariadb-root-username", "--root-login", help="Ignored on SQLite"
    ),
    click.option(
        "--db-root-password", "--mariadb-root-password", "--root-password", help="Ignored on SQLite"
    ),
)

database = _stack(
    click.option("--db-name", help="Database name: the file is <site>/<name>.db"),
    click.option("--db-password", help="Ignored on SQLite"),
    click.option(
        "--db-type", type=click.Choice(["sqlite"]), default="sqlite", help="Database type"
    ),
    click.option("--db-host", help="Ignored on SQLite"),
    click.option("--db-port", type=int, help="Ignored on SQLite"),
    click.option("--no-mariadb-socket", is_flag=True, default=False, help="Ignored on SQLite"),
    database_root,
)
