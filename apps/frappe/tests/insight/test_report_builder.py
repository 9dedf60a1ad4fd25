"""Report Builder reports on a real site: linked and child columns, groups, pivots, totals, files, rights."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import BytesIO
from typing import Any

import frappe
import pytest
from frappe.desk.query_report import run as run_saved
from frappe.desk.report_builder import export, run
from frappe.desk.reportview import get as get_list
from openpyxl import load_workbook


@pytest.fixture
def world(
    ctx: Any,
    make_role: Callable[..., str],
    make_user: Callable[..., str],
    make_doctype: Callable[..., str],
) -> str:
    """Six dossiers of two offices in three months, each with two papers; a clerk who sees the North."""
    make_role("Clerk")
    clerk = make_user("Clerk")
    rights = [{"role": role, **RIGHTS} for role in ("Clerk", "System Manager")]
    kind = {"fieldname": "kind", "fieldtype": "Data", "label": "Kind"}
    make_doctype("Office", [kind], autoname="prompt", permissions=rights)
    paper = [
        {"fieldname": "paper", "fieldtype": "Data", "label": "Paper", "in_list_view": 1},
        {"fieldname": "pages", "fieldtype": "Int", "label": "Pages"},
    ]
    make_doctype("Dossier Paper", paper, istable=1)
    make_doctype("Dossier", FIELDS, permissions=rights)
    for name, sort in (("North", "Town"), ("South", "Village")):
        frappe.get_doc({"doctype": "Office", "name": name, "kind": sort}).insert()
    for number in range(6):
        frappe.get_doc(
            {
                "doctype": "Dossier",
                "office": ("North", "South")[number % 2],
                "state": ("Open", "Done", "Open")[number % 3],
                "day": f"2026-{number // 2 + 1:02}-05",
                "fee": number * 10,
                "papers": [{"paper": "A", "pages": 1}, {"paper": "B", "pages": 2}],
            }
        ).insert()
    limit = {"user": clerk, "allow": "Office", "for_value": "North"}
    frappe.get_doc({"doctype": "User Permission", **limit}).insert()
    return clerk


RIGHTS = dict.fromkeys(("read", "write", "create", "report", "export"), 1)
FIELDS = [
    {"fieldname": "office", "fieldtype": "Link", "label": "Office", "options": "Office"},
    {"fieldname": "state", "fieldtype": "Select", "label": "State", "options": "Open\nDone"},
    {"fieldname": "day", "fieldtype": "Date", "label": "Day"},
    {"fieldname": "fee", "fieldtype": "Float", "label": "Fee"},
    {"fieldname": "hidden", "fieldtype": "Data", "label": "Hidden", "permlevel": 1},
    {"fieldname": "papers", "fieldtype": "Table", "label": "Papers", "options": "Dossier Paper"},
]
COUNT = {"function": "count"}
MEAN = {"function": "avg", "field": "fee"}


def summarised(**summary: Any) -> dict[str, Any]:
    return run("Dossier", {"summary": summary})


def labels(answer: dict[str, Any]) -> list[str]:
    return [column["label"] for column in answer["columns"]]


def cells(answer: dict[str, Any]) -> list[list[Any]]:
    names = [column["fieldname"] for column in answer["columns"]]
    return [[row.get(name) for name in names] for row in answer["result"]]


def test_columns_of_links_and_child_tables(world: str) -> None:
    """`link.field` shows the linked record's field, a child table one line for each of its rows."""
    fields = [["name", "Dossier"], ["office.kind", "Dossier"], ["paper", "Dossier Paper"]]
    answer = run("Dossier", {"fields": fields, "order_by": "`tabDossier`.`creation` asc"})
    assert labels(answer) == ["ID", "Kind (Office)", "Paper (Dossier Paper)"]
    assert [row[1:] for row in cells(answer)[:3]] == [
        ["Town", "A"],
        ["Town", "B"],
        ["Village", "A"],
    ]
    assert len(answer["result"]) == 12


def test_groups_with_several_figures(world: str) -> None:
    """Two groups down, number, sum, mean, lowest and highest; the total of means is the mean of all."""
    figures = [
        COUNT,
        *({"function": each, "field": "fee"} for each in ("sum", "avg", "min", "max")),
    ]
    answer = summarised(rows=[{"field": "office"}], values=figures)
    assert labels(answer)[1:] == [
        "Count",
        "Sum of Fee",
        "Average of Fee",
        "Lowest Fee",
        "Highest Fee",
    ]
    assert cells(answer) == [
        ["North", 3, 60.0, 20.0, 0.0, 40.0],
        ["South", 3, 90.0, 30.0, 10.0, 50.0],
    ]
    total = answer["total"]
    assert [total[f"value_{number}"] for number in range(5)] == [6, 150.0, 25.0, 0.0, 50.0]


def test_a_pivot(world: str) -> None:
    """States across in the order of their choices, with a total column and a total row."""
    answer = summarised(rows=[{"field": "office"}], across={"field": "state"}, values=[COUNT])
    assert labels(answer) == ["Office", "Open", "Done", "Total"]
    assert cells(answer) == [["North", 2, 1, 3], ["South", 2, 1, 3]]
    assert answer["total"] == {
        "across_0_value_0": 4,
        "across_1_value_0": 2,
        "across_total_value_0": 6,
    }


def test_parts_of_dates(world: str) -> None:
    """Months, quarters and years of a date in their order; a mean over a quarter is no mean of months."""
    months = summarised(rows=[{"field": "day", "part": "month"}], values=[MEAN])
    assert cells(months) == [["01/2026", 5.0], ["02/2026", 25.0], ["03/2026", 45.0]]
    frappe.db.delete("Dossier", {"fee": 0})
    quarter = summarised(rows=[{"field": "day", "part": "quarter"}], values=[MEAN])
    assert cells(quarter) == [["Quarter 1/2026", 30.0]]
    assert cells(summarised(rows=[{"field": "day", "part": "year"}]))[0] == ["2026", 5]


def test_groups_of_linked_and_child_fields(world: str) -> None:
    """By a field of the linked record; by a field of the rows, whose numbers add up."""
    assert cells(summarised(rows=[{"field": "office.kind"}])) == [["Town", 3], ["Village", 3]]
    pages = {"function": "sum", "field": "pages", "doctype": "Dossier Paper"}
    papers = summarised(rows=[{"field": "paper", "doctype": "Dossier Paper"}], values=[pages])
    assert cells(papers) == [["B", 12], ["A", 6]]


def test_only_across(world: str) -> None:
    """A group across without one down stands down."""
    assert cells(summarised(across={"field": "state"})) == [["Open", 4], ["Done", 2]]


def test_an_empty_value_has_a_name(world: str) -> None:
    """Records without a value are a group of their own."""
    frappe.db.set_value("Dossier", {"fee": 0}, "state", None)
    answer = summarised(rows=[{"field": "office"}], across={"field": "state"})
    assert labels(answer) == ["Office", "Open", "Done", "Not Specified", "Total"]


def test_the_reader_sees_and_counts_own_records_only(world: str) -> None:
    """A clerk of the North: in the list, in the groups, in the totals, in the file."""
    frappe.set_user(world)
    answer = summarised(rows=[{"field": "office"}], values=[COUNT])
    assert (cells(answer), answer["total"]) == ([["North", 3]], {"value_0": 3})
    export("Dossier", {"summary": {"rows": [{"field": "office"}]}}, "T", "CSV")
    assert b"South" not in frappe.response["filecontent"]


@pytest.mark.parametrize(
    "summary",
    [
        {"rows": [{"field": "nothing"}]},
        {"rows": [{"field": ""}]},
        {"rows": [{"field": "office"}], "across": {"field": "office"}},
        {"rows": [{"field": "office", "part": "month"}]},
        {"rows": [{"field": "day", "part": "second"}]},
        {"rows": [{"field": "office"}], "values": [{"function": "sum", "field": "state"}]},
        {"rows": [{"field": "office"}], "values": [{"function": "sleep", "field": "fee"}]},
        {"rows": [{"field": "office"}], "values": [COUNT] * 7},
        {"rows": [{"field": "name` from tabUser -- "}]},
    ],
)
def test_what_cannot_be_grouped_is_refused(world: str, summary: dict[str, Any]) -> None:
    """Unknown fields and functions, texts as numbers, too much, SQL."""
    with pytest.raises(frappe.ValidationError):
        summarised(**summary)


def test_a_field_above_the_readers_level_is_refused(world: str) -> None:
    """Its values would be told by the groups."""
    frappe.set_user(world)
    with pytest.raises((frappe.ValidationError, frappe.PermissionError)):
        summarised(rows=[{"field": "hidden"}])


def test_too_many_values_across(world: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page has only so much width."""
    monkeypatch.setattr("ristretto.insight.pivot.MOST_ACROSS", 1)
    with pytest.raises(frappe.ValidationError, match="at most 1 fit across"):
        summarised(rows=[{"field": "office"}], across={"field": "state"})


def test_the_report_and_export_rights_are_needed(world: str, make_user: Callable[..., str]) -> None:
    """Without them neither table nor file."""
    reader = make_user("Reader Only")
    frappe.permissions.add_permission("Dossier", "Reader Only", 0, "read")
    frappe.set_user(reader)
    for call in (lambda: run("Dossier", {}), lambda: export("Dossier", {}, "T")):
        with pytest.raises(frappe.PermissionError):
            call()


def test_files(world: str) -> None:
    """Excel keeps numbers, CSV carries no formula, PDF is one; the total row comes with add_totals_row."""
    frappe.get_doc({"doctype": "Office", "name": "=1+1", "kind": "Town"}).insert()
    frappe.get_doc({"doctype": "Dossier", "office": "=1+1", "fee": 5}).insert()
    settings = {"summary": {"rows": [{"field": "office"}], "values": [COUNT]}, "add_totals_row": 1}
    export("Dossier", json.dumps(settings), "Offices", "Excel")
    sheet = load_workbook(BytesIO(frappe.response["filecontent"])).active
    lines = [list(row) for row in sheet.iter_rows(values_only=True)]
    assert (lines[0], lines[-1]) == (["Office", "Count"], ["Total", 7])
    export("Dossier", settings, "Offices", "CSV")
    assert b'"\'=1+1",1' in frappe.response["filecontent"]
    export("Dossier", settings, "Offices", "PDF")
    assert frappe.response["filecontent"].startswith(b"%PDF")
    with pytest.raises(frappe.ValidationError, match="file format"):
        export("Dossier", settings, "Offices", "DOC")


def test_a_saved_report_runs_the_same(world: str) -> None:
    """query_report.run of a Report Builder report gives the same table, with the total as a list."""
    settings = {
        "summary": {"rows": [{"field": "office"}], "across": {"field": "state"}},
        "add_totals_row": 1,
    }
    frappe.get_doc(
        {
            "doctype": "Report",
            "report_name": "Offices",
            "ref_doctype": "Dossier",
            "report_type": "Report Builder",
            "is_standard": "No",
            "json": json.dumps(settings),
        }
    ).insert()
    answer = run_saved("Offices")
    assert [row["across_total_value_0"] for row in answer["result"][:-1]] == [3, 3]
    assert answer["result"][-1] == ["Total", 4, 2, 6]


def test_every_statement_over_records_has_a_limit(
    world: str, ctx: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page of a report, its groups, its file: the database is never asked for all rows at once."""
    seen: list[str] = []
    fetch = type(ctx.db).execute

    def noted(db: Any, sql: str, params: Any = ()) -> Any:
        seen.append(sql)
        return fetch(db, sql, params)

    monkeypatch.setattr(type(ctx.db), "execute", noted)
    fields = {"fields": [["name", "Dossier"]], "page_length": 2}
    assert len(run("Dossier", fields)["result"]) == 2
    summarised(rows=[{"field": "office"}])
    export("Dossier", fields, "T", "CSV")
    frappe.local.form_dict = frappe._dict(doctype="Dossier", start=4, page_length=2)
    assert len(get_list()["values"]) == 2
    asked = [
        sql for sql in seen if "tabDossier" in sql and sql.lstrip().upper().startswith("SELECT")
    ]
    assert len(asked) >= 4
    assert [sql for sql in asked if "LIMIT" not in sql.upper()] == []
