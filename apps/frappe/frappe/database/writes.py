"""Decides how rows are changed without events: `set_value`, `delete`, `bulk_insert`, `truncate`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ristretto.context import current
from ristretto.context.translate import translate as _
from ristretto.db import metas
from ristretto.db.metas import get_meta
from ristretto.errors import DuplicateEntryError, UniqueConstraint
from ristretto.meta.constants import DEFINITION_DOCTYPES
from ristretto.query import clock, write

# a change of these changes what other requests remember about definitions
_DEFINITIONS = frozenset(
    {*DEFINITION_DOCTYPES, "Custom Field", "Property Setter", "Custom DocPerm", "Workflow"}
)


class Writes:
    """Writing side of `frappe.db`."""

    def set_value(
        self,
        dt: str,
        dn: Any,
        field: str | dict[str, Any],
        val: Any = None,
        modified: Any = None,
        modified_by: str | None = None,
        update_modified: bool = True,
        debug: bool = False,
        **more: Any,
    ) -> None:
        """Set one field, or several from a dict, of a named document or of all that match a
        filter.
        """
        if dn is None or dn == dt:
            if get_meta(dt).issingle:
                self.set_single_value(  # type: ignore[attr-defined]
                    dt,
                    field,
                    val,
                    modified=modified,
                    modified_by=modified_by,
                    update_modified=update_modified,
                )
            return
        changes = dict(field) if isinstance(field, dict) else {field: val}
        if update_modified:
            changes["modified"] = modified or clock.now()
            changes["modified_by"] = modified_by or current().user
        try:
            write.update(dt, dn, changes)
        except UniqueConstraint as error:
            raise _duplicate(dt, error) from error
        _forget(dt, dn)

    def bulk_update(
        self,
        doctype: str,
        doc_updates: dict[str, dict[str, Any]],
        *,
        chunk_size: int = 100,
        modified: Any = None,
        modified_by: str | None = None,
        update_modified: bool = True,
        debug: bool = False,
    ) -> None:
        """{name: {field: value}} without events; documents that change alike go in one statement."""
        stamp = {
            "modified": modified,
            "modified_by": modified_by,
            "update_modified": update_modified,
        }
        alike: dict[tuple[tuple[str, Any], ...], list[str]] = {}
        for name, changes in doc_updates.items():
            alike.setdefault(tuple(changes.items()), []).append(name)
        for changes, names in alike.items():
            for start in range(0, len(names), chunk_size):
                some = names[start : start + chunk_size]
                self.set_value(doctype, {"name": ["in", some]}, dict(changes), **stamp)

    def delete(
        self, doctype: str, filters: Any = None, debug: bool = False, **kwargs: Any
    ) -> tuple[()]:
        """Delete all matching rows; all rows without filters. No events, no links checked."""
        write.delete(doctype, filters if filters is not None else kwargs.get("conditions"))
        _forget(doctype, None)
        return ()

    def truncate(self, doctype: str) -> None:
        """Empty the table."""
        self.delete(doctype)

    def bulk_insert(
        self,
        doctype: str,
        fields: Iterable[str],
        values: Iterable[Iterable[Any]],
        ignore_duplicates: bool = False,
        *,
        chunk_size: int = 10_000,
    ) -> None:
        """Insert many rows without events; `ignore_duplicates` skips rows whose key exists."""
        try:
            write.insert_many(doctype, list(fields), values, skip_existing=ignore_duplicates)
        except UniqueConstraint as error:
            raise _duplicate(doctype, error) from error
        _forget(doctype, None)


def _duplicate(doctype: str, error: UniqueConstraint) -> DuplicateEntryError:
    text = _("{0}: the value of {1} exists already").format(_(doctype), ", ".join(error.columns))
    return DuplicateEntryError(doctype, text)


def _forget(doctype: str, name: Any) -> None:
    """Drop what this request remembers of the rows, and of definitions or rights made of them."""
    if doctype in _DEFINITIONS:
        metas.clear()
    elif isinstance(name, str) and doctype not in (
        "User",
        "Has Role",
        "User Permission",
        "DocShare",
    ):
        current().document_cache.pop((doctype, name), None)
    else:
        current().forget()
