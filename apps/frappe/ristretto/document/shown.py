"""Decides how a field's value is shown in `as_dict`, and so to every client: numbers are numbers, empty dates are null.

What was sent may still stand in the document as text; it is stored in the column's type, and shown in it too.
"""

from __future__ import annotations

import json
from typing import Any

from ristretto.meta import Field


def shown(field: Field, value: Any) -> Any:
    """The value in the type of its field; nothing is 0 where the column knows no null."""
    if field.fieldtype == "Check":
        return 1 if field.fieldtype_obj.cast(value) else 0
    if field.fieldtype == "Int":
        return value if isinstance(value, int) else int(field.fieldtype_obj.cast(value) or 0)
    if field.fieldtype in ("Float", "Currency", "Percent"):
        return float(field.fieldtype_obj.cast(value) or 0)
    if field.fieldtype == "JSON":
        compact = isinstance(value, dict)
        return json.dumps(value, separators=(",", ":")) if compact else value
    return None if value == "" else value
