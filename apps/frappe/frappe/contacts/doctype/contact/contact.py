"""A person to talk to, of one record or several."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.contacts.links import LinkedRecords, linked, tidy
from frappe.model.document import Document
from frappe.model.naming import append_number_if_name_exists


class Contact(LinkedRecords, Document):
    """Named by the person, and by the first record it belongs to."""

    def autoname(self) -> None:
        parts = [self.person(), *(link.link_name.strip() for link in self.links[:1])]
        self.name = append_number_if_name_exists("Contact", "-".join(parts))

    def validate(self) -> None:
        self.full_name = self.person()
        self.email_id = self.primary("email_ids", "email_id", "is_primary", _("Email ID"))
        self.phone = self.primary("phone_nos", "phone", "is_primary_phone", _("Phone"))
        self.mobile_no = self.primary("phone_nos", "phone", "is_primary_mobile_no", _("Mobile No"))
        if not self.user and self.email_id:
            self.user = frappe.db.get_value("User", {"email": self.email_id})
        tidy(self)

    def person(self) -> str:
        return get_full_name(self.first_name, self.middle_name, self.last_name, self.company_name)

    def primary(self, table: str, field: str, mark: str, label: str) -> str:
        """The value of the one marked row; a lone e-mail address is marked by itself."""
        rows = self.get(table)
        if mark == "is_primary" and len(rows) == 1:
            rows[0].set(mark, 1)
        marked = [row for row in rows if row.get(mark)]
        if len(marked) > 1:
            frappe.throw(_("Only one {0} can be set as primary.").format(label))
        return str(marked[0].get(field)).strip() if marked else ""

    def add_email(self, email_id: str, is_primary: int = 0, autosave: bool = False) -> None:
        if all(row.email_id != email_id for row in self.email_ids):
            self.append("email_ids", {"email_id": email_id, "is_primary": is_primary})
            if autosave:
                self.save()

    def add_phone(
        self,
        phone: str,
        is_primary_phone: int = 0,
        is_primary_mobile_no: int = 0,
        autosave: bool = False,
    ) -> None:
        if all(row.phone != phone for row in self.phone_nos):
            marks = {
                "is_primary_phone": is_primary_phone,
                "is_primary_mobile_no": is_primary_mobile_no,
            }
            self.append("phone_nos", {"phone": phone, **marks})
            if autosave:
                self.save()


def get_full_name(
    first: str | None = None,
    middle: str | None = None,
    last: str | None = None,
    company: str | None = None,
) -> str:
    """The parts of a name in order; the company of a contact without a name."""
    return " ".join(str(part) for part in (first, middle, last) if part) or company or ""


def get_default_contact(doctype: str, name: Any) -> str | None:
    """The primary contact of a record, else any."""
    found = frappe.get_all(
        "Contact",
        linked("Contact", doctype, name),
        pluck="name",
        order_by="is_primary_contact desc, `tabContact`.creation asc",
        limit=1,
    )
    return found[0] if found else None


@frappe.whitelist()
@frappe.read_only()
def get_contact_details(contact: str) -> dict[str, Any]:
    """How to reach a contact that the caller may read."""
    doc = frappe.get_doc("Contact", contact)
    doc.check_permission()
    return {
        "contact_person": doc.name,
        "contact_display": doc.full_name,
        "contact_email": doc.email_id,
        "contact_mobile": doc.mobile_no,
        "contact_phone": doc.phone,
        "contact_designation": doc.designation,
        "contact_department": doc.department,
    }


def get_contact_name(email_id: str) -> str | None:
    """The contact that has this address."""
    found: str | None = frappe.db.get_value("Contact Email", {"email_id": email_id}, "parent")
    return found


def get_contact_display_list(doctype: str, name: Any) -> list[Any]:
    """Contacts of a record, the primary first; only what the caller may see."""
    if not frappe.has_permission("Contact", "read"):
        return []
    return list(
        frappe.get_list(
            "Contact",
            filters=linked("Contact", doctype, name),
            fields=["*"],
            order_by="is_primary_contact desc, `tabContact`.creation asc",
        )
    )
