"""Definitions with the questions that later rooms answer, at Frappe's public path."""

from __future__ import annotations

from typing import Any

from ristretto import access
from ristretto.context import current
from ristretto.db import metas
from ristretto.meta import Meta as EngineMeta
from ristretto.meta.constants import FLOAT_FIELDTYPES

DEFAULT_PRECISION = {"Float": 3, "Percent": 3, "Currency": 2}


class Meta(EngineMeta):
    """What the engine knows, plus workflow and permission levels."""

    def get_workflow(self) -> str | None:
        return metas.active_workflow(self.name)

    def get_permlevel_access(
        self,
        permission_type: str = "read",
        parenttype: str | None = None,
        *,
        user: str | None = None,
    ) -> list[int]:
        return sorted(access.permlevels(self, permission_type, user=user))

    def get_permitted_fieldnames(
        self,
        parenttype: str | None = None,
        *,
        user: str | None = None,
        permission_type: str = "read",
        with_virtual_fields: bool = True,
    ) -> list[str]:
        """Fieldnames whose level the user may read."""
        levels = access.permlevels(self, permission_type, user=user)
        wanted = self.get_fieldnames_with_value(
            with_field_meta=True, with_virtual_fields=with_virtual_fields
        )
        return [field.fieldname for field in wanted if (field.permlevel or 0) in levels]

    def has_permlevel_access_to(self, fieldname: str, permission_type: str = "read") -> bool:
        field = self.field(fieldname)
        return field is not None and (field.permlevel or 0) in access.permlevels(
            self, permission_type
        )


metas.register_class(Meta)


def get_meta(doctype: Any, cached: bool = True) -> Meta:
    """The effective definition of a DocType (or of a DocType document)."""
    name = getattr(doctype, "name", doctype)
    found = metas.get_meta(name) if cached else metas.load_meta(name)
    assert isinstance(found, Meta)
    return found


def get_field_precision(df: Any, doc: Any = None, currency: str | None = None) -> int | None:
    """Decimal places of a field: its own, else the site's."""
    if df.get("precision") not in (None, ""):
        return int(df.get("precision"))
    if df.get("fieldtype") not in FLOAT_FIELDTYPES:
        return None
    key = "currency_precision" if df.get("fieldtype") == "Currency" else "float_precision"
    rows = current().db.execute(
        "SELECT `value` FROM `tabSingles` WHERE `doctype` = 'System Settings' AND `field` = ?",
        (key,),
    )
    stored = str(rows[0][0]) if rows and rows[0][0] else ""
    return (
        int(stored) if stored.isdigit() and int(stored) else DEFAULT_PRECISION[df.get("fieldtype")]
    )


def is_single(doctype: str) -> bool:
    return bool(get_meta(doctype).issingle)


def get_table_columns(doctype: str) -> list[str]:
    from ristretto.db.tables import table_columns

    return table_columns(f"tab{doctype}")


def get_field_currency(df: Any, doc: Any = None) -> str | None:
    """Code in the field that `options` names, of the document or its parent; None without one."""
    options = df.get("options") if df else None
    if not options or doc is None or ":" in options:
        return None
    found = doc.get(options)
    parent = getattr(doc, "parent_doc", None)
    if not found and parent is not None:
        found = parent.get(options)
    return str(found) if found else None
