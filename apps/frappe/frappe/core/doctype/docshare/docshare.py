"""Decides who may share a record and with what rights: submit needs write, everything needs read.

A closed hole: a sharer cannot give a right that the sharer does not hold (stock gives any).
"""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, get_fullname

RIGHTS = ("read", "write", "submit", "share")


class DocShare(Document):
    """Rights on one record."""

    def validate(self) -> None:
        self.check_user()
        self.check_submittable()
        self.add_needed_rights()
        self.check_share_permission()
        self.get_doc().run_method("validate_share", self)

    def check_user(self) -> None:
        if self.everyone:
            self.user = None
        elif not self.user:
            frappe.throw(_("Name the user, or tick Everyone"), frappe.MandatoryError)

    def check_submittable(self) -> None:
        if self.submit and not frappe.get_meta(self.share_doctype).is_submittable:
            frappe.throw(
                _("{0} {1} cannot be shared for submit: its DocType is not submittable").format(
                    self.share_doctype, self.share_name
                )
            )

    def add_needed_rights(self) -> None:
        if self.submit:
            self.write = 1
        if self.write or self.share:
            self.read = 1

    def get_doc(self) -> Any:
        """The shared record, read once."""
        if self.flags.shared is None:
            self.flags.shared = frappe.get_doc(self.share_doctype, self.share_name)
        return self.flags.shared

    def check_share_permission(self) -> None:
        if self.flags.ignore_share_permission:
            return
        doc = self.get_doc()
        if not frappe.has_permission(self.share_doctype, "share", doc):
            frappe.throw(
                _("{0} {1}: you need the right to share").format(
                    self.share_doctype, self.share_name
                ),
                frappe.PermissionError,
            )
        before = self.get_doc_before_save()
        for right in RIGHTS:
            added = cint(self.get(right)) and not cint(before.get(right) if before else 0)
            if added and not frappe.has_permission(self.share_doctype, right, doc):
                frappe.throw(
                    _("{0} {1}: you cannot give the right to {2}, you do not have it").format(
                        self.share_doctype, self.share_name, right
                    ),
                    frappe.PermissionError,
                )

    def after_insert(self) -> None:
        if self.share_doctype == "User":
            return  # an account is shared with its owner by rule, which is no news
        whom = _("everyone") if self.everyone else get_fullname(self.user)
        text = _("{0} opened this document to {1}").format(get_fullname(frappe.session.user), whom)
        self.get_doc().add_comment("Shared", text)

    def on_update(self) -> None:
        frappe.clear_cache(user=self.user)

    def on_trash(self) -> None:
        if not self.flags.ignore_share_permission:
            self.check_share_permission()
        whom = _("everyone") if self.everyone else get_fullname(self.user)
        text = _("{0} closed this document to {1}").format(get_fullname(frappe.session.user), whom)
        self.get_doc().add_comment("Unshared", text)
        frappe.clear_cache(user=self.user)


def on_doctype_update() -> None:
    frappe.db.add_index("DocShare", ["user", "share_doctype"])
    frappe.db.add_index("DocShare", ["share_doctype", "share_name"])
