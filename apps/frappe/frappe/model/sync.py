"""Syncing an app's records at Frappe's public place."""

from typing import Any

from ristretto.site.sync import remove_orphan_doctypes, sync_all, sync_app

__all__ = ["remove_orphan_doctypes", "sync_all", "sync_for"]


def sync_for(app_name: str, force: Any = 0, reset_permissions: bool = False) -> int:
    return sync_app(app_name, force=bool(force))
