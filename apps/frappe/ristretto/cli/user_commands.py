"""Decides the commands that make users and set their passwords."""

from __future__ import annotations

import sys
from typing import Any

import click

from ristretto.cli.sites import each_site, get_site, pass_context, site_context
from ristretto.context import AttrDict
from ristretto.context.dotted import get_attr
from ristretto.document import get_doc
from ristretto.errors import DoesNotExistError
from ristretto.site.create import ADMINISTRATOR, SET_PASSWORD


def _store_password(obj: AttrDict, user: str, password: str | None, logout: bool) -> None:
    password = password or click.prompt(f"Enter {user}'s new password", hide_input=True)
    for name in each_site(obj):
        with site_context(name) as context:
            if not context.db.execute("SELECT 1 FROM `tabUser` WHERE `name` = ?", (user,)):
                raise DoesNotExistError(f"User {user} does not exist on {name}")
            get_attr(SET_PASSWORD)(user, password)
            if logout:
                context.db.execute("DELETE FROM `tabSessions` WHERE `user` = ?", (user,))
            context.db.commit()


@click.command("set-admin-password")
@click.argument("admin-password", required=False)
@click.option(
    "--logout-all-sessions", is_flag=True, default=False, help="Log out from all sessions"
)
@pass_context
def set_admin_password(
    obj: AttrDict, admin_password: str | None, logout_all_sessions: bool
) -> None:
    "Set Administrator password for a site"
    _store_password(obj, ADMINISTRATOR, admin_password, logout_all_sessions)


@click.command("set-password")
@click.argument("user")
@click.argument("password", required=False)
@click.option(
    "--logout-all-sessions", is_flag=True, default=False, help="Log out from all sessions"
)
@pass_context
def set_password(obj: AttrDict, user: str, password: str | None, logout_all_sessions: bool) -> None:
    "Set password for a user on a site"
    _store_password(obj, user, password, logout_all_sessions)


def _insert_user(values: dict[str, Any], roles: list[str], password: str | None) -> None:
    doc = get_doc({"doctype": "User", "enabled": 1, **values})
    for role in roles:
        doc.append("roles", {"role": role})
    doc.insert()
    if password:
        get_attr(SET_PASSWORD)(doc.name, password)


@click.command("add-user")
@click.argument("email")
@click.option("--first-name")
@click.option("--last-name")
@click.option("--password")
@click.option("--user-type")
@click.option("--add-role", multiple=True)
@click.option("--send-welcome-email", default=False, is_flag=True)
@pass_context
def add_user(
    obj: AttrDict,
    email: str,
    first_name: str | None,
    last_name: str | None,
    password: str | None,
    user_type: str | None,
    add_role: tuple[str, ...],
    send_welcome_email: bool,
) -> None:
    "Add user to a site"
    values = {
        "email": email,
        "first_name": first_name or email,
        "last_name": last_name,
        "user_type": user_type or "System User",
        "send_welcome_email": int(send_welcome_email),
    }
    for name in each_site(obj):
        with site_context(name) as context:
            _insert_user(values, list(add_role), password)
            context.db.commit()


@click.command("add-system-manager")
@click.argument("email")
@click.option("--first-name")
@click.option("--last-name")
@click.option("--send-welcome-email", default=False, is_flag=True)
@click.option("--password")
@pass_context
def add_system_manager(
    obj: AttrDict,
    email: str,
    first_name: str | None,
    last_name: str | None,
    send_welcome_email: bool,
    password: str | None,
) -> None:
    "Add a new system manager to a site"
    values = {
        "email": email,
        "first_name": first_name or email,
        "last_name": last_name,
        "user_type": "System User",
        "send_welcome_email": int(send_welcome_email),
    }
    for name in each_site(obj):
        with site_context(name) as context:
            rows = context.db.execute(
                "SELECT `name` FROM `tabRole` WHERE `name` NOT IN "
                "('Administrator', 'Guest', 'All', 'Desk User') ORDER BY `name`"
            )
            _insert_user(values, [str(row[0]) for row in rows], password)
            context.db.commit()


@click.command("disable-user")
@click.argument("email")
@pass_context
def disable_user(obj: AttrDict, email: str) -> None:
    "Disable a user account on site"
    with site_context(str(get_site(obj))) as context:
        doc = get_doc("User", email)
        if not doc.enabled:
            click.echo(f"User {email} is disabled already")
            sys.exit(0)
        doc.enabled = 0
        doc.save()
        context.db.commit()


commands = [set_admin_password, set_password, add_user, add_system_manager, disable_user]
