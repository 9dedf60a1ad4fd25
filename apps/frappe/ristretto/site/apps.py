"""Decides which apps there are: those the bench has (sites/apps.txt) and those a site has installed.

Installed apps are a JSON list in the global default `installed_apps`, as on stock Frappe; the single
writer of that row is here.
"""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ristretto.context import Site, current
from ristretto.context.hooks import read_hooks
from ristretto.db import stamps
from ristretto.document.clock import now_text
from ristretto.errors import ValidationError

APPS_FILE = "apps.txt"
KEY = "installed_apps"
GLOBAL = "__global"
FRAMEWORK = "frappe"


def bench_apps(sites_path: Path) -> list[str]:
    """Apps of the bench in the order of apps.txt; the framework always comes first."""
    path = sites_path / APPS_FILE
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    named = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    return [FRAMEWORK, *(app for app in named if app != FRAMEWORK)]


def require_app(sites_path: Path, app: str) -> None:
    """Refuse an app that the bench does not list or Python cannot import."""
    if app not in bench_apps(sites_path):
        raise ValidationError(f"App {app} not in {APPS_FILE}: add a line to sites/{APPS_FILE}")
    if find_spec(app) is None:
        raise ValidationError(
            f"App {app} cannot be imported: run env/bin/pip install -e apps/{app}"
        )


def write_installed_apps(db: Any, apps: list[str]) -> None:
    """Replace the list, inside the running transaction; every process hears of it at the commit."""
    stamps.bump()
    now = now_text()
    db.execute("DELETE FROM `tabDefaultValue` WHERE `defkey` = ? AND `parent` = ?", (KEY, GLOBAL))
    db.execute(
        "INSERT INTO `tabDefaultValue` (`name`, `owner`, `modified_by`, `creation`, `modified`, "
        "`docstatus`, `idx`, `parent`, `parenttype`, `parentfield`, `defkey`, `defvalue`) "
        "VALUES (?, 'Administrator', 'Administrator', ?, ?, 0, 0, ?, ?, 'system_defaults', ?, ?)",
        (KEY, now, now, GLOBAL, GLOBAL, KEY, json.dumps(apps)),
    )
    current().site.set_installed_apps(apps)


def required_apps(app: str) -> list[str]:
    """Names of the apps that must be installed before this one; "org/repo" means "repo"."""
    named = read_hooks(app).get("required_apps") or []
    return [str(each).rstrip("/").rsplit("/", 1)[-1].split("@")[0] for each in named]


def dependants(site: Site, app: str) -> list[str]:
    """Installed apps that require this one."""
    return [each for each in site.installed_apps if app in required_apps(each)]
