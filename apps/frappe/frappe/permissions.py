"""Frappe's names for rights: questions are answered by `ristretto.access`, rows are changed as
documents."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from ristretto import access
from ristretto.access.conditions import user_restrictions
from ristretto.access.facts import facts_of
from ristretto.access.hooks import denial
from ristretto.access.rights import RIGHTS, meaningless_right
from ristretto.access.tree import all_of, holds

import frappe
from frappe import _

rights = RIGHTS
GUEST_ROLE = "Guest"
ALL_USER_ROLE = "All"
SYSTEM_USER_ROLE = "Desk User"
ADMIN_ROLE = "Administrator"
AUTOMATIC_ROLES = access.AUTOMATIC_ROLES
is_system_user = access.is_system_user

access.use_loader(frappe.get_doc)


# questions ------------------------------------------------------------------------------------


def has_permission(
    doctype: Any,
    ptype: str = "read",
    doc: Any = None,
    user: str | None = None,
    raise_exception: Any = True,
    *,
    parent_doctype: str | None = None,
    debug: bool = False,
) -> bool:
    """Whether the user may; never raises, whatever `raise_exception` says (as on stock)."""
    answer = access.decide(doctype, ptype, doc, user, parent_doctype)
    if not answer.allowed:
        push_perm_check_log(answer.detail)
    return answer.allowed


def print_has_permission_check_logs(func: Callable[..., Any]) -> Callable[..., Any]:
    """Decorator for a question of rights: a refusal of one's own is shown with its reasons."""

    @functools.wraps(func)
    def ask(*args: Any, **kwargs: Any) -> Any:
        told = kwargs.get("raise_exception", True)
        own = kwargs.get("user") in (None, "", frappe.session.user)
        if not told:
            return func(*args, **kwargs)
        frappe.flags["has_permission_check_logs"] = []
        try:
            allowed = func(*args, **kwargs)
            if not allowed and own:
                frappe.msgprint("<br>".join(frappe.flags.has_permission_check_logs))
            return allowed
        finally:
            frappe.flags.pop("has_permission_check_logs", None)

    return ask


def push_perm_check_log(log: str, debug: bool = False) -> None:
    """Collect reasons for refusals while somebody listens in `frappe.flags`."""
    logs = frappe.flags.get("has_permission_check_logs")
    if logs is not None:
        logs.append(log)


def get_role_permissions(
    doctype_meta: Any, user: str | None = None, is_owner: bool | None = None, debug: bool = False
) -> Any:
    """right -> 0/1 by roles alone, with `if_owner` and `has_if_owner_enabled`."""
    meta = frappe.get_meta(doctype_meta) if isinstance(doctype_meta, str) else doctype_meta
    return access.role_permissions(meta, user, is_owner)


def get_doc_permissions(
    doc: Any, user: str | None = None, ptype: str | None = None, debug: bool = False
) -> Any:
    """right -> 0/1 for one document: roles, ownership, user permissions and hooks, without
    shares.
    """
    name = user or frappe.session.user
    meta = frappe.get_meta(doc.doctype)
    if name != "Administrator" and denial(doc.doctype, doc, ptype, name):
        return frappe._dict({ptype: 0})
    is_owner = str(doc.get("owner") or "").lower() == name.lower()
    out = frappe._dict(get_role_permissions(meta, name, is_owner))
    for right in RIGHTS:
        if meaningless_right(meta, right):
            out[right] = 0
    owned = frappe._dict(out.get("if_owner") or {})
    if out.get("has_if_owner_enabled"):
        out.update(owned)
    if not has_user_permission(doc, name):
        return owned.update(create=0) if is_owner else frappe._dict()
    return out


def has_user_permission(doc: Any, user: str | None = None, debug: bool = False) -> bool:
    """Whether the document lies within the user's User Permissions."""
    facts = facts_of(user)
    return holds(all_of(user_restrictions(frappe.get_meta(doc.doctype), facts)), doc)


def has_controller_permissions(
    doc: Any, ptype: str, user: str | None = None, debug: bool = False
) -> bool:
    """Whether no `has_permission` hook refuses."""
    return not denial(doc.doctype, doc, ptype, user or frappe.session.user)


def has_child_permission(
    child_doctype: str,
    ptype: str = "read",
    child_doc: Any = None,
    user: str | None = None,
    raise_exception: Any = True,
    parent_doctype: str | None = None,
    *,
    debug: bool = False,
) -> bool:
    return has_permission(child_doctype, ptype, child_doc, user, parent_doctype=parent_doctype)


def get_roles(user: str | None = None, with_standard: bool = True) -> list[str]:
    """Roles of the user, the automatic ones only `with_standard`."""
    held = access.roles(user)
    return held if with_standard else [role for role in held if role not in AUTOMATIC_ROLES]


def get_user_permissions(user: str | None = None) -> dict[str, list[Any]]:
    """{allow: [{doc, applicable_for, is_default}]}."""
    return access.user_permissions(user)


def get_allowed_docs_for_doctype(user_permissions: Any, doctype: str) -> list[Any]:
    """Names allowed for documents of the DocType, out of one entry of `get_user_permissions`."""
    return access.allowed_and_default(user_permissions, doctype)[0]


def filter_allowed_docs_for_doctype(
    user_permissions: Any, doctype: str, with_default_doc: bool = True
) -> Any:
    """(allowed names, default): a single permission is the default even when it is not marked."""
    allowed, default = access.allowed_and_default(user_permissions, doctype)
    return (allowed, default) if with_default_doc else allowed


def get_doctypes_with_read() -> list[str]:
    return list({str(row.parent) for row in get_valid_perms() if row.parent and row.read})


def get_doctype_roles(doctype: str, access_type: str = "read") -> list[str]:
    return [row.role for row in frappe.get_meta(doctype).permissions if row.get(access_type)]


def can_import(doctype: str, raise_exception: bool = False) -> bool:
    """System Managers and holders of the import right."""
    if "System Manager" in get_roles() or has_permission(doctype, "import"):
        return True
    if raise_exception:
        raise frappe.PermissionError(_("{0}: your roles do not let you import").format(_(doctype)))
    return False


def can_export(doctype: str, raise_exception: bool = False) -> bool:
    """System Managers and holders of the export right, also for one's own documents only."""
    if "System Manager" in get_roles():
        return True
    held = get_role_permissions(doctype)
    allowed = bool(held.get("export") or (held.get("if_owner") or {}).get("export"))
    if not allowed and raise_exception:
        raise frappe.PermissionError(_("{0}: your roles do not let you export").format(_(doctype)))
    return allowed


def allow_everything() -> dict[str, int]:
    return dict.fromkeys(RIGHTS, 1)


def get_doc_name(doc: Any) -> str | None:
    if not doc:
        return None
    return doc if isinstance(doc, str) else str(doc.name)


def get_linked_doctypes(dt: str) -> list[str]:
    """The DocType and those its Link fields confine it by."""
    linked = {
        field.options
        for field in frappe.get_meta(dt).get_link_fields()
        if not field.ignore_user_permissions
    }
    return list({dt, *linked})


# permission rows ------------------------------------------------------------------------------


def get_perms_for(roles: Any, perm_doctype: str = "DocPerm") -> list[Any]:
    """Level-0 rows of these roles."""
    filters = {"permlevel": 0, "docstatus": 0, "role": ["in", list(roles)]}
    return frappe.get_all(perm_doctype, fields=["*"], filters=filters)


def get_all_perms(role: str) -> list[Any]:
    """Rows of the role; custom rows replace the standard ones of their DocType."""
    standard = frappe.get_all("DocPerm", fields=["*"], filters={"role": role})
    custom = frappe.get_all("Custom DocPerm", fields=["*"], filters={"role": role})
    return _laid_over(standard, custom)


def get_valid_perms(doctype: str | None = None, user: str | None = None) -> list[Any]:
    """Level-0 rows in force for the user's roles."""
    held = get_roles(user)
    found = _laid_over(get_perms_for(held), get_perms_for(held, "Custom DocPerm"))
    return [row for row in found if row.parent == doctype] if doctype else found


def _laid_over(standard: list[Any], custom: list[Any]) -> list[Any]:
    replaced = set(get_doctypes_with_custom_docperms())
    return custom + [row for row in standard if row.parent not in replaced]


def get_doctypes_with_custom_docperms() -> list[str]:
    return frappe.get_all("Custom DocPerm", pluck="parent", distinct=True)


def setup_custom_perms(parent: str) -> bool | None:
    """Copy the standard rows before the first custom change; True when it was the first."""
    if frappe.db.exists("Custom DocPerm", {"parent": parent}):
        return None
    copy_perms(parent)
    return True


def copy_perms(parent: str) -> None:
    for row in frappe.get_all("DocPerm", fields=["*"], filters={"parent": parent}, order_by="idx"):
        values = {key: value for key, value in row.items() if key != "name"}
        # who may change rights was decided by the caller; the copy changes nobody's rights
        frappe.new_doc("Custom DocPerm").update(values).insert(ignore_permissions=True)


def add_permission(
    doctype: str, role: str, permlevel: int = 0, ptype: str | None = None
) -> str | None:
    """A new row with one right (default read); None when the rule exists already."""
    setup_custom_perms(doctype)
    key = {"parent": doctype, "role": role, "permlevel": permlevel, "if_owner": 0}
    if frappe.db.exists("Custom DocPerm", key):
        frappe.msgprint(
            _("{0} has a rule for {1} on this level already").format(_(doctype), _(role)),
            alert=True,
        )
        return None
    row = frappe.get_doc(
        {
            "doctype": "Custom DocPerm",
            "parenttype": "DocType",
            "parentfield": "permissions",
            **key,
            ptype or "read": 1,
        }
    )
    row.save()
    _validate_rows(doctype)
    return str(row.name)


def update_permission_property(
    doctype: str,
    role: str,
    permlevel: int,
    ptype: str,
    value: Any = None,
    validate: bool = True,
    if_owner: int = 0,
) -> bool | None:
    """Set one right of a row."""
    first = setup_custom_perms(doctype)
    key = {"parent": doctype, "role": role, "permlevel": permlevel, "if_owner": if_owner}
    frappe.db.set_value("Custom DocPerm", key, ptype, value, update_modified=False)
    if validate:
        _validate_rows(doctype)
    return first


def reset_perms(doctype: str) -> None:
    """Back to the rows of the DocType itself."""
    frappe.db.delete("Custom DocPerm", {"parent": doctype})


def _validate_rows(doctype: str) -> None:
    from frappe.core.doctype.doctype.doctype import validate_permissions_for_doctype

    validate_permissions_for_doctype(doctype)


# user permissions -----------------------------------------------------------------------------


def add_user_permission(
    doctype: str,
    name: str,
    user: str,
    ignore_permissions: bool = False,
    applicable_for: str | None = None,
    is_default: int = 0,
    hide_descendants: int = 0,
) -> None:
    """Confine the user to a record; nothing when that is so already."""
    known = get_user_permissions(user).get(doctype) or []
    if any(each.doc == name and (each.applicable_for or None) == applicable_for for each in known):
        return
    if not frappe.db.exists(doctype, name):
        frappe.throw(_("{0} {1} not found").format(_(doctype), name), frappe.DoesNotExistError)
    frappe.get_doc(
        {
            "doctype": "User Permission",
            "user": user,
            "allow": doctype,
            "for_value": name,
            "is_default": is_default,
            "applicable_for": applicable_for,
            "apply_to_all_doctypes": 0 if applicable_for else 1,
            "hide_descendants": hide_descendants,
        }
    ).insert(ignore_permissions=ignore_permissions)
    access.clear(user)


def remove_user_permission(doctype: str, name: str, user: str) -> None:
    found = frappe.db.get_value(
        "User Permission", {"user": user, "allow": doctype, "for_value": name}
    )
    if found:
        frappe.delete_doc("User Permission", found)
        access.clear(user)


def clear_user_permissions_for_doctype(doctype: str, user: str | None = None) -> None:
    filters = {"allow": doctype, **({"user": user} if user else {})}
    for name in frappe.get_all("User Permission", filters=filters, pluck="name"):
        frappe.delete_doc("User Permission", name)
    access.clear(user)
