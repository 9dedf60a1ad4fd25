"""Every path that answers about one record whose name is known, as data.

`opens` paths tell the whole record: they must answer 200 with its marker to a reader and refuse
everybody else. The others must not tell a stranger anything.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from access_world import Record

METHOD = "/api/method/"
Request = tuple[str, str, dict[str, Any]]


@dataclass(frozen=True)
class RecordPath:
    """`ask(record, file_url)` makes the request."""

    key: str
    ask: Callable[[Record, str], Request]
    opens: bool = False


def post(path: str, /, **form: Any) -> Request:
    texts = {k: v if isinstance(v, str) else json.dumps(v) for k, v in form.items()}
    return "POST", METHOD + path, {"data": texts}


def get(path: str, **query: Any) -> Request:
    return "GET", path, {"query_string": query}


def _opening() -> dict[str, Callable[[Record, str], Request]]:
    load = "frappe.desk.form.load."
    return {
        "REST v1": lambda r, f: get(f"/api/resource/{r.doctype}/{quote(r.name)}"),
        "REST v2": lambda r, f: get(f"/api/v2/document/{r.doctype}/{quote(r.name)}/"),
        "client.get": lambda r, f: post("frappe.client.get", doctype=r.doctype, name=r.name),
        "client.get by filter": lambda r, f: post(
            "frappe.client.get", doctype=r.doctype, filters={"name": r.name}
        ),
        "form": lambda r, f: get(METHOD + load + "getdoc", doctype=r.doctype, name=r.name),
        "print": lambda r, f: get(
            METHOD + "frappe.www.printview.get_html_and_style", doc=r.doctype, name=r.name
        ),
        "print page": lambda r, f: get("/printview", doctype=r.doctype, name=r.name),
    }


_LOAD, _SEARCH = "frappe.desk.form.load.", "frappe.desk.search."
_FLOW = "frappe.model.workflow."
_ABOUT: dict[str, Callable[[Record, str], Request]] = {
    "file": lambda r, f: get(f),
    "download_file": lambda r, f: get(METHOD + "download_file", file_url=f),
    "client.get_value": lambda r, f: post(
        "frappe.client.get_value",
        doctype=r.doctype,
        fieldname=["owner", "_comments"],
        filters={"name": r.name},
    ),
    "client.validate_link": lambda r, f: post(
        "frappe.client.validate_link",
        doctype=r.doctype,
        docname=r.name,
        fields=["owner", "modified", "_comments"],
    ),
    "link title": lambda r, f: post(_SEARCH + "get_link_title", doctype=r.doctype, docname=r.name),
    "link preview": lambda r, f: post(
        "frappe.desk.link_preview.get_preview_data", doctype=r.doctype, docname=r.name
    ),
    "docinfo": lambda r, f: post(_LOAD + "get_docinfo", doctype=r.doctype, name=r.name),
    "docinfo of a made-up document": lambda r, f: post(
        _LOAD + "get_docinfo", doc={"doctype": r.doctype, "name": r.name}
    ),
    "communications": lambda r, f: post(
        _LOAD + "get_communications", doctype=r.doctype, name=r.name
    ),
    "linked_with": lambda r, f: post(
        "frappe.desk.form.linked_with.get", doctype=r.doctype, docname=r.name
    ),
    "submitted links": lambda r, f: post(
        "frappe.desk.form.linked_with.get_submitted_linked_docs", doctype=r.doctype, name=r.name
    ),
    "open count": lambda r, f: post(
        "frappe.desk.notifications.get_open_count", doctype=r.doctype, name=r.name
    ),
    "next": lambda r, f: post(
        "frappe.desk.form.utils.get_next", doctype=r.doctype, value=r.name, prev=0
    ),
    "permission": lambda r, f: post(
        "frappe.client.get_doc_permissions", doctype=r.doctype, docname=r.name
    ),
    "amended": lambda r, f: post(
        "frappe.client.is_document_amended", doctype=r.doctype, docname=r.name
    ),
    "shares": lambda r, f: post("frappe.share.get_users", doctype=r.doctype, name=r.name),
    "transitions": lambda r, f: post(
        _FLOW + "get_transitions", doc={"doctype": r.doctype, "name": r.name}
    ),
    "actions": lambda r, f: post(_FLOW + "get_actions", doctype=r.doctype, name=r.name),
    "run_doc_method": lambda r, f: post(
        "run_doc_method", dt=r.doctype, dn=r.name, method="as_dict"
    ),
    "v2 method": lambda r, f: get(f"/api/v2/document/{r.doctype}/{quote(r.name)}/method/as_dict"),
    "password": lambda r, f: post(
        "frappe.client.get_password", doctype=r.doctype, name=r.name, fieldname="name"
    ),
    "images": lambda r, f: post(
        "frappe.core.api.file.get_attached_images", doctype=r.doctype, names=[r.name]
    ),
    "custom column": lambda r, f: post(
        "frappe.desk.query_report.get_data_for_custom_field",
        doctype=r.doctype,
        field="_comments",
        names=[r.name],
    ),
    "tree": lambda r, f: get(
        METHOD + "frappe.desk.treeview.get_children", doctype=r.doctype, parent=r.name
    ),
    "duplicate": lambda r, f: post(
        "frappe.model.mapper.make_mapped_doc", method="frappe.client.get", source_name=r.name
    ),
}


OPENING = tuple(RecordPath(key, ask, opens=True) for key, ask in _opening().items())
ABOUT_ONE = tuple(RecordPath(key, ask) for key, ask in _ABOUT.items())
