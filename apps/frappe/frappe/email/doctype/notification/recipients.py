"""Decides whom a notification tells about a record.

A field names people whoever they are, as somebody with the right to write the record chose them; people of a role
hear of it only when they may read it. Nobody is told through an account that is switched off.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import frappe
from frappe.utils import split_emails, validate_email_address
from frappe.utils.user import get_users_with_role


@dataclass(frozen=True)
class People:
    """Addresses, each once and in the order of the rows."""

    to: tuple[str, ...]
    cc: tuple[str, ...]
    bcc: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.to or self.cc or self.bcc)

    @property
    def all(self) -> list[str]:
        return list(dict.fromkeys([*self.to, *self.cc, *self.bcc]))


def people(alert: Any, doc: Any, context: dict[str, Any]) -> People:
    """Everybody whom the notification's rows name for this record."""
    to: list[str] = []
    cc: list[str] = []
    bcc: list[str] = []
    for row in alert.recipients:
        if row.condition and not frappe.safe_eval(row.condition, None, context):
            continue
        if row.receiver_by_document_field:
            to += by_field(doc, row.receiver_by_document_field)
        if row.receiver_by_role:
            to += by_role(doc, row.receiver_by_role)
        cc += by_template(row.cc, context)
        bcc += by_template(row.bcc, context)
    if alert.send_to_all_assignees:
        to += assignees(doc)
    return People(*(_active(each) for each in (to, cc, bcc)))


def by_field(doc: Any, path: str) -> list[str]:
    """Addresses of `field`, or of `field,table` for each row of a child table."""
    fieldname, _comma, table = path.partition(",")
    holders = doc.get(table.strip()) or [] if table else [doc]
    found: list[str] = []
    for holder in holders:
        found += _addresses(holder.get(fieldname.strip()))
    return found


def by_role(doc: Any, role: str) -> list[str]:
    """People of a role that may read the record."""
    readers = [
        user
        for user in get_users_with_role(role)
        if frappe.has_permission(doc.doctype, "read", doc=doc, user=user)
    ]
    return [address for user in readers for address in _addresses(user)]


def by_template(template: str | None, context: dict[str, Any]) -> list[str]:
    text = frappe.render_template(template, context) if "{" in (template or "") else template
    return _addresses(text)


def assignees(doc: Any) -> list[str]:
    users = frappe.get_all(
        "ToDo",
        filters={"status": "Open", "reference_type": doc.doctype, "reference_name": doc.name},
        pluck="allocated_to",
    )
    return [address for user in users for address in _addresses(user)]


def _addresses(value: Any) -> list[str]:
    """Addresses of a text with commas or lines; names of accounts give their addresses."""
    found = []
    for part in split_emails(str(value or "")):
        address = validate_email_address(part) or _address_of_account(part)
        if address:
            found.append(address)
    return found


def _address_of_account(name: str) -> str:
    email = frappe.db.get_value("User", name, "email")
    return str(validate_email_address(email) or "") if email else ""


def _active(addresses: list[str]) -> tuple[str, ...]:
    """Without the accounts that are switched off; addresses of no account stay."""
    wanted = list(dict.fromkeys(addresses))
    if not wanted:
        return ()
    off = set()
    for field in ("name", "email"):
        filters = {"enabled": 0, field: ["in", wanted]}
        off |= set(frappe.get_all("User", filters=filters, pluck=field))
    return tuple(address for address in wanted if address not in off)
