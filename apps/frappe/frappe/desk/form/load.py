"""Opening a form: the document, its definition, and everything around it (comments, files,
versions, rights)."""

from typing import Any

from ristretto.context import current
from ristretto.web.listing import parse_list

import frappe
from frappe.desk.form.document_follow import is_document_followed
from frappe.desk.form.meta import get_meta
from frappe.desk.form.timeline import (
    add_comments,
    get_communications_of,
    get_versions,
    view_logs,
)
from frappe.model.document import Document
from frappe.model.utils.user_settings import get_user_settings
from frappe.permissions import get_doc_permissions, has_controller_permissions
from frappe.share import shares_of


@frappe.whitelist()
@frappe.read_only()
def getdoc(doctype: str, name: Any, user: str | None = None) -> Any:
    """`docs`, `docinfo` and `_link_titles` in the answer; [] when there is no such record."""
    try:
        document = frappe.get_doc(doctype, name)
    except frappe.DoesNotExistError:
        frappe.clear_last_message()
        return []
    document.check_permission("read")
    run_onload(document)
    document.apply_fieldlevel_read_permissions()
    get_docinfo(document)
    set_link_titles(document)
    _leave_marks(document)
    _answer_docs().append(document)
    return None


@frappe.whitelist()
@frappe.read_only()
def getdoctype(doctype: str, with_parent: Any = False, cached_timestamp: str | None = None) -> None:
    """Definition of a DocType (or, with_parent, of the DocType that has it as a table) and of its
    child tables.

    The whole bundle is sent whatever `cached_timestamp` says, as stock does: customisations do not
    move `modified`.
    """
    target = doctype
    if frappe.utils.cint(with_parent) and (parent := parent_of_table(doctype)):
        target = frappe.response["parent_dt"] = parent
    _answer_docs().extend(get_meta_bundle(target))
    frappe.response["user_settings"] = get_user_settings(target)


def _leave_marks(document: Any) -> None:
    """Note who looked (track_seen, track_views), in a short write of its own after the answer."""
    user, meta = frappe.session.user, document.meta
    tasks = current().__dict__.setdefault("afterwards", [])
    if meta.track_seen:
        seen = frappe.parse_json(document.get("_seen") or "[]")
        if user not in seen:
            text = frappe.as_json([*seen, user], indent=None)
            arguments = (document.doctype, document.name, "_seen", text)
            tasks.append(lambda: frappe.db.set_value(*arguments, update_modified=False))
    if meta.track_views:
        entry = {
            "doctype": "View Log",
            "viewed_by": user,
            "reference_doctype": document.doctype,
            "reference_name": document.name,
        }
        _show_view(entry)
        # The system keeps this log; people have no create right on it.
        tasks.append(lambda: frappe.get_doc(entry).insert(ignore_permissions=True))


def _show_view(entry: dict[str, Any]) -> None:
    """The view that is being logged stands in the answer already."""
    entry["name"] = frappe.generate_hash(length=10)
    view = {"name": entry["name"], "creation": frappe.utils.now(), "owner": entry["viewed_by"]}
    info = frappe.response["docinfo"]
    info["views"].insert(0, frappe._dict(view))
    _add_user_info(info)


def get_meta_bundle(doctype: str) -> list[dict[str, Any]]:
    meta = frappe.get_meta(doctype)
    children = dict.fromkeys(field.options for field in meta.get_table_fields())
    return [get_meta(doctype), *(get_meta(child) for child in children)]


def parent_of_table(doctype: str) -> str | None:
    """A DocType that has this one as a child table."""
    if not frappe.get_meta(doctype).istable:
        return None
    return frappe.db.get_value(
        "DocField", {"fieldtype": "Table", "options": doctype, "parenttype": "DocType"}, "parent"
    )


@frappe.whitelist()
@frappe.read_only()
def get_docinfo(doc: Any = None, doctype: str | None = None, name: Any = None) -> None:
    """`docinfo` in the answer."""
    if not isinstance(doc, Document):
        doc = frappe.get_doc(doctype, name)
        doc.check_permission("read")
    info = frappe._dict(user_info={})
    add_comments(doc, info)
    messages = get_communications_of(doc.doctype, doc.name, limit=21)
    automated = [row for row in messages if row.communication_type == "Automated Message"]
    info.update(
        doctype=doc.doctype,
        name=doc.name,
        attachments=get_attachments(doc.doctype, doc.name),
        communications=[row for row in messages if row not in automated],
        automated_messages=automated,
        versions=get_versions(doc),
        assignments=get_assignments(doc.doctype, doc.name),
        permissions=_form_rights(doc),
        shared=get_shares(doc.doctype, doc.name),
        views=view_logs(doc),
        energy_point_logs=[],
        additional_timeline_content=_additional_timeline(doc),
        milestones=[],
        is_document_followed=is_document_followed(doc.doctype, doc.name, frappe.session.user),
        tags=_tags(doc),
        document_email=None,
    )
    _add_user_info(info)
    frappe.response["docinfo"] = info


def _form_rights(doc: Document) -> Any:
    """What roles give, less what a rule of an app refuses: nobody shall fill in a form that cannot be saved."""
    rights = get_doc_permissions(doc)
    for right in ("write", "submit", "cancel", "delete"):
        if rights.get(right) and not has_controller_permissions(doc, right):
            rights[right] = 0
    return rights


@frappe.whitelist()
@frappe.read_only()
def get_communications(doctype: str, name: Any, start: int = 0, limit: int = 20) -> list[Any]:
    frappe.get_doc(doctype, name).check_permission("read")
    return get_communications_of(doctype, name, start, limit)


@frappe.whitelist()
@frappe.read_only()
def get_user_info_for_viewers(users: Any) -> dict[str, Any]:
    """Names and pictures of users (who else has the form open)."""
    return {user: user_facts(user) for user in parse_list(users, "users", of=str)}


def get_attachments(dt: str, dn: Any) -> list[Any]:
    return frappe.get_all(
        "File",
        fields=["name", "file_name", "file_url", "is_private"],
        filters={"attached_to_name": dn, "attached_to_doctype": dt},
        order_by="creation asc",
    )


def get_assignments(dt: str, dn: Any) -> list[Any]:
    return frappe.get_all(
        "ToDo",
        fields=["name", "allocated_to as owner", "description", "status"],
        filters={
            "reference_type": dt,
            "reference_name": dn,
            "status": ("not in", ("Cancelled", "Closed")),
            "allocated_to": ("is", "set"),
        },
    )


def get_shares(doctype: str, name: Any) -> list[Any]:
    return shares_of(doctype, name)


def run_onload(doc: Any) -> None:
    doc.set("__onload", frappe._dict())
    doc.run_method("onload")


def set_link_titles(doc: Any) -> None:
    """`_link_titles`: "DocType::name" -> title, for links to DocTypes that show titles."""
    titles: dict[str, str] = {}
    for row in (doc, *doc.get_all_children()):
        for field in row.meta.fields:
            if field.fieldtype in ("Link", "Dynamic Link") and (name := row.get(field.fieldname)):
                _add_title(
                    titles,
                    row.get(field.options) if field.fieldtype == "Dynamic Link" else field.options,
                    name,
                )
    frappe.response["_link_titles"] = titles


def user_facts(user: str) -> dict[str, Any]:
    """Name, picture and time zone of a user."""
    row = frappe.db.get_value(
        "User", user, ["full_name", "user_image", "name", "email", "time_zone"], as_dict=True
    )
    if not row:
        return {"fullname": user, "image": None, "name": user, "email": user, "time_zone": None}
    return {
        "fullname": row.full_name,
        "image": row.user_image,
        "name": row.name,
        "email": row.email,
        "time_zone": row.time_zone,
    }


def _add_title(titles: dict[str, str], doctype: str | None, name: Any) -> None:
    if not doctype or not frappe.db.exists("DocType", doctype):
        return
    meta = frappe.get_meta(doctype)
    if meta.show_title_field_in_link and meta.title_field:
        titles[f"{doctype}::{name}"] = (
            frappe.get_cached_value(doctype, name, meta.title_field) or name
        )


def _answer_docs() -> list[Any]:
    return current().response.setdefault("docs", [])


def _tags(doc: Any) -> str:
    tags = frappe.get_all(
        "Tag Link", filters={"document_type": doc.doctype, "document_name": doc.name}, pluck="tag"
    )
    return ",".join(tags)


def _additional_timeline(doc: Any) -> list[Any]:
    """What apps add to timelines: hook additional_timeline_content, for "*" and for this
    DocType."""
    hooks = frappe.get_hooks("additional_timeline_content", {})
    paths = [*hooks.get("*", []), *hooks.get(doc.doctype, [])] if isinstance(hooks, dict) else []
    return [entry for path in paths for entry in frappe.get_attr(path)(doc.doctype, doc.name) or []]


def _add_user_info(info: Any) -> None:
    """Facts of everybody who appears in the timeline."""
    users: set[str] = set()
    for key in (
        "comments",
        "communications",
        "automated_messages",
        "versions",
        "views",
        "assignments",
        "info_logs",
        "assignment_logs",
        "attachment_logs",
        "like_logs",
        "workflow_logs",
    ):
        users.update(str(row.get("owner") or row.get("sender")) for row in info.get(key) or [])
    users.update(row.user for row in info.shared if row.get("user"))
    info.user_info = {user: user_facts(user) for user in sorted(users - {"None"})}
