"""What a field may be: its default, its length, and what becomes of values when its type changes."""

from __future__ import annotations

from typing import Any

import frappe
import pytest
from frappe import exceptions

Row = dict[str, Any]
pytestmark = pytest.mark.usefixtures("ctx")


def data(fieldname: str = "a", **more: Any) -> Row:
    return {"fieldname": fieldname, "fieldtype": "Data", "label": fieldname.title(), **more}


def define(*fields: Row, name: str = "Fw Field") -> Any:
    """Insert a custom DocType with these fields."""
    row = {"doctype": "DocType", "name": name, "module": "Core", "custom": 1}
    return frappe.get_doc({**row, "fields": list(fields)}).insert()


def test_a_shorter_type_cuts_no_value() -> None:
    """A long text stays whole when its field becomes short; stock ends half-way in a database error."""
    doctype = define(data(fieldtype="Small Text"))
    name = frappe.get_doc({"doctype": "Fw Field", "a": "x" * 300}).insert().name
    doctype.fields[0].fieldtype = "Data"
    doctype.save()

    doc = frappe.get_doc("Fw Field", name)
    assert doc.a == "x" * 300
    with pytest.raises(exceptions.CharacterLengthExceededError, match="300"):
        doc.save()


@pytest.mark.parametrize(
    ("fieldtype", "default"),
    [("Date", "abc"), ("Datetime", "31/12/2026"), ("Duration", "abc"), ("JSON", "{")],
)
def test_a_default_is_a_value_of_its_type(fieldtype: str, default: str) -> None:
    """What no record could start with is refused with the definition; stock ends in a database error."""
    with pytest.raises(exceptions.ValidationError, match="the default"):
        define(data(fieldtype=fieldtype, default=default))


def test_today_is_today_in_any_letter_case() -> None:
    """`today` and `Today` are the same word; `Now` is no day."""
    define(
        data(fieldtype="Date", default="today"), data("b", fieldtype="Datetime", default="today")
    )
    doc = frappe.get_doc({"doctype": "Fw Field"}).insert()
    assert str(doc.a) == frappe.utils.today()
    assert str(doc.b).startswith(frappe.utils.today())

    define(data(fieldtype="Date", default="Now"), name="Fw Now")
    with pytest.raises(exceptions.ValidationError, match="Now is not a date"):
        frappe.get_doc({"doctype": "Fw Now"}).insert()


@pytest.mark.parametrize("length", [-1, 1001, 2000])
def test_short_text_has_a_length_of_1_to_1000(length: int) -> None:
    """More belongs into a text field."""
    with pytest.raises(exceptions.ValidationError, match="from 1 to 1000"):
        define(data(length=length))
