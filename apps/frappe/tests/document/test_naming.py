"""Names as stock gives them."""

from __future__ import annotations

import frappe
import pytest
from ristretto.document import events, series
from ristretto.document.clock import now

TODAY = {"Y": "%Y", "M": "%m", "D": "%d", "y": "%y"}


def dated(text: str) -> str:
    moment = now()
    return (
        text.replace("<Y>", moment.strftime("%Y"))
        .replace("<M>", moment.strftime("%m"))
        .replace("<D>", moment.strftime("%d"))
        .replace("<y>", moment.strftime("%y"))
    )


@pytest.mark.parametrize(
    ("autoname", "names", "key"),
    [
        ("XR-.####", ["XR-0001", "XR-0002", "XR-0003"], "XR-"),
        ("YR.#####", ["YR00001", "YR00002", "YR00003"], "YR"),
        (
            "ZR-.YYYY.-.MM.-.DD.-.###",
            ["ZR-<Y>-<M>-<D>-001", "ZR-<Y>-<M>-<D>-002"],
            "ZR-<Y>-<M>-<D>-",
        ),
        ("AR-.{title}.-.##", ["AR-TT-01", "AR-TT-02"], "AR-TT-"),
        ("BR-.title.-.##", ["BR-TT-01", "BR-TT-02"], "BR-TT-"),
        ("CR-.###.-.##", ["CR-001-", "CR-002-"], "CR-"),
        ("ER-.##.-TAIL", ["ER-01-TAIL", "ER-02-TAIL"], "ER-"),
        ("GR-.#", ["GR-1", "GR-2"], "GR-"),
        ("KR-.FY.-.##", ["KR-FY-01", "KR-FY-02"], "KR-FY-"),
        ("LR-.MM.YY.##", ["LR-<M><y>01", "LR-<M><y>02"], "LR-<M><y>"),
        ("format:F-{title}-{##}-{YYYY}", ["F-TT-01-<Y>", "F-TT-02-<Y>"], ""),
    ],
)
def test_series(ctx, make_doctype, autoname, names, key):
    """Each form of a series gives the recorded names and keeps its counter under the recorded key."""
    doctype = make_doctype(autoname=autoname)
    made = [frappe.get_doc({"doctype": doctype, "title": "TT"}).insert().name for _each in names]

    assert made == [dated(name) for name in names]
    assert ctx.db.execute("SELECT `current` FROM `tabSeries` WHERE `name` = ?", (dated(key),)) == [
        (len(names),)
    ]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("abc", "abc"),
        (" pad ", "pad"),
        ("a/b", "a/b"),
        ("100%", "100%"),
        ("ộ ế", "ộ ế"),
        ("New x", "New x"),
        ("a<b", frappe.NameError),
        ("", frappe.ValidationError),
        ("  ", frappe.ValidationError),
        (None, frappe.ValidationError),
        ("x" * 141, frappe.ValidationError),
    ],
)
def test_field_naming(ctx, make_doctype, title, expected):
    """`field:` takes the stripped value; empty, too long and < > are refused."""
    doctype = make_doctype(autoname="field:title")
    doc = frappe.get_doc({"doctype": doctype, "title": title})
    if isinstance(expected, str):
        assert doc.insert().name == expected
        return
    with pytest.raises(expected, match=r"required|special|characters"):
        doc.insert()


def test_names_compare_without_case(ctx, make_doctype):
    """A name that differs only in case is a duplicate, and loads the stored record."""
    doctype = make_doctype(autoname="field:title")
    frappe.get_doc({"doctype": doctype, "title": "abc"}).insert()

    with pytest.raises(frappe.DuplicateEntryError, match="ABC"):
        frappe.get_doc({"doctype": doctype, "title": "ABC"}).insert()
    assert frappe.get_doc(doctype, "ABC").name == "abc"


def test_the_name_wins_over_the_naming_field(ctx, make_doctype):
    """A changed naming field is set back to the name on save."""
    doctype = make_doctype(autoname="field:title")
    doc = frappe.get_doc({"doctype": doctype, "title": "sync1"}).insert()
    doc.title = "changed"
    doc.save()

    assert (doc.name, frappe.db.get_value(doctype, doc.name, "title")) == ("sync1", "sync1")


def test_preset_names_are_thrown_away_and_set_name_is_not(ctx, make_doctype):
    """`doc.name` is ignored, `set_name` wins, an import keeps names."""
    doctype = make_doctype(autoname="P-.##")
    assert frappe.get_doc({"doctype": doctype, "name": "MINE"}).insert().name == "P-01"
    assert frappe.get_doc({"doctype": doctype}).insert(set_name="MINE3").name == "MINE3"
    frappe.flags.in_import = True
    assert frappe.get_doc({"doctype": doctype, "name": "MINE4"}).insert().name == "MINE4"
    frappe.flags.in_import = False


def test_prompt(ctx, make_doctype):
    """Prompt takes `__newname` before the preset name and refuses to guess."""
    doctype = make_doctype(autoname="Prompt")
    assert frappe.get_doc({"doctype": doctype, "name": "a", "__newname": "b"}).insert().name == "b"
    assert frappe.get_doc({"doctype": doctype, "name": "a"}).insert().name == "a"
    with pytest.raises(frappe.ValidationError, match="name"):
        frappe.get_doc({"doctype": doctype}).insert()


def test_autoincrement(ctx, make_doctype):
    """Integer names in order; a preset name is ignored and renaming refused."""
    doctype = make_doctype(autoname="autoincrement")
    names = [frappe.get_doc({"doctype": doctype, "name": 99}).insert().name for _each in range(2)]

    assert names == [1, 2]
    assert frappe.get_doc(doctype, "1").name == 1
    with pytest.raises(frappe.ValidationError, match="renaming"):
        frappe.rename_doc(doctype, 1, "x")


def test_a_number_is_known_before_the_events_and_not_given_twice(ctx, make_doctype):
    """Validation sees the number; those of deleted and of imported records stay theirs."""
    doctype = make_doctype(autoname="autoincrement")
    seen = []
    events.observe(lambda doc, event: seen.append(doc.name) if event == "validate" else None)
    names = [frappe.get_doc({"doctype": doctype}).insert().name for _each in range(3)]
    events._observers.pop()
    assert seen == names == [1, 2, 3]
    frappe.delete_doc(doctype, 3)
    assert frappe.get_doc({"doctype": doctype}).insert().name == 4
    frappe.flags.in_import = True
    frappe.get_doc({"doctype": doctype, "name": 9}).db_insert()
    frappe.flags.in_import = False

    assert frappe.get_doc({"doctype": doctype}).insert().name == 10


def test_a_number_names_only_numbered_records(ctx, make_doctype):
    """12 is no name where names are texts, and is told so."""
    doctype = make_doctype(autoname="Prompt")
    with pytest.raises(frappe.NameError, match="12"):
        frappe.get_doc({"doctype": doctype, "name": 12}).insert()


def test_what_the_database_would_refuse_is_refused_by_name(ctx, make_doctype):
    """Too long and used names are named; stock ends in a database error."""
    doctype = make_doctype(autoname="Prompt")
    with pytest.raises(frappe.CharacterLengthExceededError, match="141"):
        frappe.get_doc({"doctype": doctype, "name": "x" * 141}).insert()
    hashed = make_doctype(autoname="hash")
    frappe.get_doc({"doctype": hashed}).insert(set_name="USED")
    with pytest.raises(frappe.DuplicateEntryError, match="USED"):
        frappe.get_doc({"doctype": hashed}).insert(set_name="USED")


def test_hash_names(ctx, make_doctype):
    """Without a rule a record gets ten letters of the recorded alphabet."""
    name = frappe.get_doc({"doctype": make_doctype()}).insert().name

    assert len(name) == 10
    assert set(name) <= set(series._ALPHABET)


def test_random_names_do_not_meet():
    """Two hundred thousand names of one process are all different."""
    names = {series.random_name() for _each in range(200_000)}

    assert len(names) == 200_000


def test_a_deleted_last_number_is_used_again(ctx, make_doctype):
    """Deleting the last record turns the counter back, deleting a middle one does not."""
    doctype = make_doctype(autoname="D-.##")
    for _each in range(3):
        frappe.get_doc({"doctype": doctype}).insert()
    frappe.delete_doc(doctype, "D-03")
    assert frappe.get_doc({"doctype": doctype}).insert().name == "D-03"
    frappe.delete_doc(doctype, "D-01")
    assert frappe.get_doc({"doctype": doctype}).insert().name == "D-04"


def test_amended_names_keep_their_base(ctx, make_doctype):
    """X, X-1, X-2 along the chain; amending twice from the same record is a duplicate."""
    doctype = make_doctype(autoname="AM-.##", is_submittable=1)
    doc = frappe.get_doc({"doctype": doctype}).insert().submit()
    names = []
    for _each in range(2):
        doc.cancel()
        copy = frappe.copy_doc(doc)
        copy.amended_from, copy.docstatus = doc.name, 0
        doc = copy.insert().submit()
        names.append(doc.name)

    assert names == ["AM-01-1", "AM-01-2"]
    again = frappe.copy_doc(doc)
    again.amended_from, again.docstatus = "AM-01", 0
    with pytest.raises(frappe.DuplicateEntryError, match="AM-01-1"):
        again.insert()


@pytest.mark.parametrize(
    ("key", "name", "counter"),
    [
        ("TEST-", "TEST-00003", "TEST-"),
        ("TEST-.#####", "TEST-00003", "TEST-"),
        ("TEST-.#####.-2021-22", "TEST-00003-2021-22", "TEST-"),
        (".#####.-2021", "00003-2021", ""),
        ("T.YYYY.-.##", None, None),
    ],
)
def test_a_counter_goes_back_whatever_stands_after_the_number(ctx, key, name, counter):
    """The last name of a series gives its number back; an earlier one does not."""
    from frappe.model.naming import make_autoname, revert_series_if_last

    if name is None:
        name = make_autoname(key)
        counter = name[:-2]
    else:
        frappe.db.sql("insert into `tabSeries` (name, current) values (%s, 3)", (counter,))
    before = frappe.db.get_value("Series", counter, "current", order_by="name")
    revert_series_if_last(key, name)
    revert_series_if_last(key, name)

    assert frappe.db.get_value("Series", {"name": counter}, "current") == before - 1


def test_rows_keep_their_name_in_the_field_that_names_them(ctx, make_doctype):
    """As the record does: with `field:x` the two are one, and the name wins."""
    code = {"fieldname": "code", "fieldtype": "Data", "label": "Code"}
    child = make_doctype(istable=1, autoname="field:code", fields=[code])
    kind = make_doctype(
        fields=[{"fieldname": "rows", "fieldtype": "Table", "label": "Rows", "options": child}]
    )
    doc = frappe.get_doc({"doctype": kind, "rows": [{"code": "one"}]}).insert()
    doc.rows[0].code = "two"
    doc.save()

    assert (doc.rows[0].name, doc.rows[0].code) == ("one", "one")
