"""Addresses and contacts of records, as business apps use them; countries and currencies."""

from __future__ import annotations

from typing import Any

import frappe
import pytest
from frappe.contacts.address_and_contact import delete_contact_and_address, load_address_and_contact
from frappe.contacts.doctype.address.address import (
    get_address_display,
    get_default_address,
    get_preferred_address,
)
from frappe.contacts.doctype.contact.contact import (
    get_contact_details,
    get_contact_name,
    get_default_contact,
)
from frappe.geo.country_info import get_all, get_country_timezone_info

OWNER = {"link_doctype": "Role", "link_name": "Analytics"}


def address(title: str = "Trụ sở", **values: Any) -> Any:
    base = {
        "doctype": "Address",
        "address_title": title,
        "address_type": "Office",
        "address_line1": "Số 1",
    }
    return frappe.get_doc(
        {**base, "city": "Hạ Long", "country": "Vietnam", "links": [OWNER], **values}
    ).insert()


def contact(first: str = "Lan", **values: Any) -> Any:
    return frappe.get_doc(
        {"doctype": "Contact", "first_name": first, "links": [OWNER], **values}
    ).insert()


@pytest.fixture(autouse=True)
def owner(ctx: Any) -> None:
    """The record that addresses and contacts belong to here."""
    frappe.get_doc({"doctype": "Role", "role_name": OWNER["link_name"]}).insert()


@pytest.fixture
def template(ctx: Any) -> Any:
    return frappe.get_doc({"doctype": "Address Template", "country": "Vietnam"}).insert()


def test_countries_and_currencies(ctx: Any) -> None:
    """The site knows the countries with their codes and currencies; đồng is written without fractions."""
    assert frappe.db.get_value("Country", "Vietnam", "code") == "vn"
    assert frappe.db.get_value(
        "Currency", "VND", ["fraction_units", "enabled", "symbol_on_right"]
    ) == (1, 1, 1)
    assert frappe.db.count("Country") == len(get_all()) > 200
    assert "Asia/Ho_Chi_Minh" in get_country_timezone_info()["all_timezones"]


def test_names_of_addresses(ctx: Any) -> None:
    """Title and kind, then a number; the first record's name without a title; nothing at all is refused."""
    assert [address().name, address().name] == ["Trụ sở-Office", "Trụ sở-Office-1"]
    assert address(title="").address_title == "Analytics"
    with pytest.raises(frappe.MandatoryError):
        address(title="", links=[])


def test_one_preferred_address(ctx: Any) -> None:
    """A new primary address takes the mark from the old one; a disabled one is never the default."""
    first, second = address("A", is_primary_address=1), address("B", is_primary_address=1)

    assert get_preferred_address("Role", "Analytics") == second.name
    assert not frappe.db.get_value("Address", first.name, "is_primary_address")
    frappe.db.set_value("Address", second.name, "disabled", 1)
    assert get_default_address("Role", "Analytics") == first.name
    assert get_default_address("Role", "Analytics", sort_key="name; drop") is None


def test_address_as_its_country_writes_it(template: Any, make_user: Any) -> None:
    """The template's lines; by name only for those who may read it."""
    made = address(phone="0203")
    text = get_address_display(made.name)

    assert text is not None
    assert "Số 1<br>" in text
    assert "0203" in text
    assert made.get_display() == text
    frappe.set_user(make_user("passer.by@example.com"))
    with pytest.raises(frappe.PermissionError):
        get_address_display(made.name)


def test_default_template_stays(template: Any) -> None:
    """The first template is the default; a new default replaces it; the default cannot be deleted."""
    assert template.is_default
    other = frappe.get_doc(
        {"doctype": "Address Template", "country": "Japan", "is_default": 1}
    ).insert()

    assert not frappe.db.get_value("Address Template", "Vietnam", "is_default")
    with pytest.raises(frappe.ValidationError):
        other.delete()


def test_contacts(ctx: Any) -> None:
    """Full name, the one marked address and number, and the details."""
    made = contact(
        last_name="Trần",
        email_ids=[{"email_id": "lan@example.com"}],
        phone_nos=[{"phone": "1"}, {"phone": "2", "is_primary_phone": 1}],
    )

    assert (made.name, made.full_name) == ("Lan Trần-Analytics", "Lan Trần")
    assert (made.email_id, made.phone, made.mobile_no) == ("lan@example.com", "2", "")
    assert get_contact_name("lan@example.com") == made.name
    assert get_default_contact("Role", "Analytics") == made.name
    assert get_contact_details(made.name)["contact_email"] == "lan@example.com"
    made.add_phone("3", is_primary_phone=1)
    with pytest.raises(frappe.ValidationError):
        made.save()


def test_parts_of_another_form(template: Any) -> None:
    """A form gets its addresses and contacts; each link stands once."""
    made = address(links=[OWNER, OWNER])
    contact()
    role = frappe.get_doc("Role", "Analytics")

    load_address_and_contact(role)

    assert len(made.links) == 1
    assert [each.name for each in role.get_onload("addr_list")] == [made.name]
    assert role.get_onload("addr_list")[0].display
    assert [each.first_name for each in role.get_onload("contact_list")] == ["Lan"]
    assert made.has_link("Role", "Analytics")
    assert made.get_link_for("Role") == "Analytics"


def test_deleting_with_their_record(ctx: Any) -> None:
    """What belonged to the record alone goes; what is shared stays and loses the link."""
    alone = address("alone")
    shared = contact(links=[OWNER, {"link_doctype": "Role", "link_name": "System Manager"}])

    delete_contact_and_address("Role", "Analytics")

    assert not frappe.db.exists("Address", alone.name)
    assert [link.link_name for link in frappe.get_doc("Contact", shared.name).links] == [
        "System Manager"
    ]


def test_own_only(ctx: Any, make_user: Any) -> None:
    """Somebody without a role of the office sees the contacts made by himself, and no other."""
    others = contact("Other")
    frappe.set_user(make_user("clerk@example.com"))
    own = contact("Own", links=[])

    assert frappe.get_list("Contact", pluck="name") == [own.name]
    with pytest.raises(frappe.PermissionError):
        get_contact_details(others.name)
