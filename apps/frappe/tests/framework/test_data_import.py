"""Imports from files: headings, rows of tables, cells, changes, rights, going on after an interruption."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterator
from typing import Any

import frappe
import import_world as imports
import pytest
from frappe.core.doctype.data_import import batches, review
from frappe.core.doctype.data_import import data_import as calls
from import_world import UPDATE, problems, refusals, run
from ristretto.db.connect import connected


@pytest.fixture(scope="module")
def forms_site(site: Any) -> Any:
    with connected(site, mode="write") as context:
        imports.make_forms()
        context.db.commit()
    return site


@pytest.fixture
def forms(forms_site: Any) -> Iterator[Any]:
    """Imports commit, so what a test stored is taken away after it."""
    with connected(forms_site, mode="write") as context:
        context.flags.in_test, context.flags.quiet, context.lang = True, True, "en"
        yield context
        imports.clean()


def test_labels_fieldnames_and_rows_of_tables(forms: Any) -> None:
    """Headings in three spellings; lines without own values are further rows of the record above."""
    text = (
        "Title,due,Amount (amount),Item (Items),items.qty\nA,31/12/2026,1500,a,1\n,,,b,2\nB,,,,\n"
    )
    assert run("Imp Main", text) | {"name": None} == {
        "status": "Success",
        "success": 2,
        "total_records": 2,
        "name": None,
    }
    first = frappe.get_doc("Imp Main", {"title": "A"})
    assert (first.due, first.amount, first.status) == (datetime.date(2026, 12, 31), 1500.0, "Open")
    assert [(row.item, row.qty) for row in first.items] == [("a", 1.0), ("b", 2.0)]


def test_translated_headings_and_choices(forms: Any) -> None:
    """The person's own words are read, whatever language the background speaks."""
    for source, target in (
        ("Title", "Tên gọi"),
        ("Items", "Hàng"),
        ("Item", "Món"),
        ("Closed", "Đóng"),
    ):
        row = {
            "doctype": "Translation",
            "language": "vi",
            "source_text": source,
            "translated_text": target,
        }
        frappe.get_doc(row).insert()
    frappe.db.set_value("User", "Administrator", "language", "vi")
    frappe.db.commit()
    forms.lang = "vi"
    doc = imports.make_import("Imp Main", "\ufeffTên gọi,status,Món (Hàng)\nA,Đóng,x\n")
    forms.lang = "en"
    calls.form_start_import(doc.name)

    made = frappe.get_doc("Imp Main", {"title": "A"})
    assert (made.status, made.items[0].item) == ("Closed", "x")


def test_excel_with_real_dates_and_numbers(forms: Any) -> None:
    """Cells of a sheet keep their kind; a code that Excel made a number is a text again."""
    rows = [["Title", "Due", "Amount"], [1204.0, datetime.datetime(2026, 2, 1), 12.5]]
    assert run("Imp Main", imports.sheet(rows))["success"] == 1
    made = frappe.get_last_doc("Imp Main")
    assert (made.title, made.due, made.amount) == ("1204", datetime.date(2026, 2, 1), 12.5)


def test_each_wrong_cell_is_named(forms: Any) -> None:
    """Line, column and sentence; nothing is stored until the file is mended."""
    run("Imp Ref", "Title\nHuế\n")
    text = "Title,Status,Due,Ref,Amount\nA,Bad,31/02/2026,Nope,12x\n,Open,01/03/2026,Huế,1.500\n"
    assert [(row, col) for row, col, _said in problems("Imp Main", text)] == [
        (2, 2),
        (2, 3),
        (2, 4),
        (2, 5),
        (3, 1),
    ]

    outcome = run("Imp Main", text)
    assert outcome["status"] == "Pending"
    assert "success" not in outcome
    stored = json.loads(frappe.db.get_value("Data Import", outcome["name"], "template_warnings"))
    assert stored[0]["remedy"] == "Choose one of: Open, Closed."
    assert frappe.db.count("Imp Main") == 0


def test_wrong_records_are_left_out_if_wished(forms: Any) -> None:
    """With skip_errored_rows the good ones are stored and the others are in the log and the file of refused lines."""
    outcome = run("Imp Main", "Title,Ref\nA,\nB,Nope\nC,\n", options={"skip_errored_rows": 1})
    assert (outcome["success"], outcome["failed"], outcome["status"]) == (2, 1, "Partial Success")
    assert "Nope" in refusals(outcome["name"])[0]

    calls.download_errored_template(outcome["name"])
    assert frappe.response["result"].splitlines() == ['"Title","Ref"', '"B","Nope"']


@pytest.mark.parametrize(
    ("format_", "text", "expected"),
    [
        ("#.###,##", "1.500.000", 1500000),
        ("#.###,##", "1.234,5", 1234.5),
        ("#.###,##", "1500.75", 1500.75),
        ("#.###,##", "1.500", None),
        ("#,###.##", "1,234.5", 1234.5),
        ("#,###.##", "1.500", 1.5),
    ],
)
def test_numbers_as_the_site_writes_them(
    forms: Any, format_: str, text: str, expected: Any
) -> None:
    """A number that can be read in two ways is refused instead of guessed."""
    frappe.db.set_default("number_format", format_)
    found = problems("Imp Main", f'Title,Amount\nA,"{text}"\n')
    if expected is None:
        assert "two ways" in found[0][2]
        return
    assert found == []
    run("Imp Main", f'Title,Amount\nA,"{text}"\n')
    assert frappe.get_last_doc("Imp Main").amount == expected


def test_names_in_use_and_names_twice(forms: Any) -> None:
    """Both are told before the import, and each refuses its own record alone."""
    run("Imp Ref", "Title,Town\nHuế,a\n")
    assert [said for _row, _col, said in problems("Imp Ref", "Title\nHuế\nVinh\nVinh\n")] == [
        "“Huế” exists already",
        "“Vinh” stands in the file twice",
    ]
    outcome = run("Imp Ref", "Title\nHuế\nVinh\nVinh\n")
    assert (outcome["success"], outcome["failed"]) == (1, 2)


def test_changes_of_existing_records(forms: Any) -> None:
    """Only what the file says changes; rows are found by their ID and only in their own record."""
    run("Imp Main", "Title,Status,Item (Items),Qty (Items)\nA,Closed,a,1\nB,Open,b,5\n")
    first, second = (frappe.get_doc("Imp Main", {"title": title}) for title in "AB")
    text = (
        "ID,Title,ID (Items),Item (Items)\n"
        f"{first.name},A2,{first.items[0].name},a2\n"
        f"{second.name},B,{first.items[0].name},stolen\n"
        "IM-99999,X,,\n"
    )
    outcome = run("Imp Main", text, UPDATE)

    first.reload()
    second.reload()
    assert (first.title, first.status, first.items[0].item, first.items[0].qty) == (
        "A2",
        "Closed",
        "a2",
        1.0,
    )
    assert second.items[0].item == "stolen"
    assert second.items[0].name != first.items[0].name
    assert outcome["failed"] == 1


def test_unchanged_records_say_so(forms: Any) -> None:
    """A line that changes nothing is a refusal of its own, as on stock."""
    run("Imp Ref", "Title,Town\nHuế,a\n")
    outcome = run("Imp Ref", "ID,Town\nHuế,a\n", UPDATE)
    assert refusals(outcome["name"]) == ["No changes to update"]


def test_submitted_after_import(forms: Any) -> None:
    """With the choice, records of a submittable form are submitted; without it they are drafts."""
    run("Imp Sub", "Title\nA\n", submit_after_import=1)
    run("Imp Sub", "Title\nB\n")
    assert [frappe.db.get_value("Imp Sub", {"title": each}, "docstatus") for each in "AB"] == [1, 0]


def test_mapping_and_left_out_columns(forms: Any) -> None:
    """Columns go where the mapping says; those named nowhere are left out with a hint."""
    options = {"column_to_field_map": {"0": "title", "1": "Don't Import"}}
    outcome = run("Imp Main", "Name of it,Due,Odd\nA,31/12/2026,x\n", options=options)
    made = frappe.get_last_doc("Imp Main")
    assert (made.title, made.due) == ("A", None)
    shown = review.get_review(outcome["name"])
    assert [column["field"] for column in shown["columns"]] == ["title", None, None]


def test_a_second_start_tries_only_what_failed(forms: Any) -> None:
    """After the reason is gone the refused record is stored; the others are not doubled."""
    doc = imports.make_import(
        "Imp Main", "Title,Ref\nA,\nB,Huế\n", options={"skip_errored_rows": 1}
    )
    calls.form_start_import(doc.name)
    assert calls.get_import_status(doc.name)["failed"] == 1
    run("Imp Ref", "Title\nHuế\n")
    calls.form_start_import(doc.name)

    assert calls.get_import_status(doc.name) == {
        "status": "Success",
        "success": 2,
        "total_records": 2,
    }
    assert frappe.db.count("Imp Main") == 2


def test_an_interrupted_import_goes_on(forms: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was committed with its log rows is left out by the next turn."""
    monkeypatch.setattr(batches, "BATCH_ROWS", 2)
    stored, plain = [], batches.store

    def dies_at_the_fifth(importer: Any, values: Any) -> Any:
        stored.append(values)
        if len(stored) == 5:
            raise KeyboardInterrupt
        return plain(importer, values)

    monkeypatch.setattr(batches, "store", dies_at_the_fifth)
    lines = "".join(f"T{number}\n" for number in range(7))
    doc = imports.make_import("Imp Main", f"Title\n{lines}")
    with pytest.raises(KeyboardInterrupt):
        calls.start_import(doc.name)
    frappe.db.rollback()
    assert frappe.db.count("Imp Main") == 4

    calls.start_import(doc.name)
    titles = sorted(frappe.get_all("Imp Main", pluck="title"))
    assert titles == [f"T{number}" for number in range(7)]
    assert calls.get_import_status(doc.name) == {
        "status": "Success",
        "success": 7,
        "total_records": 7,
    }


def test_two_workers_do_not_double(forms: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who finds log rows that it did not write gives up before its batch is stored."""
    monkeypatch.setattr(batches, "BATCH_ROWS", 1)
    doc = imports.make_import("Imp Main", "Title\nA\nB\n")
    plain = batches.store

    def other_writes_too(importer: Any, values: Any) -> Any:
        made = plain(importer, values)
        if values["title"] == "B":
            batches.write_logs(doc.name, [{"log_index": 9, "success": 1, "row_indexes": [3]}])
        return made

    monkeypatch.setattr(batches, "store", other_writes_too)
    with pytest.raises(batches.ImportTaken):
        calls.start_import(doc.name)
    frappe.db.rollback()
    assert frappe.get_all("Imp Main", pluck="title") == ["A"]


def test_only_holders_of_the_import_right(forms: Any, make_user: Callable[..., str]) -> None:
    """Without the right there is no import; with it the records are the person's own."""
    reader, importer = make_user("Web Reader"), make_user("Importer")
    frappe.db.commit()
    frappe.set_user(reader)
    with pytest.raises(frappe.PermissionError):
        imports.make_import("Imp Ref", "Title\nHuế\n")
    frappe.set_user(importer)
    outcome = run("Imp Ref", "Title,Owner\nHuế,Administrator\n")
    assert frappe.db.get_value("Imp Ref", "Huế", "owner") == importer
    frappe.set_user(reader)
    for call in (
        calls.get_import_logs,
        calls.get_import_status,
        calls.download_import_log,
        review.get_review,
    ):
        with pytest.raises(frappe.PermissionError):
            call(outcome["name"])


def test_traces_are_for_system_managers(
    forms: Any, make_user: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who imports reads the last line, on the screen and in the file of the log."""

    def fails(*_arguments: Any) -> None:
        raise ValueError("not today")

    importer = make_user("Importer")
    frappe.db.commit()
    monkeypatch.setattr(batches, "store", fails)
    frappe.set_user(importer)
    name = run("Imp Ref", "Title\nHuế\n")["name"]
    assert [log.exception for log in calls.get_import_logs(name)] == ["ValueError: not today"]
    calls.download_import_log(name)
    assert "ValueError: not today" in frappe.response["result"]
    assert "Traceback" not in frappe.response["result"]
    frappe.set_user("Administrator")
    assert all("Traceback" in log.exception for log in calls.get_import_logs(name))


def test_fields_above_the_persons_level_are_left_out(
    forms: Any, make_user: Callable[..., str]
) -> None:
    """Neither written by an import nor told by an export."""
    importer = make_user("Importer")
    frappe.db.commit()
    frappe.set_user(importer)
    outcome = run("Imp Main", "Title,Secret\nA,x\n")
    assert outcome["success"] == 1
    frappe.set_user("Administrator")
    made = frappe.get_last_doc("Imp Main")
    assert not made.secret
    made.db_set("secret", "hidden")
    frappe.set_user(importer)
    calls.download_template("Imp Main", {"Imp Main": ["title", "secret"]}, "all")
    assert frappe.response["result"].splitlines() == ['"Title"', '"A"']


def test_somebody_elses_file_is_not_read(forms: Any, make_user: Callable[..., str]) -> None:
    """A closed hole: stock reads any file of the site by its address."""
    url = imports.upload("Title\nsecret\n", "secret.csv")
    frappe.db.commit()
    frappe.set_user(make_user("Importer"))
    values = {
        "doctype": "Data Import",
        "reference_doctype": "Imp Ref",
        "import_type": imports.INSERT,
    }
    with pytest.raises(frappe.PermissionError):
        frappe.get_doc({**values, "import_file": url}).insert()
    for path in ("/etc/passwd", "/private/files/../site_config.json"):
        with pytest.raises(frappe.ValidationError, match="Invalid template file"):
            frappe.get_doc({**values, "import_file": path}).insert()


def test_forms_of_forms_are_not_imported(forms: Any) -> None:
    """Definitions and rights do not come from files."""
    for name in ("DocType", "Custom Field", "DocPerm"):
        with pytest.raises(frappe.ValidationError, match="not allowed"):
            imports.make_import(name, "Name\nx\n")


def test_what_is_no_table_is_refused(forms: Any) -> None:
    """Wrong kinds of files, headings alone, sheets of other servers."""
    for content, name in (("x", "a.txt"), (b"PK no zip", "a.xlsx"), ("Title\n", "a.csv")):
        values = {"reference_doctype": "Imp Ref", "import_type": imports.INSERT}
        url = imports.upload(content, name)
        doc = frappe.get_doc({"doctype": "Data Import", "import_file": url, **values})
        with pytest.raises(frappe.ValidationError):
            doc.insert()
    with pytest.raises(frappe.ValidationError, match="other servers"):
        imports.make_import("Imp Ref", "Title\nA\n", google_sheets_url="https://docs.google.com/x")
