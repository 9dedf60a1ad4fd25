"""Charts and number cards count what their viewer may read."""

from typing import Any

import frappe
import pytest
from frappe.desk.doctype.dashboard_chart.dashboard_chart import get, get_result
from frappe.desk.doctype.number_card.number_card import get_percentage_difference
from frappe.desk.doctype.number_card.number_card import get_result as card_result
from frappe.utils import add_days, nowdate

RIGHTS = ("read", "write", "create", "submit", "cancel")


@pytest.fixture
def world(ctx: Any, make_user: Any, make_role: Any) -> str:
    """Four records in three states; a clerk that sees its own only."""
    make_role("Clerk")
    clerk = make_user("Clerk")
    own = {"role": "Clerk", "read": 1, "write": 1, "create": 1, "if_owner": 1}
    frappe.get_doc(
        {
            "doctype": "DocType",
            "name": "Fig",
            "module": "Custom",
            "custom": 1,
            "is_submittable": 1,
            "fields": [
                {"fieldname": "state", "fieldtype": "Data", "label": "State"},
                {"fieldname": "day", "fieldtype": "Date", "label": "Day"},
                {"fieldname": "amount", "fieldtype": "Float", "label": "Amount"},
            ],
            "permissions": [
                own,
                {"role": "System Manager", **dict.fromkeys(RIGHTS, 1)},
            ],
        }
    ).insert()
    for state, days, amount in (("Open", 0, 1), ("Open", 1, 2), ("Closed", 1, 4), ("Void", 2, 8)):
        doc = {
            "doctype": "Fig",
            "state": state,
            "day": add_days(nowdate(), -days),
            "amount": amount,
        }
        made = frappe.get_doc(doc).insert()
        if state == "Void":
            made.submit()
            made.cancel()
    frappe.set_user(clerk)
    frappe.get_doc({"doctype": "Fig", "state": "Open", "day": nowdate(), "amount": 16}).insert()
    frappe.set_user("Administrator")
    return clerk


def chart(**values: Any) -> str:
    record = {
        "doctype": "Dashboard Chart",
        "chart_name": "C",
        "document_type": "Fig",
        "type": "Bar",
        "filters_json": "[]",
    }
    return frappe.get_doc({**record, **values}).insert().name


def test_group_by_chart(world: str) -> None:
    """W01b: a value per state, greatest first, without cancelled records, by viewer's rights."""
    name = chart(chart_type="Group By", group_by_type="Count", group_by_based_on="state")
    expected = {"labels": ["Open", "Closed"], "datasets": [{"name": "C", "values": [3, 1]}]}
    assert get(name) == expected
    frappe.set_user(world)
    assert get(name)["datasets"][0]["values"] == [1]


@pytest.mark.parametrize(
    ("kind", "today", "yesterday"), [("Count", 2, 2), ("Sum", 17, 6), ("Average", 8.5, 3.0)]
)
def test_time_series(world: str, kind: str, today: float, yesterday: float) -> None:
    """W02b: a point per day, eight for "Last Week" by day, dates in the site's format."""
    name = chart(
        chart_type=kind,
        based_on="day",
        value_based_on="amount",
        timespan="Last Week",
        time_interval="Daily",
    )
    answer = get(name)
    values = answer["datasets"][0]["values"]
    assert len(values) == len(answer["labels"]) == 8
    assert values[-2:] == [yesterday, today]
    assert answer["labels"][-1] == frappe.utils.formatdate(nowdate())


def test_periods_collect_days() -> None:
    """Days fall into the period that ends on or after them; an empty period is 0."""
    rows = [("2026-01-05", 1, 1), ("2026-01-31", 2, 1), ("2026-03-01", 4, 1)]
    result = get_result(rows, "Monthly", "2026-01-01", "2026-03-31", "Sum")
    assert [value for _day, value in result] == [3, 0, 4]


def test_heatmap_has_a_value_per_day(world: str) -> None:
    """Keys are Unix times of days."""
    name = chart(
        chart_type="Count",
        based_on="day",
        type="Heatmap",
        timespan="Last Year",
        time_interval="Daily",
    )
    assert sum(get(name)["dataPoints"].values()) == 4


@pytest.mark.parametrize(
    "broken",
    [
        {"chart_type": "Group By", "group_by_type": "Count"},
        {"chart_type": "Count"},
        {"chart_type": "Count", "based_on": "day", "document_type": "System Settings"},
        {"chart_type": "Count", "based_on": "day", "custom_options": "{"},
    ],
)
def test_incomplete_charts_are_refused(world: str, broken: dict[str, Any]) -> None:
    """A chart that could not be drawn is not stored."""
    with pytest.raises(frappe.ValidationError):
        chart(**broken)


def test_chart_of_a_foreign_doctype_is_refused(world: str) -> None:
    """A chart is as readable as the DocType behind it."""
    name = chart(chart_type="Count", based_on="creation", document_type="Error Log")
    frappe.set_user(world)
    with pytest.raises(frappe.PermissionError):
        get(name)


def test_number_card(world: str) -> None:
    """W03b, W03c: a float by the viewer's rights; no percentage without a base."""
    card = frappe.get_doc(
        {
            "doctype": "Number Card",
            "label": "Sum",
            "type": "Document Type",
            "document_type": "Fig",
            "function": "Sum",
            "aggregate_function_based_on": "amount",
            "filters_json": "[]",
            "show_percentage_stats": 1,
            "stats_time_interval": "Daily",
        }
    ).insert()
    filters = [["Fig", "docstatus", "<", 2, False]]
    assert card_result(frappe.as_json(card.as_dict()), frappe.as_json(filters)) == 23.0
    assert get_percentage_difference(frappe.as_json(card.as_dict()), "[]", 23) is None
    frappe.set_user(world)
    assert card_result(card.as_dict(), filters) == 16.0


def test_a_chart_of_a_report(world: str) -> None:
    """Its own chart, or its columns as labels and series; figures follow the viewer's rights."""
    settings = {"summary": {"rows": [{"field": "state"}], "values": [{"function": "count"}]}}
    frappe.get_doc(
        {
            "doctype": "Report",
            "report_name": "States",
            "ref_doctype": "Fig",
            "report_type": "Report Builder",
            "is_standard": "No",
            "json": frappe.as_json(settings),
        }
    ).insert()
    about = {"chart_type": "Report", "report_name": "States", "document_type": None}
    own = chart(**about, chart_name="Own", use_report_chart=1, filters_json="{}")
    assert get(own)["labels"] == ["Open", "Closed", "Void"]
    axis = {"x_field": "state", "y_axis": [{"y_field": "value_0"}], "filters_json": "{}"}
    columns = chart(**about, chart_name="Columns", **axis)
    assert get(columns)["datasets"] == [{"name": "Count", "values": [3.0, 1.0, 1.0]}]


def test_labels_of_periods_and_linked_records(world: str, make_doctype: Any) -> None:
    """Numbers where the language is not English; titles of linked records come beside their names."""
    frappe.local.lang = "vi"
    name = chart(chart_type="Count", based_on="day", timespan="Last Year", time_interval="Monthly")
    assert get(name)["labels"][-1] == nowdate()[5:7] + "/" + nowdate()[:4]
    quarter = get(name, time_interval="Quarterly")["labels"][-1]
    assert quarter == f"Quý {(int(nowdate()[5:7]) + 2) // 3}/{nowdate()[:4]}"
    make_offices(make_doctype)
    offices = chart(
        chart_type="Group By",
        group_by_type="Count",
        group_by_based_on="office",
        document_type="Visit",
        chart_name="Offices",
    )
    assert get(offices)["labels"] == ["N"]
    assert frappe.response["_link_titles"] == {"Office::N": "North"}


def make_offices(make_doctype: Any) -> None:
    """An office that links show by its title, and a visit to it."""
    title = {"fieldname": "title", "fieldtype": "Data", "label": "Title"}
    make_doctype(
        "Office", [title], autoname="prompt", title_field="title", show_title_field_in_link=1
    )
    link = {"fieldname": "office", "fieldtype": "Link", "label": "Office", "options": "Office"}
    make_doctype("Visit", [link])
    frappe.get_doc({"doctype": "Office", "name": "N", "title": "North"}).insert()
    frappe.get_doc({"doctype": "Visit", "office": "N"}).insert()
