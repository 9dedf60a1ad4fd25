"""Decides which documents are shared with a user, and for which rights."""

from __future__ import annotations

from ristretto.context import current, remembered

# what a share can grant, and the stored right that answers for it
SHARED_AS = {
    "select": "read",
    "read": "read",
    "write": "write",
    "share": "share",
    "submit": "submit",
    "print": "read",
    "email": "read",
}


def shared_names(doctype: str, user: str, right: str) -> tuple[str, ...]:
    """Names shared with the user for this right; () for rights that sharing does not know."""
    column = SHARED_AS.get(right)
    if column is None or user == "Guest":
        return ()
    return remembered(("shared", doctype, user, column), lambda: _load(doctype, user, column))


def _load(doctype: str, user: str, column: str) -> tuple[str, ...]:
    rows = current().db.execute(
        "select distinct `share_name` from `tabDocShare` where `share_doctype` = ? "
        f"and `{column}` = 1 and (`user` = ? or `everyone` = 1) order by `share_name`",
        (doctype, user),
    )
    return tuple(str(row[0]) for row in rows)


def shared_doctypes(user: str) -> list[str]:
    """DocTypes of which at least one document is shared with the user for reading."""
    rows = current().db.execute(
        "select distinct `share_doctype` from `tabDocShare` where `read` = 1 "
        "and (`user` = ? or (`everyone` = 1 and ? <> 'Guest'))",
        (user, user),
    )
    return [row[0] for row in rows]
