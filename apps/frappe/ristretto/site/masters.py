"""Decides which records follow from what apps ship: Module Defs, roles that permissions name, languages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ristretto.context import current
from ristretto.document import get_doc
from ristretto.site.seeds import LANGUAGES, NO_DESK_ROLES


def has(doctype: str, name: str) -> bool:
    return bool(current().db.execute(f"SELECT 1 FROM `tab{doctype}` WHERE `name` = ?", (name,)))


def add(values: dict[str, Any], name: str) -> None:
    """Insert a record that the system itself needs, once."""
    if has(values["doctype"], name):
        return
    doc = get_doc(values)
    # Nobody has rights while a site is being made; these records are the framework's own.
    doc.insert(ignore_permissions=True, ignore_links=True, ignore_mandatory=True)


def add_module_defs(app: str) -> None:
    """A Module Def for each line of the app's modules.txt."""
    for title in current().site.module_titles(app):
        add({"doctype": "Module Def", "module_name": title, "app_name": app}, title)


def add_roles(names: Iterable[str]) -> None:
    """Roles are made by being named in a permission row."""
    for name in names:
        desk = 0 if name in NO_DESK_ROLES else 1
        add({"doctype": "Role", "role_name": name, "desk_access": desk}, name)


def add_languages() -> None:
    for code, title in LANGUAGES:
        add(
            {"doctype": "Language", "language_code": code, "language_name": title, "enabled": 1},
            code,
        )
