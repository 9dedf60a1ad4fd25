"""Decides how one property of a shipped DocType or field is changed: the newest setter of a target
replaces the older.
"""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

FIXED_TYPE = ("naming_series",)


class PropertySetter(Document):
    """One changed property."""

    def autoname(self) -> None:
        self.name = f"{self.doc_type}-{self.field_name or self.row_name or 'main'}-{self.property}"

    def before_insert(self) -> None:
        # the older setter has the same name: it must go before this one is stored
        delete_property_setter(self.doc_type, self.property, self.field_name, self.row_name)

    def validate(self) -> None:
        if self.property == "fieldtype" and self.field_name in FIXED_TYPE:
            frappe.throw(
                _("{0}: the type of {1} cannot change").format(
                    self.doc_type, frappe.bold(self.field_name)
                )
            )
        frappe.clear_cache(doctype=self.doc_type)

    def on_update(self) -> None:
        frappe.clear_cache(doctype=self.doc_type)
        if self.flags.validate_fields_for_doctype and not (
            frappe.flags.in_patch or self.flags.ignore_validate
        ):
            from frappe.core.doctype.doctype.doctype import validate_fields_for_doctype

            validate_fields_for_doctype(self.doc_type)

    def on_trash(self) -> None:
        frappe.clear_cache(doctype=self.doc_type)

    def after_delete(self) -> None:
        frappe.clear_cache(doctype=self.doc_type)


def make_property_setter(
    doctype: str,
    fieldname: str | None,
    property: str,
    value: Any,
    property_type: str | None,
    for_doctype: bool = False,
    validate_fields_for_doctype: bool = True,
    is_system_generated: bool = True,
) -> Any:
    """Change one property from code; returns the new Property Setter."""
    setter = frappe.get_doc(
        {
            "doctype": "Property Setter",
            "doctype_or_field": "DocType" if for_doctype else "DocField",
            "doc_type": doctype,
            "field_name": fieldname,
            "property": property,
            "value": value,
            "property_type": property_type,
            "is_system_generated": int(is_system_generated),
        }
    )
    setter.flags.ignore_permissions = True  # called by code of apps, whoever installs them
    setter.flags.validate_fields_for_doctype = validate_fields_for_doctype
    return setter.insert()


def delete_property_setter(
    doc_type: str, property: str, field_name: str | None = None, row_name: str | None = None
) -> None:
    """Remove the setters of one property; without a field that of the DocType itself."""
    filters: dict[str, Any] = {"doc_type": doc_type, "property": property}
    if field_name:
        filters["field_name"] = field_name
    elif row_name:
        filters["row_name"] = row_name
    else:
        filters["doctype_or_field"] = "DocType"
    frappe.db.delete("Property Setter", filters)
    frappe.clear_cache(doctype=doc_type)
