"""Decides the commands that carry tables between files and a site: export-csv, bulk-rename, partial-restore."""

from __future__ import annotations

import csv
from pathlib import Path

import click

from ristretto.cli.backup_commands import forget_what_was, known_numbers
from ristretto.cli.sites import get_site, open_site, pass_context, site_context
from ristretto.context import AttrDict
from ristretto.context.dotted import get_attr
from ristretto.db.metas import get_meta
from ristretto.errors import ValidationError

FilePath = click.Path(path_type=Path)


@click.command("export-csv")
@click.argument("doctype")
@click.argument("path", type=FilePath)
@pass_context
def export_csv(obj: AttrDict, doctype: str, path: Path) -> None:
    "Export data import template with data for DocType"
    with site_context(str(get_site(obj))):
        meta = get_meta(doctype)
        fields = [field for field in meta.fields if field.column is not None]
        rows = get_attr("frappe.get_all")(
            doctype, fields=["name", *(field.fieldname for field in fields)], as_list=True
        )
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["ID", *(field.label or field.fieldname for field in fields)])
        writer.writerows(["" if cell is None else cell for cell in row] for row in rows)
    click.echo(f"{len(rows)} records are in {path}")


@click.command("bulk-rename")
@click.argument("doctype")
@click.argument("path", type=click.Path(path_type=Path, exists=True))
@pass_context
def bulk_rename(obj: AttrDict, doctype: str, path: Path) -> None:
    "Rename multiple records via CSV file: old name, new name, optional merge"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.reader(file) if row]
    with site_context(str(get_site(obj))) as context:
        get_attr("frappe.model.rename_doc.bulk_rename")(doctype, rows, via_console=True)
        context.db.commit()


@click.command("partial-restore")
@click.argument("sql-file-path", type=click.Path(path_type=Path, exists=True))
@click.option("--verbose", "-v", is_flag=True)
@click.option("--encryption-key", help="Backup encryption key")
@pass_context
def partial_restore(
    obj: AttrDict, sql_file_path: Path, verbose: bool, encryption_key: str | None
) -> None:
    "Restores the tables of a partial backup; all other tables stay as they are"
    from ristretto.site.partial import restore_part

    name = str(get_site(obj))
    site = open_site(name)
    earlier = known_numbers(site)
    try:
        restored = restore_part(site, sql_file_path)
    except ValidationError as error:
        raise click.ClickException(str(error)) from error
    with site_context(name) as context:
        forget_what_was(context, earlier)
        context.db.commit()
    if verbose:
        click.echo("\n".join(restored))
    click.echo(f"{name}: {len(restored)} tables are as in {sql_file_path}")


commands = [export_csv, bulk_rename, partial_restore]
