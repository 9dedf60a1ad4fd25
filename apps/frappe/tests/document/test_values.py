"""What a record holds after insert and load: defaults, fetched values, casting, refusals of wrong types."""

from __future__ import annotations

import datetime as dt

import frappe
import pytest

FIELDS = [
    {"fieldname": "title", "fieldtype": "Data", "label": "Title"},
    {"fieldname": "n", "fieldtype": "Int", "label": "Number"},
    {"fieldname": "f", "fieldtype": "Float", "label": "Amount", "non_negative": 1},
    {"fieldname": "c", "fieldtype": "Check", "label": "Done"},
    {"fieldname": "d", "fieldtype": "Date", "label": "Day"},
    {"fieldname": "m", "fieldtype": "Datetime", "label": "Moment"},
    {"fieldname": "t", "fieldtype": "Time", "label": "Clock"},
    {"fieldname": "s", "fieldtype": "Select", "label": "State", "options": "Open\nClosed"},
    {"fieldname": "mail", "fieldtype": "Data", "label": "Mail", "options": "Email"},
    {"fieldname": "j", "fieldtype": "JSON", "label": "Facts"},
    {"fieldname": "html", "fieldtype": "Text Editor", "label": "Text"},
    {"fieldname": "short", "fieldtype": "Data", "label": "Short", "length": 5},
    {"fieldname": "once", "fieldtype": "Data", "label": "Once", "set_only_once": 1},
    {"fieldname": "today", "fieldtype": "Date", "label": "Today", "default": "Today"},
    {
        "fieldname": "who",
        "fieldtype": "Link",
        "label": "Who",
        "options": "User",
        "default": "__user",
    },
]


@pytest.fixture
def kind(ctx, make_doctype) -> str:
    return make_doctype(fields=FIELDS)


def stored(kind: str, **values):
    name = frappe.get_doc({"doctype": kind, **values}).insert().name
    return frappe.get_doc(kind, name)


@pytest.mark.parametrize(
    ("field", "sent", "read"),
    [
        ("n", "1.9", 1),
        ("n", None, 0),
        ("n", "", 0),
        ("n", "12", 12),
        ("f", "1,234.5", 1234.5),
        ("f", None, 0.0),
        ("c", "5", 1),
        ("c", "true", 1),
        ("c", True, 1),
        ("c", None, 0),
        ("d", "2026-1-2", dt.date(2026, 1, 2)),
        ("d", "", None),
        ("d", "2026-01-02 10:00:00", dt.date(2026, 1, 2)),
        ("m", "2026-01-02T03:04:05", dt.datetime(2026, 1, 2, 3, 4, 5)),
        ("t", "9:08:07", dt.timedelta(hours=9, minutes=8, seconds=7)),
        ("s", " Closed ", "Closed"),
        ("s", None, "Open"),
        ("mail", "Người <a@b.vn>", "Người <a@b.vn>"),
        ("j", {"a": 1}, '{"a":1}'),
        ("title", "Tiếng Việt", "Tiếng Việt"),
    ],
)
def test_values_read_back(kind, field, sent, read):
    """What forms and REST send is stored and read back in the field's own type."""
    assert stored(kind, **{field: sent}).get(field) == read


@pytest.mark.parametrize(
    ("field", "sent", "error", "words"),
    [
        ("n", "abc", frappe.ValidationError, "Number: abc is not a whole number"),
        ("f", "1.2.3", frappe.ValidationError, "Amount: 1.2.3 is not a number"),
        ("f", -1, frappe.NonNegativeError, "below zero"),
        ("n", 2**31, frappe.CharacterLengthExceededError, "Number"),
        ("d", "31/12/2026", frappe.ValidationError, "Day: 31/12/2026 is not a date"),
        ("d", "2026-02-30", frappe.ValidationError, "is not a date"),
        ("m", "2026-01-01T00:00:00Z", frappe.ValidationError, "Moment"),
        ("t", "noon", frappe.ValidationError, "Clock"),
        ("s", "Half", frappe.ValidationError, 'State cannot be "Half"'),
        ("mail", "nobody", frappe.InvalidEmailAddressError, "nobody"),
        ("j", "{", frappe.ValidationError, "Facts"),
        ("short", "sixsix", frappe.CharacterLengthExceededError, "Short"),
        ("title", ["a"], frappe.ValidationError, "list"),
        ("who", "nobody@example.com", frappe.LinkValidationError, "Who: nobody@example.com"),
    ],
)
def test_wrong_values_are_refused_with_their_place(kind, field, sent, error, words):
    """A value that does not fit is refused by name; nothing is turned into something else."""
    with pytest.raises(error, match=words):
        frappe.get_doc({"doctype": kind, field: sent}).insert()


def test_defaults(kind, ctx):
    """Today, the session's user and the first option are filled in; a Time field starts now."""
    doc = stored(kind)

    assert doc.today == frappe.utils.getdate()
    assert doc.who == "Administrator"
    assert doc.t is not None


def test_constants_do_not_change(kind):
    """A set_only_once field, the owner and the creation keep their first value."""
    doc = stored(kind, once="a")
    for field, value in (("once", "b"), ("owner", "Guest"), ("creation", "2020-01-01 00:00:00")):
        doc.reload()
        doc.set(field, value)
        with pytest.raises(frappe.CannotChangeConstantError, match="cannot be changed"):
            doc.save()


def test_a_constant_table_is_saved_again_by_the_same_object(ctx, make_doctype):
    """Rows that were just inserted are the stored ones; another row is a change."""
    row = make_doctype(
        istable=1, fields=[{"fieldname": "item", "fieldtype": "Data", "label": "Item"}]
    )
    table = {"fieldname": "rows", "fieldtype": "Table", "label": "Rows", "options": row}
    kind = make_doctype(fields=[{**table, "set_only_once": 1}])
    doc = frappe.get_doc({"doctype": kind, "rows": [{"item": "a"}]}).insert()
    doc.save()
    doc.append("rows", {"item": "b"})

    with pytest.raises(frappe.CannotChangeConstantError, match="Rows"):
        doc.save()


def test_scripts_never_reach_the_database(kind):
    """Markup that runs becomes text that is shown; what the text says is not lost."""
    doc = stored(
        kind,
        html='<p onclick="x()">ok</p><script>bad()</script>',
        title="<b>x</b><script>y</script> of List<String> <form>z</form>",
    )

    assert doc.html == "<p>ok</p>&lt;script&gt;bad()&lt;/script&gt;"
    shown = "&lt;script&gt;y&lt;/script&gt; of List&lt;String&gt;"
    assert doc.title == f"<b>x</b>{shown} z"


def test_links_are_spelled_as_stored_and_fetched_along(ctx, make_doctype):
    """A link in other case becomes the stored name, and fetch_from fills on every save before the events."""
    target = make_doctype(autoname="field:title")
    frappe.get_doc({"doctype": target, "title": "Alpha"}).insert()
    kind = make_doctype(
        fields=[
            {"fieldname": "ref", "fieldtype": "Link", "label": "Ref", "options": target},
            {"fieldname": "copy", "fieldtype": "Data", "label": "Copy", "fetch_from": "ref.title"},
            {
                "fieldname": "kept",
                "fieldtype": "Data",
                "label": "Kept",
                "fetch_from": "ref.title",
                "fetch_if_empty": 1,
            },
        ]
    )
    doc = frappe.get_doc(
        {"doctype": kind, "ref": "ALPHA", "copy": "typed", "kept": "typed"}
    ).insert()

    assert (doc.ref, doc.copy, doc.kept) == ("Alpha", "Alpha", "typed")


def test_a_missing_link_is_refused_even_when_something_is_fetched_along_it(ctx, make_doctype):
    """Closed hole: stock stores a missing link silently when a field is fetched from it."""
    target = make_doctype(autoname="field:title")
    kind = make_doctype(
        fields=[
            {"fieldname": "ref", "fieldtype": "Link", "label": "Ref", "options": target},
            {"fieldname": "copy", "fieldtype": "Data", "label": "Copy", "fetch_from": "ref.title"},
        ]
    )

    with pytest.raises(frappe.LinkValidationError, match="Ref: Nowhere"):
        frappe.get_doc({"doctype": kind, "ref": "Nowhere"}).insert()


def test_secrets_leave_the_row(ctx, make_doctype):
    """A password is kept encrypted; the row and every answer hold stars."""
    kind = make_doctype(
        fields=[{"fieldname": "secret", "fieldtype": "Password", "label": "Secret"}]
    )
    doc = frappe.get_doc({"doctype": kind, "secret": "hush"}).insert()

    assert frappe.db.get_value(kind, doc.name, "secret") == "****"
    assert frappe.get_doc(kind, doc.name).get_password("secret") == "hush"
    assert (
        ctx.db.execute("SELECT `password` FROM `__Auth` WHERE `doctype` = ?", (kind,))[0][0]
        != "hush"
    )
