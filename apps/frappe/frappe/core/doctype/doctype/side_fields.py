"""Decides what a DocType gets beside what its author typed: fieldnames, tree fields,
`amended_from`, list columns.
"""

from __future__ import annotations

import re
from typing import Any

import frappe
from frappe import _
from frappe.core.doctype.doctype.field_checks import NO_VALUE, STANDARD_COLUMNS, TABLES
from frappe.utils import cint

RESTRICTED = STANDARD_COLUMNS - {"idx"} | {"file_list", "flags"}
BREAK_SUFFIX = {"Section Break": "_section", "Column Break": "_column", "Tab Break": "_tab"}
DROPPED = re.compile(r"""['",./%@()<>{}]""")
NOT_TRANSLATABLE = NO_VALUE | {
    "Check",
    "Int",
    "Float",
    "Currency",
    "Percent",
    "Date",
    "Datetime",
    "Time",
    "Rating",
}
MAX_LIST_COLUMNS = 4


def name_fields(doctype: Any) -> None:
    """Derive empty fieldnames, refuse restricted ones; fieldnames are lower case."""
    for row, field in enumerate(doctype.fields, 1):
        field.fieldname = DROPPED.sub("", field.fieldname or derived_name(field, row)).lower()
        if field.fieldname in RESTRICTED:
            frappe.throw(
                _("{0}, row {1}: the fieldname {2} is restricted. Choose another").format(
                    doctype.name, row, frappe.bold(field.fieldname)
                ),
                frappe.InvalidFieldNameError,
            )


def derived_name(field: Any, row: int) -> str:
    if field.label:
        name = field.label.strip().lower().replace(" ", "_").strip("?")
        name = f"{name}1" if name in RESTRICTED else name
        return name + BREAK_SUFFIX.get(field.fieldtype, "")
    if field.fieldtype in BREAK_SUFFIX:
        return f"{frappe.scrub(field.fieldtype)}_{frappe.generate_hash(length=4)}"
    frappe.throw(_("Row {0}: give the field a label or a fieldname").format(row))
    raise AssertionError("throw returned")


def tidy_fields(doctype: Any) -> None:
    """Values that have only one sensible form."""
    for field in doctype.fields:
        field.permlevel = cint(field.permlevel)
        if field.fieldtype not in TABLES:
            field.allow_bulk_edit = 0
        if field.fieldtype in NOT_TRANSLATABLE:
            field.translatable = 0
        if field.unique or doctype.issingle:
            field.search_index = 0  # a unique column has its index already, a Single has no columns
        if doctype.issingle:
            field.unique = 0
        if field.fieldtype == "Check" and not field.default:
            field.default = "0"
        if field.fieldtype == "Select" and field.options:
            field.options = tidy_options(field.options)
        if field.fetch_from:
            field.fetch_from = field.fetch_from.strip()


def tidy_options(options: str) -> str:
    """Options without blanks and empty lines around them; the first may be empty."""
    lines = [line.strip() for line in options.split("\n")]
    return "\n".join(lines[:1] + [line for line in lines[1:] if line])


def choose_list_columns(doctype: Any) -> None:
    """Without a chosen column, the first mandatory fields are shown in lists."""
    if any(field.in_list_view for field in doctype.fields):
        return
    fitting = [
        field
        for field in doctype.fields
        if field.reqd and not field.hidden and field.fieldtype not in NO_VALUE | {"Attach Image"}
    ]
    for field in fitting[:MAX_LIST_COLUMNS]:
        field.in_list_view = 1


def add_amended_from(doctype: Any) -> None:
    if not doctype.is_submittable or doctype.get("fields", {"fieldname": "amended_from"}):
        return
    doctype.append(
        "fields",
        {
            "fieldname": "amended_from",
            "label": "Amended From",
            "fieldtype": "Link",
            "options": doctype.name,
            "read_only": 1,
            "no_copy": 1,
            "print_hide": 1,
            "search_index": 1,
        },
    )


def add_tree_fields(doctype: Any) -> None:
    """A tree keeps its nested set in lft and rgt and knows its parent."""
    if not doctype.is_tree:
        return
    if not doctype.get("fields", {"fieldname": "lft"}):
        parent_field = f"parent_{frappe.scrub(doctype.name)}"
        for label, name in (("Left", "lft"), ("Right", "rgt")):
            row = {"label": label, "fieldname": name, "fieldtype": "Int"}
            doctype.append("fields", {**row, "hidden": 1, "read_only": 1, "no_copy": 1})
        doctype.append(
            "fields", {"label": "Is Group", "fieldname": "is_group", "fieldtype": "Check"}
        )
        link = {"fieldtype": "Link", "options": doctype.name}
        doctype.append("fields", {**link, "label": "Old Parent", "fieldname": "old_parent"})
        label = f"Parent {doctype.name}"
        row = {**link, "label": label, "fieldname": parent_field, "ignore_user_permissions": 1}
        doctype.append("fields", row)
        doctype.nsm_parent_field = parent_field
    check_parent_field(doctype)


def check_parent_field(doctype: Any) -> None:
    name = doctype.nsm_parent_field
    if not name:
        frappe.throw(
            _("{0}: a tree needs Parent Field (Tree)").format(doctype.name), frappe.MandatoryError
        )
    if not doctype.get("fields", {"fieldname": name}):
        frappe.throw(
            _("{0}: the parent field {1} does not exist").format(doctype.name, frappe.bold(name)),
            frappe.InvalidFieldNameError,
        )


def allow_enough_attachments(doctype: Any) -> None:
    """A limit below the number of Attach fields could never be kept."""
    attach = [field for field in doctype.fields if field.fieldtype in ("Attach", "Attach Image")]
    if doctype.max_attachments and len(attach) > cint(doctype.max_attachments):
        doctype.max_attachments = len(attach)
