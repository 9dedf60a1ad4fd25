"""Decides where the bytes of a File lie: `<site>/public/files` or `<site>/private/files`, under a
name that is free.

A new file is removed when its transaction is rolled back; a file is removed from disk only after
the commit that removed its last record. So neither half is ever missing from a committed state.
"""

from __future__ import annotations

import base64
import hashlib
import os
from functools import partial
from pathlib import Path

import frappe
from frappe import _

PUBLIC, PRIVATE = "/files/", "/private/files/"
REMOTE = ("http://", "https://")
MAX_NAME_BYTES = 200  # file systems take 255, a hash and an extension are added
SUFFIX_LENGTH = 6


def is_remote(url: str | None) -> bool:
    return (url or "").startswith(REMOTE)


def folder(is_private: int | bool | None) -> Path:
    return Path(frappe.get_site_path("private" if is_private else "public", "files"))


def url_prefix(is_private: int | bool | None) -> str:
    return PRIVATE if is_private else PUBLIC


def path_of(url: str) -> Path:
    """The place of a local URL on disk; refuses URLs that lead out of the two folders."""
    for prefix, is_private in ((PRIVATE, True), (PUBLIC, False)):
        if url.startswith(prefix) and "\0" not in url:
            base = folder(is_private).resolve()
            path = (base / url.removeprefix(prefix)).resolve()
            if path.is_relative_to(base) and path != base:
                return path
    frappe.throw(
        _("File URL {0}: it must begin with /files/, /private/files/ or https://").format(url)
    )
    raise AssertionError("throw returned")


def content_hash(content: bytes) -> str:
    return hashlib.md5(content, usedforsecurity=False).hexdigest()


def as_bytes(content: bytes | str, *, decode: bool = False) -> bytes:
    """Content as given in code or over HTTP; `decode`: it is base64, perhaps as a data URL."""
    if not decode:
        return content.encode() if isinstance(content, str) else content
    text = content.decode() if isinstance(content, bytes) else content
    if text.startswith("data:"):
        text = text.partition(",")[2]
    return base64.b64decode(text)


def clean_name(name: str) -> str:
    """A file name without path separators and control characters."""
    kept = "".join(char for char in str(name) if char.isprintable() and char not in "/\\").strip()
    if not kept.strip("."):
        frappe.throw(_("File name {0} cannot be used").format(frappe.bold(name)))
    return kept


def write(name: str, content: bytes, *, is_private: bool) -> str:
    """Store bytes under the name, or under the name with a part of their hash; returns the file's
    name on disk.
    """
    base = folder(is_private)
    base.mkdir(parents=True, exist_ok=True)
    digest = content_hash(content)
    for suffix in ("", digest[-SUFFIX_LENGTH:], digest):
        path = base / disk_name(name, suffix)
        try:
            handle = path.open("xb")  # fails on a name that is taken, also when two requests race
        except FileExistsError:
            continue
        # before the first byte: a full disk leaves half of them
        frappe.db.after_rollback.add(partial(path.unlink, missing_ok=True))
        with handle:
            handle.write(content)
            handle.flush()
            os.fsync(handle.fileno())
        return path.name
    frappe.throw(_("File {0} exists already").format(name), frappe.DuplicateEntryError)
    raise AssertionError("throw returned")


def disk_name(name: str, suffix: str) -> str:
    stem, extension = os.path.splitext(name)
    while len(f"{stem}{extension}".encode()) > MAX_NAME_BYTES:
        stem = stem[:-1]
    return f"{stem}{suffix}{extension}"


def move(old_url: str, new_url: str) -> None:
    """Move between the public and the private folder; back again on rollback."""
    source, target = path_of(old_url), path_of(new_url)
    if not source.exists():
        frappe.throw(_("File {0} is not on disk").format(old_url), frappe.DoesNotExistError)
    if target.exists():
        frappe.throw(_("File {0} exists already").format(new_url), frappe.DuplicateEntryError)
    target.parent.mkdir(parents=True, exist_ok=True)
    source.rename(target)
    frappe.db.after_rollback.add(partial(target.rename, source))


def remove_after_commit(url: str) -> None:
    path = path_of(url)
    frappe.db.after_commit.add(partial(path.unlink, missing_ok=True))
