"""Decides what an app's custom/*.json change on DocTypes of other apps.

Custom fields are updated in place, property setters replace their twins, custom permissions replace all
rows of the DocType. At migrate only files that ask for it (`sync_on_migrate`) are read.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ristretto.context import current, scrub
from ristretto.context.translate import translate as _
from ristretto.db import metas
from ristretto.document import get_doc
from ristretto.errors import ValidationError
from ristretto.site.progress import say
from ristretto.site.records import exists

Row = dict[str, Any]
# Say which record it is and who made it there; here it keeps its own.
STAMPS = ("name", "owner", "creation", "modified", "modified_by", "docstatus")


def sync_customizations(app: str, *, is_install: bool) -> None:
    """Apply the customisation files of one app, module by module."""
    site = current().site
    for module in site.modules.get(app, []):
        folder = Path(site.app_path(app)) / module / "custom"
        for path in sorted(folder.glob("*.json")) if folder.is_dir() else ():
            data = _read(path)
            if is_install or data.get("sync_on_migrate"):
                apply(data, path)


def _read(path: Path) -> Row:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        raise ValidationError(f"{path}: line {error.lineno}: {error.msg}; mend the JSON") from error
    if not isinstance(data, dict) or not data.get("doctype"):
        raise ValidationError(f'{path}: a customisation file needs a "doctype"')
    return data


def put_changes(data: Row) -> None:
    """Bring what was taken out of another site into this one; the caller asked for the right to customise."""
    for row in _rows_of(data, "custom_fields", "dt"):
        _put_custom_field({**row, "is_system_generated": 0})
    for row in _rows_of(data, "property_setters", "doc_type"):
        _put_property_setter(row)
    _put_permissions(_rows_of(data, "custom_perms", "parent"))
    metas.clear(data["doctype"])


def _rows_of(data: Row, key: str, owner: str) -> list[Row]:
    """Rows about the DocType that the file names, and no other."""
    rows = data.get(key) or []
    if not isinstance(rows, list) or any(not isinstance(row, dict) for row in rows):
        raise ValidationError(_("{0}: {1} must be a list of rows").format(data["doctype"], key))
    strange = [str(row.get(owner)) for row in rows if row.get(owner) != data["doctype"]]
    if strange:
        raise ValidationError(
            _("{0}: {1} holds rows of {2}").format(data["doctype"], key, ", ".join(strange))
        )
    return rows


def apply(data: Row, path: Path) -> None:
    """Bring fields, properties and permissions of one file into the site."""
    doctype = data["doctype"]
    if not exists("DocType", doctype):
        say(f"DocType {doctype} does not exist. Skipping customisations from {path.name}")
        return
    say(f"Updating customizations for {doctype}")
    for row in _rows_meant(data, "custom_fields", "dt", path):
        _put_custom_field(row)
    for row in _rows_meant(data, "property_setters", "doc_type", path):
        _put_property_setter(row)
    _put_permissions(_rows_meant(data, "custom_perms", "parent", path))
    metas.clear(doctype)


def _rows_meant(data: Row, key: str, owner: str, path: Path) -> list[Row]:
    """Rows for the DocType itself, and for its child tables where these have no file of their own."""
    rows: list[Row] = data.get(key) or []
    return [
        row
        for row in rows
        if row.get(owner) == data["doctype"]
        or not (path.parent / f"{scrub(str(row.get(owner)))}.json").exists()
    ]


def _put_custom_field(row: Row) -> None:
    found = current().db.execute(
        "SELECT `name` FROM `tabCustom Field` WHERE `dt` = ? AND `fieldname` = ?",
        (row["dt"], row["fieldname"]),
    )
    if found:
        doc = get_doc("Custom Field", found[0][0])
        doc.update({key: value for key, value in row.items() if key not in STAMPS})
        _save_trusted(doc)
        return
    doc = get_doc({**row, "doctype": "Custom Field", "owner": "Administrator"})
    doc.flags.ignore_validate = True
    doc.insert(ignore_permissions=True)  # files of an installed app are trusted


def _put_property_setter(row: Row) -> None:
    doc = get_doc({**row, "doctype": "Property Setter"})
    doc.flags.validate_fields_for_doctype = False
    if doc.name and exists("Property Setter", doc.name):
        doc = get_doc("Property Setter", doc.name)
        doc.update({key: row.get(key) for key in ("value", "property_type")})
        _save_trusted(doc)
        return
    doc.insert(ignore_permissions=True)  # as above


def _save_trusted(doc: Any) -> None:
    doc.flags.ignore_validate = True
    doc.save(ignore_permissions=True)  # files of an installed app are trusted


def _put_permissions(rows: list[Row]) -> None:
    for doctype in {row["parent"] for row in rows}:
        current().db.execute("DELETE FROM `tabCustom DocPerm` WHERE `parent` = ?", (doctype,))
    for row in rows:
        # as above; the controller's validation would refuse rows that come in parts
        get_doc({**row, "doctype": "Custom DocPerm"}).db_insert()
