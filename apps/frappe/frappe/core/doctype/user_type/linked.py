"""Decides which record is about a person of a site's own user type, and confines the account to it."""

from __future__ import annotations

from typing import Any

from ristretto.context import remembered

import frappe
from frappe import _
from frappe.permissions import add_user_permission


def get_non_standard_user_types() -> dict[str, list[str]]:
    """{type: [form that holds a record about each person, its field that names the account]}"""
    rows = frappe.get_all(
        "User Type",
        fields=["apply_user_permission_on", "name", "user_id_field"],
        filters={"is_standard": 0},
    )
    return {row.name: [row.apply_user_permission_on, row.user_id_field] for row in rows}


def user_linked_with_permission_on_doctype(doc: Any, user: str) -> bool:
    """Whether there is a record about the account; says what to do when there is none."""
    if not doc.apply_user_permission_on:
        return True
    if frappe.db.get_value(doc.apply_user_permission_on, {doc.user_id_field: user}, "name"):
        return True
    label = frappe.get_meta(doc.apply_user_permission_on).get_label(doc.user_id_field)
    frappe.msgprint(
        _("{0} gets the role {1} when a record of {2} names the account in {3}").format(
            user, _(doc.role), _(doc.apply_user_permission_on), _(label)
        )
    )
    return False


def apply_permissions_for_non_standard_user_type(doc: Any, method: str | None = None) -> None:
    """A record that names an account of such a type gives it the role, and is the only one of its
    kind that the account sees."""
    if frappe.flags.in_migrate or frappe.flags.in_install:
        return
    for user_type, (doctype, fieldname) in _types().items():
        user = doc.get(fieldname) if doc.doctype == doctype else None
        if user and frappe.db.get_value("User", user, "user_type") == user_type:
            _confine(doc, str(user))


def _types() -> dict[str, list[str]]:
    return remembered("own_user_types", get_non_standard_user_types)


def _confine(doc: Any, user: str) -> None:
    key = {"allow": doc.doctype, "for_value": doc.name}
    held = frappe.get_all("User Permission", key, ["name", "user"])
    if any(row.user == user for row in held):
        return
    before = doc.get_doc_before_save()
    previous = {before.get(field) for field in _user_fields(doc.doctype)} if before else set()
    for row in held:
        if row.user in previous:  # the record was about somebody else until now
            frappe.delete_doc("User Permission", row.name, ignore_permissions=True)
    # ignore_permissions: what the type says follows from the record, whoever may save it
    add_user_permission(doc.doctype, doc.name, user, ignore_permissions=True)
    account = frappe.get_doc("User", user)
    account.flags.ignore_permissions = True
    account.save()


def _user_fields(doctype: str) -> list[str]:
    return [field for each, field in _types().values() if each == doctype]


@frappe.whitelist()
@frappe.validate_and_sanitize_search_inputs
def get_user_linked_doctypes(
    doctype: str, txt: str, searchfield: str, start: int, page_len: int, filters: Any
) -> list[Any]:
    """Forms outside the framework with a field that names an account, for a link field."""
    frappe.only_for("System Manager")
    own = frappe.get_all("Module Def", {"app_name": "frappe"}, pluck="name")
    names = frappe.get_all(
        "DocField", {"options": "User", "fieldtype": "Link"}, pluck="parent", distinct=True
    )
    names += frappe.get_all(
        "Custom Field", {"options": "User", "fieldtype": "Link"}, pluck="dt", distinct=True
    )
    rows = frappe.get_all(
        "DocType",
        filters={
            "name": ("in", names),
            "is_submittable": 0,
            "issingle": 0,
            "istable": 0,
            "module": ("not in", own),
        },
        or_filters={"name": ("like", f"%{txt}%")},
        fields=["name"],
        order_by="name",
        limit_start=start,
        limit_page_length=page_len,
        as_list=True,
    )
    return list(rows)


@frappe.whitelist()
def get_user_id(parent: str) -> list[dict[str, Any]]:
    """[{label, value}] of the fields of a form that name an account."""
    frappe.only_for("System Manager")
    return account_fields(parent)


def account_fields(doctype: str) -> list[dict[str, Any]]:
    links = frappe.get_meta(doctype).get_link_fields()
    fields = [field for field in links if field.options == "User"]
    return [{"label": field.label, "value": field.fieldname} for field in fields]
