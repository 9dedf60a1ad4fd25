"""Installing and removing apps at Frappe's public place."""

from typing import Any

from ristretto.context import current
from ristretto.site import apps, patches
from ristretto.site.config import REMOVE, set_value, site_config_path
from ristretto.site.install import install_app, uninstall_app

__all__ = [
    "add_to_installed_apps",
    "install_app",
    "remove_app",
    "remove_from_installed_apps",
    "set_all_patches_as_completed",
    "update_site_config",
]


def add_to_installed_apps(app_name: str, rebuild_website: bool = True) -> None:
    installed = current().site.installed_apps
    if app_name not in installed:
        apps.write_installed_apps(current().db, [*installed, app_name])


def remove_from_installed_apps(app_name: str) -> None:
    left = [app for app in current().site.installed_apps if app != app_name]
    apps.write_installed_apps(current().db, left)


def remove_app(
    app_name: str,
    dry_run: bool = False,
    yes: bool = False,
    no_backup: bool = False,
    force: bool = False,
) -> None:
    uninstall_app(app_name, dry_run=dry_run, force=force)


def set_all_patches_as_completed(app: str) -> None:
    patches.mark_all(app)


def update_site_config(
    key: str, value: Any, validate: bool = True, site_config_path: str | None = None
) -> None:
    """Set one key of site_config.json; "None" removes it."""
    site = current().site
    path = _config_path(site_config_path)
    set_value(path, key, REMOVE if value == "None" else value)
    site.reload_conf()
    current().conf = site.conf


def _config_path(given: str | None) -> Any:
    from pathlib import Path

    site = current().site
    return Path(given) if given else site_config_path(site.sites_path, site.name)
