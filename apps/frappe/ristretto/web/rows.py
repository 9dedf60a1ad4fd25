"""Decides that a row of a table stays in its record, whichever address it is changed by."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ristretto.context.translate import translate
from ristretto.document import get_doc
from ristretto.errors import PermissionError
from ristretto.meta.constants import CHILD_FIELDS


def keep_in_its_record(stored: Any, values: Mapping[str, Any]) -> None:
    """Refuse values that move a stored row: its old and its new record would know nothing of it."""
    if stored.meta.istable and any(
        key in values and values[key] != stored.get(key) for key in CHILD_FIELDS
    ):
        raise PermissionError(translate("Cannot edit standard fields"))


def keep_sent_row(document: Any) -> None:
    """The same for a whole row as a client sends it."""
    if document.meta.istable and document.name and not document.is_new():
        keep_in_its_record(get_doc(document.doctype, document.name), document.as_dict())
