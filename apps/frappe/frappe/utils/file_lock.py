"""Marks that say "somebody works on this document": files in `<site>/locks`."""

from __future__ import annotations

import time
from pathlib import Path

from ristretto.document import locks

from frappe.utils.synchronization import LOCKS_DIR
from frappe.utils.system import get_site_path
from frappe.utils.text import sha256_hash


class LockTimeoutError(Exception):
    """The mark already exists."""


def _path(name: str) -> Path:
    safe = name if name.isalnum() else sha256_hash(name)[:40]
    return Path(get_site_path(LOCKS_DIR, f"{safe}.lock"))


def create_lock(name: str) -> bool:
    """Set the mark; False when it was set already."""
    return locks.create(_path(name))


def lock_exists(name: str) -> bool:
    return _path(name).exists()


def lock_age(name: str) -> float:
    return time.time() - _path(name).stat().st_mtime


def check_lock(path: str, timeout: float = 600) -> bool:
    """Whether a mark exists; LockTimeoutError when it is older than `timeout` seconds."""
    mark = Path(path)
    if not mark.exists():
        return False
    if time.time() - mark.stat().st_mtime > timeout:
        raise LockTimeoutError(path)
    return True


def delete_lock(name: str) -> bool:
    _path(name).unlink(missing_ok=True)
    return True


def release_document_locks() -> None:
    """Remove the marks that this request set on documents."""
    import frappe

    for doc in list(frappe.local.locked_documents or []):
        doc.unlock()
