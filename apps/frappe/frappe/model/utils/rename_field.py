"""Moves what is stored under an old fieldname to the new one, for patches of apps."""

from __future__ import annotations

import json
from typing import Any

import frappe
from frappe.model import no_value_fields, table_fields


def rename_field(
    doctype: str, old_fieldname: str, new_fieldname: str, validate: bool = True
) -> None:
    """Copy the values to the new field, which the synchronised DocType has already; references follow."""
    meta = frappe.get_meta(doctype, cached=False)
    field = meta.get_field(new_fieldname)
    if field is None:
        print(f"rename_field: {doctype} has no field {new_fieldname}")
        return
    stored = meta.issingle or frappe.db.has_column(doctype, old_fieldname)
    if validate and not stored and field.fieldtype not in table_fields:
        print(f"rename_field: the table of {doctype} has no column {old_fieldname}")
        return
    _move_values(meta, field, old_fieldname)
    _rename_in_reports(doctype, old_fieldname, new_fieldname)
    _rename_in_customizations(doctype, old_fieldname, new_fieldname)
    frappe.clear_cache(doctype=doctype)


def _move_values(meta: Any, field: Any, old: str) -> None:
    if field.fieldtype in table_fields:
        rows = frappe.qb.DocType(field.options)
        frappe.qb.update(rows).set(rows.parentfield, field.fieldname).where(
            (rows.parentfield == old) & (rows.parenttype == meta.name)
        ).run()
    elif field.fieldtype in no_value_fields:
        return
    elif meta.issingle:
        singles = frappe.qb.Table("tabSingles")
        frappe.qb.update(singles).set(singles.field, field.fieldname).where(
            (singles.doctype == meta.name) & (singles.field == old)
        ).run()
    else:
        table = frappe.qb.DocType(meta.name)
        frappe.qb.update(table).set(table[field.fieldname], table[old]).run()
    if field.fieldtype == "Password":
        secrets = frappe.qb.Table("__Auth")
        frappe.qb.update(secrets).set(secrets.fieldname, field.fieldname).where(
            (secrets.doctype == meta.name) & (secrets.fieldname == old)
        ).run()


def _rename_in_reports(doctype: str, old: str, new: str) -> None:
    """Filters, columns and order of saved Report Builder reports."""
    reports = frappe.get_all(
        "Report",
        filters={
            "report_type": "Report Builder",
            "is_standard": "No",
            "json": ["like", f"%{old}%"],
        },
        fields=["name", "ref_doctype", "json"],
    )
    for report in reports:
        settings = json.loads(report.json or "{}")
        before = json.dumps(settings)
        for key in ("filters", "columns", "fields"):
            settings[key] = [_renamed(each, doctype, old, new) for each in settings.get(key) or []]
        for key in ("sort_by", "sort_by_next"):
            if settings.get(key) in (
                f"{doctype}.{old}",
                old if report.ref_doctype == doctype else "",
            ):
                settings[key] = f"{doctype}.{new}"
        if json.dumps(settings) != before:
            frappe.db.set_value("Report", report.name, "json", json.dumps(settings))


def _renamed(entry: Any, doctype: str, old: str, new: str) -> Any:
    """A filter [doctype, field, …] or a column [field, doctype] with the new fieldname."""
    if isinstance(entry, list) and len(entry) > 1:
        if entry[0] == doctype and entry[1] == old:
            return [doctype, new, *entry[2:]]
        if entry[0] == old and entry[1] == doctype:
            return [new, doctype, *entry[2:]]
    return entry


def _rename_in_customizations(doctype: str, old: str, new: str) -> None:
    setters = frappe.qb.DocType("Property Setter")
    frappe.qb.update(setters).set(setters.field_name, new).where(
        (setters.doc_type == doctype) & (setters.field_name == old)
    ).run()
    fields = frappe.qb.DocType("Custom Field")
    frappe.qb.update(fields).set(fields.insert_after, new).where(
        (fields.dt == doctype) & (fields.insert_after == old)
    ).run()
    settings = frappe.qb.Table("__UserSettings")
    found = (
        frappe.qb.from_(settings)
        .select(settings.user, settings.data)
        .where(settings.doctype == doctype)
    )
    for user, data in found.run():
        changed = json.dumps(_replaced(json.loads(data or "{}"), old, new))
        if changed != data:
            frappe.qb.update(settings).set(settings.data, changed).where(
                (settings.doctype == doctype) & (settings.user == user)
            ).run()


def _replaced(value: Any, old: str, new: str) -> Any:
    """The same JSON value with every text equal to the old fieldname renamed."""
    if isinstance(value, dict):
        return {key: _replaced(each, old, new) for key, each in value.items()}
    if isinstance(value, list):
        return [_replaced(each, old, new) for each in value]
    return new if value == old else value
