"""Reports on a real site: rights, rows by user permissions, totals, exports."""

import json
from collections.abc import Callable
from io import BytesIO
from typing import Any

import frappe
import pytest
from frappe.desk.query_report import export_query, get_script, run, save_report
from openpyxl import load_workbook

QUERY = (
    'select name as "ID:Link/Rep Item:120", title as "Title", agency as "Agency:Link/Rep Agency", '
    'amount as "Amount:Float:100" from `tabRep Item` where amount >= %(least)s order by amount'
)
RIGHTS = {"read": 1, "write": 1, "create": 1, "report": 1, "export": 1}


def make_doctype(name: str, fields: list[dict[str, Any]]) -> None:
    rows = [{"role": "Reporter", **RIGHTS}, {"role": "System Manager", **RIGHTS}]
    reader = {"role": "Reader", "read": 1, "write": 0, "create": 0, "report": 0, "export": 0}
    frappe.get_doc(
        {
            "doctype": "DocType",
            "name": name,
            "module": "Custom",
            "custom": 1,
            "autoname": "field:title",
            "fields": [{"fieldname": "title", "fieldtype": "Data", "label": "Title"}, *fields],
            "permissions": [*rows, reader],
        }
    ).insert()


@pytest.fixture
def people(
    ctx: Any, make_role: Callable[..., str], make_user: Callable[..., str]
) -> dict[str, str]:
    """A reporter, a reporter limited to one agency, a reader without the right; six records."""
    make_role("Reporter")
    make_role("Reader")
    make_doctype("Rep Agency", [])
    make_doctype(
        "Rep Item",
        [
            {
                "fieldname": "agency",
                "fieldtype": "Link",
                "label": "Agency",
                "options": "Rep Agency",
            },
            {"fieldname": "amount", "fieldtype": "Float", "label": "Amount"},
        ],
    )
    for name in ("North", "South"):
        frappe.get_doc({"doctype": "Rep Agency", "title": name}).insert()
    for number in range(6):
        agency = ("North", "South")[number % 2]
        values = {"title": f"R{number}", "agency": agency, "amount": number * 10}
        frappe.get_doc({"doctype": "Rep Item", **values}).insert()
    users = {
        "reporter": make_user("Reporter"),
        "northern": make_user("Reporter"),
        "reader": make_user("Reader"),
    }
    frappe.get_doc(
        {
            "doctype": "User Permission",
            "user": users["northern"],
            "allow": "Rep Agency",
            "for_value": "North",
        }
    ).insert()
    return users


def make_report(name: str = "Items", **values: Any) -> Any:
    record = {
        "doctype": "Report",
        "report_name": name,
        "ref_doctype": "Rep Item",
        "report_type": "Query Report",
        "is_standard": "No",
        "add_total_row": 1,
        "query": QUERY,
        "roles": [{"role": "Reporter"}, {"role": "Reader"}],
    }
    return frappe.get_doc({**record, **values}).insert()


def test_query_report_answers_rows_and_a_total(people: dict[str, str]) -> None:
    """Columns from aliases, rows as dicts, the total row as a list (V02)."""
    make_report()
    frappe.set_user(people["reporter"])

    answer = run("Items", json.dumps({"least": 30}))

    assert [column.fieldname for column in answer["columns"]] == ["id", "title", "agency", "amount"]
    assert [row["id"] for row in answer["result"][:-1]] == ["R3", "R4", "R5"]
    assert answer["result"][-1] == ["Total", "", "", 120.0]


def test_rows_follow_user_permissions(people: dict[str, str]) -> None:
    """A reader limited to one agency sees that agency's rows, and their total."""
    make_report()
    frappe.set_user(people["northern"])

    result = run("Items", {"least": 0})["result"]

    assert {row["agency"] for row in result[:-1]} == {"North"}
    assert result[-1][-1] == 60.0


def test_report_right_and_roles_are_needed(people: dict[str, str]) -> None:
    """Without the report right, or without one of the report's roles: refused (V08)."""
    make_report()
    make_report("Others", roles=[{"role": "System Manager"}])
    frappe.set_user(people["reader"])
    with pytest.raises(frappe.PermissionError, match="no right to reports"):
        run("Items", {"least": 0})
    frappe.set_user(people["reporter"])
    with pytest.raises(frappe.PermissionError, match="Report Others"):
        run("Others", {"least": 0})
    with pytest.raises(frappe.DoesNotExistError):
        run("Nope")


@pytest.mark.parametrize(
    "query",
    [
        "delete from `tabRep Item`",
        "update `tabRep Item` set amount = 0",
        "with x as (select 1) delete from `tabRep Item`",
        "select 1; delete from `tabRep Item`",
        "/* select */ drop table `tabRep Item`",
    ],
)
def test_writing_queries_are_refused(people: dict[str, str], query: str) -> None:
    """V03b: only reading statements run, one at a time."""
    make_report(query=query)
    with pytest.raises(frappe.PermissionError, match="only a statement that reads"):
        run("Items")
    assert frappe.db.count("Rep Item") == 6


def test_missing_filter_is_named(people: dict[str, str]) -> None:
    """Closed (V02b): instead of a crash the missing filter is named."""
    make_report()
    with pytest.raises(frappe.ValidationError, match="least"):
        run("Items")


def test_builder_report_runs_with_the_readers_rights(people: dict[str, str]) -> None:
    """Closed (V05b): a saved Report Builder report answers its rows."""
    saved = {
        "fields": [["name", "Rep Item"], ["amount", "Rep Item"]],
        "filters": [["Rep Item", "amount", ">", 10, False]],
        "order_by": "`tabRep Item`.`amount` desc",
    }
    make_report(report_type="Report Builder", query=None, json=json.dumps(saved))
    frappe.set_user(people["northern"])
    rows = run("Items")["result"]
    assert [row["name"] for row in rows[:-1]] == ["R4", "R2"]


def test_grouped_builder_report(people: dict[str, str]) -> None:
    """One row per agency with its sum."""
    group = {"group_by": "agency", "aggregate_function": "sum", "aggregate_on": "Rep Item.amount"}
    saved = {"fields": [["name", "Rep Item"]], "filters": [], "group_by": group}
    make_report(report_type="Report Builder", query=None, json=json.dumps(saved), add_total_row=0)
    rows = run("Items")["result"]
    assert {row["agency"]: row["_aggregate_column"] for row in rows} == {
        "North": 60.0,
        "South": 90.0,
    }


def test_site_scripts_are_off(people: dict[str, str]) -> None:
    """V04b: a script kept on the site does not run while scripts are off."""
    make_report(report_type="Script Report", query=None, report_script="result = []")
    with pytest.raises(frappe.PermissionError, match="Scripts are disabled"):
        run("Items")


def test_custom_report_keeps_its_columns(people: dict[str, str]) -> None:
    """V07: a reader's choice of columns and filters is saved and used."""
    make_report()
    frappe.set_user("Administrator")
    name = save_report(
        "Items",
        "Mine",
        json.dumps([{"fieldname": "title", "label": "Title"}]),
        json.dumps({"least": 40}),
    )
    answer = run(name)
    assert [column.fieldname for column in answer["columns"]] == ["title"]
    assert [row["title"] for row in answer["result"][:-1]] == ["R4", "R5"]
    assert answer["custom_filters"] == {"least": 40}
    assert get_script(name)["custom_report_name"] == "Mine"


@pytest.mark.parametrize("kind", ["CSV", "Excel"])
def test_exports(people: dict[str, str], kind: str) -> None:
    """V06: a heading, the rows, the total; needs the export right."""
    make_report()
    frappe.local.form_dict = frappe._dict(
        report_name="Items", filters='{"least": 40}', file_format_type=kind
    )
    export_query()
    content = frappe.response.filecontent
    if kind == "CSV":
        lines = content.decode().splitlines()
    else:
        sheet = load_workbook(BytesIO(content)).worksheets[0]
        lines = [
            ",".join(str(cell or "") for cell in row) for row in sheet.iter_rows(values_only=True)
        ]
    assert len(lines) == 4
    assert "R4" in lines[1]


def test_export_needs_its_right(people: dict[str, str]) -> None:
    """A reporter without the export right is refused."""
    make_report()
    frappe.db.set_value("DocPerm", {"parent": "Rep Item", "role": "Reporter"}, "export", 0)
    frappe.clear_cache(doctype="Rep Item")
    frappe.set_user(people["reporter"])
    frappe.local.form_dict = frappe._dict(
        report_name="Items", filters='{"least": 40}', file_format_type="CSV"
    )
    with pytest.raises(frappe.PermissionError, match="do not let you export"):
        export_query()
