"""Decides what is kept of a refused workflow step: one Activity Log row, written after the rollback.

The refused transaction leaves nothing, so a refusal is remembered by the request and written once
that transaction has ended: at the end of a request, after each record of a bulk action. Tests and
consoles, which end their transactions themselves, write when they ask for it.
"""

from __future__ import annotations

from html import escape
from typing import Any

from ristretto.context import current
from ristretto.context.translate import translate as _
from ristretto.document import get_doc

KEPT = "refused_steps"
NOTED = "is_noted_refusal"


def note(doc: Any, error: Exception, action: str = "") -> None:
    """Remember that the current user was refused; a refusal that is noted already stays one row."""
    context = current()
    waiting: list[dict[str, Any]] = context.__dict__.setdefault(KEPT, [])
    if vars(error).get(NOTED):
        return
    vars(error)[NOTED] = True
    if not waiting:
        context.__dict__.setdefault("afterwards", []).append(write)
    rule = getattr(error, "details", {}).get("rule") or ""
    waiting.append(_row(doc, error, action, rule))


def _row(doc: Any, error: Exception, action: str, rule: str) -> dict[str, Any]:
    subject = _("Workflow step refused: {0} {1}").format(_(doc.doctype), doc.name or "")
    facts = (_(action), str(error), type(error).__name__, rule)
    return {
        "doctype": "Activity Log",
        "subject": subject[:140],
        "content": "".join(f"<p>{escape(fact)}</p>" for fact in facts if fact),
        "status": "Failed",
        "user": current().user,
        "reference_doctype": doc.doctype,
        "reference_name": doc.name if doc.name and not doc.is_new() else None,
    }


def write() -> int:
    """Insert what was noted since the last time; the number of rows."""
    waiting: list[dict[str, Any]] = current().__dict__.pop(KEPT, [])
    for row in waiting:
        # Written for whoever was refused; the record may be gone or never have been stored.
        get_doc(row).insert(ignore_permissions=True, ignore_links=True)
    return len(waiting)
