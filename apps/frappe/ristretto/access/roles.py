"""Decides which roles a user holds: the stored ones and the automatic ones."""

from __future__ import annotations

from typing import Any

from ristretto.context import current, remembered

GUEST = "Guest"
ADMINISTRATOR = "Administrator"
ALL = "All"
DESK_USER = "Desk User"
AUTOMATIC_ROLES = (GUEST, ALL, DESK_USER, ADMINISTRATOR)


def roles(user: str | None = None) -> list[str]:
    """Role names of the user; Guest has one, Administrator all of the site."""
    name = user or current().user
    if not name or name == GUEST:
        return [GUEST]
    return list(remembered(("roles", name), lambda: _load(current().db, name)))


def _load(db: Any, user: str) -> list[str]:
    if user == ADMINISTRATOR:
        return [row[0] for row in db.execute("select `name` from `tabRole`")]
    stored = db.execute(
        "select `role` from `tabHas Role` where `parenttype` = 'User' and `parent` = ?", (user,)
    )
    held = [row[0] for row in stored if row[0] and row[0] not in AUTOMATIC_ROLES]
    held += [ALL, GUEST]
    if is_system_user(user):
        held.append(DESK_USER)
    return list(dict.fromkeys(held))


def is_system_user(user: str | None = None) -> bool:
    """Whether the account is an ordinary one of the desk, with the role Desk User."""
    return _user_type(user or current().user) == "System User"


def opens_desk(user: str | None = None) -> bool:
    """Whether the account may open the desk: everybody but guests and website users."""
    return _user_type(user or current().user) not in (None, "", "Website User")


def _user_type(user: str) -> str | None:
    rows = remembered(
        ("user_type", user),
        lambda: current().db.execute("select `user_type` from `tabUser` where `name` = ?", (user,)),
    )
    return rows[0][0] if rows else None
