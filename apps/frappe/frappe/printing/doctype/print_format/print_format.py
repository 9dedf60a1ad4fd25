"""Decides who may change a print format and keeps templates that do not parse from being saved."""

from __future__ import annotations

from ristretto.render.printing import format_text

import frappe
from frappe import _
from frappe.custom.doctype.property_setter.property_setter import make_property_setter
from frappe.model.document import Document
from frappe.utils.jinja import validate_template


class PrintFormat(Document):
    """How a record is printed."""

    def validate(self) -> None:
        if not self.module:
            self.module = frappe.db.get_value("DocType", self.doc_type, "module")
        allowed = frappe.conf.developer_mode or frappe.flags.in_import or frappe.flags.in_test
        if self.standard == "Yes" and not allowed:
            frappe.throw(
                _("Print Format {0} belongs to an app. Copy it to change it").format(self.name)
            )
        if self.custom_format and not (self.html or "").strip():
            frappe.throw(
                _("Print Format {0}: write its HTML").format(self.name), frappe.MandatoryError
            )
        if self.html and self.print_format_type != "JS":
            validate_template(self.html)

    def on_update(self) -> None:
        before = self.get_doc_before_save()
        for doctype in {self.doc_type, before.doc_type if before else self.doc_type}:
            frappe.clear_cache(doctype=doctype)
        if self.standard == "Yes" and frappe.conf.developer_mode and not frappe.flags.in_import:
            from frappe.modules.export_file import export_to_files

            export_to_files(record_list=[["Print Format", self.name]], record_module=self.module)

    def on_trash(self) -> None:
        frappe.clear_cache(doctype=self.doc_type)


@frappe.whitelist(methods=["POST"])
def copy_format(name: str, new_name: str) -> str:
    """A format of one's own that begins as another one is, an app's included; its name."""
    frappe.has_permission("Print Format", "create", throw=True)
    source = frappe.get_doc("Print Format", name)
    copy = frappe.copy_doc(source)
    html = format_text(source)
    copy.update({"name": new_name, "__newname": new_name, "standard": "No", "html": html})
    copy.custom_format = int(bool(html))
    return str(copy.insert().name)


@frappe.whitelist(methods=["POST"])
def make_default(name: str) -> None:
    """Print records of the format's DocType with it from now on."""
    frappe.has_permission("Print Format", "write", throw=True)
    doctype = frappe.get_doc("Print Format", name).doc_type
    if frappe.get_meta(doctype).custom:
        definition = frappe.get_doc("DocType", doctype)
        definition.default_print_format = name
        definition.save()
    else:
        make_property_setter(doctype, None, "default_print_format", name, "Data", for_doctype=True)
    frappe.msgprint(
        _("{0} is now the default print format of {1}").format(name, doctype), alert=True
    )
