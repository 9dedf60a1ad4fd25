"""The records that the apps ship, read from their folders: no site, no database."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

APPS = Path(__file__).parents[2] / "apps"
PACKAGES = {"frappe": APPS / "frappe" / "frappe", "iso_qms": APPS / "iso_qms" / "iso_qms"}
# Columns that every table has, whatever its definition says.
STANDARD = frozenset({
    "name", "owner", "creation", "modified", "modified_by", "docstatus", "idx", "parent", "parenttype",
    "parentfield", "_user_tags", "_comments", "_assign", "_liked_by", "_seen",
})  # fmt: skip


@cache
def records(app: str, kind: str) -> dict[str, dict[str, Any]]:
    """Every `<module>/<kind>/<name>/<name>.json` of an app, by record name."""
    found = {}
    for path in sorted(PACKAGES[app].glob(f"*/{kind}/*/*.json")):
        record = json.loads(path.read_text("utf-8"))
        if isinstance(record, dict) and path.stem == path.parent.name:
            found[record["name"]] = {**record, "__path": path}
    return found


def doctypes(app: str) -> dict[str, dict[str, Any]]:
    return records(app, "doctype")


def every_doctype() -> dict[str, dict[str, Any]]:
    return {**doctypes("frappe"), **doctypes("iso_qms")}


def fieldnames(doctype: str) -> set[str]:
    """Fields and standard columns of a DocType."""
    return {field["fieldname"] for field in every_doctype()[doctype]["fields"]} | STANDARD


def holders(child: str) -> list[str]:
    """DocTypes with a table of `child`."""
    return [
        name
        for name, record in every_doctype().items()
        for field in record["fields"]
        if field["fieldtype"] in ("Table", "Table MultiSelect") and field.get("options") == child
    ]
