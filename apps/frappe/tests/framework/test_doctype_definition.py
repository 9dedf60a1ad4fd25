"""What may be a DocType: every case of the observed table of definition checks, and a few closed
holes.
"""

from __future__ import annotations

from typing import Any

import frappe
import pytest
from frappe import exceptions

Row = dict[str, Any]


def data(fieldname: str = "a", **more: Any) -> Row:
    return {"fieldname": fieldname, "fieldtype": "Data", "label": fieldname.title(), **more}


def define(*fields: Row, **more: Any) -> Any:
    """Insert a custom DocType with one permission row."""
    row = {"doctype": "DocType", "name": "Fw Case", "module": "Core", "custom": 1, **more}
    row.setdefault("permissions", [{"role": "System Manager", "read": 1}])
    return frappe.get_doc({**row, "fields": list(fields)}).insert()


@pytest.fixture(autouse=True)
def _helpers(ctx: Any) -> None:
    """A plain target, a child table with a Link and one without."""
    ctx.flags.in_test = False  # the rule about shipped DocTypes rests in tests
    define(data(), name="Fw Target")
    define(data(), name="Fw Row", istable=1)
    define(data(fieldtype="Link", options="Fw Target"), name="Fw Link Row", istable=1)


LINK = {"fieldname": "a", "fieldtype": "Link", "label": "A"}
REFUSED: list[tuple[str, type[Exception], list[Row], Row]] = [
    ("table without options", exceptions.DoctypeLinkError, [data(fieldtype="Table")], {}),
    ("link without options", exceptions.DoctypeLinkError, [LINK], {}),
    ("link to nothing", exceptions.WrongOptionsDoctypeLinkError, [{**LINK, "options": "No"}], {}),
    ("link in other case", exceptions.DoctypeLinkError, [{**LINK, "options": "fw target"}], {}),
    (
        "fold at the end",
        exceptions.ValidationError,
        [data(), {"fieldtype": "Fold", "fieldname": "f"}],
        {},
    ),
    ("duplicate fieldname", exceptions.UniqueFieldnameError, [data(), data()], {}),
    ("fieldname name", exceptions.InvalidFieldNameError, [data("name")], {}),
    ("fieldname owner", exceptions.InvalidFieldNameError, [data("owner")], {}),
    ("fieldname flags", exceptions.InvalidFieldNameError, [data("flags")], {}),
    ("fieldname doctype", exceptions.InvalidFieldNameError, [data("doctype")], {}),
    ("fieldname get", exceptions.InvalidFieldNameError, [data("get")], {}),
    ("fieldname of 65 characters", exceptions.ValidationError, [data("x" * 65)], {}),
    ("blank in fieldname", exceptions.InvalidColumnName, [data("My Field")], {}),
    ("no label, no fieldname", exceptions.ValidationError, [{"fieldtype": "Data"}], {}),
    (
        "table to a non-child",
        exceptions.ValidationError,
        [data(fieldtype="Table", options="Fw Target")],
        {},
    ),
    (
        "multiselect without link",
        exceptions.ValidationError,
        [data(fieldtype="Table MultiSelect", options="Fw Row")],
        {},
    ),
    (
        "hidden and mandatory",
        exceptions.HiddenAndMandatoryWithoutDefaultError,
        [data(hidden=1, reqd=1)],
        {},
    ),
    (
        "dynamic link to nothing",
        exceptions.ValidationError,
        [data(fieldtype="Dynamic Link", options="x")],
        {},
    ),
    (
        "dynamic link to data",
        exceptions.ValidationError,
        [data("b"), data(fieldtype="Dynamic Link", options="b")],
        {},
    ),
    ("precision 10", exceptions.ValidationError, [data(fieldtype="Float", precision="10")], {}),
    ("unknown fieldtype", exceptions.ValidationError, [data(fieldtype="Nope")], {}),
    ("rating of 2", exceptions.ValidationError, [data(fieldtype="Rating", options="2")], {}),
    ("unique text", exceptions.NonUniqueError, [data(fieldtype="Small Text", unique=1)], {}),
    ("indexed text", exceptions.CannotIndexedError, [data(fieldtype="Text", search_index=1)], {}),
    ("title field missing", exceptions.InvalidFieldNameError, [data()], {"title_field": "b"}),
    ("image field of wrong type", exceptions.InvalidFieldNameError, [data()], {"image_field": "a"}),
    ("sort field missing", exceptions.InvalidFieldNameError, [data()], {"sort_field": "b"}),
    ("search field missing", exceptions.ValidationError, [data()], {"search_fields": "b"}),
    (
        "assignment in depends_on",
        exceptions.ValidationError,
        [data(depends_on="eval:doc.a='x'")],
        {},
    ),
    ("fetch from itself", exceptions.ValidationError, [data(fetch_from="a.b")], {}),
    (
        "mandatory section",
        exceptions.IllegalMandatoryError,
        [{"fieldtype": "Section Break", "reqd": 1}],
        {},
    ),
    ("check default", exceptions.ValidationError, [data(fieldtype="Check", default="2")], {}),
    ("name of 62 characters", exceptions.NameError, [data()], {"name": "x" * 62}),
    ("name with a slash", exceptions.NameError, [data()], {"name": "Fw/Case"}),
    ("name with a digit first", exceptions.NameError, [data()], {"name": "1 Case"}),
    ("autoname field missing", exceptions.ValidationError, [data()], {"autoname": "field:zz"}),
    ("not custom", exceptions.CannotCreateStandardDoctypeError, [data()], {"custom": 0}),
    (
        "virtual and custom",
        exceptions.CannotCreateStandardDoctypeError,
        [data()],
        {"is_virtual": 1},
    ),
    ("no module", exceptions.MandatoryError, [data()], {"module": None}),
]


@pytest.mark.parametrize(
    ("error", "fields", "more"), [r[1:] for r in REFUSED], ids=[r[0] for r in REFUSED]
)
def test_definition_is_refused(error: type[Exception], fields: list[Row], more: Row) -> None:
    """A definition that cannot work is refused with the class that stock uses."""
    with pytest.raises(error) as refusal:
        define(*fields, **more)

    assert type(refusal.value) is error


SECTION = {"fieldtype": "Section Break"}
ACCEPTED: list[tuple[str, list[Row], Row]] = [
    (
        "fetch from a missing source",
        [{**LINK, "options": "Fw Target"}, data("x", fetch_from="a.zz")],
        {},
    ),
    ("fetch from a missing link", [data("x", fetch_from="zz.a")], {}),
    ("single with a table", [data(fieldtype="Table", options="Fw Row")], {"issingle": 1}),
    ("currency with odd options", [data(fieldtype="Currency", options="zz")], {}),
    ("hidden and mandatory with default", [data(hidden=1, reqd=1, default="x")], {}),
    ("title template", [data("title", default="{a}"), data()], {"title_field": "title"}),
    ("select without options", [data(fieldtype="Select")], {}),
    ("two sections without names", [SECTION, data(), SECTION, data("b")], {}),
    ("tree and child table", [data()], {"is_tree": 1, "istable": 1}),
    ("no field at all", [], {}),
    ("no permission rows", [data()], {"permissions": []}),
    ("SQL word as fieldname", [data("select")], {}),
]


@pytest.mark.parametrize(
    ("fields", "more"), [row[1:] for row in ACCEPTED], ids=[row[0] for row in ACCEPTED]
)
def test_definition_is_accepted(fields: list[Row], more: Row) -> None:
    """What stock accepts is accepted, and a record can be made of it."""
    doctype = define(*fields, **more)

    assert frappe.get_meta(doctype.name).name == "Fw Case"


def test_first_four_mandatory_fields_become_list_columns() -> None:
    """Without a chosen column the first four mandatory fields are shown."""
    doctype = define(*[data(f"a{number}", reqd=1) for number in range(6)])

    assert [f.fieldname for f in doctype.fields if f.in_list_view] == ["a0", "a1", "a2", "a3"]


def test_fieldname_follows_from_label() -> None:
    """A label becomes a lower-case fieldname and keeps its letters."""
    doctype = define({"fieldtype": "Data", "label": "My Label Ä"})

    assert doctype.fields[0].fieldname == "my_label_ä"


def test_submittable_gets_amended_from() -> None:
    """A submittable DocType links to the record that was amended."""
    doctype = define(data(), is_submittable=1)

    assert [f.fieldname for f in doctype.fields] == ["a", "amended_from"]


def test_tree_gets_its_fields() -> None:
    """A tree has bounds, a group mark and a parent field named after it."""
    doctype = define(data(), is_tree=1)

    names = ["a", "lft", "rgt", "is_group", "old_parent", "parent_fw_case"]
    assert [f.fieldname for f in doctype.fields] == names
    assert doctype.nsm_parent_field == "parent_fw_case"


def test_single_cannot_be_submittable() -> None:
    """A Single loses what only lists of records have."""
    doctype = define(data(), issingle=1, is_submittable=1, allow_import=1)

    assert (doctype.is_submittable, doctype.allow_import) == (0, 0)


def test_child_table_loses_permissions() -> None:
    """Rows follow the rights on their parent."""
    assert define(data(), istable=1).permissions == []


def test_naming_series_field_names_the_records() -> None:
    """A field naming_series makes the series the way of naming."""
    series = {"fieldname": "naming_series", "fieldtype": "Select", "options": "A-.###"}

    assert define(series).autoname == "naming_series:"


def test_unknown_role_comes_into_being() -> None:
    """A role named in a permission row is made."""
    define(data(), permissions=[{"role": "Fw New Role", "read": 1}])

    assert frappe.db.get_value("Role", "Fw New Role", "desk_access") == 1


def test_new_fetch_field_is_filled_in_old_records() -> None:
    """Records that exist get the value of a field that fetches from now on."""
    doctype = define({**LINK, "options": "Fw Target"})
    target = frappe.get_doc({"doctype": "Fw Target", "a": "seen"}).insert()
    record = frappe.get_doc({"doctype": "Fw Case", "a": target.name}).insert()

    doctype.append("fields", data("b", fetch_from="a.a"))
    doctype.save()

    assert frappe.db.get_value("Fw Case", record.name, "b") == "seen"


def test_unique_is_refused_where_values_repeat() -> None:
    """A field whose values repeat cannot become unique, and nothing of the change stays."""
    doctype = define(data())
    for _each in range(2):
        frappe.get_doc({"doctype": "Fw Case", "a": "twice"}).insert()
    doctype.fields[0].unique = 1

    with pytest.raises(exceptions.NonUniqueError, match="twice"):
        doctype.save()


def test_method_name_is_refused_as_field_on_change() -> None:
    """A field may not hide a method of the record's code."""
    doctype = define(data())
    doctype.append("fields", data("save"))

    with pytest.raises(exceptions.ValidationError, match="code"):
        doctype.save()


def test_rename_moves_the_records() -> None:
    """A custom DocType is renamed with its table."""
    define(data())
    record = frappe.get_doc({"doctype": "Fw Case", "a": "kept"}).insert()

    frappe.rename_doc("DocType", "Fw Case", "Fw Other")

    assert frappe.db.get_value("Fw Other", record.name, "a") == "kept"


def test_delete_takes_customisations_along() -> None:
    """With a DocType go the site's fields and setters for it."""
    define(data())
    frappe.get_doc({"doctype": "Custom Field", "dt": "Fw Case", "label": "More"}).insert()

    frappe.delete_doc("DocType", "Fw Case")

    assert not frappe.db.exists("Custom Field", {"dt": "Fw Case"})


def test_shipped_doctype_may_be_made_in_tests_without_code(ctx: Any) -> None:
    """Tests define DocTypes as apps do, before anybody wrote a controller."""
    ctx.flags.in_test = True

    assert define(data(), custom=0).custom == 0


def test_type_change_that_loses_values_is_refused() -> None:
    """X03c: stock keeps half of such a change; here nothing is changed."""
    doctype = define(data())
    frappe.get_doc({"doctype": "Fw Case", "a": "abc"}).insert()
    doctype.fields[0].fieldtype = "Date"
    frappe.db.savepoint("before")

    with pytest.raises(exceptions.ValidationError, match="does not fit"):
        doctype.save()
    frappe.db.rollback(save_point="before")
    frappe.clear_cache(doctype="Fw Case")

    assert frappe.get_meta("Fw Case").get_field("a").fieldtype == "Data"


def test_shipped_doctype_cannot_be_deleted() -> None:
    """What an app ships is removed with the app only."""
    with pytest.raises(exceptions.ValidationError, match="shipped"):
        frappe.delete_doc("DocType", "Role")


def test_rights_for_everybody_are_given_by_administrator_alone(make_user: Any) -> None:
    """A System Manager may define a DocType, but not open it to all."""
    frappe.set_user(make_user("System Manager"))
    define(data())

    with pytest.raises(exceptions.ValidationError, match="only Administrator"):
        define(data(), name="Fw Open", permissions=[{"role": "All", "read": 1}])


PERMISSION_CASES: list[tuple[str, list[Row], bool, bool]] = [
    ("no rights", [{}], False, False),
    ("same row twice", [{"read": 1}, {"read": 1, "write": 1}], False, False),
    ("level 1 without level 0", [{"permlevel": 1, "read": 1}], False, False),
    ("level 1 of All", [{"read": 1}, {"role": "All", "permlevel": 1, "read": 1}], False, True),
    ("cancel without submit", [{"read": 1, "write": 1, "cancel": 1}], True, False),
    ("submit without write", [{"read": 1, "submit": 1}], True, False),
    ("amend without cancel", [{"read": 1, "write": 1, "submit": 1, "amend": 1}], True, True),
    ("submit where nothing is submitted", [{"read": 1, "write": 1, "submit": 1}], False, False),
    ("import without create", [{"read": 1, "import": 1}], False, False),
    ("import without allow_import", [{"read": 1, "create": 1, "import": 1}], False, False),
    ("select beside read", [{"read": 1, "select": 1}], False, True),
    ("owner row beside", [{"read": 1}, {"if_owner": 1, "read": 1, "write": 1}], False, True),
    ("write without read", [{"write": 1}], False, True),
    ("export without report", [{"read": 1, "export": 1}], False, True),
    ("guest with write", [{"role": "Guest", "read": 1, "write": 1, "delete": 1}], False, True),
]
EVERY_RIGHT = (
    "select read write create delete submit cancel amend report export import share print email"
)


@pytest.mark.parametrize(
    ("rows", "submittable", "accepted"),
    [case[1:] for case in PERMISSION_CASES],
    ids=[case[0] for case in PERMISSION_CASES],
)
def test_permission_rows(rows: list[Row], submittable: bool, accepted: bool) -> None:
    """P-VAL: rows that contradict each other are refused, as observed."""
    zeros = dict.fromkeys(EVERY_RIGHT.split(), 0)
    full = [{"role": "System Manager", **zeros, **row} for row in rows]

    if accepted:
        assert define(data(), permissions=full, is_submittable=int(submittable)).permissions
    else:
        with pytest.raises(exceptions.ValidationError, match="permission row"):
            define(data(), permissions=full, is_submittable=int(submittable))


def test_level_one_row_loses_rights_on_whole_records() -> None:
    """P-VAL-level1_with_create: create belongs to level 0."""
    level = {"role": "System Manager", "permlevel": 1, "read": 1, "create": 1}
    doctype = define(data(), permissions=[{"role": "System Manager", "read": 1}, level])

    assert doctype.permissions[1].create == 0


def test_permission_row_with_only_read_gets_the_form_defaults() -> None:
    """K00: rights that are not mentioned are given, as on a form row."""
    row = define(data()).permissions[0]

    assert (row.write, row.create, row.delete, row.submit or 0) == (1, 1, 1, 0)
