"""Decides who may do what: roles, rights, permission levels, ownership, user permissions, shares,
hooks.

One rule answers for a single record (`decide`) and for lists (`list_condition`).
"""

from __future__ import annotations

from typing import Any

from ristretto.access.conditions import condition, list_condition
from ristretto.access.decision import Decision, decide, use_loader
from ristretto.access.facts import rights
from ristretto.access.permlevel import is_hidden_by_level, permlevels, readable_columns
from ristretto.access.rights import RIGHTS
from ristretto.access.roles import AUTOMATIC_ROLES, is_system_user, opens_desk, roles
from ristretto.access.shares import shared_doctypes, shared_names
from ristretto.access.user_permissions import allowed_and_default, user_permissions
from ristretto.context import AttrDict, current
from ristretto.context.translate import translate
from ristretto.errors import PermissionError

__all__ = [
    "AUTOMATIC_ROLES",
    "RIGHTS",
    "Decision",
    "allowed_and_default",
    "clear",
    "condition",
    "decide",
    "has_permission",
    "is_hidden_by_level",
    "is_system_user",
    "list_condition",
    "opens_desk",
    "permlevels",
    "readable_columns",
    "require",
    "rights",
    "role_permissions",
    "roles",
    "shared_doctypes",
    "shared_names",
    "use_loader",
    "user_permissions",
]


def has_permission(
    doctype: Any,
    ptype: str = "read",
    doc: Any = None,
    user: str | None = None,
    parent_doctype: str | None = None,
) -> bool:
    """Whether the right is held; `decide` also says why."""
    return decide(doctype, ptype, doc, user, parent_doctype).allowed


def require(
    doctype: Any,
    ptype: str = "read",
    doc: Any = None,
    user: str | None = None,
    parent_doctype: str | None = None,
) -> None:
    """Raise PermissionError, naming the rule, unless the right is held."""
    answer = decide(doctype, ptype, doc, user, parent_doctype)
    if answer.allowed:
        return
    label = doctype if isinstance(doctype, str) else doctype.doctype
    text = translate("User {0} does not have {1} access to {2}").format(
        user or current().user, translate(ptype), translate(label)
    )
    raise PermissionError(f"{text}: {answer.detail}", rule=answer.rule, doctype=label, right=ptype)


def role_permissions(meta: Any, user: str | None = None, is_owner: bool | None = None) -> AttrDict:
    """right -> 0/1 by roles alone, in Frappe's shape; everything for Administrator."""
    if (user or current().user) == "Administrator":
        return AttrDict(dict.fromkeys(RIGHTS, 1))
    return rights(meta, user).as_dict(bool(is_owner))


def clear(user: str | None = None) -> None:
    """Forget what this request remembers about rights; called when roles, rows or shares change."""
    current().forget()
