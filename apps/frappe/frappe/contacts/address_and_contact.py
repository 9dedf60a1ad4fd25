"""Addresses and contacts as parts of another form."""

from __future__ import annotations

from typing import Any

import frappe
from frappe.contacts.doctype.address.address import get_address_display_list
from frappe.contacts.doctype.contact.contact import get_contact_display_list
from frappe.contacts.links import linked


def load_address_and_contact(doc: Any, key: str | None = None) -> None:
    """Give the form its addresses and contacts (`__onload.addr_list`, `contact_list`)."""
    doc.set_onload("addr_list", get_address_display_list(doc.doctype, doc.name))
    doc.set_onload("contact_list", get_contact_display_list(doc.doctype, doc.name))


def delete_contact_and_address(doctype: str, docname: Any) -> None:
    """Of a record that goes: what belongs to it alone is deleted, what is shared loses the link."""
    for parenttype in ("Contact", "Address"):
        for name in frappe.get_all(
            parenttype, linked(parenttype, doctype, docname), pluck="name", distinct=True
        ):
            doc = frappe.get_doc(parenttype, name)
            if len(doc.links) == 1:
                doc.delete()
                continue
            for link in [
                each
                for each in doc.links
                if (each.link_doctype, each.link_name) == (doctype, docname)
            ]:
                doc.remove(link)
            doc.save()
