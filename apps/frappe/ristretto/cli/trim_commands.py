"""Decides the commands that drop what no definition names any more: columns and tables. A backup comes first."""

from __future__ import annotations

import json

import click

from ristretto.cli.sites import each_site, open_site, pass_context, site_context
from ristretto.context import AttrDict, current
from ristretto.db.dialects import speech
from ristretto.db.metas import get_meta
from ristretto.db.tables import table_columns
from ristretto.meta import constants as c

SYSTEM_TABLES = frozenset({"tabSingles", "tabSeries", "tabSessions", "tabDefaultValue"})
# What customisers added and removed again stays readable: only these are never columns of a definition.
KEPT_COLUMNS = frozenset({*c.STANDARD_FIELDS, *c.CHILD_FIELDS, *c.OPTIONAL_FIELDS, "name"})


@click.command("trim-tables")
@click.option("--dry-run", is_flag=True, default=False, help="Show what would be deleted")
@click.option("--format", "-f", "shape", default="table", type=click.Choice(["json", "table"]))
@click.option("--no-backup", is_flag=True, default=False, help="Do not backup the site")
@pass_context
def trim_tables(obj: AttrDict, dry_run: bool, shape: str, no_backup: bool) -> None:
    """Remove columns from tables where fields are deleted from doctypes."""
    for name in each_site(obj):
        _back_up(name, needed=not (no_backup or dry_run))
        with site_context(name) as context:
            found = {doctype: extra for doctype in _stored() if (extra := extra_columns(doctype))}
            for doctype, columns in {} if dry_run else found.items():
                for column in columns:
                    context.db.execute(f"ALTER TABLE `tab{doctype}` DROP COLUMN `{column}`")
            context.db.commit()
        _show(found, shape)


@click.command("trim-database")
@click.option("--dry-run", is_flag=True, default=False, help="Show what would be deleted")
@click.option("--format", "-f", "shape", default="text", type=click.Choice(["json", "text"]))
@click.option("--no-backup", is_flag=True, default=False, help="Do not backup the site")
@click.option("--yes", "-y", is_flag=True, default=False, help="Do not ask")
@pass_context
def trim_database(obj: AttrDict, dry_run: bool, shape: str, no_backup: bool, yes: bool) -> None:
    """Remove database tables for deleted DocTypes."""
    for name in each_site(obj):
        with site_context(name):
            tables = ghost_tables()
        _show({name: tables}, shape)
        if dry_run or not tables or not (yes or click.confirm(f"Drop {len(tables)} tables?")):
            continue
        _back_up(name, needed=not no_backup)
        with site_context(name) as context:
            for table in tables:
                context.db.execute(f"DROP TABLE `{table}`")
            context.db.commit()


def _stored() -> list[str]:
    rows = current().db.execute(
        "SELECT `name` FROM `tabDocType` WHERE COALESCE(`issingle`, 0) = 0 AND COALESCE(`is_virtual`, 0) = 0"
    )
    return [row[0] for row in rows]


def extra_columns(doctype: str) -> list[str]:
    """Columns of the table that are no field of the DocType."""
    wanted = {*get_meta(doctype).valid_columns, *KEPT_COLUMNS}
    return [column for column in table_columns(f"tab{doctype}") if column not in wanted]


def ghost_tables() -> list[str]:
    """Tables of DocTypes that are gone."""
    known = {f"tab{name}" for (name,) in current().db.execute("SELECT `name` FROM `tabDocType`")}
    tables = speech().tables(current().db.execute)
    return sorted(
        table
        for table in tables
        if table.startswith("tab") and table not in known and table not in SYSTEM_TABLES
    )


def _back_up(name: str, *, needed: bool) -> None:
    if needed:
        from ristretto.site.backup import back_up

        back_up(open_site(name))


def _show(found: dict[str, list[str]], shape: str) -> None:
    if shape == "json":
        click.echo(json.dumps(found, indent=1))
        return
    for name, things in found.items():
        click.echo(f"{name}: {', '.join(things) or 'nothing to remove'}")
    if not found:
        click.echo("nothing to remove")


commands = [trim_tables, trim_database]
