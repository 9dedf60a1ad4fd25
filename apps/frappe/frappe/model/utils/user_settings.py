"""What a user's desk remembers of a DocType (filters, columns, last view): a JSON object in
`__UserSettings`."""

import json
from typing import Any

from ristretto.context import current
from ristretto.web.listing import parse_object

import frappe


@frappe.whitelist()
@frappe.read_only()
def get(doctype: str) -> str:
    """The settings as JSON text; "{}" when there are none."""
    return get_user_settings(doctype)


@frappe.whitelist(methods=["POST", "PUT"])
def save(doctype: str, user_settings: Any) -> dict[str, Any]:
    """Lay an object over the stored one and answer what was given."""
    given = parse_object(user_settings, "user_settings")
    update_user_settings(doctype, given)
    return given


def get_user_settings(doctype: str, for_update: bool = False) -> str:
    """The caller's settings of a DocType as JSON text."""
    rows = current().db.execute(
        "select `data` from `__UserSettings` where `user` = ? and `doctype` = ?",
        (frappe.session.user, doctype),
    )
    return str(rows[0][0]) if rows and rows[0][0] else "{}"


def update_user_settings(doctype: str, user_settings: Any, for_update: bool = False) -> None:
    """Replace the given keys; with `for_update` replace everything."""
    given = parse_object(user_settings, "user_settings")
    stored = {} if for_update else json.loads(get_user_settings(doctype))
    stored.update(given)
    db = current().db
    key = (frappe.session.user, doctype)
    db.execute("delete from `__UserSettings` where `user` = ? and `doctype` = ?", key)
    db.execute(
        "insert into `__UserSettings` (`user`, `doctype`, `data`) values (?, ?, ?)",
        (*key, json.dumps(stored)),
    )


def update_user_settings_data(
    user_setting: Any,
    fieldname: str,
    old: str,
    new: str,
    condition_fieldname: str | None = None,
    condition_values: Any = None,
) -> None:
    """A renamed record or field: put the new name where one user's stored settings hold the old
    one."""
    data = json.loads(user_setting.get("data") or "{}")
    text = json.dumps(data).replace(json.dumps(old), json.dumps(new))
    current().db.execute(
        "update `__UserSettings` set `data` = ? where `user` = ? and `doctype` = ?",
        (text, user_setting.get("user"), user_setting.get("doctype")),
    )
