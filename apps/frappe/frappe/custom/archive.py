"""Taking what people built on a site out of it as one small app, and bringing such a file in.

What belongs to the file is decided in `ristretto/site/customised`; here are the calls of the desk, for
System Managers only.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from ristretto.site.customised import app, archive, arrival, contents
from ristretto.web.listing import parse_object

import frappe
from frappe import _
from frappe.core.doctype.doctype.doctype import (
    validate_fields_for_doctype,
    validate_permissions_for_doctype,
)


@frappe.whitelist()
@frappe.read_only()
def get_contents() -> dict[str, Any]:
    """{title, groups: [{doctype, rows: [{name, title, about, chosen}]}]} of what may be taken out."""
    frappe.only_for("System Manager")
    return {"title": _("Changes of this site"), "groups": contents.groups()}


@frappe.whitelist(methods=["POST"])
@frappe.read_only()
def download(app_name: str, title: str, version: str, chosen: Any) -> None:
    """The chosen parts and all that they need as a zip with one app."""
    frappe.only_for("System Manager")
    data = pack(app_name, title, version, parse_object(chosen, "chosen"))
    frappe.response["filename"] = f"{app_name}-{version}.zip"
    frappe.response["filecontent"] = data
    frappe.response["type"] = "binary"


def pack(app_name: str, title: str, version: str, chosen: dict[str, list[str]]) -> bytes:
    package = app.Package(app_name, title, version, publisher=frappe.local.site)
    return archive.pack(app.files_of(package, chosen))


@frappe.whitelist()
@frappe.read_only()
def look_into(file: str) -> dict[str, Any]:
    """{app, title, version, records: [{doctype, name, state}]} of an uploaded zip; nothing changes."""
    frappe.only_for("System Manager")
    content = archive.read(_bytes_of(file))
    facts = asdict(content)
    return {key: facts[key] for key in ("app", "title", "version")} | {
        "records": arrival.look(content)
    }


@frappe.whitelist(methods=["POST"])
def apply(file: str) -> int:
    """Bring an uploaded zip in, all of it or nothing; returns how many parts."""
    frappe.only_for("System Manager")
    return bring_in(_bytes_of(file))


def bring_in(data: bytes) -> int:
    content = archive.read(data)
    count = arrival.apply(content)
    check_definitions(content)
    frappe.clear_cache()
    return count


def check_definitions(content: archive.Content) -> None:
    """Hold what arrived to the rules for forms of this site; a table follows its definition."""
    definitions = [row["name"] for row in content.records if row["doctype"] == "DocType"]
    for doctype in dict.fromkeys([*definitions, *(row["doctype"] for row in content.changes)]):
        frappe.db.updatedb(doctype)
        validate_fields_for_doctype(doctype)
        if doctype in definitions:
            validate_permissions_for_doctype(doctype)


def _bytes_of(file: str) -> bytes:
    record = frappe.get_doc("File", file)
    record.check_permission("read")
    data = record.get_content()
    return data.encode() if isinstance(data, str) else bytes(data)
