"""Decides which functions the OpenAPI document names to one caller: those of forms that are open to the caller.

What a function allows is its own matter; here it is only about what somebody is told of.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from ristretto import access
from ristretto.context import Context, scrub
from ristretto.db.metas import get_meta
from ristretto.web.whitelist import Endpoint

_OF_A_FORM = re.compile(r"\.doctype\.(\w+)\.")
_DESK = re.compile(r"^\w+\.(desk|custom|core\.page)\.")
_RIGHTS = ("read", "select", "create")


def visible_functions(context: Context, functions: Mapping[str, Endpoint]) -> dict[str, Endpoint]:
    """The functions without those of forms that the caller has no right on, and of the desk for people without it."""
    if context.user == "Administrator":
        return dict(functions)
    forms = _open_forms(context)
    has_desk = access.opens_desk(context.user)
    found = {}
    for name, endpoint in functions.items():
        if context.user == "Guest" and not endpoint.allow_guest:
            continue
        form = _OF_A_FORM.search(name)
        is_open = forms.get(form.group(1), True) if form else has_desk or not _DESK.match(name)
        if is_open or endpoint.allow_guest:
            found[name] = endpoint
    return found


def _open_forms(context: Context) -> dict[str, bool]:
    """{folder of a DocType: whether the caller has a right on it}; rows have none of their own."""
    rows = context.db.execute("select `name` from `tabDocType`")
    return {scrub(str(row[0])): _is_open(str(row[0])) for row in rows}


def _is_open(doctype: str) -> bool:
    return not get_meta(doctype).istable and any(
        access.has_permission(doctype, right) for right in _RIGHTS
    )
