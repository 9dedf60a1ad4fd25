"""Observed rows about sharing: P-SH (what a share opens) and P-SHE (what can be shared)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import frappe
from frappe import share
from parity_access_confined import RECORDS, confined, letters
from parity_access_rights import held
from parity_access_world import KID, PERM, SINGLE, TAG, World, email, outcome, perm, told
from parity_ledger import Row

URL = f"/api/resource/{PERM}"
ON_DOCUMENT = "read write create delete submit cancel amend report export share print email"
ON_DOCTYPE = "read write create delete submit cancel share print email"


def make_records(world: World) -> None:
    """Records for the rows that submit, and one that every share's own list shows to its owner."""
    world.made |= {"draft": perm("draft"), "told": perm("told")}


def run(world: World, row: Row) -> Any:
    if row.id.startswith("P-SHE-"):
        with world.python():
            found = outcome(lambda: ODD[row.when](world))
            return found if isinstance(found, str) else "accepted"
    with world.python(commit=True):
        # what an earlier row shared and made
        frappe.db.delete("DocShare", {"share_doctype": PERM})
        frappe.db.delete(PERM, {"title": "?"})
    return SHARED[row.id](world)


def _add(world: World, title: str, who: str = "share", **rights: int) -> Any:
    user = None if rights.get("everyone") else email(who)
    return share.add(PERM, world.made[title], user, **rights)


def _shared(*steps: Callable[[World], Any], who: str = "share") -> Callable[[World], Any]:
    """Do the steps as Administrator, then measure what the person may."""

    def measure(world: World) -> Any:
        call: Any = "ok"
        with world.python(commit=True):
            for step in steps:
                found = outcome(lambda step=step: step(world))
                call = found if isinstance(found, str) else call
        return {**_over_http(world, who), **_in_python(world, who), "call": call}

    return measure


def _over_http(world: World, who: str) -> dict[str, Any]:
    made, some = world.made, {"title": ["in", [*RECORDS, "?"]]}
    listed = world.rows(who, fields=["title"], filters=some, limit_page_length=0)
    titles = [row["title"] for row in listed.json["data"]] if listed.status_code == 200 else []
    new = {"title": "?"}
    deleted: Any = "not tried"
    found = {
        "list": letters(titles) if titles else told(listed),
        "get a": told(world.call(who, "GET", f"{URL}/{made['a']}")),
        "get b": told(world.call(who, "GET", f"{URL}/{made['b']}")),
        "put a": told(world.call(who, "PUT", f"{URL}/{made['a']}", json={"title": "a"})),
    }
    if who != "up":
        deleted = told(world.call(who, "DELETE", f"{URL}/{made['a']}"))
    created = told(world.call(who, "POST", URL, json=new))
    count = world.ask(who, "frappe.desk.reportview.get_count", doctype=PERM, filters=some)
    search = world.ask(
        who, "frappe.desk.search.search_link", doctype=PERM, txt="", filters=some, page_length=50
    )
    rows = world.rows(
        who, KID, parent=PERM, limit_page_length=0, filters={"item": ["in", list(RECORDS)]}
    )
    return {
        **found,
        "delete a": deleted,
        "create": created,
        "reportview.get_count": _message(count),
        "search_link rows": _message(search),
        "child rows by list": len(rows.json["data"]) if rows.status_code == 200 else told(rows),
    }


def _message(answer: Any) -> Any:
    if answer.status_code != 200:
        return told(answer)
    found = answer.json["message"]
    return len(found) if isinstance(found, list) else found


def _in_python(world: World, who: str) -> dict[str, Any]:
    keys = ["user", "read", "write", "share", "submit", "everyone"]
    with world.python(who):
        doc = frappe.get_doc(PERM, world.made["a"])
        return {
            "rights on a": held(PERM, doc, ON_DOCUMENT),
            "rights on doctype": held(PERM, None, ON_DOCTYPE),
            "DocShare rows": frappe.get_all("DocShare", {"share_doctype": PERM}, keys),
        }


def _set(title: str, right: str, value: int) -> Callable[[World], Any]:
    return lambda world: share.set_permission(PERM, world.made[title], email("share"), right, value)


def _given(title: str, who: str = "share", **rights: int) -> Callable[[World], Any]:
    return lambda world: _add(world, title, who, **rights)


def _within_user_permissions(world: World) -> Any:
    tag = [{"allow": TAG, "for_value": "T1"}]
    with confined(world, tag):
        with world.python(commit=True):
            world.made["?"] = perm("?", email("up"))
        return _shared(_given("b", "up"), who="up")(world)


def _submit_and_cancel(world: World) -> Any:
    with world.python(commit=True):
        _add(world, "draft", write=1, submit=1)
    url = f"{URL}/{world.made['draft']}"
    return {
        step: told(world.call("share", "PUT", url, json={"docstatus": status}))
        for step, status in (("submit", 1), ("cancel", 2))
    }


def _reshared(giver: str, *before: Callable[[World], Any]) -> Callable[[World], Any]:
    """Rights of the share that somebody who may share gives to another."""

    def measure(world: World) -> Any:
        with world.python() as context:
            for step in before:
                step(world)
            frappe.set_user(email(giver))
            found = outcome(lambda: _add(world, "a", "none", write=1))
            context.db.rollback()
            rights = ("read", "write", "share", "submit")
            return found if isinstance(found, str) else {key: found.get(key) for key in rights}

    return measure


def _comments(world: World) -> Any:
    with world.python():
        _add(world, "told")
        share.remove(PERM, world.made["told"], email("share"))
        about = {
            "reference_name": world.made["told"],
            "comment_type": ["in", ["Shared", "Unshared"]],
        }
        return frappe.get_all("Comment", about, ["comment_type"], order_by="creation")


SHARED: dict[str, Callable[[World], Any]] = {
    "P-SH-0": _shared(),
    "P-SH-1": _shared(_given("a")),
    "P-SH-2": _shared(_given("a", write=1)),
    "P-SH-3": _shared(_given("a", write=1, share=1, submit=1)),
    "P-SH-4": _shared(_given("a", write=1, share=1, submit=1), _set("a", "read", 0)),
    "P-SH-5": _shared(_set("a", "write", 1)),
    "P-SH-6": _shared(
        _given("a"), lambda world: share.remove(PERM, world.made["a"], email("share"))
    ),
    "P-SH-7": _shared(_given("b", everyone=1)),
    "P-SH-8": _shared(_given("b", everyone=1), who="web"),
    "P-SH-9": _shared(_given("b", everyone=1), who="Guest"),
    "P-SH-10": _shared(_given("a", read=0, submit=1)),
    "P-SH-11": _shared(_given("a", "owner"), who="owner"),
    "P-SH-12": _within_user_permissions,
    "P-SH-13": _submit_and_cancel,
    "P-SH-14": _reshared("sharer"),
    "P-SH-15": _reshared("share", _given("a", share=1)),
    "P-SH-16": _comments,
}
ODD: dict[str, Callable[[World], Any]] = {
    "share.add missing document": lambda world: share.add(PERM, "nope", email("share")),
    "share.add missing user": lambda world: share.add(PERM, world.made["a"], "nope@x.test"),
    "share.add no user and not everyone": lambda world: share.add(PERM, world.made["a"]),
    "share.add single": lambda world: share.add(SINGLE, SINGLE, email("share")),
}
