"""Decides what a request needs to know of its user's record: one row, remembered until a user changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ristretto.context import current, remembered

_COLUMNS = "`enabled`, `user_type`, `first_name`, `last_name`, `user_image`, `language`"


@dataclass(frozen=True, slots=True)
class Account:
    """Columns of `tabUser` that every answer or its cookies carry."""

    enabled: Any
    user_type: str | None
    first_name: str | None
    last_name: str | None
    user_image: str | None
    language: str | None

    @property
    def full_name(self) -> str:
        return " ".join(part for part in (self.first_name, self.last_name) if part)


def account_of(user: str) -> Account | None:
    """The record of a user, None when there is none."""
    return remembered(("account", user), lambda: _read(user))


def _read(user: str) -> Account | None:
    rows = current().db.execute(f"select {_COLUMNS} from `tabUser` where `name` = ?", (user,))
    return Account(*rows[0]) if rows else None
