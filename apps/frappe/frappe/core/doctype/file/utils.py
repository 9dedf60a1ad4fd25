"""Helpers about stored files that apps import from here."""

from __future__ import annotations

import mimetypes
import re
from typing import Any

import frappe
from frappe.utils import cstr, random_string
from frappe.utils.file_manager import get_content_hash as get_content_hash
from frappe.utils.file_manager import get_file_name as get_file_name

_DATA_IMAGE = re.compile(r'(<img[^>]*?\ssrc\s*=\s*["\'])(data:[^"\']+)(["\'])', re.IGNORECASE)
_FILE_FIELDS = ("Attach", "Attach Image")


def get_extension(
    filename: str, extn: str | None = None, content: bytes | None = None, response: Any = None
) -> str:
    """The ending without its dot: of the content type, of the file's first bytes, or as given."""
    kind = response.headers.get("Content-Type", "").split(";")[0] if response is not None else ""
    if not kind and content:
        kind = _kind_of(content)
    found = mimetypes.guess_extension(kind or mimetypes.guess_type(filename)[0] or "")
    return found.lstrip(".") if found else cstr(extn)


def _kind_of(content: bytes) -> str:
    """Type by the first bytes, "" when unknown."""
    marks = {
        b"\x89PNG": "image/png",
        b"\xff\xd8\xff": "image/jpeg",
        b"GIF8": "image/gif",
        b"%PDF": "application/pdf",
    }
    return next((kind for mark, kind in marks.items() if content.startswith(mark)), "")


def get_random_filename(content_type: str | None = None) -> str:
    ending = mimetypes.guess_extension(content_type) if content_type else None
    return random_string(7) + (ending or "")


def find_file_by_url(path: str, name: str | None = None) -> Any:
    """The File record of an address that the caller may download; None without one."""
    filters = {"file_url": str(path), **({"name": str(name)} if name else {})}
    for found in frappe.get_all("File", filters=filters, pluck="name"):
        file = frappe.get_doc("File", found)
        if file.is_downloadable():
            return file
    return None


def remove_file_by_url(file_url: str, doctype: str | None = None, name: str | None = None) -> Any:
    """Delete the File record of this address (and record); asks for the right to delete."""
    filters = {"file_url": file_url}
    if doctype and name:
        filters.update(attached_to_doctype=doctype, attached_to_name=name)
    found = frappe.db.get_value("File", filters)
    return frappe.delete_doc("File", found) if found else None


def extract_images_from_html(doc: Any, content: str, is_private: bool = False) -> str:
    """The same HTML with embedded pictures stored as files of the record; those of a row, of its parent."""
    is_row = bool(doc.get("parent"))
    doctype, name = (doc.parenttype, doc.parent) if is_row else (doc.doctype, doc.name)

    def store(found: re.Match[str]) -> str:
        header, _comma, data = found.group(2).partition(",")
        kind = header.removeprefix("data:").split(";")[0]
        if not data or ";base64" not in header:
            return found.group(0)
        file = frappe.get_doc(
            {
                "doctype": "File",
                "file_name": get_random_filename(kind),
                "attached_to_doctype": doctype if name else None,
                "attached_to_name": name,
                "content": data,
                "decode": True,
                "is_private": int(is_private),
            }
        ).insert()
        return f"{found.group(1)}{file.unique_url}{found.group(3)}"

    return _DATA_IMAGE.sub(store, content) if content and isinstance(content, str) else content


def extract_images_from_doc(doc: Any, fieldname: str) -> None:
    """The same for a field of the document."""
    private = not doc.meta.make_attachments_public
    doc.set(fieldname, extract_images_from_html(doc, doc.get(fieldname), is_private=private))


def attach_files_to_document(doc: Any, event: str | None = None) -> None:
    """Files named in Attach fields become attachments of the record, where they are not yet."""
    for field in doc.meta.get("fields", {"fieldtype": ["in", _FILE_FIELDS]}):
        url = doc.get(field.fieldname)
        if not url or not str(url).startswith(("/files", "/private/files")):
            continue
        place = {
            "attached_to_doctype": doc.doctype,
            "attached_to_name": doc.name,
            "attached_to_field": field.fieldname,
        }
        if frappe.db.exists("File", {"file_url": url, **place}):
            continue
        file = find_file_by_url(url)
        if file is not None and not file.attached_to_doctype:
            file.update(place)
            file.save()
        elif file is not None:
            copy = {"doctype": "File", "file_url": url, "file_name": file.file_name}
            frappe.get_doc({**copy, "is_private": file.is_private, **place}).insert()
