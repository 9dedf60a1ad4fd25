"""Decides whether a site was last used by newer software than this: then nothing is read into, written or migrated.

A site remembers the version of the runtime and of each app that migrated it. Older code would not know what newer code
has stored; the way back is the backup that was made before the update.
"""

from __future__ import annotations

import re

import ristretto
from ristretto.context import Context
from ristretto.db.metas import doctype_exists
from ristretto.document import get_doc
from ristretto.document.clock import now_text
from ristretto.errors import SiteIsNewer
from ristretto.site.versions import branch_of, version_of

KEY = "ristretto_version"
GLOBAL = "__global"
CACHE = "newer"


def refuse_newer(context: Context) -> None:
    """Raises SiteIsNewer; asked again only when the site's definitions or apps changed."""
    cache = context.site.cache(CACHE)
    if "found" not in cache:
        cache["found"] = newer_parts(context)
    if found := cache["found"]:
        raise SiteIsNewer(
            f"{context.site.name} was last used by newer software: {', '.join(found)}."
            " Install that version, or restore the backup that was made before the update."
        )


def newer_parts(context: Context) -> list[str]:
    """`iso_qms 0.9.0 (here 0.3.0)` for each part of which the site has seen a newer version."""
    found = []
    for name, stored, here in _versions(context):
        if number(stored) > number(here):
            found.append(f"{name} {stored} (here {here})")
    return found


def _versions(context: Context) -> list[tuple[str, str, str]]:
    """(part, version that the site remembers, version here)."""
    execute = context.db.execute
    runtime = execute(
        "SELECT `defvalue` FROM `tabDefaultValue` WHERE `defkey` = ? AND `parent` = ?",
        (KEY, GLOBAL),
    )
    parts = [("the runtime", str(row[0]), ristretto.__version__) for row in runtime]
    for app, version in execute("SELECT `app_name`, `app_version` FROM `tabInstalled Application`"):
        if app in context.site.installed_apps:
            parts.append((str(app), str(version or ""), version_of(app)))
    return parts


def number(version: str) -> tuple[int, ...]:
    """`1.10.2-beta` as (1, 10, 2); what is no version is older than everything."""
    found = re.match(r"\d+(\.\d+)*", version)
    return tuple(map(int, found.group().split("."))) if found else ()


def record_versions(context: Context) -> None:
    """Keep what has made or migrated the site: this runtime and each app."""
    remember(context)
    if not doctype_exists("Installed Applications"):
        return
    doc = get_doc("Installed Applications")
    rows = [
        {"app_name": app, "app_version": version_of(app), "git_branch": branch_of(app)}
        for app in context.site.installed_apps
    ]
    if [{key: row.get(key) for key in rows[0]} for row in doc.installed_applications] == rows:
        return  # a migration with nothing to do leaves no trace
    doc.set("installed_applications", rows)
    doc.save(ignore_permissions=True)  # the system's own record


def remember(context: Context) -> None:
    """Keep that this runtime has migrated the site; a second migration of the same version writes nothing."""
    execute = context.db.execute
    known = execute(
        "SELECT `defvalue` FROM `tabDefaultValue` WHERE `defkey` = ? AND `parent` = ?",
        (KEY, GLOBAL),
    )
    if known == [(ristretto.__version__,)]:
        return
    now = now_text()
    execute("DELETE FROM `tabDefaultValue` WHERE `defkey` = ? AND `parent` = ?", (KEY, GLOBAL))
    execute(
        "INSERT INTO `tabDefaultValue` (`name`, `owner`, `modified_by`, `creation`, `modified`, `docstatus`, `idx`,"
        " `parent`, `parenttype`, `parentfield`, `defkey`, `defvalue`)"
        " VALUES (?, 'Administrator', 'Administrator', ?, ?, 0, 0, ?, ?, 'system_defaults', ?, ?)",
        (KEY, now, now, GLOBAL, GLOBAL, KEY, ristretto.__version__),
    )
