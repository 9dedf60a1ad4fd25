"""Decides who holds a document for work in the background: nobody else saves it meanwhile.

A mark is a file in `<site>/locks`, so that it outlives the process that set it; an old one no longer counts.
"""

from __future__ import annotations

import os
import time
from hashlib import sha224
from pathlib import Path
from typing import Any

from ristretto import errors
from ristretto.context import current
from ristretto.context.dotted import get_attr
from ristretto.context.translate import translate as _

EXPIRES = 600  # seconds after which a mark is taken for forgotten


class DocumentLocks:
    """Marks and queued actions, mixed into Document."""

    doctype: str
    name: Any
    creation: Any

    @property
    def is_locked(self) -> bool:
        return _held(mark(self))

    def lock(self, timeout: int | None = None) -> None:
        """Set the mark, waiting up to `timeout` seconds for it; DocumentLockedError when it stays set."""
        path, end = mark(self), time.monotonic() + (timeout or 0)
        while not _set(path):
            if time.monotonic() >= end:
                raise locked(self)
            time.sleep(0.2)
        current().locked_documents.append(self)

    def unlock(self) -> None:
        mark(self).unlink(missing_ok=True)
        held = current().locked_documents
        held[:] = [each for each in held if each is not self]

    def queue_action(self, action: str, **arguments: Any) -> None:
        """Run a method (`_submit` rather than `submit`) in the background; until then nobody saves."""
        method = f"_{action}" if hasattr(self, f"_{action}") else action
        self.lock()
        current().db.after_rollback.add(self.unlock)  # nothing was queued then
        get_attr("frappe.enqueue")(
            "frappe.model.document.execute_action",
            queue=arguments.pop("queue", "default"),
            timeout=arguments.pop("timeout", None),
            enqueue_after_commit=True,
            document_type=self.doctype,
            document_name=self.name,
            action=method,
            **arguments,
        )


def mark(doc: Any) -> Path:
    """The file that says so: of this record, not of a later one under the same name."""
    made = str(doc.creation)[:19]
    name = sha224(f"{doc.doctype}:{doc.name}:{made}".encode()).hexdigest()
    return Path(current().site.path) / "locks" / f"{name}.lock"


def _held(path: Path) -> bool:
    """Whether the mark counts; an old one is removed."""
    try:
        age = time.time() - path.stat().st_mtime
    except FileNotFoundError:
        return False
    if age > EXPIRES:
        path.unlink(missing_ok=True)
    return age <= EXPIRES


def _set(path: Path) -> bool:
    return not _held(path) and create(path)


def create(path: Path) -> bool:
    """Make the file of a mark; False when it is there already."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return False
    return True


def refuse_locked(doc: Any) -> None:
    """Somebody holds the document; whoever it is takes off the mark before saving, as on stock."""
    if _held(mark(doc)):
        raise locked(doc)


def locked(doc: Any) -> errors.DocumentLockedError:
    text = _("{0} {1} is being worked on in the background. Try again in a moment.")
    return errors.DocumentLockedError(text.format(_(doc.doctype), doc.name))
