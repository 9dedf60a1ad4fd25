"""Frappe's names for sharing one document with one user, or with everyone who is logged in."""

from __future__ import annotations

from typing import Any

from ristretto import access
from ristretto.access.shares import shared_doctypes

import frappe
from frappe import _
from frappe.utils import cint


@frappe.whitelist()
def add(
    doctype: str,
    name: str,
    user: str | None = None,
    read: int = 1,
    write: int = 0,
    submit: int = 0,
    share: int = 0,
    everyone: int = 0,
    notify: int = 0,
) -> Any:
    """Share a document; who shares needs the share right."""
    return add_docshare(
        doctype,
        name,
        user=user,
        read=read,
        write=write,
        submit=submit,
        share=share,
        everyone=everyone,
        notify=notify,
    )


def add_docshare(
    doctype: str,
    name: str,
    user: str | None = None,
    read: int = 1,
    write: int = 0,
    submit: int = 0,
    share: int = 0,
    everyone: int = 0,
    flags: Any = None,
    notify: int = 0,
) -> Any:
    """Create or change the share; read comes with it always."""
    user = user or frappe.session.user
    if not (flags or {}).get("ignore_share_permission"):
        check_share_permission(doctype, name)
    found = get_share_name(doctype, name, user, everyone)
    if found:
        doc = frappe.get_doc("DocShare", found)
    else:
        doc = frappe.new_doc("DocShare")
        doc.update(
            {
                "user": None if cint(everyone) else user,
                "share_doctype": doctype,
                "share_name": name,
                "everyone": cint(everyone),
            }
        )
    if flags:
        doc.flags.update(flags)
    doc.update({"read": 1, "write": cint(write), "submit": cint(submit), "share": cint(share)})
    # the right to share was checked above; DocShare itself is closed to ordinary roles
    doc.save(ignore_permissions=True)
    access.clear(user)
    notify_assignment(doc.user, doctype, name, doc.everyone, notify)
    return doc


def remove(doctype: str, name: str, user: str, flags: Any = None) -> None:
    """Take the user's share away."""
    found = frappe.db.get_value(
        "DocShare", {"user": user, "share_name": name, "share_doctype": doctype}
    )
    if found:
        frappe.delete_doc("DocShare", found, flags=flags)
        access.clear(user)


@frappe.whitelist()
def set_permission(
    doctype: str, name: str, user: str | None, permission_to: str, value: int = 1, everyone: int = 0
) -> Any:
    """Set one right of a share; taking read takes all."""
    return set_docshare_permission(
        doctype, name, user, permission_to, value=value, everyone=everyone
    )


def set_docshare_permission(
    doctype: str,
    name: str,
    user: str | None,
    permission_to: str,
    value: int = 1,
    everyone: int = 0,
    flags: Any = None,
) -> Any:
    if permission_to not in ("read", "write", "submit", "share"):
        frappe.throw(_("{0} is not a right that can be shared").format(permission_to))
    if not (flags or {}).get("ignore_share_permission"):
        check_share_permission(doctype, name)
    found = get_share_name(doctype, name, user, everyone)
    if not found:
        if not cint(value):
            return None
        return add_docshare(
            doctype, name, user, everyone=everyone, flags=flags, **{permission_to: 1}
        )
    doc = frappe.get_doc("DocShare", found)
    doc.flags.update(flags or {})
    doc.set(permission_to, cint(value))
    if permission_to == "read" and not cint(value):
        doc.update({"write": 0, "submit": 0, "share": 0})
    return _store(doc)


def _store(doc: Any) -> Any:
    """Save the share, or remove it when nothing is left of it; the caller asked for the right to share."""
    doc.flags.ignore_permissions = True
    if doc.read or doc.write or doc.submit or doc.share:
        doc.save()
        access.clear(doc.user)
        return doc
    frappe.delete_doc("DocShare", doc.name, ignore_permissions=True)
    access.clear(doc.user)
    return None


@frappe.whitelist()
@frappe.read_only()
def get_users(doctype: str, name: str) -> list[Any]:
    """Shares of a document, for those who may read it."""
    return _get_users(frappe.get_doc(doctype, name))


def _get_users(doc: Any) -> list[Any]:
    if not access.has_permission(doc.doctype, "read", doc):
        return []
    return shares_of(doc.doctype, doc.name)


def shares_of(doctype: str, name: Any) -> list[Any]:
    """The DocShare rows of a document, whoever asks: callers have asked for the right."""
    return frappe.get_all(
        "DocShare",
        fields=[
            "name",
            "user",
            "read",
            "write",
            "submit",
            "share",
            "everyone",
            "owner",
            "creation",
        ],
        filters={"share_doctype": doctype, "share_name": name},
    )


def get_shared(
    doctype: str,
    user: str | None = None,
    rights: list[str] | None = None,
    *,
    filters: Any = None,
    limit: int | None = None,
) -> list[str]:
    """Names of documents shared with the user for all of `rights` (default read)."""
    name = user or frappe.session.user
    conditions = [[right, "=", 1] for right in rights or ["read"]]
    conditions += [["share_doctype", "=", doctype], *(filters or [])]
    for_whom = [["user", "=", name]]
    if name != "Guest":
        for_whom.append(["everyone", "=", 1])
    return frappe.get_all(
        "DocShare",
        filters=conditions,
        or_filters=for_whom,
        pluck="share_name",
        order_by=None,
        limit_page_length=limit,
    )


SHARED_WITH = {"email": "read", "print": "read"}  # what is not shared by itself follows another


def is_shared(doc: Any, ptype: str, user: str) -> bool:
    """For hooks of forms whose records are private: whether a share gives the user this right."""
    right = SHARED_WITH.get(ptype, ptype)
    if right not in ("read", "write", "share", "submit") or not doc.name:
        return False
    return bool(get_shared(doc.doctype, user, [right], filters=[["share_name", "=", doc.name]]))


def shared_condition(doctype: str, user: str) -> str:
    """The same for lists, as SQL."""
    names = get_shared(doctype, user)
    listed = ", ".join(frappe.db.escape(name) for name in names)
    return f"`tab{doctype}`.name in ({listed})" if names else "1 = 0"


def get_shared_doctypes(user: str | None = None) -> list[str]:
    return shared_doctypes(user or frappe.session.user)


def get_share_name(doctype: str, name: str, user: str | None, everyone: Any) -> str | None:
    """Name of the share that exists already."""
    whom = {"everyone": 1} if cint(everyone) else {"user": user}
    return frappe.db.get_value("DocShare", {**whom, "share_name": name, "share_doctype": doctype})


def check_share_permission(doctype: str, name: str) -> None:
    """PermissionError, naming the rule, unless the user may share the document."""
    if not frappe.db.exists(doctype, name):
        text = _("{0} {1} not found").format(_(doctype), name)
        frappe.throw(text, frappe.LinkValidationError)
    access.require(doctype, "share", name)


def notify_assignment(
    shared_by: str | None, doctype: str, doc_name: str, everyone: Any, notify: Any = 0
) -> None:
    """Tell a user (stock calls it `shared_by`) that a document was shared with it."""
    if not shared_by or cint(everyone) or not cint(notify):
        return
    from frappe.desk.doctype.notification_log.notification_log import enqueue_create_notification

    subject = _("{0} shared {1} {2} with you").format(
        frappe.bold(frappe.utils.get_fullname(frappe.session.user)),
        _(doctype),
        frappe.bold(doc_name),
    )
    enqueue_create_notification(
        shared_by,
        {
            "type": "Share",
            "document_type": doctype,
            "document_name": doc_name,
            "subject": subject,
            "from_user": frappe.session.user,
        },
    )
