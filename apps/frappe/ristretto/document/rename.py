"""Decides how a record gets another name: everywhere it is linked, or merged into an existing one."""

from __future__ import annotations

from typing import Any

from ristretto import access, errors
from ristretto.context import current
from ristretto.context.messages import msgprint, throw
from ristretto.context.translate import translate as _
from ristretto.db import metas, passwords
from ristretto.document import backlinks, naming, search_index, store
from ristretto.document.api import get_doc


def rename_doc(
    doctype: str | None = None,
    old: str | None = None,
    new: str | None = None,
    force: bool = False,
    merge: bool = False,
    ignore_permissions: bool = False,
    ignore_if_exists: bool = False,
    show_alert: bool = True,
    rebuild_search: bool = True,
    doc: Any = None,
    validate: bool = True,
) -> str:
    """Rename (or merge) a record; returns the new name."""
    current().db.begin("write")
    document = doc or get_doc(str(doctype), str(old))
    old_name = str(document.name)
    wanted = _ask(document, old_name, str(new or ""), merge)
    meta = document.meta
    _check(document, old_name, wanted, merge, ignore_permissions, ignore_if_exists)
    if not (force or ignore_permissions):
        _check_definition(document)
    if not merge:
        _rename_row(document, old_name, wanted)
    _rename_children(document, old_name, wanted, merge)
    _update_links(document.doctype, old_name, wanted)
    _update_traces(document.doctype, old_name, wanted)
    fresh = get_doc(document.doctype, wanted)
    fresh.run_method("after_rename", old_name, wanted, merge)
    passwords.rename_secrets(document.doctype, old_name, wanted)
    search_index.remove(document.doctype, old_name)
    search_index.update(fresh)
    if merge:
        _drop_old(document, old_name)
    fresh.add_comment(
        "Edit",
        _("{0} renamed from {1} to {2}").format(
            _(meta.name), f"<b>{old_name}</b>", f"<b>{wanted}</b>"
        ),
    )
    current().document_cache.clear()
    if show_alert:
        told = _("{0} is now {1}").format(f"<b>{old_name}</b>", f"<b>{wanted}</b>")
        msgprint(told, alert=True, indicator="green")
    return wanted


def _ask(document: Any, old: str, new: str, merge: bool) -> str:
    """`before_rename` may answer with another name."""
    answer = document.run_method("before_rename", old, new, merge)
    if isinstance(answer, dict):
        answer = answer.get("new")
    return str(naming.validate_name(document.doctype, answer or new))


def _check(
    document: Any, old: str, new: str, merge: bool, ignore_permissions: bool, ignore_if_exists: bool
) -> None:
    exists = store.exists(document.doctype, new)
    if merge and not exists:
        throw(
            _("{0} {1} does not exist. Choose a record to merge into").format(
                _(document.doctype), new
            )
        )
    if not merge and exists and old.lower() != new.lower() and not ignore_if_exists:
        throw(_("{0} {1} exists already. Choose another name").format(_(document.doctype), new))
    if old == new:
        throw(_("The new name is the name it has already. Nothing was changed."))
    if not ignore_permissions:
        access.require(document.doctype, "write", doc=document)
        if merge:
            access.require(document.doctype, "write", doc=get_doc(document.doctype, new))
            access.require(document.doctype, "delete", doc=document)


def _check_definition(document: Any) -> None:
    if document.meta.is_autoincrement or not document.meta.allow_rename:
        throw(
            _("{0} keep their names: renaming is switched off for this form").format(
                _(document.doctype)
            )
        )


def _rename_row(document: Any, old: str, new: str) -> None:
    current().db.execute(
        f"UPDATE `tab{document.doctype}` SET `name` = ? WHERE `name` = ?", (new, old)
    )
    autoname = str(document.meta.autoname or "")
    if autoname.startswith("field:") and document.meta.has_field(autoname[6:]):
        current().db.execute(
            f"UPDATE `tab{document.doctype}` SET `{autoname[6:]}` = ? WHERE `name` = ?", (new, new)
        )


def _rename_children(document: Any, old: str, new: str, merge: bool) -> None:
    for table in document.meta.table_fields:
        if merge:
            current().db.execute(
                f"DELETE FROM `tab{table.options}` WHERE `parent` = ? AND `parenttype` = ?",
                (old, document.doctype),
            )
        else:
            current().db.execute(
                f"UPDATE `tab{table.options}` SET `parent` = ? WHERE `parent` = ? AND `parenttype` = ?",
                (new, old, document.doctype),
            )


def _update_links(doctype: str, old: str, new: str) -> None:
    db = current().db
    for link in backlinks.links_to(doctype):
        if link.issingle:
            where, params = (
                "`doctype` = ? AND `field` = ? AND `value` = ?",
                [link.parent, link.fieldname, old],
            )
            if not link.dynamic or db.execute(
                "SELECT 1 FROM `tabSingles` WHERE `doctype` = ? AND `field` = ? AND `value` = ?",
                (link.parent, link.options, doctype),
            ):
                db.execute(f"UPDATE `tabSingles` SET `value` = ? WHERE {where}", [new, *params])
            continue
        where, params = f"`{link.fieldname}` = ?", [old]
        if link.dynamic:
            where, params = f"{where} AND `{link.options}` = ?", [old, doctype]
        # The table of a DocType that is being renamed follows in its `after_rename`.
        holder = old if doctype == "DocType" and link.parent == new else link.parent
        db.execute(
            f"UPDATE `tab{holder}` SET `{link.fieldname}` = ? WHERE {where}", [new, *params]
        )


_TRACES = (
    ("Version", "ref_doctype", "docname"),
    ("File", "attached_to_doctype", "attached_to_name"),
    ("Comment", "reference_doctype", "reference_name"),
    ("Tag Link", "document_type", "document_name"),
)


def _update_traces(doctype: str, old: str, new: str) -> None:
    for holder, type_field, name_field in _TRACES:
        if metas.table_exists(f"tab{holder}"):
            current().db.execute(
                f"UPDATE `tab{holder}` SET `{name_field}` = ? WHERE `{type_field}` = ? AND `{name_field}` = ?",
                (new, doctype, old),
            )


def _drop_old(document: Any, old: str) -> None:
    """The record merged away goes through the events of a delete."""
    from ristretto.document.delete import delete_doc

    if store.exists(document.doctype, old) is None:
        raise errors.DoesNotExistError(_("{0} {1} not found").format(_(document.doctype), old))
    # Merging was allowed above; force: the links were just moved.
    delete_doc(document.doctype, old, force=True, ignore_permissions=True)
