"""Observed rows about rights of roles: P-HP, P-ROLES, P-ROLE, P-VAL, P-CDP, P-AUTO."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import permissions
from parity_access_world import (
    PERM,
    RIGHTS,
    World,
    column,
    doctype,
    outcome,
    row,
    told,
)
from parity_ledger import Row

ORDER = "select read write create delete submit cancel amend report export import share print email"
# DocType: its permission rows
AUTOMATIC = {
    "Guest": [row("Guest", "read create")],
    "All": [row("All", "read")],
    "Desk": [row("Desk User", "read")],
}
CUSTOM = "ObsB Custom"


def make_records(world: World) -> None:
    """DocTypes that automatic roles may read, and one whose rows are replaced by custom ones."""
    for role, rows in AUTOMATIC.items():
        doctype(f"ObsB {role}", [column("title")], [*rows, row("System Manager", "read")])
        name = frappe.get_doc({"doctype": f"ObsB {role}", "title": "x"}).insert().name
        world.made[f"ObsB {role}"] = name
    rows = [row("All", "read"), row("System Manager", "read write create delete")]
    doctype(CUSTOM, [column("title")], rows)


def run(world: World, row: Row) -> Any:
    kind = row.id.split("-")[1]
    return {"HP": _has, "ROLES": _role_rows, "ROLE": _roles, "VAL": _validate}.get(kind, _other)(
        world, row
    )


def _other(world: World, row: Row) -> Any:
    return _automatic(world, row) if row.id.startswith("P-AUTO-") else CUSTOM_ROWS[row.id](world)


def held(doctype: str, doc: Any = None, rights: str = ORDER) -> list[str]:
    """Rights of the person at work."""
    return [right for right in rights.split() if frappe.has_permission(doctype, right, doc)]


def _has(world: World, row: Row) -> Any:
    who = row.given["role"]
    made = world.made[who]
    with world.python(who):
        own, another = (frappe.get_doc(PERM, made[each]["get"]) for each in ("own", "other"))
        return {
            "doctype": held(PERM),
            "own document": held(PERM, own),
            "document of another": held(PERM, another),
        }


def _role_rows(world: World, row: Row) -> Any:
    with world.python():
        return [
            {
                "role": each.role,
                "permlevel": each.permlevel,
                "if_owner": each.if_owner,
                "rights": [right for right in ORDER.split() if each.get(right)],
            }
            for each in frappe.get_doc("DocType", PERM).permissions
        ]


def _roles(world: World, row: Row) -> Any:
    with world.python():
        found = sorted(frappe.get_roles(row.given["user"]))
        every = sorted(frappe.get_all("Role", pluck="name"))
        return "every role of the site" if found == every else found


def _validate(world: World, row_: Row) -> Any:
    """Insert a DocType with these rows; rights that are not given are 0."""

    def insert() -> Any:
        rows = [
            row(each["role"], "", **{k: v for k, v in each.items() if k != "role"})
            for each in rows_
        ]
        doctype(name, [column("title")], rows, is_submittable=int(row_.given["submittable"]))
        stored = frappe.get_doc("DocType", name).permissions
        rights = ORDER.split()
        return [[r.role, r.permlevel, *(right for right in rights if r.get(right))] for r in stored]

    # a name of its own: MariaDB keeps a table that was made in a transaction
    name, rows_ = f"ObsB {row_.id}", row_.given["rows"]
    with world.python():
        return outcome(insert)


def _automatic(world: World, row: Row) -> Any:
    _, _, role, user = row.id.split("-")
    who, name = user.removeprefix("obsb_"), f"ObsB {role}"
    url = f"/api/resource/{name}"
    record = f"{url}/{world.made[name]}"
    client = {"doctype": name, "name": world.made[name]}
    return {
        "list": told(world.call(who, "GET", url)),
        "get": told(world.call(who, "GET", record)),
        "create": told(world.call(who, "POST", url, json={"title": "new"})),
        "put": told(world.call(who, "PUT", record, json={"title": "put"})),
        "delete": told(world.call(who, "DELETE", record)),
        "frappe.client.get_list": told(world.ask(who, "frappe.client.get_list", doctype=name)),
        "frappe.client.get": told(world.ask(who, "frappe.client.get", **client)),
    }


def _readers(world: World) -> Any:
    people = ("web", "reader", "none", "sm", "Guest")
    return {who: told(world.rows(who, CUSTOM)) for who in people}


def _custom_row(**rights: int) -> Any:
    place = {"parent": CUSTOM, "parenttype": "DocType", "parentfield": "permissions"}
    role = {"doctype": "Custom DocPerm", "role": "obsb Reader", "permlevel": 0}
    return frappe.get_doc({**place, **role, **rights}).insert()


def _with_custom_row(world: World) -> Any:
    with world.python(commit=True):
        _custom_row(read=1)
    return _readers(world)


def _without_custom_row(world: World) -> Any:
    with world.python(commit=True):
        permissions.reset_perms(CUSTOM)
        frappe.clear_cache(doctype=CUSTOM)
    return _readers(world)


def _stored_rights(world: World) -> Any:
    with world.python():
        stored = frappe.get_doc("Custom DocPerm", _custom_row(read=1).name)
        return {right: stored.get(right) for right in sorted(RIGHTS)}


def _after_add_permission(world: World) -> Any:
    with world.python():
        permissions.add_permission(CUSTOM, "obsb Writer")
        fields = ["role", "permlevel", "read", "write", "create"]
        return frappe.get_all("Custom DocPerm", {"parent": CUSTOM}, fields, order_by="role")


CUSTOM_ROWS = {
    "P-CDP-0": _readers,
    "P-CDP-1": _with_custom_row,
    "P-CDP-2": _without_custom_row,
    "P-CDP-3": _stored_rights,
    "P-CDP-4": _after_add_permission,
}
