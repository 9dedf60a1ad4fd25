"""Documents, at Frappe's public path."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ristretto.document import Document as Document
from ristretto.document import get_cached_doc as get_cached_doc
from ristretto.document import get_doc as get_doc
from ristretto.document import store
from ristretto.document.base import BaseDocument as BaseDocument
from ristretto.document.controllers import get_controller as get_controller

import frappe
from frappe import _


def bulk_insert(
    doctype: str,
    documents: Iterable[Document],
    ignore_duplicates: bool = False,
    chunk_size: int = 10_000,
) -> None:
    """Write the rows of new documents and of their tables; no event runs, nothing is checked."""
    parents = list(documents)
    meta = frappe.get_meta(doctype)
    _bulk(doctype, parents, ignore_duplicates, chunk_size)
    for table in meta.get_table_fields():
        rows = [row for parent in parents for row in parent.get(table.fieldname) or []]
        _bulk(table.options, rows, ignore_duplicates, chunk_size)


def _bulk(doctype: str, rows: list[Any], ignore_duplicates: bool, chunk_size: int) -> None:
    if not rows:
        return
    columns = frappe.get_meta(doctype).get_valid_columns()
    frappe.db.bulk_insert(
        doctype, columns, _values(rows, columns), ignore_duplicates, chunk_size=chunk_size
    )


def _values(rows: list[Any], columns: Any) -> Iterator[tuple[Any, ...]]:
    """Each row's values in the order of the columns, with the standard fields that it lacks."""
    now = frappe.utils.now()
    for row in rows:
        row.owner = row.modified_by = row.owner or frappe.session.user
        row.creation = row.modified = row.creation or now
        values = store.row_values(row)
        yield tuple(values.get(column) for column in columns)


def execute_action(document_type: str, document_name: Any, action: str, **arguments: Any) -> None:
    """What `queue_action` queued; a failure is told on the record's timeline."""
    doc = get_doc(document_type, document_name)
    doc.unlock()
    try:
        getattr(doc, action)(**arguments)
    except Exception:
        # Process edge: whoever queued the action is not here any more.
        frappe.db.rollback()
        frappe.log_error(reference_doctype=document_type, reference_name=document_name)
        messages = frappe.message_log
        reason = messages[-1].get("message") if messages else ""
        text = _("The action {0} failed: {1}").format(action.lstrip("_"), reason)
        doc.add_comment("Comment", text)
    doc.notify_update()


@frappe.whitelist(methods=["POST"])
def unlock_document(doctype: str, name: str) -> None:
    """Take a forgotten mark off a document; for whoever may change it."""
    doc = get_doc(doctype, name)
    doc.check_permission("write")
    doc.unlock()
    frappe.msgprint(_("Document Unlocked"), alert=True)
