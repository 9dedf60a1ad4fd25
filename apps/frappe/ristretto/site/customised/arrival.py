"""Decides how what an archive brings enters this site: checked, in order, in one transaction, as the person who
brings it in. Nothing that an app ships is replaced, and no program of the archive runs.
"""

from __future__ import annotations

from typing import Any

from ristretto.context.translate import translate as _
from ristretto.db import metas
from ristretto.document import get_doc
from ristretto.errors import ValidationError
from ristretto.meta.constants import DEFINITION_TABLES
from ristretto.site import masters
from ristretto.site.customised.archive import Content, Record
from ristretto.site.customised.kinds import BY_DOCTYPE
from ristretto.site.customizations import put_changes
from ristretto.site.definitions import import_definition, roles_named
from ristretto.site.record_shape import check_key, check_shape
from ristretto.site.records import exists, import_record

CHANGED = "Customize Form"
DATES = ("modified", "modified_by", "creation", "owner", "idx", "docstatus")


def look(content: Content) -> list[dict[str, str]]:
    """[{doctype, name, state}]: new, changed or same, in the order of arrival."""
    found = [
        {"doctype": row["doctype"], "name": row["name"], "state": _state(row)}
        for row in content.records
    ]
    changes = [
        {"doctype": CHANGED, "name": row["doctype"], "state": "changed"} for row in content.changes
    ]
    return found + changes


def _state(record: Record) -> str:
    if not exists(record["doctype"], record["name"]):
        return "new"
    stored = get_doc(record["doctype"], record["name"]).as_dict()
    return "same" if _is_same(record, stored) else "changed"


def _is_same(record: Record, stored: Record) -> bool:
    for key, value in record.items():
        if key in DATES or key in ("field_order", "doctype", "migration_hash"):
            continue
        if isinstance(value, list):
            rows = stored.get(key) or []
            if len(rows) != len(value) or not all(map(_is_same, value, rows)):
                return False
        elif str(value or "") != str(stored.get(key) or ""):
            return False
    return True


def apply(content: Content) -> int:
    """Bring everything in; returns how many parts. The caller's rights decide on each record."""
    for record in content.records:
        _check(record)
    definitions = [row for row in content.records if row["doctype"] == "DocType"]
    others = [row for row in content.records if row["doctype"] != "DocType"]
    for title in _modules(content, definitions):
        _add_module(title)
    for record in [row for row in others if row["doctype"] == "Role"]:
        _put(record)
    masters.add_roles(roles_named(definitions))
    for record in definitions:
        import_definition(_definition(record), record["name"], "")
    for data in content.changes:
        _check_change(data)
        put_changes(data)
    for record in [row for row in others if row["doctype"] != "Role"]:
        _put(record)
    metas.clear()
    return len(content.records) + len(content.changes)


def _check(record: Record) -> None:
    doctype, name = record["doctype"], record["name"]
    check_key(record, name)
    check_shape(record, metas.get_meta(doctype), name)
    kind = BY_DOCTYPE[doctype]
    if not exists(doctype, name):
        return
    stored = get_doc(doctype, name)
    for fieldname, value in kind.forced.items():
        if str(stored.get(fieldname) or 0) != str(value):
            raise ValidationError(
                _(
                    "{0}: this site has one of that name that an app ships; it is not replaced"
                ).format(name)
            )


def _check_change(data: Record) -> None:
    if not exists("DocType", data["doctype"]):
        raise ValidationError(
            _(
                "{0}: the package changes a form that this site does not have. Install its app first"
            ).format(data["doctype"])
        )


def _definition(record: Record) -> Record:
    """As a file of an app is read: what it does not say is empty or 0, and its rows are not custom."""
    tables = {key: record.get(key) or [] for key in DEFINITION_TABLES}
    return {**record, **tables, "custom": 1, "is_virtual": 0}


def _modules(content: Content, definitions: list[Record]) -> list[str]:
    named = [str(row["module"]) for row in definitions if row.get("module")]
    return list(dict.fromkeys(named))


def _add_module(title: str) -> None:
    if not exists("Module Def", title):
        values = {"doctype": "Module Def", "module_name": title, "custom": 1, "app_name": "frappe"}
        get_doc(values).insert()


def _put(record: Record) -> Any:
    kind = BY_DOCTYPE[record["doctype"]]
    return import_record({**record, **kind.forced}, is_data=True)
