"""Decides what people of a site's own user type may do: one role with the rights listed here, and the record about
themselves.

System User and Website User are standard: which of them an account is follows from its roles. People of another
type hold that type's role and no other.
"""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.core.doctype.user_type.linked import (
    account_fields,
    apply_permissions_for_non_standard_user_type,
    get_non_standard_user_types,
    get_user_id,
    get_user_linked_doctypes,
    user_linked_with_permission_on_doctype,
)
from frappe.model.document import Document
from frappe.permissions import add_permission
from frappe.utils import cint

__all__ = [
    "UserType",
    "add_role_permissions",
    "apply_permissions_for_non_standard_user_type",
    "get_non_standard_user_types",
    "get_user_id",
    "get_user_linked_doctypes",
    "user_linked_with_permission_on_doctype",
]

RIGHTS = (
    "read",
    "write",
    "create",
    "submit",
    "cancel",
    "amend",
    "delete",
    "print",
    "email",
    "share",
)
MOST_CUSTOM = 3


class UserType(Document):
    """A kind of account."""

    def validate(self) -> None:
        if self.is_standard:
            return
        self.check_limit()
        self.check_role()
        self.check_user_field()
        self.take_modules()
        self.take_select_doctypes()

    def check_limit(self) -> None:
        """The site's configuration says how many forms a type may open; the operator writes it."""
        limits = frappe.conf.get("user_type_doctype_limit") or {}
        limit = cint(limits.get(frappe.scrub(self.name)))
        if not limit:
            frappe.throw(
                _(
                    "User Type {0}: site_config.json must say under user_type_doctype_limit how many"
                    " forms it may open, for example {1}"
                ).format(self.name, f'{{"{frappe.scrub(self.name)}": 10}}')
            )
        if len(self.user_doctypes) > limit:
            frappe.throw(
                _("User Type {0} may open {1} forms, not {2}").format(
                    self.name, limit, len(self.user_doctypes)
                )
            )
        if sum(1 for row in self.user_doctypes if row.is_custom) > MOST_CUSTOM:
            frappe.throw(
                _("User Type {0} may open {1} forms that were made on this site").format(
                    self.name, MOST_CUSTOM
                )
            )

    def check_role(self) -> None:
        """A role of its own: the rights of an app's role would be changed for all its holders."""
        if not self.role or not frappe.db.get_value("Role", self.role, "is_custom"):
            frappe.throw(
                _("User Type {0}: choose a role that was made on this site for it alone").format(
                    self.name
                )
            )

    def check_user_field(self) -> None:
        known = [row["value"] for row in account_fields(self.apply_user_permission_on)]
        if self.user_id_field not in known:
            frappe.throw(
                _("User Type {0}: {1} is no field of {2} that names an account").format(
                    self.name, self.user_id_field, _(self.apply_user_permission_on)
                )
            )

    def take_modules(self) -> None:
        """Modules of the listed forms are the ones that its people see."""
        names = [row.document_type for row in self.user_doctypes]
        modules = frappe.get_all(
            "DocType", {"name": ("in", names)}, pluck="module", distinct=True, order_by="module"
        )
        self.set("user_type_modules", [{"module": module} for module in modules])

    def take_select_doctypes(self) -> None:
        """What the listed forms link to can be chosen, not opened."""
        if frappe.flags.ignore_select_perm:
            return
        listed = {row.document_type for row in self.user_doctypes}
        metas = [frappe.get_meta(name) for name in sorted(listed)]
        metas += [
            frappe.get_meta(field.options) for meta in metas for field in meta.get_table_fields()
        ]
        linked = {field.options for meta in metas for field in meta.get_link_fields()}
        rows = [{"document_type": name} for name in sorted(linked - listed)]
        self.set("select_doctypes", rows)

    def on_update(self) -> None:
        frappe.clear_cache()
        if self.is_standard:
            return
        self.grant()
        self.withdraw()
        for name in frappe.get_all("User", {"user_type": self.name}, pluck="name"):
            # its roles and modules follow from the type when it is saved
            frappe.get_doc("User", name).save()

    def grant(self) -> None:
        """The rights of the role: as listed, choosing what is linked, attaching files."""
        for row in self.user_doctypes:
            self.set_rights(row.document_type, {right: row.get(right) or 0 for right in RIGHTS})
        for row in (*self.select_doctypes, *self.custom_select_doctypes):
            self.set_rights(row.document_type, {"select": 1, "read": 0, "create": 0, "write": 0})
        self.set_rights("File", {"read": 1, "create": 1, "write": 1})

    def set_rights(self, doctype: str, rights: dict[str, int]) -> None:
        name = add_role_permissions(doctype, self.role)
        frappe.db.set_value("Custom DocPerm", name, rights)

    def withdraw(self) -> None:
        """What is no longer listed."""
        rows = (*self.user_doctypes, *self.select_doctypes, *self.custom_select_doctypes)
        kept = ["File", *(row.document_type for row in rows)]
        gone = {"role": self.role, "parent": ("not in", kept)}
        for name in frappe.get_all("Custom DocPerm", gone, pluck="name"):
            frappe.delete_doc("Custom DocPerm", name)

    def on_trash(self) -> None:
        if self.is_standard:
            frappe.throw(
                _("User type {0} belongs to the framework and cannot be deleted").format(self.name)
            )

    def update_modules_in_user(self, user: Any) -> None:
        """All other modules are hidden from an account of this type."""
        seen = [row.module for row in self.user_type_modules]
        others = frappe.get_all("Module Def", {"name": ("not in", seen)}, pluck="name")
        user.set("block_modules", [{"module": name} for name in others])


def add_role_permissions(doctype: str, role: str) -> str:
    """The name of the role's rule on a form, made when there is none."""
    key = {"parent": doctype, "role": role, "permlevel": 0}
    return str(
        frappe.db.get_value("Custom DocPerm", key)
        or add_permission(doctype, role, 0)
        or frappe.db.get_value("Custom DocPerm", key)
    )
