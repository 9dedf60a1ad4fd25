"""Decides when what a process remembers is stale: two numbers in the database, bumped by whoever changes it.

`site` counts changes of metadata, which code announces with `bump`. `rights` counts writes to the tables
that decide who may do what; the connection itself tells of those, so that no way of writing is missed.
The bump happens in the changing transaction. Until it commits, the changing request works on private
caches; after it, every process sees another number at its next request and forgets.
"""

from __future__ import annotations

import json
from typing import Any

from ristretto.context import Context, current, has_context
from ristretto.context.site import Site, private_caches
from ristretto.db.dialects import of

NAME, RIGHTS = "site", "rights"
# Caches with an entry of its own for each DocType, and those that no definition has a say in.
_BY_DOCTYPE, _OF_NONE = ("metas", "controllers"), ("apps", "hooks", "tables")
_READ = "SELECT `name`, `value` FROM `ristretto_stamp`"


def refresh(context: Context) -> None:
    """At the start of a request and of its transaction: forget what other processes changed."""
    numbers = dict(context.db.execute(_READ))
    stamp = int(numbers.get(NAME, 0))
    site = context.site
    context.facts = site.facts_at((stamp, int(numbers.get(RIGHTS, 0))))
    if not site.begin_request(stamp):
        site.begin_generation(stamp, read_installed_apps(context))


def numbers(db: Any) -> dict[str, int]:
    """The numbers as they stand."""
    return {str(name): int(value) for name, value in db.execute(_READ)}


def go_on_from(db: Any, earlier: dict[str, int]) -> None:
    """Another database has taken the place of one with these numbers: none is met a second time."""
    for name in (NAME, RIGHTS):
        last = earlier.get(name, 0)
        db.execute(
            "UPDATE `ristretto_stamp` SET `value` = ? WHERE `name` = ? AND `value` <= ?",
            (last + 1, name, last),
        )


def bump(doctype: str | None = None) -> None:
    """Metadata, permissions, hooks or translations change in this transaction: all, or those of one DocType.

    Counted each time: an earlier count may have been taken back with a savepoint.
    """
    context = current()
    private = _unaffected(context.site, doctype) if doctype else {}
    context.forget()
    if private_caches.get() is None:
        context.db.after_commit.add(lambda: _publish(context))
        apps_before = list(context.site.installed_apps)
        context.db.after_rollback.add(lambda: _withdraw(context, apps_before))
    _count(context.db, NAME)
    private_caches.set(private)
    context.facts = {}


def _unaffected(site: Site, doctype: str) -> dict[str, dict[Any, Any]]:
    """What a change of one DocType leaves as it was, for this transaction to go on with."""
    known = {name: dict(site.cache(name)) for name in _BY_DOCTYPE + _OF_NONE}
    for name in _BY_DOCTYPE:
        known[name].pop(doctype, None)
    return known


def taken_back() -> None:
    """Back to a savepoint: what the transaction knew may never have been."""
    if private_caches.get() is not None:
        private_caches.set({})


def rights_changed(db: Any) -> None:
    """A statement on this connection wrote a table that decides rights. Counted each time, too."""
    if not has_context() or current().db is not db:
        return
    context = current()
    _forget_rights(context)
    if context.site.stamp < 0:  # the site is being made
        return
    _count(context.db, RIGHTS)
    if not context.rights_moved:
        context.rights_moved = True
        context.db.after_commit.add(lambda: _settle(context))
        context.db.after_rollback.add(lambda: _settle(context))


def _count(db: Any, name: str) -> None:
    more = "`value` = `value` + 1"
    db.execute(
        of(db.dialect).upsert("ristretto_stamp", ("name", "value"), ("name",), change=more),
        (name, 1),
    )


def _forget_rights(context: Context) -> None:
    context.facts = {}
    context.request_cache.clear()


def _settle(context: Context) -> None:
    context.rights_moved = False
    _forget_rights(context)
    refresh(context)


def _publish(context: Context) -> None:
    private_caches.set(None)
    context.forget()
    refresh(context)


def _withdraw(context: Context, apps_before: list[str]) -> None:
    private_caches.set(None)
    context.forget()
    context.site.set_installed_apps(apps_before)
    if context.site.stamp >= 0:  # else the table of numbers was taken back too
        refresh(context)


def read_installed_apps(context: Context) -> list[str]:
    """The list kept as a default of the whole site."""
    rows = context.db.execute(
        "SELECT `defvalue` FROM `tabDefaultValue` WHERE `parent` = '__global' AND `defkey` = 'installed_apps'"
    )
    return list(json.loads(rows[0][0])) if rows and rows[0][0] else []
