"""A postal address, of one record or several."""

from __future__ import annotations

from typing import Any

from ristretto.web.listing import parse_object

import frappe
from frappe import _
from frappe.contacts.links import LinkedRecords, linked, tidy
from frappe.model.document import Document
from frappe.model.naming import make_autoname
from frappe.utils import cstr

PREFERRED = ("is_primary_address", "is_shipping_address")


class Address(LinkedRecords, Document):
    """Named by title and kind."""

    def autoname(self) -> None:
        if not self.address_title and self.links:
            self.address_title = self.links[0].link_name
        if not self.address_title:
            frappe.throw(_("Address Title is mandatory."), frappe.MandatoryError)
        base = f"{cstr(self.address_title).strip()}-{cstr(self.address_type).strip()}"
        self.name = base
        if frappe.db.exists("Address", base):
            self.name = make_autoname(f"{base}-.#", ignore_validate=True)

    def validate(self) -> None:
        self.link_by_owner()
        self.leave_one_preferred()
        tidy(self)

    def link_by_owner(self) -> None:
        """An address without links belongs to what its owner's contact belongs to."""
        if self.links:
            return
        contact = frappe.db.get_value("Contact", {"email_id": self.owner})
        for link in frappe.get_cached_doc("Contact", contact).links if contact else ():
            self.append("links", {"link_doctype": link.link_doctype, "link_name": link.link_name})

    def leave_one_preferred(self) -> None:
        """Of the addresses of a record only one is the primary, one the shipping address."""
        for field in PREFERRED:
            for link in self.links if self.get(field) else ():
                other = get_preferred_address(link.link_doctype, link.link_name, field)
                if other and other != self.name:
                    frappe.db.set_value("Address", other, field, 0)

    def get_display(self) -> str | None:
        return get_address_display(self.as_dict())


def get_preferred_address(
    doctype: str, name: Any, preferred_key: str = "is_primary_address"
) -> str | None:
    """The enabled address of a record that is marked so."""
    if preferred_key not in PREFERRED:
        return None
    filters = [*linked("Address", doctype, name), ["disabled", "=", 0], [preferred_key, "=", 1]]
    return next(iter(frappe.get_all("Address", filters, pluck="name", limit=1)), None)


@frappe.whitelist()
@frappe.read_only()
def get_default_address(
    doctype: str, name: str | None, sort_key: str = "is_primary_address"
) -> str | None:
    """The marked address of a record, else any; only what the caller may see."""
    if sort_key not in PREFERRED:
        return None
    filters = [*linked("Address", doctype, name), ["disabled", "=", 0]]
    found = frappe.get_list("Address", filters, pluck="name", order_by=f"{sort_key} desc", limit=1)
    return found[0] if found else None


@frappe.whitelist()
@frappe.read_only()
def get_address_display(address_dict: Any) -> str | None:
    """An address (its name or its values) as its country writes it."""
    return render_address(address_dict)


def render_address(address: Any, check_permissions: bool = True) -> str | None:
    if not address:
        return None
    if not isinstance(address, dict) and not str(address).lstrip().startswith("{"):
        doc = frappe.get_cached_doc("Address", str(address))
        if check_permissions:
            doc.check_permission()
        address = doc.as_dict()
    values = frappe._dict(parse_object(address, "address"))
    _name, template = get_address_templates(values)
    return str(frappe.render_template(template, values))


def get_address_templates(address: Any) -> tuple[str, str]:
    """(name, text) of the template of the address's country, else of the default."""
    for filters in ({"country": address.get("country")}, {"is_default": 1}):
        found = frappe.db.get_value("Address Template", filters, ["name", "template"])
        if found:
            return tuple(found)
    raise frappe.ValidationError(_("There is no default Address Template"))


def get_address_display_list(doctype: str, name: Any) -> list[Any]:
    """Addresses of a record with their text as `display`, the preferred first."""
    if not frappe.has_permission("Address", "read"):
        return []
    found = frappe.get_list(
        "Address",
        filters=linked("Address", doctype, name),
        fields=["*"],
        order_by="is_primary_address desc, `tabAddress`.creation asc",
    )
    for address in found:
        address.display = get_address_display(address)
    return list(found)
