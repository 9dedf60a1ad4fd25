"""Decides the commands that make, change and remove sites and the apps on them."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from ristretto.cli import options
from ristretto.cli.sites import (
    each_site,
    get_site,
    open_site,
    pass_context,
    site_context,
    sites_path,
)
from ristretto.context import AttrDict, Site
from ristretto.context.site import read_json
from ristretto.db import pool
from ristretto.errors import Error
from ristretto.site import apps as app_list
from ristretto.site import config
from ristretto.site.databases import Wanted, give_up
from ristretto.site.versions import branch_of, version_of


@click.command("new-site")
@click.argument("site")
@options.database
@click.option("--admin-password", help="Administrator password for new site")
@click.option(
    "--admin-password-stdin", is_flag=True, help="Read it from standard input's first line"
)
@click.option("--verbose", is_flag=True, default=False, help="Verbose")
@click.option(
    "--force", is_flag=True, default=False, help="Force if site or database already exists"
)
@click.option("--source-sql", "--source_sql", help="Initiate database with a SQL file")
@click.option("--install-app", multiple=True, help="Install app after installation")
@click.option("--set-default", is_flag=True, default=False, help="Set the new site as default site")
def new_site(
    site: str,
    admin_password: str | None,
    admin_password_stdin: bool,
    verbose: bool,
    force: bool,
    source_sql: str | None,
    install_app: tuple[str, ...],
    set_default: bool,
    **given: Any,
) -> None:
    "Create a new site"
    from ristretto.site.create import new_site as create
    from ristretto.site.restore import restore_database

    if admin_password_stdin:
        admin_password = sys.stdin.readline().rstrip("\n")
    password = admin_password or _configured_password() or _ask_password()
    handle = create(
        sites_path(),
        site,
        admin_password=password,
        database=options.wanted(given),
        install_apps=install_app,
        force=force,
    )
    if source_sql:
        pool.close_all()
        restore_database(handle, Path(source_sql))
    if set_default:
        _use(site)


def _configured_password() -> str | None:
    return read_json(config.common_path(sites_path())).get("admin_password")


def _ask_password() -> str:
    return str(
        click.prompt("Set Administrator password", hide_input=True, confirmation_prompt=True)
    )


@click.command("install-app")
@click.argument("apps", nargs=-1, required=True)
@click.option("--force", is_flag=True, default=False)
@pass_context
def install_app(obj: AttrDict, apps: tuple[str, ...], force: bool) -> None:
    "Install a new app to site, supports multiple apps"
    from ristretto.site.install import install_app as install
    from ristretto.site.lock import site_lock

    failed = False
    for name in each_site(obj):
        with site_context(name) as context, site_lock(context.site, "install_app"):
            for app in apps:
                try:
                    install(app, force=force or obj.force)
                    context.db.commit()
                except Error as error:
                    context.db.rollback()
                    click.echo(f"An error occurred while installing {app}: {error}")
                    failed = True
    sys.exit(1 if failed else 0)


@click.command("uninstall-app")
@click.argument("app")
@click.option("--yes", "-y", is_flag=True, default=False, help="To bypass confirmation prompt")
@click.option(
    "--dry-run", is_flag=True, default=False, help="List all doctypes that will be deleted"
)
@click.option("--no-backup", is_flag=True, default=False, help="Do not backup the site")
@click.option("--force", is_flag=True, default=False, help="Force remove app from site")
@pass_context
def uninstall_app(
    obj: AttrDict, app: str, yes: bool, dry_run: bool, no_backup: bool, force: bool
) -> None:
    "Remove app and all linked modules from site"
    from ristretto.site.backup import back_up
    from ristretto.site.install import uninstall_app as uninstall

    for name in each_site(obj):
        with site_context(name) as context:
            if not (dry_run or yes):
                click.confirm(
                    "All doctypes (including custom), modules related to this app will be deleted. "
                    "Are you sure you want to continue?",
                    abort=True,
                )
            if not (dry_run or no_backup):
                click.echo("Backing up...")
                back_up(context.site)
            uninstall(app, dry_run=dry_run, force=force or obj.force)
            context.db.commit()


@click.command("remove-from-installed-apps")
@click.argument("app")
@pass_context
def remove_from_installed_apps(obj: AttrDict, app: str) -> None:
    "Remove app from site's installed-apps list"
    for name in each_site(obj):
        with site_context(name) as context:
            left = [each for each in context.site.installed_apps if each != app]
            app_list.write_installed_apps(context.db, left)
            context.db.commit()


@click.command("list-apps")
@click.option("--format", "-f", "style", type=click.Choice(["text", "json"]), default="text")
@pass_context
def list_apps(obj: AttrDict, style: str) -> None:
    "List apps in site"
    found: dict[str, list[str]] = {}
    for name in each_site(obj):
        with site_context(name) as context:
            found[name] = list(context.site.installed_apps)
        if style == "text":
            if len(obj.sites) > 1:
                click.secho(name, fg="green")
            click.echo(_app_table(found[name]))
    if style == "json":
        click.echo(json.dumps(found, indent=1, sort_keys=True))


def _app_table(installed: list[str]) -> str:
    rows = [(app, version_of(app), branch_of(app)) for app in installed]
    widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
    return "\n".join(
        f"{app:{widths[0]}} {version:{widths[1]}} {branch}".rstrip()
        for app, version, branch in rows
    )


@click.command("use")
@click.argument("site")
def use(site: str) -> None:
    "Set a default site"
    _use(site)


def _use(site: str) -> None:
    open_site(site)
    config.set_value(config.common_path(sites_path()), "default_site", site)
    click.echo(f"Current Site set to {site}")


@click.command("drop-site")
@click.argument("site")
@options.database_root
@click.option("--archived-sites-path", help="Path to move the site's folder to")
@click.option("--no-backup", is_flag=True, default=False)
@click.option(
    "--force", is_flag=True, default=False, help="Force drop-site even if an error is encountered"
)
def drop_site(
    site: str, archived_sites_path: str | None, no_backup: bool, force: bool, **given: Any
) -> None:
    "Remove a site: back it up, drop its database on a server, then move its folder aside"
    from ristretto.site.backup import back_up
    from ristretto.site.folders import archive_site

    handle = open_site(site)
    if not no_backup:
        click.echo(f"Taking backup of {site}")
        try:
            back_up(handle)
        except Error as error:
            if not force:
                raise
            click.echo(f"The backup failed, and --force was given: {error}")
    pool.close_all()
    _give_up_database(handle, options.wanted(given), force)
    bench = sites_path().parent
    root = Path(archived_sites_path) if archived_sites_path else bench / "archived" / "sites"
    click.echo(f"Site {site} moved to {archive_site(handle.path, root)}")


def _give_up_database(site: Site, database: Wanted, force: bool) -> None:
    try:
        give_up(site, database)
    except Error as error:
        if not force:
            raise
        click.echo(f"The database was not dropped, and --force was given: {error}")


@click.command("reinstall")
@click.option("--admin-password", help="Administrator Password for reinstalled site")
@options.database_root
@click.option("--yes", is_flag=True, default=False, help="Pass --yes to skip confirmation")
@pass_context
def reinstall(obj: AttrDict, admin_password: str | None, yes: bool, **given: Any) -> None:
    "Reinstall site ie. wipe all data and start over"
    from ristretto.site.create import new_site as create

    name = str(get_site(obj))
    if not yes:
        click.confirm(
            "This will wipe your database. Are you sure you want to reinstall?", abort=True
        )
    with site_context(name) as context:
        installed = tuple(app for app in context.site.installed_apps if app != app_list.FRAMEWORK)
    create(
        sites_path(),
        name,
        admin_password=admin_password or _ask_password(),
        database=options.wanted(given),
        install_apps=installed,
        force=True,
    )


@click.command("migrate")
@click.option("--skip-failing", is_flag=True, help="Skip patches that fail to run")
@click.option("--skip-search-index", is_flag=True, help="Skip search indexing for web documents")
@pass_context
def migrate(obj: AttrDict, skip_failing: bool, skip_search_index: bool) -> None:
    "Run patches, sync schema and rebuild files/translations"
    from ristretto.site.migrate import migrate as run

    for name in each_site(obj):
        click.secho(f"Migrating {name}", fg="green")
        with site_context(name):
            run(skip_failing=skip_failing)


commands = [
    new_site,
    install_app,
    uninstall_app,
    remove_from_installed_apps,
    list_apps,
    use,
    drop_site,
    reinstall,
    migrate,
]
