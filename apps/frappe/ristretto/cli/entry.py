"""Decides how a command line becomes a command: `python -m frappe.utils.bench_helper frappe [--site S] CMD`.

The group merges `<app>.commands.commands` of every app of the bench; later apps override earlier ones.
"""

from __future__ import annotations

import json
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from ristretto.cli.sites import sites_path
from ristretto.errors import Error
from ristretto.site.apps import bench_apps
from ristretto.site.config import default_site, site_names

ALL = "all"


def commands_of(app: str) -> dict[str, click.Command]:
    """Commands an app declares in `<app>.commands`; none when it has no such module."""
    try:
        module = import_module(f"{app}.commands")
    except ModuleNotFoundError as error:
        if error.name in (app, f"{app}.commands"):
            return {}
        raise
    return {str(command.name): command for command in getattr(module, "commands", [])}


def all_commands(path: Path) -> dict[str, click.Command]:
    found: dict[str, click.Command] = {}
    for app in bench_apps(path):
        found.update(commands_of(app))
    return found


def chosen_sites(path: Path, named: str | None) -> list[str]:
    """`--site all` → every site; a name → that site; nothing → the default site, if there is one."""
    if named == ALL:
        return site_names(path)
    site = named or default_site(path)
    return [site] if site else []


def make_group(path: Path) -> click.Group:
    """The group `frappe` with what every command may be given before its name."""

    @click.group("frappe", commands=all_commands(path))
    @click.option("--site", help="Site to work on; all for every site")
    @click.option("--profile", is_flag=True, default=False, help="Profile the command")
    @click.option("--verbose", is_flag=True, default=False, help="Verbose")
    @click.option("--force", is_flag=True, default=False, help="Force")
    @click.pass_context
    def group(
        ctx: click.Context, site: str | None, profile: bool, verbose: bool, force: bool
    ) -> None:
        ctx.obj = {
            "sites": chosen_sites(path, site),
            "force": force,
            "verbose": verbose,
            "profile": profile,
        }

    return group


def make_top(path: Path) -> click.Group:
    """What `bench` itself asks for, beside the group of commands."""
    group = make_group(path)

    @click.command("get-frappe-commands")
    def get_commands() -> None:
        click.echo(json.dumps(list(group.commands)))

    @click.command("get-frappe-help")
    def get_help() -> None:
        click.echo(click.Context(group).get_help())

    return click.Group(
        commands={
            "frappe": group,
            "get-frappe-commands": get_commands,
            "get-frappe-help": get_help,
        }
    )


def main(arguments: list[str] | None = None) -> Any:
    """Run one command; a named error is one red line and exit code 1, never a trace."""
    try:
        return make_top(sites_path())(args=arguments, prog_name="bench")
    except Error as error:
        if os.environ.get("RISTRETTO_TRACE"):
            raise
        place = "" if type(error).__name__ == "ValidationError" else f"{type(error).__name__}: "
        click.secho(f"{place}{error}", fg="red", err=True)
        sys.exit(1)
    except OSError as error:
        # Process edge: a folder that is away or closed to this account is the operator's to mend.
        if os.environ.get("RISTRETTO_TRACE"):
            raise
        click.secho(f"{type(error).__name__}: {error}", fg="red", err=True)
        sys.exit(1)
