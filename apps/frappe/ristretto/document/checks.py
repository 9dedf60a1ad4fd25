"""Decides the checks that controllers call, and the shortcuts to delete and rename."""

from __future__ import annotations

from typing import Any

from ristretto import errors
from ristretto.context import AttrDict
from ristretto.context.dotted import get_attr
from ristretto.context.messages import throw
from ristretto.context.translate import translate as _
from ristretto.meta import constants as c


class DocumentChecks:
    """Checks for controllers, mixed into Document."""

    __dict__: dict[str, Any]
    doctype: str
    name: Any
    flags: AttrDict
    meta: Any
    get: Any
    precision: Any

    def validate_value(
        self,
        fieldname: str,
        condition: str,
        val2: Any,
        doc: Any = None,
        raise_exception: Any = None,
    ) -> None:
        doc = doc or self
        field = doc.meta.field(fieldname)
        value = doc.get(fieldname)
        if not get_attr("frappe.utils.compare")(
            value, condition, val2, field.fieldtype if field else None
        ):
            label = _(field.label) if field else fieldname
            throw(
                _("{0} must be {1} {2}").format(label, _(condition), val2),
                raise_exception or errors.ValidationError,
            )

    def validate_table_has_rows(self, parentfield: str, raise_exception: Any = None) -> None:
        if not self.get(parentfield):
            throw(
                _("Table {0} cannot be empty").format(_(self.meta.get_label(parentfield))),
                raise_exception or errors.EmptyTableError,
            )

    def validate_from_to_dates(self, from_date_field: str, to_date_field: str) -> None:
        start, end = (
            get_attr("frappe.utils.getdate")(self.get(name)) if self.get(name) else None
            for name in (from_date_field, to_date_field)
        )
        if start and end and end < start:
            labels = [_(self.meta.get_label(name)) for name in (to_date_field, from_date_field)]
            throw(_("{0} must be after {1}").format(*labels), errors.InvalidDates)

    def round_floats_in(self, doc: Any, fieldnames: Any = None) -> None:
        flt = get_attr("frappe.utils.flt")
        names = fieldnames or [
            f.fieldname for f in doc.meta.fields if f.fieldtype in c.FLOAT_FIELDTYPES
        ]
        for name in names:
            doc.set(name, flt(doc.get(name), self.precision(name, doc.get("parentfield"))))

    def delete(
        self,
        ignore_permissions: bool = False,
        force: bool = False,
        *,
        delete_permanently: bool = False,
    ) -> None:
        from ristretto.document.delete import delete_doc

        delete_doc(
            self.doctype,
            self.name,
            ignore_permissions=ignore_permissions,
            flags=self.flags,
            force=force,
            delete_permanently=delete_permanently,
        )

    def rename(
        self, name: str, merge: bool = False, force: bool = False, validate_rename: bool = True
    ) -> str:
        from ristretto.document.rename import rename_doc

        self.name = rename_doc(self.doctype, self.name, name, merge=merge, force=force)
        self.reload()  # type: ignore[attr-defined]
        return str(self.name)
