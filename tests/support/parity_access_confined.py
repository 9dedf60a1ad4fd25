"""Observed rows about User Permissions: P-UP (what they confine) and P-UPV (which are accepted)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import frappe
from frappe import permissions
from frappe.desk.search import search_link
from parity_access_world import PERM, TAG, TREE, World, email, outcome, perm, told
from parity_ledger import Row

WHO, USER = "up", email("up")
# title: links of the record, then the tag of its child row
RECORDS: dict[str, tuple[dict[str, str], str]] = {
    "a": ({"tag": "T1", "tag_free": "T2", "node": "N11"}, ""),
    "b": ({"tag": "T2"}, ""),
    "c": ({}, ""),
    "d": ({"node": "N2"}, ""),
    "e": ({"tag": "T1"}, "T2"),
    "f": ({"tag": "T3", "node": "N1"}, ""),
    "g": ({"tag_free": "T2"}, ""),
    "h": ({"tag": "T2"}, ""),
    "i": ({}, "T1"),
}
INSERTS: dict[str, dict[str, Any]] = {
    "no links": {},
    "tag T1": {"tag": "T1"},
    "tag T2": {"tag": "T2"},
    "tag_free T2": {"tag_free": "T2"},
    "node N11": {"node": "N11"},
    "node N2": {"node": "N2"},
    "child tag T2": {"kids": [{"item": "x", "tag": "T2"}]},
}


def make_records(world: World) -> None:
    """The nine records of the table; `h` belongs to the confined person, `d` has '' where others have NULL."""
    for title, (links, child_tag) in RECORDS.items():
        owner = USER if title == "h" else "Administrator"
        kids = [{"item": title, "tag": child_tag or None, "hid": "h"}]
        world.made[title] = perm(title, owner, kids=kids, **links)
    frappe.db.set_value(PERM, world.made["d"], "tag", "")


def letters(titles: Any) -> str:
    """The titles of the table's records, sorted, as one word; `?` for any other record."""
    return "".join(sorted(each if each in RECORDS else "?" for each in titles))


def run(world: World, row: Row) -> Any:
    if row.id == "P-UP-DATA":
        return _data(world, row.then)
    if row.id.startswith("P-UPV-"):
        with world.python():
            return outcome(ACCEPTED[row.id])
    with confined(world, row.given["user_permissions"], strict=row.given["strict"]):
        found = _in_python(world)
        if not row.given["strict"]:
            found |= _over_http(world)
        return found


@contextmanager
def confined(world: World, given: list[dict[str, Any]], strict: bool = False) -> Iterator[None]:
    """User Permissions of the person, and the site's strictness, while a row is measured."""
    with world.python(commit=True):
        frappe.db.set_single_value("System Settings", "apply_strict_user_permissions", int(strict))
        for each in given:
            value = world.made["b"] if each["for_value"] == "<name>" else each["for_value"]
            restrict(USER, **{**each, "for_value": value})
    yield
    with world.python(commit=True):
        frappe.db.set_single_value("System Settings", "apply_strict_user_permissions", 0)
        for name in frappe.get_all("User Permission", {"user": USER}, pluck="name"):
            frappe.delete_doc("User Permission", name)


def restrict(user: str, **values: Any) -> Any:
    return frappe.get_doc({"doctype": "User Permission", "user": user, **values}).insert()


def _data(world: World, words: Any) -> Any:
    """The table's words, once the stored records are what they say."""
    with world.python():
        a, d, e, h, i = (frappe.get_doc(PERM, world.made[each]) for each in "adehi")
        assert (a.tag, a.tag_free, a.node) == ("T1", "T2", "N11")
        assert (d.tag, d.node, e.kids[0].tag, h.owner, i.kids[0].tag) == (
            "",
            "N2",
            "T2",
            USER,
            "T1",
        )
        rows = frappe.get_all(TREE, fields=["name", "parent_obsb_tree"], as_list=True)
        parents = {name: parent or None for name, parent in rows}
        assert parents == {
            "Root": None, "N1": "Root", "N11": "N1", "N12": "N1", "N2": "Root", "N21": "N2"
        }  # fmt: skip
    return words


def _in_python(world: World) -> dict[str, Any]:
    with world.python(WHO):
        listed = sorted(
            letters(frappe.get_list(PERM, {"title": ["in", list(RECORDS)]}, pluck="title"))
        )
        docs = {title: frappe.get_doc(PERM, world.made[title]) for title in RECORDS}
        on_documents = {
            right: "".join(t for t, doc in docs.items() if frappe.has_permission(PERM, right, doc))
            for right in ("read", "write", "delete", "share")
        }
        on_doctype = [
            r for r in ("read", "write", "create", "delete") if frappe.has_permission(PERM, r)
        ]
        new = frappe.new_doc(PERM)
        return {
            "get_list": listed,
            "has_permission on document": on_documents,
            "has_permission on doctype": on_doctype,
            "new_doc defaults": {key: new.get(key) for key in ("tag", "tag_free", "node")},
            f"list {TAG}": frappe.get_list(TAG, pluck="name", order_by="name"),
            f"list {TREE}": frappe.get_list(TREE, pluck="name", order_by="name"),
            **_searched(),
            "insert": {key: _inserted(values) for key, values in INSERTS.items()},
        }


def _searched() -> dict[str, list[str]]:
    def names(**more: Any) -> list[str]:
        return sorted(each["value"] for each in search_link(TAG, "", **more))

    return {
        f"search_link {TAG}": names(),
        f"search_link {TAG}, reference_doctype {PERM}": names(reference_doctype=PERM),
        "search_link, ignore_user_permissions": names(
            reference_doctype=PERM, ignore_user_permissions=True
        ),
    }


def _inserted(values: dict[str, Any]) -> Any:
    doc = frappe.get_doc({"doctype": PERM, "title": "new", **values})
    found = outcome(doc.insert)
    if isinstance(found, str):
        return found
    return {"tag": doc.tag, "node": doc.node}


def _over_http(world: World) -> dict[str, Any]:
    some = {"title": ["in", list(RECORDS)]}
    rows = world.rows(WHO, fields=["title"], filters=some, limit_page_length=0).json["data"]
    url = f"/api/resource/{PERM}"
    counts = {
        name: world.ask(WHO, f"frappe.{path}.get_count", doctype=PERM, filters=some).json["message"]
        for name, path in (("reportview", "desk.reportview"), ("client", "client"))
    }
    return {
        "REST list": letters(row["title"] for row in rows),
        "REST get": {t: told(world.call(WHO, "GET", f"{url}/{world.made[t]}")) for t in "bc"},
        **{f"{name}.get_count": number for name, number in counts.items()},
    }


def _stored(doc: Any) -> dict[str, Any]:
    keys = ("allow", "for_value", "is_default", "apply_to_all_doctypes", "applicable_for")
    doc.reload()
    return {key: doc.get(key) for key in (*keys, "hide_descendants")}


def _restricted(allow: str = TAG, value: str = "T1", user: str = USER, **values: Any) -> Any:
    return _stored(restrict(user, allow=allow, for_value=value, **values))


def _twice(first: dict[str, Any], second: dict[str, Any]) -> Any:
    _restricted(**first)
    return _restricted(**second)


def _of_administrator() -> Any:
    _restricted(user="Administrator")
    return permissions.get_user_permissions("Administrator")


def _map() -> Any:
    _restricted(TREE, "N1", is_default=1)
    found = permissions.get_user_permissions(USER)
    return {key: [dict(each) for each in entries] for key, entries in found.items()}


def _for_row(doctype: str) -> dict[str, Any]:
    return {"is_default": 1, "apply_to_all_doctypes": 0, "applicable_for": doctype}


ACCEPTED: dict[str, Callable[[], Any]] = {
    "P-UPV-1": _restricted,
    "P-UPV-2": lambda: _twice({}, {}),
    "P-UPV-3": lambda: _twice({"is_default": 1}, {"value": "T2", "is_default": 1}),
    "P-UPV-4": lambda: _restricted(value="Nope"),
    "P-UPV-5": lambda: _restricted("Nope"),
    "P-UPV-6": lambda: _restricted(apply_to_all_doctypes=0),
    "P-UPV-7": lambda: _restricted(applicable_for=PERM),
    "P-UPV-8": lambda: _restricted(hide_descendants=1),
    "P-UPV-9": lambda: _twice(_for_row(PERM), {"value": "T2", **_for_row("ObsB Row")}),
    "P-UPV-10": _of_administrator,
    "P-UPV-11": _map,
}
