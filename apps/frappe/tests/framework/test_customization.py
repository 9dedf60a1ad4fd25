"""Custom Field, Property Setter, Customize Form: the site's changes over what an app ships."""

from __future__ import annotations

import json
from typing import Any

import frappe
import pytest
from frappe import exceptions
from frappe.custom.doctype.custom_field.custom_field import create_custom_fields
from frappe.custom.doctype.property_setter.property_setter import make_property_setter

pytestmark = pytest.mark.usefixtures("ctx")
TARGET = "Error Log"


def add_field(label: str = "My Extra", **more: Any) -> Any:
    return frappe.get_doc(
        {"doctype": "Custom Field", "dt": TARGET, "label": label, **more}
    ).insert()


def customize(doctype: str = TARGET) -> Any:
    form = frappe.get_doc("Customize Form")
    form.doc_type = doctype
    form.fetch_to_customize()
    return form


def row_of(form: Any, fieldname: str) -> Any:
    return next(row for row in form.fields if row.fieldname == fieldname)


def test_custom_field_is_named_after_its_label_and_stored() -> None:
    """Y01, Y02: a label makes `custom_…`, and records keep values in it."""
    field = add_field()
    log = frappe.get_doc({"doctype": TARGET, "method": "m", "custom_my_extra": "cv"}).insert()

    assert field.name == f"{TARGET}-custom_my_extra"
    assert frappe.db.get_value(TARGET, log.name, "custom_my_extra") == "cv"


@pytest.mark.parametrize("row", [{"label": "My Extra"}, {"label": "x", "fieldname": "method"}])
def test_custom_field_with_a_taken_name_is_refused(row: dict[str, str]) -> None:
    """Y03, Y03b: a fieldname exists once."""
    add_field()

    with pytest.raises(exceptions.ValidationError, match="already"):
        add_field(**row)


def test_custom_field_of_unknown_doctype_is_refused() -> None:
    """Y03c: the DocType must exist."""
    with pytest.raises(exceptions.LinkValidationError, match="NoSuch"):
        add_field(dt="NoSuch")


def test_custom_field_without_label_is_refused() -> None:
    """Y03f: a name must come from somewhere."""
    with pytest.raises(exceptions.ValidationError, match="label"):
        add_field(label="")


def test_unknown_insert_after_is_accepted() -> None:
    """Y03e: the field stands last."""
    add_field(insert_after="no such")

    assert frappe.get_meta(TARGET).fields[-1].fieldname == "custom_my_extra"


def test_type_change_within_its_group_only() -> None:
    """Y04, Y04b: text stays text."""
    field = add_field()
    field.fieldtype = "Small Text"
    field.save()
    field.fieldtype = "Int"

    with pytest.raises(exceptions.ValidationError, match="cannot become"):
        field.save()


def test_field_named_like_a_method_is_refused() -> None:
    """A custom field must not hide the record's code."""
    with pytest.raises(exceptions.ValidationError, match="code"):
        add_field(fieldname="save")


def test_deleting_a_custom_field_takes_its_setters_along() -> None:
    """Nothing points to a field that is gone."""
    field = add_field()
    make_property_setter(TARGET, field.fieldname, "bold", 1, "Check")

    frappe.delete_doc("Custom Field", field.name)

    assert not frappe.get_meta(TARGET).has_field(field.fieldname)
    assert not frappe.db.exists("Property Setter", {"field_name": field.fieldname})


def test_create_custom_fields_adds_and_updates() -> None:
    """The helper of apps may run again and again."""
    fields = {(TARGET, "Activity Log"): [{"fieldname": "x_app", "fieldtype": "Data", "label": "A"}]}
    create_custom_fields(fields)
    create_custom_fields({TARGET: {"fieldname": "x_app", "label": "B"}})

    assert frappe.get_meta(TARGET).get_field("x_app").label == "B"
    assert frappe.db.has_column("Activity Log", "x_app")


def test_newer_property_setter_replaces_the_older() -> None:
    """Y10, Y10b: one setter for each target."""
    for label in ("First", "Second"):
        make_property_setter(TARGET, "method", "label", label, "Data")

    assert frappe.get_meta(TARGET).get_field("method").label == "Second"
    assert frappe.db.count("Property Setter", {"doc_type": TARGET}) == 1


def test_property_setter_with_impossible_value_is_refused() -> None:
    """A setter is checked with the whole definition."""
    with pytest.raises(exceptions.IllegalMandatoryError):
        make_property_setter(TARGET, "section_break_5", "reqd", 1, "Check")


@pytest.mark.parametrize("doctype", ["User", "System Settings"])
def test_core_and_single_doctypes_are_not_customized(doctype: str) -> None:
    """Y24: the framework must be able to rely on itself."""
    with pytest.raises(exceptions.ValidationError, match="cannot be customized"):
        customize(doctype)


def test_custom_doctype_is_not_customized(make_doctype: Any) -> None:
    """Y20: who owns the DocType changes the DocType."""
    with pytest.raises(exceptions.ValidationError, match="custom DocType"):
        customize(make_doctype())


def test_customize_form_shows_the_merged_definition() -> None:
    """Y25: the form holds the DocType's properties and all fields."""
    field = add_field(insert_after="method")
    form = customize()

    names = [row.fieldname for row in form.fields]
    assert names[names.index("method") + 1] == field.fieldname
    assert (form.title_field, row_of(form, field.fieldname).is_custom_field) == ("method", 1)


def test_saving_writes_setters_for_shipped_fields() -> None:
    """The app's rows stay, the site's wishes lie over them."""
    form = customize()
    row_of(form, "method").label = "Where"
    form.max_attachments = 3
    form.save_customization()

    meta = frappe.get_meta(TARGET)
    assert (meta.get_field("method").label, meta.max_attachments) == ("Where", 3)
    assert (
        frappe.db.get_value("DocField", {"parent": TARGET, "fieldname": "method"}, "label")
        == "Title"
    )


def test_saving_an_unchanged_form_writes_nothing() -> None:
    """Opening and saving leaves no trace."""
    customize().save_customization()

    assert frappe.get_all("Property Setter", filters={"doc_type": TARGET}, pluck="name") == []


def test_going_back_to_the_shipped_value_removes_the_setter() -> None:
    """A setter that says what the app says anyway is not kept."""
    for label in ("Where", "Title"):
        form = customize()
        row_of(form, "method").label = label
        form.save_customization()

    assert frappe.get_all("Property Setter", filters={"doc_type": TARGET}) == []


def test_new_rows_become_custom_fields_with_columns() -> None:
    """An administrator adds a field and a record keeps a value in it."""
    form = customize()
    form.append("fields", {"label": "Ward", "fieldtype": "Data"})
    form.save_customization()

    assert frappe.db.has_column(TARGET, "custom_ward")
    assert frappe.get_meta(TARGET).get_field("custom_ward").label == "Ward"


def test_removed_rows_delete_custom_fields_only() -> None:
    """A shipped field cannot be removed by leaving it out."""
    add_field()
    form = customize()
    for name in ("custom_my_extra", "trace_id"):
        form.remove(row_of(form, name))
    form.save_customization()

    meta = frappe.get_meta(TARGET)
    assert (meta.has_field("custom_my_extra"), meta.has_field("trace_id")) == (False, True)


def test_order_of_fields_is_kept() -> None:
    """A shipped field moved by the site stands where it was put."""
    form = customize()
    row = row_of(form, "error")
    form.fields.remove(row)
    form.fields.insert(0, row)
    form.save_customization()

    assert frappe.get_meta(TARGET).fields[0].fieldname == "error"
    order = frappe.db.get_value(
        "Property Setter", {"doc_type": TARGET, "property": "field_order"}, "value"
    )
    assert json.loads(order)[0] == "error"


def test_shipped_type_changes_within_its_group_only() -> None:
    """A change that would misread stored values is refused."""
    form = customize()
    row_of(form, "method").fieldtype = "Int"

    with pytest.raises(exceptions.ValidationError, match="cannot become"):
        form.save_customization()


def test_shipped_mandatory_field_stays_mandatory() -> None:
    """The rule of the app is not loosened, and the reader is told."""
    form = customize("Activity Log")
    row_of(form, "subject").reqd = 0
    form.save_customization()

    assert frappe.get_meta("Activity Log").get_field("subject").reqd == 1
    assert "mandatory" in str(frappe.local.message_log)


def test_reset_to_defaults_forgets_the_sites_changes() -> None:
    """Setters and fields of the site go, those of apps stay."""
    create_custom_fields({TARGET: {"fieldname": "x_app", "label": "App", "fieldtype": "Data"}})
    form = customize()
    row_of(form, "method").label = "Where"
    form.append("fields", {"label": "Ward", "fieldtype": "Data"})
    form.save_customization()

    customize().reset_to_defaults()

    meta = frappe.get_meta(TARGET)
    assert (meta.get_field("method").label, meta.has_field("custom_ward")) == ("Title", False)
    assert meta.has_field("x_app")


def test_own_connection_is_kept_beside_the_shipped_ones() -> None:
    """A connection of the site appears in the definition."""
    form = customize("Language")
    form.append("links", {"link_doctype": "Translation", "link_fieldname": "language"})
    form.save_customization()

    assert [link.link_doctype for link in frappe.get_meta("Language").links] == ["Translation"]


def test_who_may_not_write_cannot_save(make_user: Any) -> None:
    """Only administrators change forms."""
    form = customize()
    frappe.set_user(make_user("Fw Clerk"))

    with pytest.raises(exceptions.PermissionError):
        form.save_customization()
