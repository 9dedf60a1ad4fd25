"""Every path that writes about one record, as data, with the right that it needs.

`needs`: "write" and "delete" as docs/access.md gives them, "read" for what every reader may do
(comment, assign, like), "never" for what nobody may do with a record of an agency.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from access_records import METHOD, Request, post
from access_world import TAG, Record

SPOILT = "SPOILT BY A STRANGER"


@dataclass(frozen=True)
class Target:
    """A record with what an attacker could know: its document, a free text field, own agency."""

    record: Record
    document: dict[str, Any]
    field: str
    own_agency: str
    file_url: str
    me: str

    @property
    def at(self) -> dict[str, str]:
        return {"doctype": self.record.doctype, "name": self.record.name}

    @property
    def changed(self) -> dict[str, Any]:
        """The document with the text spoilt."""
        return {**self.document, self.field: SPOILT}

    @property
    def taken(self) -> dict[str, Any]:
        """The same, claiming that it is of the attacker's agency."""
        return {**self.changed, "agency": self.own_agency}

    @property
    def copied(self) -> dict[str, Any]:
        """A new record for the stranger's agency."""
        dropped = (
            "name",
            "owner",
            "creation",
            "modified",
            "modified_by",
            "agency_code",
            "tthc_code",
        )
        values = {k: v for k, v in self.changed.items() if k not in dropped}
        rows = {k: v for k, v in values.items() if not isinstance(v, list)}
        return {**rows, "agency_code": "TSTOLEN", "tthc_code": "9.999999", "code": "STOLEN"}

    @property
    def child(self) -> tuple[str, dict[str, Any]] | None:
        """(fieldname, row) of the first child row."""
        for key, value in self.document.items():
            if isinstance(value, list) and value:
                return key, value[0]
        return None


@dataclass(frozen=True)
class WritePath:
    key: str
    needs: str
    ask: Callable[[Target], Request | None]


def _json(verb: str, path: str, body: Any) -> Request:
    return verb, path, {"json": body}


def _url(t: Target, version: str = "resource") -> str:
    return f"/api/{version}/{t.record.doctype}/{quote(t.record.name)}"


def _upload(t: Target, **more: Any) -> Request:
    form = {"doctype": t.record.doctype, "docname": t.record.name, "is_private": "1", **more}
    form["file"] = (io.BytesIO(SPOILT.encode()), "spoilt.txt")
    return "POST", METHOD + "upload_file", {"data": form}


def _child(t: Target, verb: str) -> Request | None:
    if not t.child:
        return None
    field, row = t.child
    path = f"/api/resource/{row['doctype']}"
    if verb == "POST":
        parent = {"parent": t.record.name, "parenttype": t.record.doctype, "parentfield": field}
        kept = {k: v for k, v in row.items() if k not in ("name", "doctype")}
        return _json("POST", path, {**kept, **parent})
    return _json(verb, f"{path}/{row['name']}", {"idx": 9})


def _about(doctype: str, **values: Any) -> Callable[[Target], Request]:
    """A new row about the record; `$dt` and `$dn` stand for it."""

    def ask(t: Target) -> Request:
        known = {"$dt": t.record.doctype, "$dn": t.record.name, "$file": t.file_url, "$me": t.me}
        return _json(
            "POST", f"/api/resource/{doctype}", {k: known.get(v, v) for k, v in values.items()}
        )

    return ask


_WRITE: dict[str, Callable[[Target], Request | None]] = {
    "PUT v1": lambda t: _json("PUT", _url(t), {t.field: SPOILT}),
    "PUT v1 with own agency": lambda t: _json("PUT", _url(t), {t.field: SPOILT, "agency": t.own_agency}),
    "PUT v2": lambda t: _json("PUT", _url(t, "v2/document") + "/", {t.field: SPOILT}),
    "PATCH v2": lambda t: _json("PATCH", _url(t, "v2/document") + "/", {t.field: SPOILT}),
    "set_value": lambda t: post("frappe.client.set_value", **t.at, fieldname=t.field, value=SPOILT),
    "set owner": lambda t: post("frappe.client.set_value", **t.at, fieldname="owner", value=t.me),
    "save": lambda t: post("frappe.client.save", doc=t.changed),
    "save as own": lambda t: post("frappe.client.save", doc=t.taken),
    "savedocs": lambda t: post("frappe.desk.form.save.savedocs", doc=t.changed, action="Save"),
    "savedocs as own": lambda t: post("frappe.desk.form.save.savedocs", doc=t.taken, action="Save"),
    "bulk_update": lambda t: post(
        "frappe.client.bulk_update",
        docs=[{"doctype": t.record.doctype, "docname": t.record.name, t.field: SPOILT}],
    ),
    "list bulk edit": lambda t: post(
        "frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs",
        doctype=t.record.doctype, docnames=[t.record.name], action="update", data={t.field: SPOILT},
    ),
    "title": lambda t: post(
        "frappe.model.rename_doc.update_document_title", doctype=t.record.doctype,
        docname=t.record.name, title=SPOILT,
    ),
    "submit": lambda t: post("frappe.client.submit", doc=t.document),
    "cancel": lambda t: post("frappe.client.cancel", **t.at),
    "form cancel": lambda t: post("frappe.desk.form.save.cancel", **t.at),
    "run_doc_method save": lambda t: post("run_doc_method", docs=t.changed, method="save"),
    "calendar": lambda t: post(
        "frappe.desk.calendar.update_event", args={**t.at, t.field: SPOILT},
        field_map={"start": t.field, "id": "name"},
    ),
    "child row added": lambda t: _child(t, "POST"),
    "child row changed": lambda t: _child(t, "PUT"),
    "child row deleted": lambda t: _child(t, "DELETE"),
    "upload": _upload,
    "upload to a field": lambda t: _upload(t, fieldname=t.field),
    "attach_file": lambda t: post(
        "frappe.client.attach_file", filename="x.txt", filedata="x", doctype=t.record.doctype,
        docname=t.record.name, is_private=1,
    ),
    "add tag": lambda t: post(
        "frappe.desk.doctype.tag.tag.add_tag", tag="x", dt=t.record.doctype, dn=t.record.name
    ),
    "add tags": lambda t: post(
        "frappe.desk.doctype.tag.tag.add_tags", tags=["x"], dt=t.record.doctype, docs=[t.record.name]
    ),
    "remove tag": lambda t: post(
        "frappe.desk.doctype.tag.tag.remove_tag", tag=TAG, dt=t.record.doctype, dn=t.record.name
    ),
    "File row": _about(
        "File", file_name="x.txt", content="x", is_private=1, attached_to_doctype="$dt",
        attached_to_name="$dn",
    ),
    **{
        f"workflow {action}": lambda t, action=action: post(
            "frappe.model.workflow.apply_workflow", doc=t.document, action=action
        )
        for action in ("Send for Review", "Complete Audit", "Submit Answer", "Start Recording")
    },
    "workflow bulk": lambda t: post(
        "frappe.model.workflow.bulk_workflow_approval", doctype=t.record.doctype,
        docnames=[t.record.name], action="Send for Review",
    ),
    "workflow link": lambda t: post(
        "frappe.workflow.doctype.workflow_action.workflow_action.apply_action",
        action="Send for Review", doctype=t.record.doctype, docname=t.record.name,
        current_state="Draft", user=t.me,
    ),
    "POST a copy": lambda t: _json("POST", f"/api/resource/{t.record.doctype}", t.copied),
    "insert a copy": lambda t: post("frappe.client.insert", doc=t.copied),
    "amend": lambda t: _json(
        "POST", f"/api/resource/{t.record.doctype}", {**t.copied, "amended_from": t.record.name}
    ),
    "insert copies": lambda t: post("frappe.client.insert_many", docs=[t.copied]),
}  # fmt: skip

_DELETE: dict[str, Callable[[Target], Request | None]] = {
    "DELETE v1": lambda t: ("DELETE", _url(t), {}),
    "DELETE v2": lambda t: ("DELETE", _url(t, "v2/document") + "/", {}),
    "client.delete": lambda t: post("frappe.client.delete", **t.at),
    "list delete": lambda t: post(
        "frappe.desk.reportview.delete_items", doctype=t.record.doctype, items=[t.record.name]
    ),
}

_READ: dict[str, Callable[[Target], Request | None]] = {
    "comment": lambda t: post(
        "frappe.desk.form.utils.add_comment", reference_doctype=t.record.doctype,
        reference_name=t.record.name, content="x", comment_email=t.me, comment_by="x",
    ),
    "assign": lambda t: post("frappe.desk.form.assign_to.add", **t.at, assign_to=[t.me]),
    "assign many": lambda t: post(
        "frappe.desk.form.assign_to.add_multiple", doctype=t.record.doctype, name=[t.record.name],
        assign_to=[t.me], bulk_assign=True,
    ),
    "unassign": lambda t: post("frappe.desk.form.assign_to.remove", **t.at, assign_to=t.me),
    "like": lambda t: post("frappe.desk.like.toggle_like", **t.at, add="Yes"),
    "Comment row": _about(
        "Comment", comment_type="Comment", content="x", reference_doctype="$dt", reference_name="$dn"
    ),
    "Communication row": _about(
        "Communication", subject="x", content="x", reference_doctype="$dt", reference_name="$dn"
    ),
    "ToDo row": _about("ToDo", description="x", reference_type="$dt", reference_name="$dn"),
    "Tag Link row": _about("Tag Link", document_type="$dt", document_name="$dn", tag=TAG, title="x"),
    "File row on its address": _about("File", file_name="x.txt", file_url="$file", is_private=1),
}  # fmt: skip

_NEVER: dict[str, Callable[[Target], Request | None]] = {
    "rename": lambda t: post(
        "frappe.client.rename_doc", doctype=t.record.doctype, old_name=t.record.name,
        new_name="SPOILT",
    ),
    "rename by title": lambda t: post(
        "frappe.model.rename_doc.update_document_title", doctype=t.record.doctype,
        docname=t.record.name, name="SPOILT",
    ),
    "share": lambda t: post("frappe.share.add", **t.at, user=t.me, read=1, write=1, share=1),
    "share with all": lambda t: post("frappe.share.add", **t.at, everyone=1),
    "share right": lambda t: post(
        "frappe.share.set_permission", **t.at, user=t.me, permission_to="read", value=1
    ),
    "DocShare row": _about("DocShare", share_doctype="$dt", share_name="$dn", user="$me", read=1),
}  # fmt: skip

WRITES = tuple(
    WritePath(key, needs, ask)
    for needs, table in (("write", _WRITE), ("delete", _DELETE), ("read", _READ), ("never", _NEVER))
    for key, ask in table.items()
)
