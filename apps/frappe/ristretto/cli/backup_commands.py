"""Decides the commands that save a site and bring it back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ristretto.cli import options
from ristretto.cli.sites import each_site, get_site, open_site, pass_context, site_context
from ristretto.context import AttrDict, Context, Site
from ristretto.db import pool
from ristretto.errors import DatabaseUnavailable, QueryError

Paths = click.Path(path_type=Path)


def _names(text: str | None) -> tuple[str, ...]:
    return tuple(name.strip() for name in (text or "").split(",") if name.strip())


@click.command("backup")
@click.option("--with-files", default=False, is_flag=True, help="Take backup with files")
@click.option(
    "--include", "--only", "-i", default="", help="DocTypes to backup, separated by commas"
)
@click.option("--exclude", "-e", default="", help="DocTypes to leave out, separated by commas")
@click.option("--backup-path", type=Paths, help="Folder for all files of the backup")
@click.option("--backup-path-db", type=Paths, help="File for the database")
@click.option("--backup-path-files", type=Paths, help="File for public files")
@click.option("--backup-path-private-files", type=Paths, help="File for private files")
@click.option("--backup-path-conf", type=Paths, help="File for the configuration")
@click.option(
    "--ignore-backup-conf",
    is_flag=True,
    default=False,
    help="Ignore backup.excludes of site_config",
)
@click.option("--compress", default=False, is_flag=True, help="Compress private and public files")
@click.option("--verbose", default=False, is_flag=True, help="Add verbosity")
@click.option(
    "--old-backup-metadata", default=False, is_flag=True, help="Accepted for compatibility"
)
@pass_context
def backup(obj: AttrDict, with_files: bool, include: str, exclude: str, **chosen: Any) -> None:
    "Backup"
    from ristretto.site.backup import Wanted, back_up, summary

    for name in each_site(obj):
        site = open_site(name)
        stored = {} if chosen["ignore_backup_conf"] else site.conf.backup or {}
        wanted = Wanted(
            with_files=with_files,
            compress=chosen["compress"],
            include=_names(include) or tuple(stored.get("includes") or ()),
            exclude=_names(exclude) or tuple(stored.get("excludes") or ()),
            folder=chosen["backup_path"],
            database=chosen["backup_path_db"],
            public=chosen["backup_path_files"],
            private=chosen["backup_path_private_files"],
            config=chosen["backup_path_conf"],
        )
        done = back_up(site, wanted)
        click.echo(summary(name, done, Path.cwd()))
        files = " with files" if with_files else ""
        click.secho(f"Backup for Site {name} has been successfully completed{files}", fg="green")


@click.command("restore")
@click.argument("sql-file-path")
@options.database_root
@click.option("--db-name", help="Ignored on SQLite: the file keeps its name")
@click.option("--admin-password", help="Administrator password for new site")
@click.option("--install-app", multiple=True, help="Install app after installation")
@click.option("--with-public-files", type=Paths, help="Path to the tar file of public files")
@click.option("--with-private-files", type=Paths, help="Path to the tar file of private files")
@click.option("--encryption-key", help="encryption_key of the site that was backed up")
@click.option("--force", is_flag=True, default=False, help="Accepted for compatibility")
@pass_context
def restore(
    obj: AttrDict,
    sql_file_path: str,
    admin_password: str | None,
    install_app: tuple[str, ...],
    with_public_files: Path | None,
    with_private_files: Path | None,
    encryption_key: str | None,
    **_ignored: Any,
) -> None:
    "Restore site database from an sql file"
    from ristretto.site.lock import site_lock
    from ristretto.site.restore import find_backup, restore_database, restore_files

    name = str(get_site(obj))
    site = open_site(name)
    with site_lock(site, "site_restore"):
        earlier = known_numbers(site)
        pool.close_all()
        restore_database(site, find_backup(site, sql_file_path))
        if encryption_key:
            site.save_conf(encryption_key=encryption_key)
        for archive, kind in ((with_public_files, "public"), (with_private_files, "private")):
            if archive:
                restore_files(site, archive, kind)
    _finish_restore(name, admin_password, install_app, earlier)
    files = " with files" if with_public_files or with_private_files else ""
    click.secho(f"Site {name} has been restored{files}", fg="green")


def known_numbers(site: Site) -> dict[str, int]:
    """What running servers know the site by; nothing when its database cannot be read."""
    from ristretto.db import stamps
    from ristretto.db.connect import connected

    try:
        with connected(site) as context:
            return stamps.numbers(context.db)
    except (DatabaseUnavailable, QueryError):
        return {}


def forget_what_was(context: Context, earlier: dict[str, int]) -> None:
    """Tables were put in place of others: every process reads definitions and rights again."""
    from ristretto.db import metas, stamps

    stamps.go_on_from(context.db, earlier)
    metas.clear()


def _finish_restore(
    name: str, admin_password: str | None, apps: tuple[str, ...], earlier: dict[str, int]
) -> None:
    from ristretto.context.dotted import get_attr
    from ristretto.site.create import ADMINISTRATOR, SET_PASSWORD
    from ristretto.site.install import install_app

    with site_context(name) as context:
        forget_what_was(context, earlier)
        if admin_password:
            get_attr(SET_PASSWORD)(ADMINISTRATOR, admin_password)
        for app in apps:
            install_app(app)
        context.db.commit()


commands = [backup, restore]
