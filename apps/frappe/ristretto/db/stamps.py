"""Decides when what a process remembers is stale: a number in the database, bumped by whoever changes it.

The bump happens in the changing transaction. Until it commits, the changing request works on private
caches; after it, every process sees another number at its next request and forgets.
"""

from __future__ import annotations

import json

from ristretto.context import Context, current
from ristretto.context.site import private_caches

NAME = "site"


def read(context: Context) -> int:
    rows = context.db.execute("SELECT `value` FROM `ristretto_stamp` WHERE `name` = ?", (NAME,))
    return int(rows[0][0]) if rows else 0


def refresh(context: Context) -> None:
    """At the start of a request: forget what other processes changed."""
    stamp = read(context)
    site = context.site
    if stamp == site.stamp:
        return
    site.drop_caches()
    site.set_installed_apps(read_installed_apps(context))
    site.stamp = stamp


def bump() -> None:
    """Metadata, permissions, hooks or translations change in this transaction."""
    context = current()
    context.forget()
    if private_caches.get() is None:
        context.db.after_commit.add(lambda: _publish(context))
        apps_before = list(context.site.installed_apps)
        context.db.after_rollback.add(lambda: _withdraw(context, apps_before))
        context.db.execute(
            "INSERT INTO `ristretto_stamp` (`name`, `value`) VALUES (?, 1)"
            " ON CONFLICT (`name`) DO UPDATE SET `value` = `value` + 1",
            (NAME,),
        )
    private_caches.set({})


def _publish(context: Context) -> None:
    private_caches.set(None)
    context.forget()
    refresh(context)


def _withdraw(context: Context, apps_before: list[str]) -> None:
    private_caches.set(None)
    context.forget()
    context.site.set_installed_apps(apps_before)


def read_installed_apps(context: Context) -> list[str]:
    """The list kept as a default of the whole site (contract 1.2)."""
    rows = context.db.execute(
        "SELECT `defvalue` FROM `tabDefaultValue` WHERE `parent` = '__global' AND `defkey` = 'installed_apps'"
    )
    return list(json.loads(rows[0][0])) if rows and rows[0][0] else []
