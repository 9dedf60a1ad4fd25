"""Reports, cards, charts, workspaces: they name what exists, and nothing customers edit is a fixture."""

from __future__ import annotations

import json
from typing import Any

import pytest
from app_tree import PACKAGES, doctypes, every_doctype, fieldnames, records
from iso_qms import hooks
from iso_qms.access.roles import ALL_ROLES

KINDS = ("report", "number_card", "dashboard_chart", "workspace")
# What a province edits; migrating re-inserts fixtures and would undo it.
EDITED = {
    "Workflow",
    "Notification",
    "Role",
    "Custom DocPerm",
    "Letter Head",
    "ISO Standard",
    "ISO Clause",
}


def shipped(kind: str) -> list[Any]:
    return [pytest.param(record, id=name) for name, record in records("iso_qms", kind).items()]


def named_fields(filters: Any) -> list[tuple[str, str]]:
    """(DocType, field) of a stored filter list."""
    rows = json.loads(filters or "[]") if isinstance(filters, str) else filters or []
    return [(row[0], row[1]) for row in rows] if isinstance(rows, list) else []


@pytest.mark.parametrize("kind", KINDS)
def test_records_are_standard_and_in_place(kind: str) -> None:
    """The folder is the name, the module is the app's, the record is marked standard."""
    found = records("iso_qms", kind)
    assert found
    listed = (PACKAGES["iso_qms"] / "modules.txt").read_text("utf-8").split("\n")
    for name, record in found.items():
        assert record["__path"].stem == name.lower().replace(" ", "_").replace("-", "_"), name
        assert record["module"] in listed, name
        if kind == "report":
            assert record["is_standard"] == "Yes", name


@pytest.mark.parametrize("report", shipped("report"))
def test_a_report_names_existing_fields_and_roles(report: dict[str, Any]) -> None:
    """Its DocType ships, its columns and filters are fields, its roles exist and may read."""
    assert report["ref_doctype"] in every_doctype()
    rights = every_doctype()[report["ref_doctype"]]["permissions"]
    readers = {row["role"] for row in rights if row.get("report")}
    roles = {row["role"] for row in report.get("roles") or []}
    assert roles <= {*ALL_ROLES, "System Manager"}
    assert roles <= readers
    if report["report_type"] == "Report Builder":
        settings = json.loads(report["json"])
        named = [(kind, field) for field, kind in settings["fields"]] + named_fields(
            settings["filters"]
        )
        assert [(k, f) for k, f in named if f not in fieldnames(k)] == []
    else:
        assert report["report_type"] == "Script Report"
        assert "def execute(" in report["__path"].with_suffix(".py").read_text("utf-8")


@pytest.mark.parametrize("card", shipped("number_card"))
def test_a_card_names_existing_fields(card: dict[str, Any]) -> None:
    """Its DocType, its filters and its aggregated field exist."""
    assert card["type"] == "Custom" or card["document_type"] in doctypes("iso_qms")
    named = named_fields(card.get("filters_json"))
    if card.get("aggregate_function_based_on"):
        named.append((card["document_type"], card["aggregate_function_based_on"]))
    assert [(k, f) for k, f in named if f not in fieldnames(k)] == []


@pytest.mark.parametrize("chart", shipped("dashboard_chart"))
def test_a_chart_names_existing_fields(chart: dict[str, Any]) -> None:
    """The date, the group and the value are fields of its DocType."""
    kind = chart["document_type"]
    columns = [chart.get(k) for k in ("based_on", "group_by_based_on", "value_based_on")]
    named = [(kind, c) for c in columns if c] + named_fields(chart.get("filters_json"))
    assert kind in doctypes("iso_qms")
    assert [(k, f) for k, f in named if f not in fieldnames(k)] == []


@pytest.mark.parametrize("page", shipped("workspace"))
def test_a_workspace_leads_somewhere(page: dict[str, Any]) -> None:
    """Links, shortcuts, cards and charts exist, and the layout shows blocks that the page has."""
    targets = {
        "DocType": set(every_doctype()),
        "Report": set(records("iso_qms", "report")),
        "Page": set(),
    }
    targets["Dashboard"] = targets["URL"] = set()
    for row in (page.get("links") or []) + (page.get("shortcuts") or []):
        kind = (
            row.get("link_type") if row.get("type") in ("Link", "Card Break") else row.get("type")
        )
        if row.get("link_to"):
            assert row["link_to"] in targets[kind], (page["name"], row["label"])
    cards = {row["number_card_name"] for row in page.get("number_cards") or []}
    charts = {row["chart_name"] for row in page.get("charts") or []}
    assert cards <= set(records("iso_qms", "number_card"))
    assert charts <= set(records("iso_qms", "dashboard_chart"))
    known = {
        "shortcut": {row["label"] for row in page.get("shortcuts") or []},
        "card": {row["label"] for row in page["links"] if row["type"] == "Card Break"},
        "number_card": {row.get("label") for row in page.get("number_cards") or []} | cards,
        "chart": {row.get("label") for row in page.get("charts") or []} | charts,
        "quick_list": {row["label"] for row in page.get("quick_lists") or []},
    }
    for block in json.loads(page["content"]):
        if block["type"] in known:
            shown = block["data"][f"{block['type']}_name"]
            assert shown in known[block["type"]], (page["name"], shown)


def test_filters_that_name_states_name_existing_ones() -> None:
    """A card over a state that was renamed would count nothing for ever."""
    from iso_qms.iso_audit import workflows as audit
    from iso_qms.iso_procedures import workflows as procedures
    from iso_qms.iso_review import workflows as review

    flows = [*procedures.WORKFLOWS, *audit.WORKFLOWS, *review.WORKFLOWS]
    states = {flow.document_type: {s.state for s in flow.states} for flow in flows}
    for kind in ("number_card", "dashboard_chart"):
        for name, record in records("iso_qms", kind).items():
            for row in json.loads(record.get("filters_json") or "[]"):
                if row[1] == "workflow_state":
                    values = {row[3]} if isinstance(row[3], str) else set(row[3])
                    assert values <= states[row[0]], name


def test_nothing_that_a_province_edits_is_a_fixture() -> None:
    """Shipped records that customers edit are seeded once, by after_install and patches."""
    listed = getattr(hooks, "fixtures", [])
    named = {entry if isinstance(entry, str) else entry.get("dt") for entry in listed}
    files = {path.stem for path in (PACKAGES["iso_qms"] / "fixtures").glob("*.json")}
    assert not named & EDITED
    assert not files & {name.lower().replace(" ", "_") for name in EDITED}


def test_a_workflow_that_was_edited_survives_migrate(app_ctx: Any) -> None:
    """The province's change of a workflow stands after the seeding has run again."""
    import frappe
    from iso_qms.setup.workflows import install_workflows

    flow = frappe.get_doc("Workflow", frappe.get_all("Workflow", pluck="name")[0])
    kept = len(flow.transitions) - 1
    flow.transitions = flow.transitions[:kept]
    flow.save()
    install_workflows()
    assert len(frappe.get_doc("Workflow", flow.name).transitions) == kept
