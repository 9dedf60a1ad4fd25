"""Frappe's names for defaults: values per user, per site (`__default`) and internal ones
(`__global`)."""

from __future__ import annotations

from typing import Any

from ristretto import access
from ristretto.context import current, request_cached

import frappe

COMMON_PARENTS = ("__default", "__global")


# of a user ------------------------------------------------------------------------------------


def set_user_default(
    key: str, value: Any, user: str | None = None, parenttype: str | None = None
) -> None:
    set_default(key, value, user or frappe.session.user, parenttype)


def add_user_default(
    key: str, value: Any, user: str | None = None, parenttype: str | None = None
) -> None:
    add_default(key, value, user or frappe.session.user, parenttype)


def get_user_default(key: str, user: str | None = None) -> Any:
    """The user's value, else the site's; a DocType's name asks the User Permissions too.

    A value outside the User Permissions for that DocType is not answered.
    """
    name = user or frappe.session.user
    known = get_defaults(name)
    found = known.get(key)
    if is_a_user_permission_key(key) and not _is_single(found):
        found = known.get(frappe.scrub(key)) or get_user_permission_default(key, known, name)
    value = found[0] if isinstance(found, list | tuple) and found else found
    return None if not_in_user_permission(key, value, name) else value


def _is_single(value: Any) -> bool:
    return isinstance(value, list | tuple) and len(value) == 1


def get_user_permission_default(key: str, defaults: Any, user: str | None = None) -> str:
    """Record that a User Permission marks as default; else the one that equals the stored
    default.
    """
    entries = get_user_permissions(user).get(key) or []
    marked = [each.get("doc") for each in entries if each.get("is_default")]
    if marked:
        return str(marked[0])
    stored = [each.get("doc") for each in entries if each.get("doc") == defaults.get(key)]
    return str(stored[-1]) if stored else ""


def get_user_default_as_list(key: str, user: str | None = None) -> list[Any]:
    """All values of the key that User Permissions allow."""
    name = user or frappe.session.user
    known = get_defaults(name)
    found = known.get(key)
    if is_a_user_permission_key(key) and not _is_single(found):
        found = known.get(frappe.scrub(key))
    values = found if isinstance(found, list | tuple) else [found]
    return [each for each in values if each and not not_in_user_permission(key, each, name)]


def clear_user_default(key: str, user: str | None = None) -> None:
    clear_default(key, parent=user or frappe.session.user)


def is_a_user_permission_key(key: str) -> bool:
    """A key written like a DocType's name ("Company"), not like a field's ("company")."""
    return ":" not in key and key != frappe.scrub(key)


def not_in_user_permission(key: str, value: Any, user: str | None = None) -> bool:
    """Whether User Permissions for this DocType exist and leave the value out."""
    entries = get_user_permissions(user).get(frappe.unscrub(key)) or []
    return bool(entries) and all(each.get("doc") != value for each in entries)


def get_user_permissions(user: str | None = None) -> dict[str, list[Any]]:
    return access.user_permissions(user)


def get_defaults(user: str | None = None) -> Any:
    """The site's defaults overlaid by the user's, with `user` and `owner`."""
    out = get_defaults_for().copy()
    name = user or frappe.session.user
    if not name:
        return out
    out.update(get_defaults_for(name))
    return out.update(user=name, owner=name)


# of the site ----------------------------------------------------------------------------------


def set_global_default(key: str, value: Any) -> None:
    set_default(key, value, "__default")


def add_global_default(key: str, value: Any) -> None:
    add_default(key, value, "__default")


def get_global_default(key: str) -> Any:
    """First value, unless User Permissions leave it out."""
    found = get_defaults().get(key)
    value = found[0] if isinstance(found, list | tuple) and found else found
    return None if not_in_user_permission(key, value) else value


# rows -----------------------------------------------------------------------------------------


def set_default(key: str, value: Any, parent: str, parenttype: str | None = "__default") -> None:
    """Replace all values of the key; None only removes."""
    frappe.db.delete("DefaultValue", {"defkey": key, "parent": parent})
    if value is not None:
        add_default(key, value, parent, parenttype)
    _clear_cache(parent)


def add_default(key: str, value: Any, parent: str, parenttype: str | None = None) -> None:
    """One more value of the key."""
    frappe.get_doc(
        {
            "doctype": "DefaultValue",
            "parent": parent,
            "parenttype": parenttype or "__default",
            "parentfield": "system_defaults",
            "defkey": key,
            "defvalue": value,
            # defaults are set by code on behalf of the system; no role owns their rows
        }
    ).insert(ignore_permissions=True)
    _clear_cache(parent)


def clear_default(
    key: str | None = None,
    value: Any = None,
    parent: str | None = None,
    name: str | None = None,
    parenttype: str | None = None,
) -> None:
    """Remove the rows that match everything given; at least one thing must be given."""
    given = (
        {"name": name}
        if name
        else {
            "defkey": key,
            "defvalue": value,
            "parent": parent,
            "parenttype": parenttype,
        }
    )
    filters = {column: each for column, each in given.items() if each}
    if not filters:
        raise frappe.ValidationError("clear_default: say which default to remove")
    frappe.db.delete("DefaultValue", filters)
    _clear_cache(parent)


def get_defaults_for(parent: str = "__default") -> Any:
    """{key: value, or list of values when there are several}, oldest first."""
    return request_cached(("defaults", parent), lambda: _load(parent)).copy()


def _load(parent: str) -> Any:
    rows = current().db.execute(
        "select `defkey`, `defvalue` from `tabDefaultValue` where `parent` = ? "
        "order by `creation`, `idx`",
        (parent,),
    )
    out = frappe._dict()
    for key, value in rows:
        if key not in out:
            if value is not None:
                out[key] = value
        elif isinstance(out[key], list):
            out[key] += [value] if value not in out[key] else []
        elif out[key] != value:
            out[key] = [out[key], value]
    return out


def _clear_cache(parent: str | None) -> None:
    current().request_cache.pop(("defaults", parent), None)
    access.clear(parent)
