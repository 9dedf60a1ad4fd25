"""Decides what an operator is given: column, operator, value, and how to say where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ristretto.query.nodes import Col


@dataclass(frozen=True, slots=True)
class Ask:
    """One filter, its column already found. `plain`: SQL's own NULL rules (the `frappe.db`
    engine).
    """

    column: Col
    op: str
    value: Any
    place: str
    plain: bool = False
    # DocType that the column's values name, for tree operators; "" when they name none
    target: str = ""
