"""Decides how a refusal says where: `Row 3, Due Date`."""

from __future__ import annotations

from typing import Any

from ristretto.context.translate import translate as _
from ristretto.meta import Field


def place(doc: Any, field: Field | str) -> str:
    """The label of a field; with its table and row number inside child rows."""
    label = _(field) if isinstance(field, str) else _(field.label or field.fieldname)
    if not doc.meta.istable or not doc.get("parentfield"):
        return label
    parent = doc.parent_doc
    table = parent.meta.get_label(doc.parentfield) if parent is not None else doc.parentfield
    return _("{0}, row {1}: {2}").format(_(table), doc.get("idx") or 0, label)
