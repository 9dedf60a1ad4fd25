"""Decides how single records are read and written, field by field in `tabSingles`."""

from __future__ import annotations

from typing import Any

from ristretto.context import AttrDict, current
from ristretto.context.translate import translate as _
from ristretto.db.metas import get_meta
from ristretto.errors import ValidationError
from ristretto.query import clock


class Singles:
    """Single records of `frappe.db`."""

    def get_single_value(self, doctype: str, fieldname: str, cache: bool = True) -> Any:
        """Typed value; an unknown field is refused."""
        field = get_meta(doctype).field(fieldname)
        if field is None:
            raise ValidationError(_("{1} has no field {0}").format(fieldname, _(doctype)))
        rows = current().db.execute(
            "select `value` from `tabSingles` where `doctype` = ? and `field` = ?",
            (doctype, fieldname),
        )
        return _cast(field, rows[0][0] if rows else None)

    get_singles_value = get_single_value

    def get_singles_dict(
        self, doctype: str, debug: bool = False, *, for_update: bool = False, cast: bool = False
    ) -> AttrDict:
        """All stored fields, as text or typed (`cast`, then with the unset ones too)."""
        if for_update:
            current().db.begin("write")
        rows = current().db.execute(
            "select `field`, `value` from `tabSingles` where `doctype` = ?", (doctype,)
        )
        values = AttrDict(rows)
        if not cast:
            return values
        meta = get_meta(doctype)
        for name, value in values.items():
            if field := meta.field(name):
                values[name] = _cast(field, value)
        return values

    def set_single_value(
        self,
        doctype: str,
        fieldname: str | dict[str, Any],
        value: Any = None,
        *,
        modified: Any = None,
        modified_by: str | None = None,
        update_modified: bool = True,
        debug: bool = False,
    ) -> None:
        """Store one field, or several from a dict; no events run."""
        changes = dict(fieldname) if isinstance(fieldname, dict) else {fieldname: value}
        if update_modified:
            changes["modified"] = modified or clock.now()
            changes["modified_by"] = modified_by or current().user
        db = current().db
        for name, each in changes.items():
            db.execute(
                "delete from `tabSingles` where `doctype` = ? and `field` = ?", (doctype, name)
            )
            stored = int(each) if isinstance(each, bool) else each
            db.execute(
                "insert into `tabSingles` (`doctype`, `field`, `value`) values (?, ?, ?)",
                (doctype, name, stored),
            )
        current().forget()

    def get_system_setting(self, key: str) -> Any:
        return self.get_single_value("System Settings", key)


def _cast(field: Any, value: Any) -> Any:
    kind = field.fieldtype_obj
    return "" if value is None and kind.stores_text else kind.cast(value)
