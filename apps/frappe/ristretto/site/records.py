"""Decides whether a record file is imported and how: what an app ships replaces what the database holds.

DocTypes are compared by the md5 of their file, other records by `modified`. Some values
that a site's people switch (KEPT) survive the import.
"""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from pathlib import Path
from typing import Any

from ristretto.context import current
from ristretto.db.metas import get_meta, table_exists
from ristretto.document import delete_doc, get_doc
from ristretto.document.clock import now_text
from ristretto.errors import ValidationError
from ristretto.site.definitions import import_definition, roles_named
from ristretto.site.masters import add_roles
from ristretto.site.record_shape import check_key, check_shape

Record = dict[str, Any]

KEPT: dict[str, tuple[str, ...]] = {
    "Report": ("disabled", "prepared_report", "add_total_row"),
    "Print Format": ("disabled",),
    "Notification": ("enabled",),
    "Print Style": ("disabled",),
    "Module Onboarding": ("is_complete",),
    "Onboarding Step": ("is_complete", "is_skipped"),
    "Workspace": ("is_hidden",),
}


def read_records(path: Path) -> list[Record]:
    """The record or records of a JSON file; a broken file is named with its place."""
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        raise ValidationError(
            f"{path}: line {error.lineno}, column {error.colno}: {error.msg}; mend the JSON"
        ) from error
    records = value if isinstance(value, list) else [value]
    for record in records:
        if not isinstance(record, dict) or "doctype" not in record:
            raise ValidationError(f'{path}: every record needs a "doctype"')
        check_key(record, str(path))
    return records


def file_hash(path: Path) -> str:
    return hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()


def import_file(path: Path, *, force: bool = False, is_data: bool = False) -> int:
    """Import what is new in a file; returns how many records were written.

    `is_data` (fixtures, import-doc) keeps validation, mandatory and permission checks on.
    """
    imported = 0
    digest = file_hash(path)
    for record in read_records(path):
        stored = _stored_state(record)
        if not force and not _is_due(record, stored, digest):
            continue
        check_shape(record, get_meta(record["doctype"]), str(path))
        if record["doctype"] == "DocType":
            import_definition(record, str(path), digest)
            add_roles(roles_named([record]))
        else:
            import_record(record, is_data=is_data, path=path)
        _stamp(record, stored)
        imported += 1
    return imported


def _stored_state(record: Record) -> tuple[str | None, str | None]:
    """(modified, migration_hash) of the stored twin; (None, None) when there is none."""
    doctype, name = record["doctype"], record.get("name")
    db = current().db
    if not table_exists(f"tab{doctype}") and doctype != name:
        raise ValidationError(f"{doctype} {name}: there is no table of {doctype} on this site")
    if doctype == name and doctype != "DocType":
        rows = db.execute(
            "SELECT `value` FROM `tabSingles` WHERE `doctype` = ? AND `field` = 'modified'",
            (doctype,),
        )
        return (str(rows[0][0]), None) if rows else (None, None)
    column = "`migration_hash`" if doctype == "DocType" else "NULL"
    rows = db.execute(f"SELECT `modified`, {column} FROM `tab{doctype}` WHERE `name` = ?", (name,))
    return (str(rows[0][0]), rows[0][1]) if rows else (None, None)


def _is_due(record: Record, stored: tuple[str | None, str | None], digest: str) -> bool:
    modified, stored_hash = stored
    if modified is None:
        return True
    if record["doctype"] == "DocType":
        return stored_hash != digest
    return not _is_as_new(modified, record)


def _is_as_new(stored: str, record: Record) -> bool:
    """The stored record is at least as new as the file's; a file without a date always counts as newer."""
    shipped = record.get("modified")
    if not shipped:
        return False
    return datetime.fromisoformat(str(shipped)) <= datetime.fromisoformat(stored)


def import_record(record: Record, *, is_data: bool = False, path: Path | None = None) -> Any:
    """Insert one record in place of the stored one of the same name; returns the document."""
    flags = current().flags
    previous, flags.in_import = flags.in_import, True
    try:
        return _replace(record, is_data, path)
    finally:
        flags.in_import = previous


def _replace(record: Record, is_data: bool, path: Path | None) -> Any:
    doc = get_doc({**record, "__islocal": 1})
    if doc.meta.is_tree:
        # lft and rgt describe another site's tree; inserting builds this one's.
        doc.lft = doc.rgt = None
    if path is not None:
        _load_side_files(doc, path)
    doc.run_method("before_import")
    _remove_twin(doc)
    doc.flags.ignore_version = True
    doc.flags.ignore_links = True
    if not is_data:
        # The app's own files are trusted and may refer to records that come later.
        doc.flags.ignore_validate = True
        doc.flags.ignore_permissions = True
        doc.flags.ignore_mandatory = True
    return doc.insert()


def _load_side_files(doc: Any, path: Path) -> None:
    """Fill code fields from the files beside the JSON, where the controller names them."""
    if not hasattr(doc, "get_code_fields"):
        return
    for fieldname, extension in doc.get_code_fields().items():
        side = path.with_suffix(f".{extension}")
        if side.exists():
            doc.set(fieldname, side.read_text(encoding="utf-8"))


def _remove_twin(doc: Any) -> None:
    if not doc.name or not exists(doc.doctype, doc.name):
        return
    kept = KEPT.get(doc.doctype, ())
    if kept:
        old = get_doc(doc.doctype, doc.name)
        for fieldname in kept:
            doc.set(fieldname, old.get(fieldname))
    # The app's own file takes its place, whoever installs or migrates.
    delete_doc(doc.doctype, doc.name, force=True, for_reload=True, ignore_permissions=True)


def exists(doctype: str, name: str) -> bool:
    """A stored record of that name, whoever may see it."""
    if doctype == name and doctype != "DocType":
        query, values = "SELECT 1 FROM `tabSingles` WHERE `doctype` = ? LIMIT 1", (doctype,)
    else:
        query, values = f"SELECT 1 FROM `tab{doctype}` WHERE `name` = ?", (name,)
    return bool(current().db.execute(query, values))


def _stamp(record: Record, stored: tuple[str | None, str | None]) -> None:
    """Date the imported record as its file; a DocType that was newer here gets the present."""
    doctype, name = record["doctype"], record.get("name")
    modified = record.get("modified")
    db = current().db
    if doctype == "DocType" and stored[0] and _is_as_new(stored[0], record):
        modified = now_text()
    if not modified or not name:
        return
    if doctype == name and doctype != "DocType":
        db.execute(
            "UPDATE `tabSingles` SET `value` = ? WHERE `doctype` = ? AND `field` = 'modified'",
            (modified, doctype),
        )
    else:
        db.execute(f"UPDATE `tab{doctype}` SET `modified` = ? WHERE `name` = ?", (modified, name))
