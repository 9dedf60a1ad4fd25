"""Endpoints of the file manager: what lies in a folder, new folders, moving, searching."""

from __future__ import annotations

from typing import Any

from ristretto.web.listing import parse_list

import frappe
from frappe import _
from frappe.core.doctype.file import archives
from frappe.core.doctype.file.file import HOME, max_file_size
from frappe.utils import cint

FIELDS = ["name", "file_name", "file_url", "is_folder", "is_private", "modified", "file_size"]
IMAGE_EXTENSIONS = (".jpg", ".jpeg", ".png", ".gif", ".bmp", ".webp", ".svg")


@frappe.whitelist(allow_guest=True)
def get_max_file_size() -> int:
    """Bytes of the largest upload."""
    return max_file_size()


@frappe.whitelist()
def get_files_in_folder(folder: str, start: int = 0, page_length: int = 20) -> dict[str, Any]:
    """{files: [...], has_more}: folders first, then files, newest first."""
    start, page_length = cint(start), cint(page_length)
    rows = frappe.get_list(
        "File",
        filters={"folder": folder},
        fields=FIELDS,
        order_by="is_folder desc, modified desc",
        limit_start=start,
        limit_page_length=page_length + 1,
    )
    return {"files": rows[:page_length], "has_more": len(rows) > page_length}


@frappe.whitelist()
def get_files_by_search_text(text: str) -> list[Any]:
    """Files whose name, or whose record's name, holds the text."""
    if not text:
        return []
    either = dict.fromkeys(("file_name", "file_url", "attached_to_name"), ("like", f"%{text}%"))
    rows = frappe.get_list(
        "File",
        filters={"is_folder": 0},
        or_filters=either,
        fields=FIELDS,
        order_by="modified desc",
        limit=20,
    )
    return list(rows)


@frappe.whitelist(methods=["POST"])
def create_new_folder(file_name: str, folder: str) -> Any:
    """A folder below another."""
    row = {"doctype": "File", "file_name": file_name, "is_folder": 1, "folder": folder or HOME}
    return frappe.get_doc(row).insert(ignore_if_duplicate=True)


@frappe.whitelist(methods=["POST"])
def move_file(file_list: Any, new_parent: str, old_parent: str) -> None:
    """Put files or folders into another folder."""
    for entry in parse_list(file_list, "file_list", of=dict):
        doc = frappe.get_doc("File", entry.get("name"))
        if doc.is_folder:
            frappe.throw(_("Folder {0}: rename it to move it").format(doc.name))
        doc.folder = new_parent
        doc.save()


@frappe.whitelist()
def zip_files(files: Any) -> None:
    """Download several files (a list of names) as one archive."""
    frappe.response.update(
        type="download",
        filename="files.zip",
        filecontent=archives.pack(parse_list(files, "files", of=str)),
    )


@frappe.whitelist(methods=["POST"])
def unzip_file(name: str) -> list[Any]:
    """Replace an archive by the files in it."""
    return archives.unpack(frappe.get_doc("File", name))


@frappe.whitelist()
def get_attached_images(doctype: str, names: Any) -> dict[str, list[str]]:
    """{record: [image URL]} of records that the caller may read."""
    filters = {
        "attached_to_doctype": doctype,
        "attached_to_name": ("in", parse_list(names, "names")),
    }
    found: dict[str, list[str]] = {}
    for row in frappe.get_list(
        "File", filters={**filters, "is_folder": 0}, fields=["file_url", "attached_to_name"]
    ):
        if (row.file_url or "").lower().endswith(IMAGE_EXTENSIONS):
            found.setdefault(row.attached_to_name, []).append(row.file_url)
    return found
