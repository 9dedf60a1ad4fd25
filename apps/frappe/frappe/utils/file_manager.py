"""Stored files by name: the older functions over the File DocType."""

from __future__ import annotations

import base64
import hashlib
import os
from pathlib import Path
from typing import Any

import frappe
from frappe.utils.system import get_files_path, get_site_path


def save_file(
    fname: str,
    content: Any,
    dt: str | None,
    dn: str | None,
    folder: str | None = None,
    decode: bool = False,
    is_private: int = 0,
    df: str | None = None,
) -> Any:
    """A new File record attached to a document.

    `decode`: the content is base64, maybe a data URL.
    """
    if decode:
        text = content.decode() if isinstance(content, bytes) else content
        content = base64.b64decode(text.rpartition(",")[2])
    elif isinstance(content, str):
        content = content.encode()
    file = frappe.get_doc(
        {
            "doctype": "File",
            "file_name": fname,
            "attached_to_doctype": dt,
            "attached_to_name": dn,
            "attached_to_field": df,
            "folder": folder or "Home/Attachments",
            "is_private": is_private,
            "content": content,
        }
    )
    file.flags.ignore_file_validate = True
    return file.insert()


def get_file_path(file_name: str) -> str:
    """Path on disk of a file's name or URL.

    ValidationError when it leads out of the files folders.
    """
    url = file_name
    if not file_name.startswith(("/files/", "/private/files/")):
        url = (
            frappe.db.get_value("File", {"file_name": file_name}, "file_url")
            or f"/files/{file_name}"
        )
    path = get_site_path(
        *(("public",) if url.startswith("/files/") else ()), *url.strip("/").split("/")
    )
    if not is_safe_path(path):
        frappe.throw(
            frappe._("The file {0} lies outside the folders of the site").format(file_name)
        )
    return path


def is_safe_path(path: str) -> bool:
    """Whether a path stays inside the site's public or private files."""
    real = Path(os.path.realpath(path))
    roots = (
        Path(os.path.realpath(get_files_path())),
        Path(os.path.realpath(get_files_path(is_private=1))),
    )
    return any(root in real.parents for root in roots)


def get_file(fname: str) -> list[Any]:
    """Name and content; text where it is UTF-8."""
    path = Path(get_file_path(fname))
    data = path.read_bytes()
    try:
        return [path.name, data.decode()]
    except UnicodeDecodeError:
        return [path.name, data]


def remove_file(
    fid: str | None = None,
    attached_to_doctype: str | None = None,
    attached_to_name: str | None = None,
    from_delete: bool = False,
    delete_permanently: bool = False,
) -> None:
    """Delete a File record; its content goes when no other record uses it."""
    if fid:
        frappe.delete_doc("File", fid, delete_permanently=delete_permanently)


def remove_all(
    dt: str, dn: str, from_delete: bool = False, delete_permanently: bool = False
) -> None:
    filters = {"attached_to_doctype": dt, "attached_to_name": dn}
    for fid in frappe.get_all("File", filters=filters, pluck="name"):
        # The document is gone or its owner removed it: its attachments follow without their own
        # check.
        frappe.delete_doc(
            "File", fid, ignore_permissions=True, delete_permanently=delete_permanently
        )


def get_content_hash(content: str | bytes) -> str:
    data = content.encode() if isinstance(content, str) else content
    return hashlib.md5(data, usedforsecurity=False).hexdigest()


def get_max_file_size() -> int:
    """Bytes of the largest upload."""
    return int(frappe.conf.max_file_size or 25 * 1024 * 1024)


def check_max_file_size(content: bytes) -> int:
    if len(content) > get_max_file_size():
        frappe.throw(
            frappe._("The file is larger than {0} MB").format(get_max_file_size() / 2**20),
            frappe.MaxFileSizeReachedError,
        )
    return len(content)


def get_file_url(file_data_name: str) -> str | None:
    """The address of a stored file."""
    return frappe.db.get_value("File", file_data_name, "file_url")


def get_file_name(fname: str, optional_suffix: str) -> str:
    """The name itself when it is free, else the name with a suffix before its ending."""
    if (
        not frappe.db.exists("File", {"file_name": fname})
        and not Path(get_files_path(fname)).exists()
    ):
        return fname
    stem, dot, ending = fname.rpartition(".")
    return f"{stem}{optional_suffix}{dot}{ending}" if dot else f"{fname}{optional_suffix}"


def add_attachments(doctype: str, name: str, attachments: Any) -> list[Any]:
    """Attach stored files, given by their names, to another document as well."""
    files = []
    for each in frappe.parse_json(attachments):
        source = frappe.get_doc("File", each["name"] if isinstance(each, dict) else each)
        source.check_permission("read")
        values = {
            "file_url": source.file_url,
            "file_name": source.file_name,
            "is_private": source.is_private,
        }
        reference = {
            "attached_to_doctype": doctype,
            "attached_to_name": name,
            "folder": "Home/Attachments",
        }
        files.append(frappe.get_doc({"doctype": "File", **values, **reference}).insert())
    return files
