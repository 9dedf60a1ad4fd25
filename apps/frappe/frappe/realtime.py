"""Messages to open pages, by polling: `publish_realtime` keeps them for a few minutes, `poll` hands
them out.

Rooms are Frappe's: all, user:<user>, doctype:<DocType>, doc:<DocType>/<name>, website. A page gets
its own user's and the
general ones, and those of records it may read. Messages live in this process; a page that misses
one reloads its data anyway.
"""

import itertools
import threading
import time
from collections import deque
from typing import Any

import frappe

KEEP = 500
_lock = threading.Lock()
# Numbers grow over restarts too, so that a page that kept its last one misses nothing new.
_numbers = itertools.count(int(time.time() * 1000))
_events: dict[str, deque[tuple[int, str, str, Any]]] = {}


def publish_realtime(
    event: str | None = None,
    message: Any = None,
    room: str | None = None,
    user: str | None = None,
    doctype: str | None = None,
    docname: str | None = None,
    task_id: str | None = None,
    after_commit: bool = False,
) -> None:
    """Offer a message to a room; with `after_commit` only if the transaction succeeds."""
    target = room or _room(user, doctype, docname, task_id)
    name = event or ("task_progress" if task_id else "global")
    site = frappe.local.site

    def deliver() -> None:
        with _lock:
            _events.setdefault(site, deque(maxlen=KEEP)).append(
                (next(_numbers), target, name, message or {})
            )

    if after_commit:
        frappe.db.after_commit.add(deliver)
    else:
        deliver()


def publish_progress(
    percent: float,
    title: str = "Progress",
    doctype: str | None = None,
    docname: str | None = None,
    description: str | None = None,
    task_id: str | None = None,
) -> None:
    """Progress of a long action, to the user who started it."""
    publish_realtime(
        "progress",
        {"percent": percent, "title": title, "description": description},
        user=None if doctype and docname else frappe.session.user,
        doctype=doctype,
        docname=docname,
        task_id=task_id,
    )


@frappe.whitelist()
@frappe.read_only()
def poll(after: int = 0) -> dict[str, Any]:
    """Messages newer than number `after` for the caller: {"last": number, "events": [{event,
    message}]}."""
    with _lock:
        known = list(_events.get(frappe.local.site, ()))
    newer = [entry for entry in known if entry[0] > after]
    last = known[-1][0] if known else after
    return {
        "last": last,
        "events": [{"event": e[2], "message": e[3]} for e in newer if _may_hear(e[1])],
    }


@frappe.whitelist(allow_guest=True)
@frappe.read_only()
def get_user_info() -> dict[str, Any]:
    return {"user": frappe.session.user, "time": time.time()}


def get_doc_room(doctype: str, docname: str) -> str:
    return f"doc:{doctype}/{docname}"


def get_doctype_room(doctype: str) -> str:
    return f"doctype:{doctype}"


def get_user_room(user: str) -> str:
    return f"user:{user}"


def get_site_room() -> str:
    return "all"


def _room(user: str | None, doctype: str | None, docname: str | None, task_id: str | None) -> str:
    if task_id:
        return f"task_progress:{task_id}"
    if user:
        return get_user_room(user)
    if doctype and docname:
        return get_doc_room(doctype, docname)
    return get_doctype_room(doctype) if doctype else get_site_room()


def _may_hear(room: str) -> bool:
    kind, _colon, rest = room.partition(":")
    if kind == "all":
        return True
    if kind == "user":
        return rest == frappe.session.user
    if kind == "doctype":
        return bool(frappe.has_permission(rest, "read"))
    if kind == "doc":
        doctype, _slash, name = rest.partition("/")
        return bool(
            frappe.db.exists(doctype, name) and frappe.has_permission(doctype, "read", name)
        )
    return kind == "task_progress"
