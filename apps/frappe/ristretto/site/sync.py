"""Decides that a site's definitions and standard records equal what its apps ship."""

from __future__ import annotations

from pathlib import Path

from ristretto.context import current
from ristretto.db import metas
from ristretto.document import delete_doc
from ristretto.document.controllers import load_module
from ristretto.site import walk
from ristretto.site.progress import say
from ristretto.site.records import import_file


def sync_app(app: str, *, force: bool = False) -> int:
    """Import what is new among the app's record files; returns how many records were written."""
    site = current().site
    paths = walk.app_files(site.app_path(app), site.modules.get(app, []))
    imported = sum(import_file(path, force=force) for path in paths)
    if imported:
        say(f"Updating DocTypes for {app}: {imported} of {len(paths)} records were new or changed")
    return imported


def sync_all() -> int:
    return sum(sync_app(app) for app in current().site.installed_apps)


def sync_dashboards(app: str) -> None:
    """Charts, cards and dashboards of an app."""
    site = current().site
    for module in site.modules.get(app, []):
        for path in walk.dashboard_files(Path(site.app_path(app)) / module):
            import_file(path)


def orphan_doctypes() -> list[str]:
    """Standard DocTypes that no installed app ships any more; neither JSON nor controller is left."""
    rows = current().db.execute("SELECT `name`, `module` FROM `tabDocType` WHERE `custom` = 0")
    overridden = current().site.get_hooks("override_doctype_class", {})
    return [
        name for name, module in rows if name not in overridden and not _is_shipped(name, module)
    ]


def _is_shipped(name: str, module: str) -> bool:
    site = current().site
    scrubbed = module.replace(" ", "_").replace("-", "_").lower()
    app = site.module_app.get(scrubbed)
    if app is None:
        return False
    leaf = name.replace(" ", "_").replace("-", "_").lower()
    shipped = Path(site.app_path(app)) / scrubbed / "doctype" / leaf / f"{leaf}.json"
    return shipped.exists() or load_module(name, module) is not None


def remove_orphan_doctypes() -> None:
    """Forget definitions without code; their tables and rows stay."""
    orphans = orphan_doctypes()
    if not orphans:
        return
    say(f"Orphaned DocType(s) found: {', '.join(orphans)}")
    for name in orphans:
        # A migration forgets what its app no longer ships, for whoever starts it.
        delete_doc("DocType", name, force=True, ignore_missing=True, ignore_permissions=True)
    metas.clear()
