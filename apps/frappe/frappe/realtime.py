"""Messages to open pages, by polling: `publish_realtime` keeps them for a few minutes, `poll` hands
them out.

Rooms are Frappe's: all, user:<user>, doctype:<DocType>, doc:<DocType>/<name>, website. A page gets its own
user's and the general ones, and those of records it may read. Every process of the site hears them.
"""

import time
from typing import Any

from ristretto.context import current
from ristretto.db.messages import ring_of

import frappe


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
    ring = ring_of(current().site)

    def deliver() -> None:
        ring.publish(target, name, message or {})

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
    ring = ring_of(current().site)
    newer = ring.newer(after)
    heard = [message for message in newer if _may_hear(message.room)]
    return {
        "last": newer[-1].number if newer else max(after, ring.last()),
        "events": [{"event": message.event, "message": message.body} for message in heard],
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
