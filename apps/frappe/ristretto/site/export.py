"""Decides how a record of a site becomes a file of an app again (export-doc, developer mode)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ristretto.context import scrub
from ristretto.document import get_doc
from ristretto.errors import ValidationError
from ristretto.meta.constants import DEFINITION_TABLES
from ristretto.site.fixtures import as_json
from ristretto.site.reload import module_path

# What belongs to the site, not to the record.
SITE_ONLY = (
    "_user_tags",
    "_comments",
    "_assign",
    "_liked_by",
    "_seen",
    "lft",
    "rgt",
    "old_parent",
    "migration_hash",
)
ROW_ONLY = (
    "creation",
    "modified",
    "modified_by",
    "owner",
    "docstatus",
    "parent",
    "parentfield",
    "parenttype",
    "doctype",
    "idx",
)


def export_to_module(doctype: str, name: str, module: str | None = None) -> Path:
    """Write `<module>/<doctype>/<name>/<name>.json` with an `__init__.py` beside it; returns the file."""
    doc = get_doc(doctype, name)
    module = module or doc.get("module")
    if not module:
        raise ValidationError(
            f"{doctype} {name} belongs to no module: it cannot be exported to an app"
        )
    leaf = scrub(name)
    folder = module_path(module) / scrub(doctype) / leaf
    folder.mkdir(parents=True, exist_ok=True)
    for place in (folder, folder.parent):
        (place / "__init__.py").touch()
    path = folder / f"{leaf}.json"
    path.write_text(as_json(exportable(doc.as_dict())) + "\n", encoding="utf-8")
    return path


def exportable(record: dict[str, Any]) -> dict[str, Any]:
    """The record without empty values and without what belongs to the site."""
    kept: dict[str, Any] = {}
    for key, value in record.items():
        if key in SITE_ONLY or value is None or value == "":
            continue
        kept[key] = [_row(row) for row in value] if isinstance(value, list) else value
    return kept


def _row(row: Any) -> Any:
    if not isinstance(row, dict):
        return row
    is_definition = row.get("doctype") in DEFINITION_TABLES.values()
    dropped = (*ROW_ONLY, "name") if is_definition else ROW_ONLY
    empty = (None, "", 0) if is_definition else (None, "")
    return {key: value for key, value in row.items() if key not in dropped and value not in empty}
