"""Renaming, at Frappe's public path."""

from __future__ import annotations

from typing import Any

from ristretto.document import backlinks
from ristretto.document.rename import rename_doc as rename_doc

import frappe


@frappe.whitelist(methods=["POST", "PUT"])
def update_document_title(
    *,
    doctype: str,
    docname: str,
    title: str | None = None,
    name: str | None = None,
    merge: bool = False,
    enqueue: bool = False,
    **kwargs: Any,
) -> str:
    """Change the title, the name, or both, of a record the user may write; returns the name."""
    doc = frappe.get_doc(doctype, docname)
    doc.check_permission("write")
    title_field = doc.meta.get_title_field()
    wanted = (name or kwargs.get("new_name") or "").strip()
    if wanted and (wanted != doc.name or merge):
        docname = rename_doc(doctype, docname, wanted, merge=bool(merge))
        doc = frappe.get_doc(doctype, docname)
    new_title = title or kwargs.get("new_title")
    if new_title and title_field != "name" and doc.get(title_field) != new_title:
        doc.set(title_field, new_title)
        doc.save()
        frappe.msgprint(frappe._("Saved"), alert=True, indicator="green")
    return docname


def get_link_fields(doctype: str) -> list[dict[str, Any]]:
    """Link fields to this DocType, custom ones too: {parent, fieldname, issingle}."""
    return [
        frappe._dict(parent=link.parent, fieldname=link.fieldname, issingle=int(link.issingle))
        for link in backlinks.links_to(doctype)
        if not link.dynamic
    ]


def bulk_rename(
    doctype: str, rows: list[list[str]] | None = None, via_console: bool = False
) -> list[str]:
    """Rename by rows [old, new, merge?]; each stands alone: a refused one is told, the others stay."""
    told = []
    for row in rows or []:
        if len(row) < 2 or not row[0] or not row[1]:
            told.append(frappe._("Ignored: {0}").format(", ".join(map(str, row))))
            continue
        frappe.db.savepoint("bulk_rename")
        try:
            rename_doc(
                doctype, row[0], row[1], merge=len(row) > 2 and str(row[2]).lower() in ("1", "true")
            )
        except frappe.ValidationError as error:
            frappe.db.rollback(save_point="bulk_rename")
            told.append(frappe._("{0} was not renamed: {1}").format(row[0], str(error)))
        else:
            told.append(frappe._("{0} is now {1}").format(row[0], row[1]))
    if via_console:
        print("\n".join(told))
    return told
