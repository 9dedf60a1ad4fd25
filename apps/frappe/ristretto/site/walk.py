"""Decides which record files an app ships and in what order they are read. Pure: looks at folders only.

The order is the contract's (1.2): app by app, module by module, type by type, names in alphabetical order.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

SYNCED_TYPES = (
    "doctype",
    "page",
    "report",
    "dashboard_chart_source",
    "print_format",
    "web_page",
    "website_theme",
    "web_form",
    "web_template",
    "notification",
    "print_style",
    "workspace",
    "onboarding_step",
    "module_onboarding",
    "form_tour",
    "client_script",
    "server_script",
    "custom_field",
    "property_setter",
)

# What a DocType is made of: these five and DocType itself must exist before any other record file.
BOOTSTRAP_DOCTYPES = (
    "doctype_state",
    "docfield",
    "docperm",
    "doctype_action",
    "doctype_link",
    "doctype",
)


def record_files(module_path: Path, types: tuple[str, ...] = SYNCED_TYPES) -> Iterator[Path]:
    """`<type>/<name>/<name>.json` of one module folder, type by type."""
    for kind in types:
        yield from folder_files(module_path / kind)


def folder_files(folder: Path) -> Iterator[Path]:
    """`<name>/<name>.json` under a folder; nothing when the folder is missing."""
    if not folder.is_dir():
        return
    for entry in sorted(folder.iterdir()):
        path = entry / f"{entry.name}.json"
        if path.is_file():
            yield path


def dashboard_files(module_path: Path) -> Iterator[Path]:
    """Charts, cards and dashboards: they come after everything a chart can ask for."""
    for folder in ("dashboard_chart", "number_card", f"{module_path.name}_dashboard"):
        yield from folder_files(module_path / folder)


def app_files(app_path: Path, modules: list[str]) -> list[Path]:
    """All synced files of an app in import order, what DocTypes are made of first."""
    found = [path for module in modules for path in record_files(app_path / module)]
    core = app_path / "core" / "doctype"
    first = [core / name / f"{name}.json" for name in BOOTSTRAP_DOCTYPES]
    ahead = [path for path in first if path in found]
    return ahead + [path for path in found if path not in ahead]
