"""Decides which changes of a shipped field Customize Form refuses, and why.

A rule answers None or the reason; a refused property keeps its value and the reader is told.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import frappe
from frappe import _
from frappe.core.doctype.doctype.field_checks import NO_VALUE
from frappe.core.doctype.doctype.side_fields import NOT_TRANSLATABLE
from frappe.utils import cint

# a fieldtype may change within one of these groups
TYPE_GROUPS = (
    {"Currency", "Float", "Percent"},
    {"Small Text", "Data"},
    {"Text", "Data", "Barcode"},
    {"Text", "Text Editor", "Code", "Signature", "HTML Editor"},
    {"Data", "Select"},
    {"Text", "Small Text", "Long Text"},
    {"Code", "Geolocation"},
    {"Table", "Table MultiSelect"},
)
VARCHAR_TYPES = {"Data", "Select"}
VARCHAR_LENGTH = 140
FREE_OPTIONS = ("Read Only", "HTML", "Data", "Select")

Rule = Callable[[str, Any, Any], str | None]


def is_type_change_allowed(old: str, new: str) -> bool:
    return any({old, new} <= group for group in TYPE_GROUPS)


def check_type_change(doctype: str, field: Any, old: str) -> None:
    """Refuse a change that would cut or misread stored values."""
    if field.is_virtual or field.fieldtype == old:
        return
    if not is_type_change_allowed(old, field.fieldtype):
        frappe.throw(
            _("Row {0} ({1}): a field of type {2} cannot become {3}").format(
                field.idx, field.label or field.fieldname, old, field.fieldtype
            )
        )
    if field.fieldtype in VARCHAR_TYPES and old not in VARCHAR_TYPES:
        check_stored_length(doctype, field, cint(field.length) or VARCHAR_LENGTH)


def check_stored_length(doctype: str, field: Any, length: int) -> None:
    column = f"`{field.fieldname}`"
    rows = frappe.db.sql(
        f"select name from `tab{doctype}` where length({column}) > %s limit 5", (length,)
    )
    if rows:
        frappe.throw(
            _("Row {0} ({1}): stored values are longer than {2} characters, in {3}").format(
                field.idx, field.label or field.fieldname, length, ", ".join(row[0] for row in rows)
            )
        )


def shipped(doctype: str, field: Any, prop: str) -> Any:
    """The value in the app's own definition."""
    return frappe.db.get_value("DocField", {"parent": doctype, "fieldname": field.fieldname}, prop)


def rule_allow_on_submit(doctype: str, field: Any, _old: Any) -> str | None:
    if field.allow_on_submit and not shipped(doctype, field, "allow_on_submit"):
        return _("a shipped field cannot be opened for changes after submit")
    return None


def rule_reqd(doctype: str, field: Any, _old: Any) -> str | None:
    if not field.reqd and shipped(doctype, field, "reqd"):
        return _("a mandatory shipped field stays mandatory")
    return None


def rule_read_only(doctype: str, field: Any, _old: Any) -> str | None:
    if not field.read_only and shipped(doctype, field, "read_only"):
        return _("a read-only shipped field stays read-only")
    return None


def rule_in_list_view(_doctype: str, field: Any, _old: Any) -> str | None:
    if field.in_list_view and field.fieldtype in NO_VALUE:
        return _("a field of type {0} cannot be a list column").format(field.fieldtype)
    return None


def rule_options(_doctype: str, field: Any, _old: Any) -> str | None:
    if field.fieldtype not in FREE_OPTIONS:
        return _("the options of a field of type {0} cannot change").format(field.fieldtype)
    return None


def rule_translatable(_doctype: str, field: Any, _old: Any) -> str | None:
    if field.translatable and field.fieldtype in NOT_TRANSLATABLE:
        return _("a field of type {0} cannot be translated").format(field.fieldtype)
    return None


def rule_fieldtype(doctype: str, field: Any, old: Any) -> str | None:
    check_type_change(doctype, field, old)
    return None


def rule_length(doctype: str, field: Any, old: Any) -> str | None:
    if cint(field.length) and cint(old) > cint(field.length):
        check_stored_length(doctype, field, cint(field.length))
    return None


RULES: dict[str, Rule] = {
    "allow_on_submit": rule_allow_on_submit,
    "fieldtype": rule_fieldtype,
    "in_list_view": rule_in_list_view,
    "length": rule_length,
    "options": rule_options,
    "read_only": rule_read_only,
    "reqd": rule_reqd,
    "translatable": rule_translatable,
}


def is_change_allowed(doctype: str, field: Any, prop: str, old: Any) -> bool:
    """False, with a message, for a change that is refused; raises where a value would be lost."""
    rule = RULES.get(prop)
    reason = rule(doctype, field, old) if rule else None
    if reason:
        place = _("Row {0} ({1})").format(field.idx, field.label or field.fieldname)
        frappe.msgprint(f"{place}: {reason}", indicator="orange")
    return reason is None
