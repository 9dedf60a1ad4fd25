"""Decides what a Version row says: who changed what, from which value to which."""

from __future__ import annotations

import json
from typing import Any

from ristretto.context import current
from ristretto.document.validate import same_value
from ristretto.meta import Field
from ristretto.meta import constants as c

_RAW = ("Text Editor", "Code", "HTML Editor", "Markdown Editor", "HTML")
_SKIPPED = ("modified", "modified_by", "creation", "owner", "idx", *c.OPTIONAL_FIELDS)

Changes = dict[str, Any]


def get_diff(old: Any, new: Any, *, for_child: bool = False) -> Changes | None:
    """The difference of two documents in Frappe's shape, None when there is none."""
    out: Changes = {
        "changed": [],
        "added": [],
        "removed": [],
        "row_changed": [],
        "data_import": new.flags.via_data_import,
        "updater_reference": new.flags.updater_reference,
    }
    had, has = vars(old), vars(new)
    for field in new.meta.fields:
        before, after = had.get(field.fieldname), has.get(field.fieldname)
        if field.fieldtype in c.TABLE_FIELDTYPES and not for_child:
            _diff_table(out, field, old.get(field.fieldname) or [], new.get(field.fieldname) or [])
        elif type(before) is type(after) and before == after:
            continue  # nearly every field of nearly every save
        elif field.column is not None:
            _diff_field(out, field, old, new)
    for name in ("name", "docstatus"):
        if not for_child and old.get(name) != new.get(name):
            out["changed"].append([name, _plain(old.get(name)), _plain(new.get(name))])
    return out if any(out[key] for key in ("changed", "added", "removed", "row_changed")) else None


def _diff_field(out: Changes, field: Field, old: Any, new: Any) -> None:
    before, after = old.get(field.fieldname), new.get(field.fieldname)
    if same_value(field, before, after) and not (before is None and after == ""):
        return
    shown_before, shown_after = show(field, before, old), show(field, after, new)
    if shown_before != shown_after or before is None:
        out["changed"].append([field.fieldname, shown_before, shown_after])


def _diff_table(out: Changes, table: Field, old_rows: list[Any], new_rows: list[Any]) -> None:
    old_by_name = {row.name: row for row in old_rows if row.name}
    new_names = {row.name for row in new_rows}
    for position, row in enumerate(new_rows):
        before = old_by_name.get(row.name)
        if before is None:
            out["added"].append([table.fieldname, row_dict(row)])
        elif diff := get_diff(before, row, for_child=True):
            out["row_changed"].append([table.fieldname, position, row.name, diff["changed"]])
    for row in old_rows:
        if row.name not in new_names:
            out["removed"].append([table.fieldname, row_dict(row)])


def row_dict(row: Any) -> dict[str, Any]:
    return {key: _plain(value) for key, value in row.as_dict().items()}


def show(field: Field, value: Any, doc: Any) -> Any:
    """The value as a person reads it; whole numbers stay numbers, empty is null."""
    if value in (None, ""):
        return value
    if field.fieldtype in ("Int", "Check"):
        return field.fieldtype_obj.cast(value)
    if field.fieldtype in _RAW:
        return value
    from ristretto.document.comparison import format_field

    return format_field(field, value, doc)


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)


def save_version(doc: Any) -> None:
    """Write the row when the DocType tracks changes and something changed."""
    if (
        not doc.meta.track_changes
        or doc.flags.ignore_version
        or current().flags.in_install
        or doc.doctype == "DocType"
    ):
        return
    previous = doc.get_doc_before_save()
    if previous is None and doc.get("amended_from") and doc.is_amended_insert():
        from ristretto.document.api import get_doc

        previous = get_doc(doc.doctype, doc.amended_from)
    if previous is None:
        _save_reference(doc)
        return
    diff = get_diff(previous, doc)
    if diff:
        _insert(doc, diff)


def _save_reference(doc: Any) -> None:
    reference = doc.flags.updater_reference
    if reference:
        _insert(
            doc,
            {
                "creation": str(doc.creation),
                "updater_reference": reference,
                "created_by": doc.owner,
            },
        )


def _compact(data: Changes) -> str:
    return json.dumps(data, default=str, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _insert(doc: Any, data: Changes) -> None:
    from ristretto.document.api import get_doc

    version = get_doc(
        {
            "doctype": "Version",
            "ref_doctype": doc.doctype,
            "docname": str(doc.name),
            "data": _compact(data),
        }
    )
    # The trail is written for whoever changed the record, whatever that person's rights on Version are.
    # Its one link is the DocType of a record that was just stored.
    version.insert(ignore_permissions=True, ignore_links=True)
