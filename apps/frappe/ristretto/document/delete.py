"""Decides how a record leaves: checks, events, its rows, its traces, and the copy kept for restoring."""

from __future__ import annotations

from typing import Any

from ristretto import errors
from ristretto.context import current
from ristretto.context.messages import throw
from ristretto.context.translate import translate as _
from ristretto.db import metas, passwords
from ristretto.document import backlinks, naming, search_index, store
from ristretto.document.api import get_doc

# (DocType, field of the DocType's name, field of the record's name)
_TRACES = (
    ("ToDo", "reference_type", "reference_name"),
    ("DocShare", "share_doctype", "share_name"),
    ("Version", "ref_doctype", "docname"),
    ("Comment", "reference_doctype", "reference_name"),
    ("View Log", "reference_doctype", "reference_name"),
    ("Document Follow", "ref_doctype", "ref_docname"),
    ("Email Unsubscribe", "reference_doctype", "reference_name"),
    ("Notification Log", "document_type", "document_name"),
    ("Tag Link", "document_type", "document_name"),
    ("Workflow Action", "reference_doctype", "reference_name"),
)
_UNLINKED = (
    ("Communication", "reference_doctype", "reference_name"),
    ("Activity Log", "reference_doctype", "reference_name"),
)
_KEPT_NOWHERE = (
    "Deleted Document",
    "Version",
    "Error Log",
    "Activity Log",
    "Comment",
    "Notification Log",
    "View Log",
    "DocShare",
)


def delete_doc(
    doctype: str | None = None,
    name: Any = None,
    force: int | bool = 0,
    ignore_doctypes: Any = None,
    for_reload: bool = False,
    ignore_permissions: bool = False,
    flags: Any = None,
    ignore_on_trash: bool = False,
    ignore_missing: bool = True,
    delete_permanently: bool = False,
) -> bool | None:
    """Delete one record (or each of a list); False when it is missing and that is allowed."""
    form = current().form_dict
    doctype, name = doctype or form.get("dt"), name if name is not None else form.get("dn")
    for each in name if isinstance(name, list | tuple) else [name]:
        if not _exists(str(doctype), each):
            if not ignore_missing:
                text = _("{0} {1} not found").format(_(str(doctype)), each)
                # Told by the error alone: clients know a second delete by its status.
                raise errors.DoesNotExistError(text, silent=True)
            return False
        _delete_one(
            str(doctype),
            each,
            bool(force),
            for_reload,
            ignore_permissions,
            flags,
            ignore_on_trash,
            delete_permanently,
        )
    return None


def _exists(doctype: str, name: Any) -> bool:
    meta = metas.get_meta(doctype)
    if meta.issingle or meta.is_virtual:
        return True
    return store.exists(doctype, name) is not None


def _delete_one(
    doctype: str,
    name: Any,
    force: bool,
    for_reload: bool,
    ignore_permissions: bool,
    flags: Any,
    ignore_on_trash: bool,
    permanently: bool,
) -> None:
    current().db.begin("write")
    doc = get_doc(doctype, name)
    doc.flags.update({key: value for key, value in (flags or {}).items() if key != "previous"})
    if ignore_permissions:
        doc.flags.ignore_permissions = True
    if doc.meta.is_virtual:
        doc.check_permission("delete")
        doc.delete()
        return
    if not for_reload:
        doc.check_permission("delete")
        _refuse_submitted(doc)
        _run_trash(doc, ignore_on_trash)
        if not force and not doc.flags.ignore_links:
            backlinks.check_any(doc)
    if not permanently and not for_reload and doctype not in _KEPT_NOWHERE:
        _keep_copy(doc)
    passwords.remove_secret(doctype, str(doc.name))
    naming.revert_counter(doc)
    _remove_rows(doc)
    if for_reload:
        return
    doc.run_method("after_delete")
    _remove_traces(doc)
    _note_deletion(doc)
    search_index.remove(doctype, doc.name)
    doc.unlock()
    doc.clear_cache()
    if doctype == "DocType":
        metas.clear(str(doc.name))


def _run_trash(doc: Any, ignore_on_trash: bool) -> None:
    if not ignore_on_trash:
        doc.run_method("on_trash")
    doc.flags.in_delete = True
    if not ignore_on_trash:
        doc.run_method("on_change")


def _refuse_submitted(doc: Any) -> None:
    if doc.docstatus.is_submitted() and doc.meta.is_submittable:
        throw(
            _("{0} {1}: a submitted document cannot be deleted. Cancel it first.").format(
                _(doc.doctype), doc.name
            )
        )


def _remove_rows(doc: Any) -> None:
    if doc.meta.issingle:
        current().db.execute("DELETE FROM `tabSingles` WHERE `doctype` = ?", (doc.doctype,))
        return
    store.delete_rows(doc.doctype, doc.name, doc.meta)


def _remove_traces(doc: Any) -> None:
    """What only makes sense with the record goes with it; attachments through their own record."""
    db = current().db
    for doctype, type_field, name_field in _TRACES:
        if metas.table_exists(f"tab{doctype}"):
            db.execute(
                f"DELETE FROM `tab{doctype}` WHERE `{type_field}` = ? AND `{name_field}` = ?",
                (doc.doctype, str(doc.name)),
            )
    for doctype, type_field, name_field in _UNLINKED:
        if metas.table_exists(f"tab{doctype}"):
            db.execute(
                f"UPDATE `tab{doctype}` SET `{type_field}` = NULL, `{name_field}` = NULL"
                f" WHERE `{type_field}` = ? AND `{name_field}` = ?",
                (doc.doctype, str(doc.name)),
            )
    if metas.table_exists("tabFile") and doc.doctype != "File":
        files = db.execute(
            "SELECT `name` FROM `tabFile` WHERE `attached_to_doctype` = ? AND `attached_to_name` = ?",
            (doc.doctype, str(doc.name)),
        )
        for (name,) in files:
            # The right to delete the record covers what is attached to it.
            delete_doc("File", name, ignore_permissions=True, delete_permanently=True)


def _note_deletion(doc: Any) -> None:
    """A Comment of type Deleted says who deleted what; it is linked to nothing any more."""
    flags = current().flags
    unwatched = flags.in_install or flags.in_uninstall or flags.in_import or flags.in_patch
    if unwatched or doc.doctype in _KEPT_NOWHERE or not metas.table_exists("tabComment"):
        return
    if getattr(doc, "no_feed_on_delete", False):
        return
    values = {"comment_type": "Deleted", "reference_doctype": doc.doctype}
    note = get_doc({"doctype": "Comment", **values, "subject": f"{_(doc.doctype)} {doc.name}"})
    # The trail is written for whoever deleted the record, whatever that person's rights on Comment are.
    note.insert(ignore_permissions=True)


def _keep_copy(doc: Any) -> None:
    if (
        current().flags.in_install
        or not metas.table_exists("tabDeleted Document")
        or doc.meta.istable
    ):
        return
    copy = get_doc(
        {
            "doctype": "Deleted Document",
            "deleted_doctype": doc.doctype,
            "deleted_name": str(doc.name),
            "data": doc.as_json(),
            "owner": current().user,
        }
    )
    # The copy is the system's, made for whoever may delete the record.
    copy.insert(ignore_permissions=True)
