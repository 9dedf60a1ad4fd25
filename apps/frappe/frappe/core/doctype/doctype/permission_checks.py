"""Decides whether the permission rows of a DocType fit together.

Used for shipped rows (DocPerm) and for rows of a site (Custom DocPerm).
"""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.utils import cint

AUTOMATIC_ROLES = ("Guest", "All", "Desk User", "Administrator")
BASIC_RIGHTS = ("select", "read", "write", "submit", "cancel", "create")
LEVEL_ZERO_ONLY = ("create", "submit", "cancel", "amend")
NOT_FOR_SINGLES = ("report", "import", "export")


def place(doctype: Any, row: Any) -> str:
    return _("{0}, permission row {1} ({2}, level {3})").format(
        doctype.name, row.get("idx") or "–", row.get("role"), cint(row.get("permlevel"))
    )


def check_some_right(doctype: Any, row: Any) -> None:
    if not any(row.get(right) for right in BASIC_RIGHTS):
        frappe.throw(
            _("{0}: gives no right. Tick one or remove the row").format(place(doctype, row))
        )


def check_single_rule(doctype: Any, rows: list[Any], row: Any) -> None:
    key = (row.get("role"), cint(row.get("permlevel")), cint(row.get("if_owner")))
    same = [
        each
        for each in rows
        if (each.get("role"), cint(each.get("permlevel")), cint(each.get("if_owner"))) == key
    ]
    if len(same) > 1:
        frappe.throw(
            _("{0}: this role, level and owner rule has more than one row").format(
                place(doctype, row)
            )
        )


def check_dependencies(doctype: Any, row: Any) -> None:
    if row.get("cancel") and not row.get("submit"):
        frappe.throw(_("{0}: Cancel needs Submit").format(place(doctype, row)))
    if not row.get("write") and any(row.get(right) for right in ("submit", "cancel", "amend")):
        frappe.throw(_("{0}: Submit, Cancel and Amend need Write").format(place(doctype, row)))
    if row.get("import") and not row.get("create"):
        frappe.throw(_("{0}: Import needs Create").format(place(doctype, row)))


def check_kind(doctype: Any, row: Any) -> None:
    """Rights that this kind of DocType does not have."""
    if not cint(doctype.get("is_submittable")) and (row.get("submit") or row.get("amend")):
        frappe.throw(
            _("{0}: Submit and Amend are for submittable DocTypes").format(place(doctype, row))
        )
    if row.get("import") and not cint(doctype.get("allow_import")):
        frappe.throw(_("{0}: Import needs Allow Import").format(place(doctype, row)))


def check_level(doctype: Any, rows: list[Any], row: Any) -> None:
    """A higher level adds to level 0 of the same role and cannot give rights on whole records."""
    if not cint(row.get("permlevel")) or row.get("role") in ("All", "Desk User"):
        return
    if not any(each.role == row.role and not cint(each.permlevel) for each in rows):
        frappe.throw(_("{0}: this role needs a row of level 0 first").format(place(doctype, row)))
    for right in LEVEL_ZERO_ONLY:
        row.set(right, 0)


def drop_rights_of_single(doctype: Any, row: Any) -> None:
    if cint(doctype.get("issingle")):
        for right in NOT_FOR_SINGLES:
            row.set(right, 0)


def check_automatic_role(doctype: Any, row: Any) -> None:
    """Rights for everybody on a DocType of the site: only Administrator may give them."""
    if (
        doctype.get("custom")
        and row.role in AUTOMATIC_ROLES
        and frappe.session.user != "Administrator"
    ):
        frappe.throw(
            _("{0}: only Administrator may give rights to {1}").format(
                place(doctype, row), frappe.bold(row.role)
            )
        )


def check_permissions(doctype: Any, rows: list[Any], *, for_remove: bool = False) -> None:
    """Raise at the first row that does not fit; rows of level > 0 and of Singles lose what they
    cannot have.
    """
    for row in rows:
        row.permlevel = cint(row.get("permlevel"))
        check_some_right(doctype, row)
        if not for_remove:
            check_single_rule(doctype, rows, row)
            check_dependencies(doctype, row)
            check_kind(doctype, row)
        check_level(doctype, rows, row)
        drop_rights_of_single(doctype, row)
        check_automatic_role(doctype, row)
