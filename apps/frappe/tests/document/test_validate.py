"""Where stock takes anything, loses it or ends in a database error, a value is read or refused by name."""

from __future__ import annotations

import datetime as dt
from typing import Any

import frappe
import pytest

TYPES = [
    "Data",
    "Int",
    "Check",
    "Float",
    "Currency",
    "Duration",
    "Rating",
    "Date",
    "Datetime",
    "Time",
    "JSON",
    "Link",
    "Select",
    "Attach",
    "Password",
    "Phone",
]
OPTIONS = {"Link": "User", "Select": "\nA\nB"}


@pytest.fixture
def kind(ctx, make_doctype) -> str:
    """One field of each type, named `f_<type>`, and two texts."""
    fields = [
        {"fieldname": name(each), "fieldtype": each, "label": each, "options": OPTIONS.get(each)}
        for each in (*TYPES, "Small Text", "Long Text")
    ]
    return make_doctype(fields=fields)


def name(fieldtype: str) -> str:
    return "f_" + fieldtype.lower().replace(" ", "_")


def stored(kind: str, fieldtype: str, value: Any) -> Any:
    doc = frappe.get_doc({"doctype": kind, name(fieldtype): value}).insert()
    return frappe.get_doc(kind, doc.name).get(name(fieldtype))


UNREADABLE = [
    *((each, "abc") for each in ("Int", "Check", "Float", "Currency", "Duration")),
    *((each, {"a": 1}) for each in ("Int", "Check", "Float", "Currency", "Duration")),
    *(
        (each, text)
        for each in ("Date", "Datetime")
        for text in ("abc", "2026-02-30", "31/12/2026")
    ),
    *((each, value) for each in ("Date", "Datetime") for value in (0, False, 12.5, True)),
    ("Date", "0000-00-00"),
    ("Date", "01:02:03"),
    ("Date", dt.time(4, 5, 6)),
    ("Datetime", dt.timedelta(hours=1)),
    ("Datetime", "2026-01-02T10:11:12Z"),
    ("Time", "abc"),
    ("Time", True),
    ("Time", "-01:00:00"),
    ("Time", dt.date(2026, 1, 2)),
    ("JSON", "not json"),
    ("Attach", 12.5),
    ("Select", 0),
    ("Select", False),
]


@pytest.mark.parametrize(("fieldtype", "value"), UNREADABLE)
def test_what_cannot_be_read_is_refused(kind, fieldtype, value):
    """Stock stores 0, nothing or another day, or ends in a database error; here the field is named."""
    with pytest.raises(frappe.ValidationError, match=fieldtype):
        stored(kind, fieldtype, value)


@pytest.mark.parametrize(
    ("fieldtype", "sent", "read"),
    [
        ("Int", "1,234", 1234),
        ("Check", "1,234", 1),
        ("Duration", "1,234", 1234.0),
        ("Duration", "", None),
        ("JSON", "", None),
        ("Date", "2026/01/02", dt.date(2026, 1, 2)),
        ("Time", "12", dt.timedelta(seconds=12)),
        ("Time", "101112", dt.timedelta(hours=10, minutes=11, seconds=12)),
        ("Duration", 1 / 3, 0.333333333),
        ("Rating", None, 0.0),
    ],
)
def test_what_can_be_read_is_read(kind, fieldtype, sent, read):
    """Thousands are no loss, an empty length or JSON is no value, digits are a clock as MariaDB reads them."""
    assert stored(kind, fieldtype, sent) == read


@pytest.mark.parametrize("value", [0, False, 12.5, True])
def test_a_link_is_the_name_of_a_record(kind, value):
    """Stock stores "0" and links 12.5 to some record."""
    with pytest.raises(frappe.LinkValidationError, match="Link"):
        stored(kind, "Link", value)


def test_accents_make_another_name(ctx, kind):
    """SQLite keeps Tieng and Tiếng apart; MariaDB rewrites a link to the record that it resembles."""
    if ctx.db.dialect == "mariadb":
        assert stored(kind, "Link", "Guést") == "Guest"
        return
    with pytest.raises(frappe.LinkValidationError, match="Guést"):
        stored(kind, "Link", "Guést")


def test_a_link_may_end_with_blanks(kind):
    """Trailing blanks are no other name, leading ones are."""
    assert stored(kind, "Link", "Guest ") == "Guest"
    with pytest.raises(frappe.LinkValidationError, match="Guest"):
        stored(kind, "Link", " Guest")


@pytest.mark.parametrize("fieldtype", ["Small Text", "Attach"])
def test_text_beyond_its_column_is_refused(kind, fieldtype):
    """A text column takes 65,535 bytes on every database; stock ends in a database error."""
    assert stored(kind, fieldtype, "y" * 65_535) == "y" * 65_535
    with pytest.raises(frappe.CharacterLengthExceededError, match="65538"):
        stored(kind, fieldtype, "ệ" * 21_846)
    assert len(stored(kind, "Long Text", "y" * 70_000)) == 70_000


def test_secrets_of_other_types_are_kept_as_text(kind):
    """A number or a truth value is a secret like its text; stock ends in a TypeError."""
    for secret, text in ((12.5, "12.5"), (True, "True")):
        doc = frappe.get_doc({"doctype": kind, "f_password": secret}).insert()
        assert doc.get_password("f_password") == text
    with pytest.raises(frappe.ValidationError, match="too long"):
        stored(kind, "Password", "y" * 70_000)


@pytest.mark.parametrize("value", [12.5, True, "0912345678", "2026-01-02", "abc"])
def test_a_phone_has_a_country(kind, value):
    """A number without its country code is refused, whatever type it has."""
    with pytest.raises(frappe.InvalidPhoneNumberError, match="Phone"):
        stored(kind, "Phone", value)


def test_blanks_are_no_unique_value(ctx, make_doctype):
    """Any number of records may be without a value that is unique."""
    kind = make_doctype(
        fields=[{"fieldname": "code", "fieldtype": "Data", "label": "Code", "unique": 1}]
    )
    codes = [frappe.get_doc({"doctype": kind, "code": code}).insert().code for code in ("", "  ")]

    assert codes == [None, None]
    frappe.get_doc({"doctype": kind, "code": "A"}).insert()
    with pytest.raises(frappe.UniqueValidationError, match="Code"):
        frappe.get_doc({"doctype": kind, "code": "a"}).insert()


def test_the_first_fault_does_not_depend_on_the_place_of_the_field(ctx, make_doctype):
    """Signs come before lengths, lengths before unreadable values, those of rows included."""
    row = make_doctype(
        istable=1, fields=[{"fieldname": "s", "fieldtype": "Data", "label": "S", "length": 3}]
    )
    kind = make_doctype(
        fields=[
            {"fieldname": "d", "fieldtype": "Date", "label": "D"},
            {"fieldname": "s", "fieldtype": "Data", "label": "S", "length": 3},
            {"fieldname": "n", "fieldtype": "Int", "label": "N", "non_negative": 1},
            {"fieldname": "rows", "fieldtype": "Table", "label": "Rows", "options": row},
        ]
    )
    values = {"d": "abc", "s": "long text", "n": -1, "rows": [{"s": "long text"}]}
    mended = [("n", 1, frappe.NonNegativeError), ("s", "x", frappe.CharacterLengthExceededError)]
    for field, good, error in [*mended, ("rows", [], frappe.CharacterLengthExceededError)]:
        with pytest.raises(error, match=r"N|S"):
            frappe.get_doc({"doctype": kind, **values}).insert()
        values[field] = good

    with pytest.raises(frappe.ValidationError, match="D: abc is not a date"):
        frappe.get_doc({"doctype": kind, **values}).insert()


def test_only_submittable_records_are_submitted(ctx, make_doctype):
    """Stock submits records of any DocType whose docstatus is sent as 1."""
    kind = make_doctype()
    with pytest.raises(frappe.exceptions.DocstatusTransitionError, match="cannot be submitted"):
        frappe.get_doc({"doctype": kind, "docstatus": 1}).insert()
    doc = frappe.get_doc({"doctype": kind}).insert()
    doc.docstatus = 1
    with pytest.raises(frappe.exceptions.DocstatusTransitionError, match="cannot be submitted"):
        doc.save()


def test_rows_of_an_open_table_keep_their_ordinary_fields(ctx, make_doctype):
    """After submitting, an open table takes and drops rows; in a row only open fields change."""
    row = make_doctype(
        istable=1,
        fields=[
            {"fieldname": "item", "fieldtype": "Data", "label": "Item"},
            {"fieldname": "late", "fieldtype": "Data", "label": "Late", "allow_on_submit": 1},
        ],
    )
    table = {"fieldname": "rows", "fieldtype": "Table", "label": "Rows", "options": row}
    kind = make_doctype(is_submittable=1, fields=[{**table, "allow_on_submit": 1}])
    doc = frappe.get_doc({"doctype": kind, "rows": [{"item": "a"}]}).insert()
    doc.submit()
    doc.rows[0].late = "x"
    doc.append("rows", {"item": "b"})
    doc.save()
    doc.rows[0].item = "other"

    with pytest.raises(frappe.UpdateAfterSubmitError, match="Item"):
        doc.save()


def test_a_dangling_link_is_seen_on_the_next_save(ctx, make_doctype):
    """Stock takes it from a stale cache for good; here the save names it."""
    target = make_doctype(autoname="field:title")
    frappe.get_doc({"doctype": target, "title": "Gone"}).insert()
    kind = make_doctype(
        fields=[
            {"fieldname": "of", "fieldtype": "Link", "label": "Of", "options": "DocType"},
            {"fieldname": "ref", "fieldtype": "Dynamic Link", "label": "Ref", "options": "of"},
        ]
    )
    doc = frappe.get_doc({"doctype": kind, "of": target, "ref": "Gone"}).insert()
    frappe.delete_doc(target, "Gone", force=1)

    with pytest.raises(frappe.LinkValidationError, match="Ref: Gone"):
        doc.save()
    assert frappe.db.get_value(kind, doc.name, "ref") == "Gone"


def test_a_hook_that_stumbles_over_a_value_refuses_it(ctx: Any, make_doctype: Any) -> None:
    """Hooks run before the checks: what they cannot read is refused by name; a fault of their own stays one."""
    day = {"fieldname": "day", "fieldtype": "Date", "label": "Day"}
    values = {"doctype": make_doctype(fields=[day])}
    doc = frappe.get_doc({**values, "day": "soon"})
    doc.validate = lambda: dt.date.fromisoformat(doc.day)
    with pytest.raises(frappe.ValidationError, match="Day"):
        doc.insert()
    sound = frappe.get_doc({**values, "day": "2026-01-01"})
    sound.validate = lambda: dt.date.fromisoformat("soon")
    with pytest.raises(ValueError, match="soon"):
        sound.insert()
