"""What differs from a shipped form, each difference taken back by itself, and who is refused."""

from __future__ import annotations

from typing import Any

import frappe
import pytest
from frappe import exceptions
from frappe.core.doctype.doctype.uses import get_uses
from frappe.custom.doctype.customize_form.differences import get_differences, undo_difference
from frappe.custom.doctype.property_setter.property_setter import make_property_setter
from frappe.modules.utils import export_customizations
from ristretto.context import Context

pytestmark = pytest.mark.usefixtures("ctx")
TARGET = "Error Log"
FIELD = f"{TARGET}-custom_note"


def add_note() -> Any:
    values = {"dt": TARGET, "label": "Note", "fieldname": "custom_note", "fieldtype": "Data"}
    return frappe.get_doc({"doctype": "Custom Field", **values}).insert()


def relabel(label: str = "Where") -> Any:
    return make_property_setter(TARGET, "method", "label", label, "Data", is_system_generated=False)


def found(doctype: str) -> list[dict[str, Any]]:
    return [row for row in get_differences(TARGET) if row["doctype"] == doctype]


def test_a_difference_tells_both_values() -> None:
    """The app's own value stands beside the site's; a field of the site has none."""
    add_note()
    relabel()

    (setter,) = found("Property Setter")
    (field,) = found("Custom Field")

    assert (setter["field"], setter["property"]) == ("method", "label")
    assert (setter["shipped"], setter["value"]) == ("Title", "Where")
    assert (field["name"], field["shipped"], field["of_app"]) == (FIELD, None, 0)


def test_one_property_is_taken_back() -> None:
    """The other differences stay."""
    add_note()
    undo_difference("Property Setter", relabel().name)

    assert frappe.get_meta(TARGET).get_field("method").label == "Title"
    assert frappe.get_meta(TARGET).has_field("custom_note")


def test_a_field_is_taken_back_and_its_data_waits() -> None:
    """The column keeps its values; the same field added again shows them."""
    add_note()
    log = frappe.get_doc({"doctype": TARGET, "method": "m", "custom_note": "kept"}).insert()

    undo_difference("Custom Field", FIELD)

    assert not frappe.get_meta(TARGET).has_field("custom_note")
    add_note()
    assert frappe.get_doc(TARGET, log.name).custom_note == "kept"


def test_everything_is_taken_back() -> None:
    """`reset_to_defaults` leaves no difference of the site."""
    add_note()
    relabel()
    form = frappe.get_doc("Customize Form")
    form.doc_type = TARGET
    form.fetch_to_customize()

    form.reset_to_defaults()

    assert [row for row in get_differences(TARGET) if not row["of_app"]] == []


def test_what_an_app_made_stays() -> None:
    """Fields that an installed app added are shown and cannot be taken back here."""
    field = add_note()
    field.db_set("is_system_generated", 1)

    with pytest.raises(exceptions.ValidationError, match="stays"):
        undo_difference("Custom Field", FIELD)


def test_a_connection_of_the_site_is_taken_back() -> None:
    """Own rows of connections are differences, too."""
    form = frappe.get_doc("Customize Form")
    form.doc_type = TARGET
    form.fetch_to_customize()
    form.append("links", {"link_doctype": "ToDo", "link_fieldname": "reference_name"})
    form.save_customization()
    (row,) = found("DocType Link")

    undo_difference("DocType Link", row["name"])

    assert found("DocType Link") == []


@pytest.mark.parametrize(("doctype", "name"), [("User", "Guest"), ("Property Setter", "no such")])
def test_only_differences_are_undone(doctype: str, name: str) -> None:
    """The call deletes nothing else, and says when a difference is gone already."""
    with pytest.raises(exceptions.ValidationError):
        undo_difference(doctype, name)

    assert frappe.db.exists("User", "Guest")


def test_uses_name_the_forms_that_point_here(make_doctype: Any) -> None:
    """Before a form is deleted its records are counted and the fields that point to it are named."""
    goods = make_doctype()
    link = {"fieldname": "goods", "fieldtype": "Link", "label": "Goods", "options": goods}
    order = make_doctype(fields=[link])
    frappe.get_doc({"doctype": goods, "title": "x"}).insert()

    assert get_uses(goods) == {"records": 1, "linked_from": [{"parent": order, "label": "Goods"}]}
    assert get_uses(order) == {"records": 0, "linked_from": []}


def test_a_renamed_form_is_followed(make_doctype: Any) -> None:
    """Records, links of other forms, rights and changes follow the new name."""
    goods = make_doctype()
    link = {"fieldname": "goods", "fieldtype": "Link", "label": "Goods", "options": goods}
    order = make_doctype(fields=[link])
    record = frappe.get_doc({"doctype": goods, "title": "x"}).insert()
    frappe.get_doc({"doctype": order, "goods": record.name}).insert()

    frappe.rename_doc("DocType", goods, "Renamed Goods")

    assert frappe.get_doc("Renamed Goods", record.name).title == "x"
    assert frappe.get_meta(order).get_field("goods").options == "Renamed Goods"
    assert get_uses("Renamed Goods")["linked_from"] == [{"parent": order, "label": "Goods"}]


def test_everybody_else_is_refused(ctx: Context, make_user: Any) -> None:
    """Looking, undoing and exporting are for System Managers."""
    setter = relabel()
    frappe.set_user(make_user("Clerk"))
    ctx.flags.in_test = False  # in tests `only_for` lets everybody pass, as on stock

    for call in (
        lambda: get_differences(TARGET),
        lambda: undo_difference("Property Setter", setter.name),
        lambda: get_uses(TARGET),
        lambda: export_customizations("Core", TARGET),
    ):
        with pytest.raises(exceptions.PermissionError):
            call()


def test_export_needs_developer_mode() -> None:
    """A site that does not write into apps says what to do instead."""
    with pytest.raises(exceptions.ValidationError, match="developer_mode"):
        export_customizations("Core", TARGET)
