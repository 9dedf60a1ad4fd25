"""Decides how a field is added to a DocType that an app ships: its name, its place, what may change
later.

Column and definition change in one transaction: a field that cannot be stored is not kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ristretto.site.record_shape import FIELDNAME

import frappe
from frappe import _
from frappe.core.doctype.doctype.side_fields import NOT_TRANSLATABLE, RESTRICTED
from frappe.custom.doctype.customize_form.change_rules import is_type_change_allowed
from frappe.model.document import Document

BREAKS = ("Section Break", "Column Break", "Tab Break")
# `owner` may be asked for by a custom field, the others are columns of every record
TAKEN = RESTRICTED - {"owner"}


class CustomField(Document):
    """One field of the site or of another app on a DocType."""

    def autoname(self) -> None:
        self.set_fieldname()
        self.name = f"{self.dt}-{self.fieldname}"

    def before_insert(self) -> None:
        self.set_fieldname()

    def set_fieldname(self) -> None:
        if not self.fieldname:
            self.fieldname = f"custom_{self.name_from_label()}"
        self.fieldname = str(self.fieldname).lower()
        if not FIELDNAME.fullmatch(self.fieldname):
            # Asked here, not in validate: record files skip that, and the name becomes a column.
            frappe.throw(
                _("{0} is not a column name").format(frappe.bold(self.fieldname)),
                frappe.InvalidColumnName,
            )
        if self.fieldname in TAKEN:
            self.fieldname += "1"

    def name_from_label(self) -> str:
        label = str(self.label or "")
        if not label and self.fieldtype in BREAKS:
            label = f"{self.fieldtype}_{frappe.generate_hash(length=5)}"
        if not label:
            frappe.throw(_("Custom field of {0}: give it a label").format(self.dt))
        return "".join(char for char in label.replace(" ", "_") if char.isalnum() or char == "_")

    def validate(self) -> None:
        if self.is_new() or self.insert_after == "append":
            self.find_place()
        self.check_type_change()
        if self.fieldtype in NOT_TRANSLATABLE:
            self.translatable = 0
        self.check_name_is_free_in_code()

    def find_place(self) -> None:
        """The field stands behind `insert_after`; "append" means behind the last."""
        names = [field.fieldname for field in frappe.get_meta(self.dt, cached=False).fields]
        if self.is_new() and self.fieldname in names:
            frappe.throw(
                _("{0} has a field {1} already. Choose another name").format(
                    self.dt, frappe.bold(self.fieldname)
                )
            )
        if self.insert_after == "append":
            self.insert_after = names[-1] if names else None
        if self.insert_after in names:
            self.idx = names.index(self.insert_after) + 1

    def check_type_change(self) -> None:
        before = self.get_doc_before_save()
        if self.is_virtual or not before or before.fieldtype == self.fieldtype:
            return
        if not is_type_change_allowed(before.fieldtype, self.fieldtype):
            frappe.throw(
                _("{0}: a field of type {1} cannot become {2}").format(
                    self.name, before.fieldtype, self.fieldtype
                )
            )

    def check_name_is_free_in_code(self) -> None:
        """The DocType's code must keep its own names."""
        from frappe.model.base_document import get_controller

        member = getattr(get_controller(self.dt), self.fieldname, None)
        if member is not None and not self.is_virtual:
            frappe.throw(
                _("{0}: the fieldname {1} is taken by the DocType's own code").format(
                    self.dt, frappe.bold(self.fieldname)
                )
            )

    def on_update(self) -> None:
        if not frappe.flags.in_create_custom_fields:  # else once, when the last of them is stored
            apply_to_table(self.dt, check=not self.flags.ignore_validate)

    def on_trash(self) -> None:
        if self.owner == "Administrator" and frappe.session.user != "Administrator":
            frappe.throw(
                _("{0} was made by Administrator, who alone may delete it").format(
                    frappe.bold(self.name)
                )
            )
        frappe.db.delete("Property Setter", {"doc_type": self.dt, "field_name": self.fieldname})
        frappe.clear_cache(doctype=self.dt)

    def after_delete(self) -> None:
        frappe.clear_cache(doctype=self.dt)


def apply_to_table(doctype: str, *, check: bool = True) -> None:
    """Check the new definition and let the table follow; the cached definition goes first."""
    from frappe.core.doctype.doctype.doctype import validate_fields_for_doctype

    frappe.clear_cache(doctype=doctype)
    if check:
        validate_fields_for_doctype(doctype)
    frappe.db.updatedb(doctype)


@frappe.whitelist()
def get_fields_label(doctype: str | None = None) -> list[dict[str, str]]:
    """Fields after which a custom field may stand: [{value, label}]."""
    if not doctype:
        return []
    frappe.has_permission("Custom Field", "read", throw=True)
    meta = frappe.get_meta(doctype)
    if meta.custom:
        frappe.throw(
            _("{0} is a custom DocType: add the field to the DocType itself").format(doctype)
        )
    return [
        {"value": field.fieldname, "label": _(field.label) if field.label else ""}
        for field in meta.fields
    ]


def create_custom_field(
    doctype: str,
    df: dict[str, Any],
    ignore_validate: bool = False,
    is_system_generated: bool = True,
) -> Any:
    """Add the field unless the DocType has a custom field of that name; the new record or None."""
    row = dict(df)
    if not row.get("fieldname") and row.get("label"):
        row["fieldname"] = frappe.scrub(row["label"])
    if frappe.db.exists("Custom Field", {"dt": doctype, "fieldname": row.get("fieldname")}):
        return None
    defaults = {"permlevel": 0, "fieldtype": "Data", "hidden": 0}
    field = frappe.get_doc(
        {
            "doctype": "Custom Field",
            "dt": doctype,
            **defaults,
            "is_system_generated": int(is_system_generated),
        }
    )
    field.update(row)
    field.flags.ignore_validate = ignore_validate
    return field.insert()


def create_custom_fields(
    custom_fields: dict[str | tuple[str, ...], Any],
    ignore_validate: bool = False,
    update: bool = True,
) -> None:
    """Add or update many fields: {DocType or tuple of DocTypes: field or list of fields}.

    Each table is changed once, at the end.
    """
    touched: list[str] = []
    previous, frappe.flags.in_create_custom_fields = frappe.flags.in_create_custom_fields, True
    try:
        for doctype, row in field_rows(custom_fields):
            put_custom_field(doctype, row, ignore_validate=ignore_validate, update=update)
            touched.append(doctype)
        for doctype in dict.fromkeys(touched):
            apply_to_table(doctype, check=not ignore_validate)
    finally:
        frappe.flags.in_create_custom_fields = previous


def field_rows(
    custom_fields: dict[str | tuple[str, ...], Any],
) -> Iterable[tuple[str, dict[str, Any]]]:
    for doctypes, fields in custom_fields.items():
        for doctype in [doctypes] if isinstance(doctypes, str) else doctypes:
            for row in [fields] if isinstance(fields, dict) else fields:
                yield doctype, dict(row)


def put_custom_field(
    doctype: str, row: dict[str, Any], *, ignore_validate: bool, update: bool
) -> None:
    name = frappe.db.get_value("Custom Field", {"dt": doctype, "fieldname": row["fieldname"]})
    if not name:
        create_custom_field(
            doctype, {**row, "owner": "Administrator"}, ignore_validate=ignore_validate
        )
    elif update:
        field = frappe.get_doc("Custom Field", name)
        field.flags.ignore_validate = ignore_validate
        field.update(row)
        field.save()
