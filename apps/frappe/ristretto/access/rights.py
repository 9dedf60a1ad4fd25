"""Decides which rights the permission rows of a DocType give to a set of roles. Pure.

A right that comes only from `if_owner` rows counts for the owner's documents alone; `create` is the
exception, because nobody owns a document that does not exist yet.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ristretto.context import AttrDict
from ristretto.context.translate import translate as _

RIGHTS = (
    "select",
    "read",
    "write",
    "create",
    "delete",
    "submit",
    "cancel",
    "amend",
    "print",
    "email",
    "report",
    "import",
    "export",
    "share",
)
# rights with which a list can be opened although only one's own documents will show
LISTING_RIGHTS = frozenset({"select", "read"})


@dataclass(frozen=True, slots=True)
class Rights:
    """`plain` rights hold for every document, `owned` ones for the user's own documents."""

    plain: frozenset[str]
    owned: frozenset[str]
    has_owner_rows: bool

    def opens(self, right: str) -> bool:
        """Whether the DocType as a whole (no document given) is open for this right."""
        return right in self.plain or (right in self.owned and right in LISTING_RIGHTS)

    def listing_right(self) -> str:
        """The right a list runs under: `select` shows search fields only, `read` everything."""
        return "select" if "select" in self.plain and "read" not in self.plain else "read"

    def as_dict(self, is_owner: bool = False) -> AttrDict:
        """Frappe's shape: right -> 0/1, with `if_owner` and `has_if_owner_enabled`."""
        out = AttrDict(if_owner=AttrDict(), has_if_owner_enabled=self.has_owner_rows)
        for right in RIGHTS:
            out[right] = int(self.opens(right))
            if right in self.owned:
                out["if_owner"][right] = int(is_owner)
        return out


def rights_of(permissions: Iterable[Any], roles: Iterable[str]) -> Rights:
    """Sum of the level-0 rows that belong to one of the roles."""
    held = set(roles)
    rows = [row for row in permissions if row.role in held and not int(row.permlevel or 0)]
    plain = {right for row in rows if not row.if_owner for right in RIGHTS if row.get(right)}
    owned = {right for row in rows if row.if_owner for right in RIGHTS if row.get(right)}
    if "create" in owned:
        plain.add("create")
    return Rights(frozenset(plain), frozenset(owned - plain), any(row.if_owner for row in rows))


def meaningless_right(meta: Any, right: str) -> str:
    """Why the DocType itself excludes this right; "" when it does not."""
    if right == "submit" and not meta.is_submittable:
        return _("{0} is not submittable").format(_(meta.name))
    if right == "import" and not meta.allow_import:
        return _("{0} does not allow import").format(_(meta.name))
    return ""
