"""A small app made for one test: modules, DocType, fixtures, customisations, patches, recorded hooks."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from ristretto.context import Site

HOOKS = """
app_name = "{name}"
app_title = "Probe"
required_apps = {required}
before_install = "{name}.events.before_install"
after_install = "{name}.events.after_install"
after_sync = "{name}.events.after_sync"
before_app_install = "{name}.events.before_app_install"
after_app_install = "{name}.events.after_app_install"
before_migrate = ["{name}.events.before_migrate"]
after_migrate = ["{name}.events.after_migrate"]
before_uninstall = "{name}.events.before_uninstall"
after_uninstall = "{name}.events.after_uninstall"
fixtures = [{{"dt": "Probe Item", "filters": [["name", "like", "fix%"]]}}]
"""

EVENTS = """
import frappe
SEEN = []
ANSWER = None

def state():
    defs = frappe.db.exists("Module Def", "Probe Module")
    table = frappe.db.exists("DocType", "Probe Item")
    fixture = table and frappe.db.exists("Probe Item", "fix-1")
    installed = "{name}" in frappe.get_installed_apps()
    return "".join(letter for letter, on in (("m", defs), ("d", table), ("i", installed), ("f", fixture)) if on)

def _event(name):
    def run(*args):
        SEEN.append((name, state()))
        return ANSWER if name == "before_install" else None
    return run

for _name in ("before_install", "after_install", "after_sync", "before_app_install", "after_app_install",
              "before_migrate", "after_migrate", "before_uninstall", "after_uninstall"):
    globals()[_name] = _event(_name)
"""

DOCTYPE: dict[str, Any] = {
    "doctype": "DocType",
    "name": "Probe Item",
    "module": "Probe Module",
    "autoname": "field:code",
    "modified": "2026-01-01 00:00:00.000000",
    "fields": [
        {"fieldname": "code", "fieldtype": "Data", "label": "Code", "reqd": 1},
        {"fieldname": "title", "fieldtype": "Data", "label": "Title"},
        {"fieldname": "amount", "fieldtype": "Int", "label": "Amount", "default": "7"},
    ],
    "permissions": [{"role": "Probe Clerk", "read": 1}],
}


def write(path: Path, text: str | dict[str, Any] | list[Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text if isinstance(text, str) else json.dumps(text), encoding="utf-8")


class App:
    """Files of a made app."""

    def __init__(self, root: Path, name: str) -> None:
        self.name = name
        self.package = root / name

    @property
    def doctype_path(self) -> Path:
        return self.package / "probe_module" / "doctype" / "probe_item" / "probe_item.json"

    def set_doctype(self, **changes: Any) -> None:
        write(self.doctype_path, {**DOCTYPE, **changes})

    @property
    def seen(self) -> list[tuple[str, str]]:
        events: list[tuple[str, str]] = sys.modules[f"{self.name}.events"].SEEN
        return events


@pytest.fixture
def make_app(
    tmp_path: Path, fresh_site: Site, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., App]]:
    """`make_app("probe_a")` → an app that `fresh_site`'s bench lists."""
    root = tmp_path / "made_apps"
    root.mkdir()
    monkeypatch.syspath_prepend(str(root))
    made: list[str] = []

    def make(name: str = "probe_app", required: tuple[str, ...] = ()) -> App:
        app = App(root, name)
        made.append(name)
        write(app.package / "__init__.py", '__version__ = "1.2.3"\n')
        write(app.package / "hooks.py", HOOKS.format(name=name, required=list(required)))
        write(app.package / "events.py", EVENTS.format(name=name))
        write(app.package / "modules.txt", "Probe Module\n" if not required else "")
        write(app.package / "patches.txt", f"{name}.patches.first\n")
        write(
            app.package / "patches" / "first.py", "def execute():\n    raise RuntimeError('ran')\n"
        )
        for folder in (
            "patches",
            "probe_module",
            "probe_module/doctype",
            "probe_module/doctype/probe_item",
        ):
            write(app.package / folder / "__init__.py", "")
        if not required:
            app.set_doctype()
            write(
                app.package / "fixtures" / "probe_item.json",
                [
                    {"doctype": "Probe Item", "name": "fix-1", "code": "fix-1", "title": "one"},
                ],
            )
        apps = fresh_site.sites_path / "apps.txt"
        apps.write_text(apps.read_text() + f"{name}\n")
        return app

    yield make
    for name in [key for key in sys.modules if key.split(".")[0] in made]:
        del sys.modules[name]
