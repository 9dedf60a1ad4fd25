"""Helpers of `frappe.model` and beside it that apps import: each does what its name says, and refuses what it must."""

from __future__ import annotations

from datetime import date
from typing import Any

import frappe
import pytest
from frappe.core.utils import find, find_all, html2text, ljust_list, set_timeline_doc
from frappe.model.create_new import get_new_doc
from frappe.model.delete_doc import get_dynamic_link_map
from frappe.model.docfield import supports_translation
from frappe.model.document import bulk_insert
from frappe.model.dynamic_links import get_dynamic_links
from frappe.model.naming import (
    determine_consecutive_week_number,
    get_default_naming_series,
    is_autoincremented,
    set_name_from_naming_options,
)
from frappe.model.rename_doc import bulk_rename, get_link_fields
from frappe.model.utils import (
    InvalidIncludePath,
    get_fetch_values,
    is_single_doctype,
    is_virtual_doctype,
    render_include,
    set_default,
)
from frappe.model.utils.link_count import notify_link_count, update_link_count
from frappe.model.utils.rename_field import rename_field

Make = Any


def todo(text: str, **values: Any) -> Any:
    return frappe.get_doc({"doctype": "ToDo", "description": text, **values})


def test_bulk_insert_writes_rows_and_tables(ctx: Any, make_doctype: Make) -> None:
    """Documents and their rows are stored without events; a used name is refused or skipped."""
    make_doctype("Bulk Row", fields=[{"fieldname": "a", "fieldtype": "Data"}], istable=1)
    make_doctype(
        "Bulk Head", fields=[{"fieldname": "rows", "fieldtype": "Table", "options": "Bulk Row"}]
    )
    docs = []
    for number in range(3):
        doc = frappe.get_doc(
            {"doctype": "Bulk Head", "name": f"B{number}", "rows": [{"a": "x"}, {"a": "y"}]}
        )
        for position, row in enumerate(doc.rows):
            row.update(
                {"name": f"R{number}{position}", "parent": doc.name, "parenttype": "Bulk Head"}
            )
        docs.append(doc)

    bulk_insert("Bulk Head", docs)

    assert frappe.db.count("Bulk Head") == 3
    assert [row.a for row in frappe.get_doc("Bulk Head", "B2").rows] == ["x", "y"]
    assert frappe.db.get_value("Bulk Head", "B0", "owner") == "Administrator"
    bulk_insert("Bulk Head", [docs[0]], ignore_duplicates=True)
    with pytest.raises(frappe.DuplicateEntryError):
        bulk_insert("Bulk Head", [docs[0]])


def test_names_from_options(ctx: Any) -> None:
    """Naming helpers: rule by text, autoincrement, first series, weeks at the turn of the year."""
    doc = todo("n")
    set_name_from_naming_options("format:N-{description}", doc)

    assert doc.name == "N-n"
    assert not is_autoincremented("ToDo")
    assert get_default_naming_series("ToDo") is None
    weeks = [
        determine_consecutive_week_number(day)
        for day in (date(2027, 1, 1), date(2026, 6, 1), date(2024, 12, 31))
    ]
    assert weeks == ["00", "23", "53"]


def test_links_to(ctx: Any) -> None:
    """Link fields of a DocType, and the map of dynamic links by what is stored."""
    todo("linked", reference_type="User", reference_name="Guest").insert()

    assert {"parent": "ToDo", "fieldname": "allocated_to", "issingle": 0} in get_link_fields("User")
    assert ("ToDo", "reference_name") in [
        (each.parent, each.fieldname) for each in get_dynamic_links()
    ]
    assert "ToDo" in [each.parent for each in get_dynamic_link_map()["User"]]


def test_bulk_rename_reports_each_row(ctx: Any) -> None:
    """A refused row is told and leaves the others renamed."""
    for name in ("Ra", "Rb"):
        frappe.get_doc({"doctype": "Role", "role_name": name}).insert()

    told = bulk_rename("Role", [["Ra", "Rc"], ["Rb", "Rc"], ["Rz", "Ry"], ["lonely"]])

    assert frappe.db.exists("Role", "Rc")
    assert frappe.db.exists("Role", "Rb")
    assert [("Rc" in told[0]), *("not renamed" in each for each in told[1:3])] == [True, True, True]
    assert "lonely" in told[3]


def test_rename_field_moves_values_and_settings(ctx: Any, make_doctype: Make) -> None:
    """Values, property setters, custom fields' places and saved reports follow the new fieldname."""
    fields = [
        {"fieldname": each, "fieldtype": "Data", "label": each} for each in ("old_one", "new_one")
    ]
    make_doctype("Renaming", fields=fields)
    frappe.get_doc({"doctype": "Renaming", "name": "R", "old_one": "kept"}).insert()
    frappe.make_property_setter(
        {
            "doctype": "Renaming",
            "fieldname": "old_one",
            "property": "bold",
            "value": "1",
            "property_type": "Check",
        }
    )
    settings = {
        "filters": [["Renaming", "old_one", "=", "x"]],
        "columns": [["old_one", "Renaming"]],
    }
    frappe.get_doc(
        {
            "doctype": "Report",
            "report_name": "Of renaming",
            "ref_doctype": "Renaming",
            "report_type": "Report Builder",
            "is_standard": "No",
            "json": frappe.as_json(settings),
        }
    ).insert()

    rename_field("Renaming", "old_one", "new_one")

    assert frappe.db.get_value("Renaming", {"old_one": "kept"}, "new_one") == "kept"
    assert frappe.db.exists("Property Setter", {"doc_type": "Renaming", "field_name": "new_one"})
    saved = frappe.parse_json(frappe.db.get_value("Report", "Of renaming", "json"))
    assert saved["filters"] == [["Renaming", "new_one", "=", "x"]]
    assert saved["columns"] == [["new_one", "Renaming"]]


def test_rename_field_to_nothing_changes_nothing(
    ctx: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    """An unknown new field, or a column that never was, is told."""
    rename_field("ToDo", "description", "nowhere")
    rename_field("ToDo", "never", "description")

    told = capsys.readouterr().out
    assert "nowhere" in told
    assert "never" in told


def test_fetch_values(ctx: Any, make_doctype: Make) -> None:
    """Values a Link brings along; empty ones when it is emptied."""
    make_doctype(
        "Fetching",
        fields=[
            {"fieldname": "who", "fieldtype": "Link", "options": "User"},
            {"fieldname": "first", "fieldtype": "Data", "fetch_from": "who.first_name"},
        ],
    )

    assert get_fetch_values("Fetching", "who", "Guest") == {"first": "Guest"}
    assert get_fetch_values("Fetching", "who", None) == {"first": None}
    assert get_fetch_values("Fetching", "first", "x") == {}


def test_kinds_of_doctypes(ctx: Any) -> None:
    """Single and virtual are told by the definition."""
    assert (is_single_doctype("System Settings"), is_single_doctype("User")) == (True, False)
    assert not is_virtual_doctype("User")
    assert (supports_translation("Data"), supports_translation("Link")) == (True, False)
    assert get_new_doc("ToDo", as_dict=True).status == "Open"


def test_includes_stay_inside_the_app(ctx: Any) -> None:
    """A script's include is filled in; a path that leaves the app is refused."""
    assert "app_name" in render_include("{% include 'frappe/hooks.py' %}")
    for path in ("frappe/../../pyproject.toml", "frappe/nothing.js", "frappe"):
        with pytest.raises(InvalidIncludePath):
            render_include("{% include '" + path + "' %}")


def test_one_default_in_a_group(ctx: Any, make_doctype: Make) -> None:
    """Choosing a default unsets the others of the same group only."""
    make_doctype(
        "Defaulting",
        fields=[
            {"fieldname": "of", "fieldtype": "Data"},
            {"fieldname": "is_default", "fieldtype": "Check"},
        ],
        autoname="prompt",
    )
    for name, group in (("A", "x"), ("B", "x"), ("C", "y")):
        frappe.get_doc(
            {"doctype": "Defaulting", "name": name, "of": group, "is_default": int(name != "A")}
        ).insert()

    set_default(frappe.get_doc("Defaulting", "A"), "of")

    assert frappe.get_all("Defaulting", {"is_default": 1}, pluck="name", order_by="name") == [
        "A",
        "C",
    ]


def test_link_counts_wait_for_the_hour(ctx: Any) -> None:
    """Without a request nothing is counted; what waits is added to idx."""
    notify_link_count("Language", "vi")
    assert not frappe.cache.get_value("_link_count")
    before = frappe.db.get_value("Language", "vi", "idx")
    frappe.cache.set_value("_link_count", {("Language", "vi"): 3})

    update_link_count()

    assert frappe.db.get_value("Language", "vi", "idx") == before + 3
    assert not frappe.cache.get_value("_link_count")


def test_lists_and_texts() -> None:
    """find, find_all, ljust_list and html2text on plain values."""
    rows = [{"a": 1}, {"a": 2}, {"a": 2}]

    assert find(rows, lambda row: row["a"] == 2) is rows[1]
    assert find(rows, lambda row: row["a"] == 3) is None
    assert len(find_all(rows, lambda row: row["a"] == 2)) == 2
    assert ljust_list([1], 3) == [1, None, None]
    assert html2text("<p>see <a href='/x'>this</a></p>", strip_links=True).strip() == "see this"


def test_timeline_of_the_parent(ctx: Any, make_doctype: Make) -> None:
    """A message appears at the record that its document's timeline field names."""
    make_doctype(
        "Timed",
        fields=[{"fieldname": "who", "fieldtype": "Link", "options": "User"}],
        timeline_field="who",
        autoname="prompt",
    )
    frappe.get_doc({"doctype": "Timed", "name": "T", "who": "Guest"}).insert()
    message = frappe._dict(reference_doctype="Timed", reference_name="T")

    set_timeline_doc(message)

    assert (message.timeline_doctype, message.timeline_name) == ("User", "Guest")


def test_versions_of_a_record(ctx: Any, make_doctype: Make) -> None:
    """Changes with who and when; a DocType that tracks none is an error."""
    make_doctype("Tracked", fields=[{"fieldname": "a", "fieldtype": "Data"}], track_changes=1)
    doc = frappe.get_doc({"doctype": "Tracked", "a": "one"}).insert()
    doc.a = "two"
    doc.save(ignore_version=False)

    found = frappe.get_version("Tracked", doc.name, head=True)

    assert found[0].user == "Administrator"
    assert ["a", "one", "two"] in found[0].version["changed"]
    with pytest.raises(ValueError, match="no versions"):
        frappe.get_version("Error Log", "x")
    assert frappe.get_version("Error Log", "x", raise_err=False) is None
