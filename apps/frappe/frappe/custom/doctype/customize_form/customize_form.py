"""Decides how a shipped DocType is changed on a site: the form is filled from the merged
definition, and saving writes Custom Fields, Property Setters and own rows of connections,
actions and states. The app's definition stays.
"""

from __future__ import annotations

import json
from typing import Any

import frappe
from frappe import _
from frappe.core.doctype.doctype.definition_checks import check_autoname, check_email_fields
from frappe.custom.doctype.custom_field.custom_field import apply_to_table
from frappe.custom.doctype.customize_form.change_rules import (
    check_type_change,
    is_change_allowed,
    is_type_change_allowed,
)
from frappe.custom.doctype.customize_form.properties import (
    DOCTYPE_PROPERTIES,
    FIELD_PROPERTIES,
    ROW_PROPERTIES,
    same,
)
from frappe.custom.doctype.property_setter.property_setter import (
    delete_property_setter,
    make_property_setter,
)
from frappe.model import core_doctypes_list
from frappe.model.document import Document


class CustomizeForm(Document):
    """A form over the definition of one DocType; it is never stored itself."""

    def on_update(self) -> None:
        frappe.db.delete("Singles", {"doctype": self.doctype})
        frappe.db.delete("Customize Form Field")

    # reading ----------------------------------------------------------------------------------

    @frappe.whitelist()
    def fetch_to_customize(self) -> None:
        """Fill the form with the DocType as it is now; the client gets the document back."""
        self.clear_form()
        if not self.doc_type:
            return
        meta = frappe.get_meta(self.doc_type, cached=False)
        self.check_customizable(meta)
        for prop in DOCTYPE_PROPERTIES:
            self.set(prop, meta.get(prop))
        for field in meta.fields:
            self.append("fields", self.field_row(field))
        for table, (_doctype, properties) in ROW_PROPERTIES.items():
            for row in meta.get(table) or []:
                values = {prop: row.get(prop) for prop in [*properties, "name", "custom"]}
                self.append(table, values)
        translation = self.get_name_translation()
        self.label = translation.translated_text if translation else ""

    def clear_form(self) -> None:
        doctype = self.doc_type
        for field in self.meta.fields:
            if field.fieldtype == "Table":
                self.set(field.fieldname, [])
            elif field.fieldname in self.meta.columns_set:
                self.set(field.fieldname, None)
        self.doc_type = doctype
        self.name = self.doctype

    def check_customizable(self, meta: Any) -> None:
        if meta.name in core_doctypes_list:
            frappe.throw(
                _("{0} belongs to the framework's core and cannot be customized").format(meta.name)
            )
        if meta.issingle:
            frappe.throw(_("{0} is a single record and cannot be customized").format(meta.name))
        if meta.custom:
            frappe.throw(_("{0} is a custom DocType: change the DocType itself").format(meta.name))

    def field_row(self, field: Any) -> dict[str, Any]:
        kept = ("fieldname", "name", "is_custom_field", "is_system_generated")
        return {prop: field.get(prop) for prop in [*kept, *FIELD_PROPERTIES]}

    # writing ----------------------------------------------------------------------------------

    @frappe.whitelist()
    def save_customization(self) -> None:
        """Write what differs from the definition in force, then show the new one."""
        if not self.doc_type:
            return
        self.check_permission("write")
        meta = frappe.get_meta(self.doc_type, cached=False)
        self.check_customizable(meta)
        check_autoname(self, self.autoname, self.doc_type)
        self.check_name_type(meta)
        self.save_doctype_properties(meta)
        self.save_shipped_fields(meta)
        self.save_rows(meta)
        self.save_custom_fields(meta)
        self.delete_missing_custom_fields(meta)
        self.save_field_order(meta)
        self.save_name_translation()
        check_email_fields(self)
        apply_to_table(self.doc_type)
        if not self.get("hide_success"):
            frappe.msgprint(_("{0} updated").format(_(self.doc_type)), alert=True)
        self.fetch_to_customize()

    def check_name_type(self, meta: Any) -> None:
        if (meta.autoname == "autoincrement") != (self.autoname == "autoincrement"):
            frappe.throw(
                _("{0}: numbered names can be switched on or off in the DocType only").format(
                    self.doc_type
                )
            )

    def save_doctype_properties(self, meta: Any) -> None:
        for prop, kind in DOCTYPE_PROPERTIES.items():
            if not same(self.get(prop), meta.get(prop), kind):
                shipped = frappe.db.get_value("DocType", self.doc_type, prop)
                self.put_setter(prop, self.get(prop), kind, shipped)

    def save_shipped_fields(self, meta: Any) -> None:
        for row in self.fields:
            field = meta.get_field(row.fieldname) if row.fieldname else None
            if field is None or is_own_field(field):
                continue
            for prop, kind in FIELD_PROPERTIES.items():
                old = field.get(prop)
                if not same(row.get(prop), old, kind) and is_change_allowed(
                    self.doc_type, row, prop, old
                ):
                    self.save_field_property(row, prop, kind)

    def save_field_property(self, row: Any, prop: str, kind: str) -> None:
        source = "Custom Field" if row.is_custom_field else "DocField"
        owner = "dt" if row.is_custom_field else "parent"
        filters = {owner: self.doc_type, "fieldname": row.fieldname}
        shipped = frappe.db.get_value(source, filters, prop)
        self.put_setter(prop, row.get(prop), kind, shipped, fieldname=row.fieldname)

    def put_setter(
        self, prop: str, value: Any, kind: str, shipped: Any, fieldname: str | None = None
    ) -> None:
        """A setter where the value differs from the app's definition, none where it is the same."""
        delete_property_setter(self.doc_type, prop, fieldname)
        if same(value, shipped, kind):
            return
        make_property_setter(
            self.doc_type,
            fieldname,
            prop,
            value,
            kind,
            for_doctype=fieldname is None,
            validate_fields_for_doctype=False,  # checked once, when all is written
            is_system_generated=False,
        )

    def save_field_order(self, meta: Any) -> None:
        """An order of the site is kept as a list of fieldnames; the shipped order needs none."""
        order = [row.fieldname for row in self.fields]
        delete_property_setter(self.doc_type, "field_order")
        frappe.clear_cache(doctype=self.doc_type)
        plain = [field.fieldname for field in frappe.get_meta(self.doc_type, cached=False).fields]
        if order != plain:
            self.put_setter("field_order", json.dumps(order), "Data", None)

    def save_custom_fields(self, meta: Any) -> None:
        previous, frappe.flags.in_create_custom_fields = frappe.flags.in_create_custom_fields, True
        try:
            self.put_custom_fields(meta)
        finally:
            frappe.flags.in_create_custom_fields = previous

    def put_custom_fields(self, meta: Any) -> None:
        for index, row in enumerate(self.fields):
            before = self.fields[index - 1].fieldname if index else None
            field = meta.get_field(row.fieldname) if row.fieldname else None
            if field is None:
                self.add_custom_field(row, index, before)
            elif is_own_field(field):
                self.change_custom_field(row, field, before)

    def add_custom_field(self, row: Any, index: int, before: str | None) -> None:
        field = frappe.new_doc("Custom Field")
        field.update({prop: row.get(prop) for prop in FIELD_PROPERTIES})
        field.update(
            {"dt": self.doc_type, "fieldname": row.fieldname, "insert_after": before, "idx": index}
        )
        field.insert()
        row.fieldname = field.fieldname

    def change_custom_field(self, row: Any, field: Any, before: str | None) -> None:
        stored = frappe.get_doc("Custom Field", {"dt": self.doc_type, "fieldname": field.fieldname})
        changed = {
            prop: row.get(prop)
            for prop, kind in FIELD_PROPERTIES.items()
            if not same(row.get(prop), stored.get(prop), kind)
        }
        if "fieldtype" in changed:
            check_type_change(self.doc_type, row, stored.fieldtype)
        if before and stored.insert_after != before:
            changed["insert_after"] = before
        if changed:
            stored.update(changed)
            stored.save()

    def delete_missing_custom_fields(self, meta: Any) -> None:
        kept = {row.fieldname for row in self.fields}
        for field in meta.fields:
            if field.fieldname not in kept and is_own_field(field):
                name = {"dt": self.doc_type, "fieldname": field.fieldname}
                frappe.delete_doc("Custom Field", frappe.db.get_value("Custom Field", name))

    def save_rows(self, meta: Any) -> None:
        """Connections, actions and states: shipped rows get setters, own rows are stored beside
        them.
        """
        for table, (doctype, properties) in ROW_PROPERTIES.items():
            shipped = {row.name: row for row in meta.get(table) or [] if not row.custom}
            frappe.db.delete(doctype, {"parent": self.doc_type, "custom": 1})
            for index, row in enumerate(self.get(table) or [], 1):
                if row.name in shipped:
                    self.save_shipped_row(doctype, row, shipped[row.name], properties)
                else:
                    self.add_own_row(doctype, table, row, index, properties)

    def save_shipped_row(
        self, doctype: str, row: Any, old: Any, properties: dict[str, str]
    ) -> None:
        for prop, kind in properties.items():
            if same(row.get(prop), old.get(prop), kind):
                continue
            delete_property_setter(self.doc_type, prop, row_name=row.name)
            setter = {"doctype_or_field": doctype, "doc_type": self.doc_type, "row_name": row.name}
            value = {"property": prop, "property_type": kind, "value": row.get(prop)}
            frappe.get_doc({"doctype": "Property Setter", **setter, **value}).insert()

    def add_own_row(
        self, doctype: str, table: str, row: Any, index: int, properties: dict[str, str]
    ) -> None:
        # parenttype keeps the row when the app's definition is imported again
        place = {"parent": self.doc_type, "parenttype": self.doctype, "parentfield": table}
        values = {prop: row.get(prop) for prop in properties}
        own = frappe.get_doc({"doctype": doctype, **values, **place, "custom": 1, "idx": index})
        # ignore_permissions: the right to this form was checked, its rows have none of their own
        own.insert(ignore_permissions=True)

    # name in the user's language --------------------------------------------------------------

    def get_name_translation(self) -> Any:
        filters = {"source_text": self.doc_type, "language": frappe.local.lang or "en"}
        return frappe.db.get_value(
            "Translation", filters, ["name", "translated_text"], as_dict=True
        )

    def save_name_translation(self) -> None:
        stored = self.get_name_translation()
        if stored and not self.label:
            frappe.delete_doc("Translation", stored.name)
        elif stored and stored.translated_text != self.label:
            translation = frappe.get_doc("Translation", stored.name)
            translation.translated_text = self.label
            translation.save()
        elif self.label and not stored:
            row = {"source_text": self.doc_type, "translated_text": self.label}
            language = frappe.local.lang or "en"
            frappe.get_doc({"doctype": "Translation", "language": language, **row}).insert()

    # back to what the app ships ---------------------------------------------------------------

    @frappe.whitelist()
    def reset_to_defaults(self) -> None:
        if self.doc_type:
            self.check_permission("write")
            reset_customization(self.doc_type)
            self.fetch_to_customize()

    @frappe.whitelist()
    def reset_layout(self) -> None:
        """Forget the site's order of the fields."""
        if self.doc_type:
            self.check_permission("write")
            delete_property_setter(self.doc_type, "field_order")
            frappe.db.delete(
                "Property Setter", {"doc_type": self.doc_type, "property": "insert_after"}
            )
            self.fetch_to_customize()

    @classmethod
    def allow_fieldtype_change(cls, old_type: str, new_type: str) -> bool:
        return is_type_change_allowed(old_type, new_type)


def is_own_field(field: Any) -> bool:
    """A custom field of the site; those that apps made count as shipped."""
    return bool(field.get("is_custom_field")) and not field.get("is_system_generated")


def reset_customization(doctype: str) -> None:
    """Remove the site's setters and custom fields; naming series and what apps made stay."""
    own = {"is_system_generated": 0}
    for setter in frappe.get_all(
        "Property Setter",
        filters={"doc_type": doctype, **own},
        fields=["name", "field_name", "property"],
    ):
        if (setter.field_name, setter.property) != ("naming_series", "options"):
            frappe.delete_doc("Property Setter", setter.name)
    for name in frappe.get_all("Custom Field", filters={"dt": doctype, **own}, pluck="name"):
        frappe.delete_doc("Custom Field", name)
    apply_to_table(doctype)


@frappe.whitelist()
def get_link_filters_from_doc_without_customisations(doctype: str, fieldname: str) -> str | None:
    """The link filters that the app ships for a field."""
    frappe.has_permission(doctype, "read", throw=True)
    filters = {"parent": doctype, "fieldname": fieldname}
    value: str | None = frappe.db.get_value("DocField", filters, "link_filters")
    return value
