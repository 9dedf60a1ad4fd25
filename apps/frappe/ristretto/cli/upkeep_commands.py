"""Decides the commands that put a running site in order: caches, sessions, search, rights, indexes."""

from __future__ import annotations

import json
from typing import Any

import click

from ristretto.cli.sites import each_site, get_site, pass_context, site_context
from ristretto.context import AttrDict, current
from ristretto.context.dotted import get_attr
from ristretto.db.dialects import speech
from ristretto.db.metas import doctype_exists, get_meta
from ristretto.web import sessions


@click.command("clear-website-cache")
@pass_context
def clear_website_cache(obj: AttrDict) -> None:
    "Clear website cache"
    for name in each_site(obj):
        with site_context(name) as context:
            get_attr("frappe.cache").delete_keys("website_")
            context.db.commit()


@click.command("destroy-all-sessions")
@click.option("--reason", help="Kept with the closed sessions")
@pass_context
def destroy_all_sessions(obj: AttrDict, reason: str | None) -> None:
    "Clear sessions of all users (logs them out)"
    for name in each_site(obj):
        with site_context(name) as context:
            get_attr("frappe.sessions.clear_all_sessions")(reason)
            context.db.commit()


@click.command("reset-perms")
@pass_context
def reset_perms(obj: AttrDict) -> None:
    "Reset permissions for all doctypes"
    for name in each_site(obj):
        with site_context(name) as context:
            customised = context.db.execute("SELECT DISTINCT `parent` FROM `tabCustom DocPerm`")
            for (doctype,) in customised:
                get_attr("frappe.permissions.reset_perms")(doctype)
            context.db.commit()
            click.echo(f"{name}: permissions of {len(customised)} DocTypes are as shipped")


@click.command("rebuild-global-search")
@click.option("--static-pages", is_flag=True, default=False, help="Accepted for compatibility")
@pass_context
def rebuild_global_search(obj: AttrDict, static_pages: bool) -> None:
    "Setup help table in the current site (called after migrate)"
    _rebuild_search(obj)


@click.command("build-search-index")
@pass_context
def build_search_index(obj: AttrDict) -> None:
    "Rebuild search index used by global search"
    _rebuild_search(obj)


def _rebuild_search(obj: AttrDict) -> None:
    for name in each_site(obj):
        with site_context(name) as context:
            rebuild = get_attr("frappe.utils.global_search.rebuild_for_doctype")
            searched = [each for each in _doctypes() if get_meta(each).get_global_search_fields()]
            for doctype in searched:
                rebuild(doctype)
                context.db.commit()
            click.echo(f"{name}: {len(searched)} DocTypes")


def _doctypes() -> list[str]:
    rows = current().db.execute(
        "SELECT `name` FROM `tabDocType` WHERE COALESCE(`issingle`, 0) = 0 AND COALESCE(`istable`, 0) = 0"
        " AND COALESCE(`is_virtual`, 0) = 0 ORDER BY `name`"
    )
    return [row[0] for row in rows]


@click.command("add-database-index")
@click.option("--doctype", required=True, help="DocType on which index needs to be added")
@click.option(
    "--column", multiple=True, required=True, help="Column to index; several make one index"
)
@pass_context
def add_database_index(obj: AttrDict, doctype: str, column: tuple[str, ...]) -> None:
    "Adds a new DB index and creates a property setter to persist it"
    for name in each_site(obj):
        with site_context(name) as context:
            context.db.begin("write")
            check_columns(doctype, column)
            name = f"{'_'.join(column)}_index"
            speech().add_index(context.db.execute, f"tab{doctype}", list(column), name, unique=False)
            if len(column) == 1:
                persist_index(doctype, column[0])
            context.db.commit()


def check_columns(doctype: str, columns: tuple[str, ...]) -> None:
    """Refuse what has no column, before anything changes."""
    if not doctype_exists(doctype):
        raise click.ClickException(f"There is no DocType {doctype}")
    unknown = [each for each in columns if each not in get_meta(doctype).valid_columns]
    if unknown:
        raise click.ClickException(f"{doctype} has no column {', '.join(unknown)}")


def persist_index(doctype: str, column: str) -> None:
    """A field's own index is a property of the field: migrate keeps it."""
    if get_meta(doctype).has_field(column):
        get_attr("frappe.make_property_setter")(
            {
                "doctype": doctype,
                "fieldname": column,
                "property": "search_index",
                "value": "1",
                "property_type": "Check",
            }
        )


@click.command("publish-realtime")
@click.argument("event")
@click.option("--message", help="JSON, or plain text")
@click.option("--room")
@click.option("--user")
@click.option("--doctype")
@click.option("--docname")
@click.option("--after-commit", is_flag=True, default=False)
@pass_context
def publish_realtime(obj: AttrDict, event: str, message: str | None, **place: Any) -> None:
    "Publish realtime event from bench"
    for name in each_site(obj):
        with site_context(name) as context:
            get_attr("frappe.publish_realtime")(event, message=_read(message), **place)
            context.db.commit()


def _read(message: str | None) -> Any:
    try:
        return json.loads(message) if message else None
    except ValueError:
        return message


@click.command("browse")
@click.argument("site", required=False)
@click.option("--user", help="Log in as this user; Administrator only in developer mode")
@pass_context
def browse(obj: AttrDict, site: str | None, user: str | None) -> None:
    "Opens the site on web browser"
    name = site or str(get_site(obj))
    with site_context(name) as context:
        address = str(get_attr("frappe.utils.get_url")("/app"))
        if user:
            address += f"?sid={_session_of(context, user)}"
        context.db.commit()
    click.echo(address)
    click.launch(address)


def _session_of(context: Any, user: str) -> str:
    """A new session of an enabled user; for Administrator only where a developer works."""
    if user == "Administrator" and not context.conf.developer_mode:
        raise click.ClickException(
            "Log in as Administrator from the command line needs developer_mode"
        )
    found = context.db.execute(
        "SELECT `full_name`, `user_type` FROM `tabUser` WHERE `name` = ? AND `enabled` = 1", (user,)
    )
    if not found:
        raise click.ClickException(f"User {user} does not exist or is disabled")
    full_name, user_type = found[0]
    return str(sessions.start(user, full_name, user_type, ip=None).sid)


commands = [
    clear_website_cache,
    destroy_all_sessions,
    reset_perms,
    rebuild_global_search,
    build_search_index,
    add_database_index,
    publish_realtime,
    browse,
]
