"""Decides how a user is restricted to records of one value, and keeps the restrictions free of
contradictions.

What they do to lists and records is decided by the access rules of the framework.
"""

from __future__ import annotations

from typing import Any

from ristretto.web.listing import parse_list, parse_object

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.permissions import get_user_permissions as permitted_values
from frappe.utils import cint, cstr


class UserPermission(Document):
    """One allowed value of one user."""

    def validate(self) -> None:
        self.check_duplicate()
        self.check_default()

    def check_duplicate(self) -> None:
        same = {
            key: self.get(key) for key in ("allow", "for_value", "user", "apply_to_all_doctypes")
        }
        if frappe.get_all(
            self.doctype,
            filters={
                **same,
                "applicable_for": cstr(self.applicable_for),
                "name": ("!=", self.name),
            },
            limit=1,
        ):
            frappe.throw(
                _("{0} is restricted to {1} {2} already").format(
                    self.user, self.allow, self.for_value
                ),
                frappe.DuplicateEntryError,
            )

    def check_default(self) -> None:
        """One default for each DocType to which a value applies."""
        if not self.is_default:
            return
        defaults = {
            "allow": self.allow,
            "user": self.user,
            "is_default": 1,
            "name": ("!=", self.name),
        }
        overlap = {"applicable_for": cstr(self.applicable_for), "apply_to_all_doctypes": 1}
        other = frappe.get_all(
            self.doctype, filters=defaults, or_filters=overlap, pluck="for_value", limit=1
        )
        if other:
            frappe.throw(
                _("{0}: {1} is the default {2} already. Untick it there first").format(
                    self.user, other[0], self.allow
                )
            )

    def on_update(self) -> None:
        clear(self.user)

    def on_trash(self) -> None:
        clear(self.user)


def clear(user: str) -> None:
    frappe.clear_cache(user=user)
    frappe.publish_realtime("update_user_permissions", user=user, after_commit=True)


@frappe.whitelist()
def get_user_permissions(user: str | None = None) -> dict[str, Any]:
    """{DocType: [{doc, applicable_for, is_default}]}; of others only for who may read them."""
    user = user or frappe.session.user
    if frappe.request and user != frappe.session.user:
        frappe.has_permission("User Permission", "read", throw=True)
    values: dict[str, Any] = permitted_values(user)
    return values


def user_permission_exists(
    user: str, allow: str, for_value: str, applicable_for: str | None = None
) -> Any:
    """The entry of a user's restrictions that allows exactly this value, or None."""
    for entry in permitted_values(user).get(allow, []):
        if entry.doc == for_value and entry.applicable_for == applicable_for:
            return entry
    return None


def get_permitted_documents(doctype: str) -> list[str]:
    """Values that the session user is restricted to, the default first."""
    entries = permitted_values(frappe.session.user).get(doctype, [])
    return [entry.doc for entry in sorted(entries, key=lambda entry: -cint(entry.is_default))]


def linking_doctypes(doctype: str) -> list[str]:
    """DocTypes that link to this one, by a field that user permissions look at."""
    links = {"fieldtype": "Link", "options": doctype, "ignore_user_permissions": 0}
    shipped = frappe.get_all("DocField", filters=links, pluck="parent")
    own = frappe.get_all("Custom Field", filters=links, pluck="dt")
    return sorted({*shipped, *own})


@frappe.whitelist()
@frappe.validate_and_sanitize_search_inputs
def get_applicable_for_doctype_list(
    doctype: str, txt: str, searchfield: str, start: int, page_len: int, filters: Any
) -> list[list[str]]:
    """DocTypes to which a restriction to a value of `doctype` can be limited."""
    names = sorted({doctype, *linking_doctypes(doctype)})
    fitting = [name for name in names if (txt or "").lower() in name.lower()]
    return [[name] for name in fitting[cint(start) : cint(start) + cint(page_len)]]


@frappe.whitelist()
def check_applicable_doc_perm(user: str, doctype: str, docname: str) -> list[str]:
    """DocTypes for which the user is restricted to this value now."""
    frappe.only_for("System Manager")
    value = {"user": user, "allow": doctype, "for_value": docname}
    if frappe.db.exists("User Permission", {**value, "apply_to_all_doctypes": 1}):
        return linking_doctypes(doctype)
    return [
        name
        for name in frappe.get_all("User Permission", filters=value, pluck="applicable_for")
        if name
    ]


@frappe.whitelist(methods=["POST", "DELETE"])
def clear_user_permissions(user: str, for_doctype: str) -> int:
    """Remove a user's restrictions on one DocType; answers how many there were."""
    frappe.only_for("System Manager")
    filters = {"user": user, "allow": for_doctype}
    count = cint(frappe.db.count("User Permission", filters))
    frappe.db.delete("User Permission", filters)
    clear(user)
    return count


@frappe.whitelist(methods=["POST"])
def add_user_permissions(data: Any) -> int:
    """Restrict a user to a value, for all DocTypes or for some; 1 when something changed, else 0.

    data: {user, doctype, docname, is_default, hide_descendants, apply_to_all_doctypes,
    applicable_doctypes[]}
    """
    frappe.only_for("System Manager")
    data = frappe._dict(parse_object(data, "data"))
    value = {"user": data.user, "allow": data.doctype, "for_value": data.docname}
    everywhere = frappe.db.exists("User Permission", {**value, "apply_to_all_doctypes": 1})
    options = {"is_default": cint(data.is_default), "hide_descendants": cint(data.hide_descendants)}
    if cint(data.apply_to_all_doctypes):
        if everywhere:
            return 0
        frappe.db.delete("User Permission", value)
        insert({**value, **options, "apply_to_all_doctypes": 1})
        return 1
    wanted = parse_list(data.applicable_doctypes, "applicable_doctypes", of=str)
    if not wanted:
        return 0
    limit_to(value, options, wanted)
    return 1


def limit_to(value: dict[str, Any], options: dict[str, Any], wanted: list[str]) -> None:
    """Exactly these DocTypes are restricted to the value from now on."""
    present = set()
    for row in frappe.get_all("User Permission", filters=value, fields=["name", "applicable_for"]):
        if row.applicable_for in wanted:
            present.add(row.applicable_for)
        else:
            frappe.delete_doc("User Permission", row.name)
    for doctype in wanted:
        if doctype not in present:
            insert({**value, **options, "apply_to_all_doctypes": 0, "applicable_for": doctype})


def insert(row: dict[str, Any]) -> None:
    frappe.get_doc({"doctype": "User Permission", **row}).insert()
