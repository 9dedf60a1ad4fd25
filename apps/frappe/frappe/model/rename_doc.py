"""Renaming, at Frappe's public path."""

from __future__ import annotations

from typing import Any

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
