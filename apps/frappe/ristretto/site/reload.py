"""Decides how one shipped record is read again from its file, by module, type and name."""

from __future__ import annotations

from pathlib import Path

from ristretto.context import current, scrub
from ristretto.errors import DoesNotExistError
from ristretto.site.records import import_file


def module_path(module: str) -> Path:
    """Folder of a module of an installed app."""
    site = current().site
    scrubbed = scrub(module)
    app = site.module_app.get(scrubbed)
    if app is None:
        raise DoesNotExistError(f"Module {module} belongs to no installed app")
    return Path(site.app_path(app)) / scrubbed


def record_path(module: str, doctype: str, name: str) -> Path:
    leaf = scrub(name)
    return module_path(module) / scrub(doctype) / leaf / f"{leaf}.json"


def reload_record(module: str, doctype: str, name: str, *, force: bool = False) -> bool:
    """Import one record file; True when it was written."""
    path = record_path(module, doctype, name)
    if not path.exists():
        raise DoesNotExistError(f"{path} is missing")
    return import_file(path, force=force) > 0
