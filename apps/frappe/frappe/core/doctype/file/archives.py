"""Decides how many files become one archive, and an archive its files."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Iterator
from typing import Any

import frappe
from frappe import _
from frappe.core.doctype.file.file import max_file_size

MOST_FILES = 1_000


def pack(names: list[str]) -> bytes:
    """A zip of those files that the caller may read; folders are left out."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            doc = frappe.get_doc("File", name)
            if not doc.is_folder and doc.has_permission("read"):
                archive.writestr(doc.file_name, doc.get_content())
    return output.getvalue()


def unpack(doc: Any) -> list[Any]:
    """The files of an archive, each as a record beside it; the archive is deleted."""
    doc.check_permission("write")
    if not str(doc.file_url or "").endswith(".zip"):
        frappe.throw(_("{0} is not a zip file").format(doc.file_name))
    try:
        with zipfile.ZipFile(io.BytesIO(_bytes(doc))) as archive:
            found = [_record(doc, name, content) for name, content in _members(archive)]
    except zipfile.BadZipFile:
        frappe.throw(_("{0} cannot be read as a zip file").format(doc.file_name))
    frappe.delete_doc("File", doc.name)
    return found


def _members(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    """Names without their folders, and bytes. Refuses what would fill the disk."""
    entries = [
        entry
        for entry in archive.infolist()
        if not entry.is_dir() and not entry.filename.startswith("__MACOSX/")
    ]
    limit = max_file_size()
    if len(entries) > MOST_FILES or sum(entry.file_size for entry in entries) > 4 * limit:
        frappe.throw(_("The archive holds more than this site unpacks at once"))
    for entry in entries:
        name = os.path.basename(entry.filename)
        if name and not name.startswith("."):
            with archive.open(entry) as stream:
                yield name, stream.read(limit + 1)


def _record(doc: Any, name: str, content: bytes) -> Any:
    place = ("folder", "is_private", "attached_to_doctype", "attached_to_name")
    values = {key: doc.get(key) for key in place}
    return frappe.get_doc(
        {"doctype": "File", "file_name": name, "content": content, **values}
    ).save()


def _bytes(doc: Any) -> bytes:
    content = doc.get_content()
    return content.encode() if isinstance(content, str) else bytes(content)
