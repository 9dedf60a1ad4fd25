"""Arguments that aim any whitelisted function at one record: what each parameter name usually stands for."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from typing import Any

import frappe
from access_world import World, in_site
from ristretto.web.endpoints import remote_functions
from ristretto.web.openapi_methods import arguments_of
from ristretto.web.whitelist import Endpoint

FORGED = "zz-forged"
ROWS_OF = ("File", "Comment", "ToDo", "Version", "Communication")
KIND = ("doctype", "dt", "ref_doctype", "reference_doctype", "reference_dt", "reminder_doctype",
        "for_doctype", "record_doctype")  # fmt: skip
NAME = ("name", "docname", "dn", "doc_name", "reference_name", "reference_doc", "reference", "prev",
        "reminder_docname", "source_name", "old_name", "docfield", "note")  # fmt: skip
SEVERAL = ("docnames", "names", "items", "source_names", "queues", "reports")
PAGE = ("page_len", "page_length", "limit", "limit_page_length")
TEXTS = ("value", "content", "description", "title", "new_name", "filedata", "label")
FIXED: dict[str, Any] = {
    "filters": {}, "current_filters": [], "fields": ["*"], "fieldname": "title", "field": "title",
    "txt": "zzq", "text": "zzq", "searchfield": "name", "search_term": "", "start": 0, "limit_start": 0,
    "end": "2100-01-01", "remind_at": "2100-01-01", "folder": "Home/Attachments", "old_parent": "Home",
    "new_parent": "Home", "tag": "zztag", "tags": ["zztag"], "file_type": "CSV", "file_format_type": "CSV",
    "with_data": 1, "all_doctypes": 1, "export_records": "all", "message": "{{ doc.as_json() }}",
    "subject": "{{ doc.as_json() }}", "recipients": "x@example.com", "send_email": 0, "format": "Standard",
    "print_format": "Standard", "no_letterhead": 1, "action": "Approve", "permission_type": "read",
    "ptype": "read", "perm_type": "read", "permission_to": "read", "read": 1, "write": 1, "share": 1,
    "everyone": 1, "stats": ["_user_tags", "owner"], "tree_method": "frappe.desk.treeview.get_children",
    "is_root": True, "workflow_state_field": "workflow_state", "states": ["Draft"], "filename": "x.txt",
    "decode_base64": 0, "is_private": 1, "following": 1, "merge": 0, "role": "System Manager", "add": "Yes",
    "reason": "x", "config": {}, "blocks": [], "new_widgets": {}, "public": 1, "as_dict": 1, "columns": [],
    "report_name": "ISO Audit Plan List", "report": "ISO Audit Plan List", "module": "Core",
    "page": {"name": "Home", "title": "Home", "public": 1}, "user_settings": "{}",
}  # fmt: skip


@dataclass(frozen=True)
class Target:
    """A record that somebody should not reach, and what hangs together with it."""

    doctype: str
    name: str
    user: str
    stranger: str
    file: str
    file_url: str

    def known(self) -> dict[str, Any]:
        """{parameter: what an attacker who knows the record's name would send}."""
        row = {"doctype": self.doctype, "name": self.name, "docname": self.name, "title": FORGED}
        parent = "ISO Procedure" if self.doctype == "ISO Procedure Step" else self.doctype
        return {
            **FIXED,
            **dict.fromkeys(KIND, self.doctype),
            **dict.fromkeys(NAME, self.name),
            **dict.fromkeys(SEVERAL, (self.name,)),
            **dict.fromkeys(PAGE, 500),
            **dict.fromkeys(TEXTS, FORGED),
            "doc": row, "docs": [row], "data": row, "parent": parent, "parent_doctype": parent,
            "args": {**row, "start": "2026-01-01", "assign_to": [self.stranger], "description": FORGED},
            "field_map": {"start": "creation", "end": "modified", "id": "name", "title": "title"},
            "settings": {"fields": [["name", self.doctype], ["title", self.doctype]], "filters": []},
            "export_fields": {self.doctype: ["name", "title"]},
            "user": self.user, "users": [self.user], "email": self.user, "assign_to": self.stranger,
            "file_url": self.file_url, "file_list": [{"name": self.file}], "files": [{"name": self.file}],
        }  # fmt: skip

    def arguments(self, endpoint: Endpoint) -> dict[str, Any]:
        """One value for each parameter of the function that is known or must be given."""
        known, wanted = self.known(), arguments_of(endpoint)
        function = inspect.unwrap(endpoint.function)
        takes_any = any(
            each.kind is each.VAR_KEYWORD
            for each in inspect.signature(function).parameters.values()
        )
        found = {key: known[key] for key in wanted if key in known}
        found |= {key: "x" for key, (_s, must) in wanted.items() if must and key not in found}
        if takes_any or not wanted:
            given = ("doctype", "name", "fields", "filters", "items")
            found |= {key: known[key] for key in given}
        return found


def functions_of(world: World) -> dict[str, Endpoint]:
    with in_site(world.site):
        return dict(remote_functions(world.site))


def targets(world: World, key: str = "b") -> list[Target]:
    """Records of one agency and rows about its procedure."""
    procedure = world.of("ISO Procedure", key)[0].name
    with in_site(world.site):
        file = frappe.db.get_value(
            "File", {"attached_to_name": procedure}, ["name", "file_url"], as_dict=True
        )
        users = frappe.get_all("ISO Staff Member", {"agency": world.agencies[key]}, pluck="user")
        step = frappe.db.get_value("ISO Procedure Step", {"parent": procedure}, "name")
        rows = [("ISO Procedure", procedure), ("File", file.name), ("User", users[0])]
        rows += [("ISO Procedure Step", step)]
        rows += [(kind, world.of(kind, key)[0].name) for kind in ("ISO Staff Member", "ISO Agency")]
        rows += [(kind, _row_about(kind, procedure)) for kind in ROWS_OF[1:]]
    stranger = world.people["A Secretary"].user
    return [
        Target(doctype, str(name), users[0], stranger, file.name, file.file_url)
        for doctype, name in rows
    ]


def _row_about(doctype: str, name: str) -> Any:
    field = "docname" if doctype == "Version" else "reference_name"
    return frappe.db.get_value(doctype, {field: name}, "name")
