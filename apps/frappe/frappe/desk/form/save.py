"""Saving from a form: the document as the client holds it goes in, the stored one comes back."""

from typing import Any

from ristretto.context import current
from ristretto.web.listing import parse_json
from ristretto.web.rows import keep_sent_row

import frappe
from frappe import _
from frappe.desk.form.load import get_docinfo, run_onload

_DOCSTATUS = {"Save": 0, "Submit": 1, "Update": 1, "Cancel": 2}
_NOTICE = {0: "Saved", 1: "Submitted", 2: "Cancelled"}


@frappe.whitelist(methods=["POST", "PUT"])
def savedocs(doc: Any, action: str) -> None:
    """Save, Submit, Update (after submit) or Cancel. `docs`, `docinfo` and a notice in the
    answer."""
    if action not in _DOCSTATUS:
        frappe.throw(_("Unknown action {0}: use Save, Submit, Update or Cancel").format(action))
    values = parse_json(doc, "doc")
    if not isinstance(values, dict) or not values.get("doctype"):
        frappe.throw(_("A document with its doctype is needed"))
    document = frappe.get_doc(values)
    _take_local_names(document)
    keep_sent_row(document)
    document.docstatus = _DOCSTATUS[action]
    if action == "Submit":
        document.submit()
    elif action == "Cancel":
        document.cancel()
    else:
        document.save()
    _send_back(document, _NOTICE[document.docstatus])


@frappe.whitelist(methods=["POST", "PUT"])
def cancel(
    doctype: str | None = None,
    name: Any = None,
    workflow_state_fieldname: str | None = None,
    workflow_state: str | None = None,
) -> None:
    """Cancel a submitted document, moving its workflow state along."""
    document = frappe.get_doc(doctype, name)
    if workflow_state_fieldname and workflow_state:
        document.set(workflow_state_fieldname, workflow_state)
    document.cancel()
    _send_back(document, "Cancelled")


def _take_local_names(document: Any) -> None:
    """New rows come with names of the client's making and get real ones; the document tells its old
    one as `localname`."""
    for row in (document, *document.get_all_children()):
        if row.get("__islocal"):
            row.localname = row.name
            row.name = None
    if document.get("__newname"):
        document.name = document.get("__newname")


def _send_back(document: Any, notice: str) -> None:
    run_onload(document)
    get_docinfo(document)
    own = document.get("localname")
    document.apply_fieldlevel_read_permissions()
    answer = document.as_dict()
    if own:
        answer["localname"] = own
    current().response.setdefault("docs", []).append(answer)
    frappe.msgprint(_(notice), indicator="red" if notice == "Cancelled" else "green", alert=True)
