"""The closed holes of records, rows, filters and workflows: one attack for each, with the observed rows.

The other holes: test_closed_holes.py. `test_the_ledger_names_a_test` holds the table of docs/parity.md to both.
"""

from __future__ import annotations

import ast
import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from security_holes import ALL, FLOW, METHOD, refused, registry
from security_house import House, assert_clear

ROOT = Path(__file__).resolve().parents[2]
STEP = "frappe.model.workflow.apply_workflow"
HOLES, hole = registry()


@hole("child rows", "rows by their own address")
def a_row_of_another_record_is_not_taken(house: House) -> None:
    rows = [{"item": "of A0"}]
    made = house("sys", "PUT", ALL + "/A0", json={"f_table": rows}).json["data"]["f_table"][0]
    stolen = {"f_table": [{"name": made["name"], "item": "stolen"}]}
    house("writer", "PUT", ALL + "/A1", json=stolen)
    left = house("sys", "GET", ALL + "/A0").json["data"]["f_table"]
    assert [(row["name"], row["item"]) for row in left] == [(made["name"], "of A0")]
    moved = {"parent": "A1", "parenttype": "Sec All", "parentfield": "f_table"}
    house("writer", "PUT", f"/api/resource/Sec Child/{made['name']}", json=moved)
    again = house("sys", "GET", ALL + "/A0").json["data"]["f_table"]
    assert [row["name"] for row in again] == [made["name"]]


@hole("child rows", "9.3-unknown")
def a_row_with_an_unknown_name_is_stored(house: House) -> None:
    sent = {"f_table": [{"name": "unknown-row", "item": "kept"}]}
    answer = house("sys", "PUT", ALL + "/A2", json=sent)
    assert_clear(answer)
    if answer.status_code == 200:
        stored = house("sys", "GET", ALL + "/A2").json["data"]["f_table"]
        assert [row["item"] for row in stored] == ["kept"]


@hole("I12", "3.2-docstatus")
def only_submittable_records_are_submitted(house: House) -> None:
    refused(house("sys", "PUT", ALL + "/A0", json={"docstatus": 1}))
    refused(house("sys", "POST", ALL, json={"name": "A7", "docstatus": 1}))
    assert house.value("Sec All", "A0", "docstatus") == 0
    assert house.count("Sec All", name="A7") == 0


@hole("fetch_from", "2.6-fetch")
def a_link_to_nothing_is_refused(house: House) -> None:
    refused(house("sys", "PUT", ALL + "/A0", json={"f_link": "nobody@nowhere.example"}), 417)
    assert house.value("Sec All", "A0", "f_link") in (None, "")


@hole("Q-SPAN")
def an_unknown_period_is_refused(house: House) -> None:
    for span in ("nonsense", "", "last 3 fortnights", "previous", "next x"):
        query = {"filters": json.dumps([["f_date", "timespan", span]])}
        refused(house("sys", "GET", ALL, query_string=query), 417)


@hole("Q-OP-130", "Q-OP-267")
def text_is_no_number_in_a_filter(house: House) -> None:
    for field, value in (
        ("f_int", "abc"),
        ("f_float", "x1"),
        ("f_date", "soon"),
        ("f_datetime", "x"),
    ):
        query = {"filters": json.dumps({field: value})}
        refused(house("sys", "GET", ALL, query_string=query), 417)


@hole("Q-OP-347", "Q-OP-363")
def below_nothing_is_nothing(house: House) -> None:
    """A node that does not exist: stock answers the rows whose link is empty."""
    query = {"filters": json.dumps([["name", "descendants of", "nope"]])}
    answer = house("sys", "GET", ALL, query_string=query)
    assert_clear(answer)
    assert answer.status_code == 417 or answer.json["data"] == []


@hole("Q-FORM-250")
def two_fields_under_one_name(house: House) -> None:
    fields = json.dumps(["title as same", "name as same"])
    refused(house("sys", "GET", ALL, query_string={"fields": fields}), 417)


@hole("C14", "G23e", "B11", "M04c")
def malformed_questions_are_refused(house: House) -> None:
    refused(house("sys", "GET", "/api/resource/System Settings"))
    refused(house("sys", "POST", ALL + "/A0", json={}))
    refused(house("sys", "POST", ALL, json=["x"]))
    refused(house("sys", "PUT", ALL + "/A0", json={"f_table": "x"}))
    refused(house("sys", "PUT", ALL + "/A0", json={"title": {"a": 1}}))


@hole("W-CLIENT-3")
def a_state_of_another_docstatus_is_not_stored(house: House) -> None:
    house("writer", "POST", FLOW, json={"name": "G1", "title": "x"})
    refused(house("sys", "PUT", FLOW + "/G1", json={"workflow_state": "Approved", "docstatus": 0}))
    set_value = {
        "doctype": "Sec Flow",
        "name": "G1",
        "fieldname": "workflow_state",
        "value": "Approved",
    }
    refused(house.rpc("writer", "frappe.client.set_value", **set_value))
    assert house.value("Sec Flow", "G1", "workflow_state") == "Draft"


@hole("W-BULK-1", "W-BULK-2")
def bulk_failures_are_told(house: House) -> None:
    house("writer", "POST", FLOW, json={"name": "G2", "title": "x"})
    names = json.dumps(["G2", "nope"])
    call = {"docnames": names, "doctype": "Sec Flow", "action": "Approve"}
    answer = house.rpc("writer", "frappe.model.workflow.bulk_workflow_approval", **call)
    assert_clear(answer)
    assert "nope" in answer.text or answer.status_code >= 400
    assert house.value("Sec Flow", "G2", "docstatus") == 0


@hole("W-COND-06", "W-COND-INSERT")
def a_broken_condition_breaks_no_record(house: House) -> None:
    path = "/api/resource/Workflow/Sec Flow"
    rows = house("sys", "GET", path).json["data"]["transitions"]
    broken = [{**row, "condition": "doc.nothing.at.all() > len"} for row in rows]
    changed = house("sys", "PUT", path, json={"transitions": broken})
    assert_clear(changed)
    made = house("writer", "POST", FLOW, json={"name": "G3", "title": "x"})
    assert made.status_code == 200
    refused(house.rpc("sys", STEP, doc={"doctype": "Sec Flow", "name": "G3"}, action="Approve"))
    assert house("sys", "PUT", path, json={"transitions": rows}).status_code == 200


@hole("P-RPC", "link columns")
def a_linked_value_follows_its_own_right(house: House) -> None:
    house("sys", "PUT", ALL + "/A0", json={"f_link": "sys@example.com"})
    for field in ("f_link.api_key", "f_link.last_ip", "f_link.api_secret"):
        answer = house("reader", "GET", ALL, query_string={"fields": json.dumps(["name", field])})
        assert_clear(answer)
        key = house.value("User", "sys@example.com", field.partition(".")[2])
        assert not key or str(key) not in answer.text
    house("sys", "PUT", ALL + "/A0", json={"f_link": ""})


@hole("traces")
def a_trace_is_for_administrators(house: House) -> None:
    """With traces switched on, only a System Manager reads one; others read its last line."""
    traces = "/api/resource/System Settings/System Settings"
    assert house("sys", "PUT", traces, json={"allow_error_traceback": 1}).status_code == 200
    try:
        for who, shown in (("sys", True), ("reader", False), ("guest", False)):
            answer = house(who, "GET", ALL, query_string={"fields": '["nope"]'})
            lines = json.loads(answer.json["exc"])
            assert ("Traceback" in lines[0]) is shown, who
            assert lines[0].strip(), who
    finally:
        house("sys", "PUT", traces, json={"allow_error_traceback": 0})


@hole("V03", "V03b")
def a_statement_is_not_kept_as_a_report(house: House) -> None:
    """SQL of a report is for script managers; a System Manager without that role is refused."""
    report = {"report_name": "Sec Query", "ref_doctype": "Sec All", "report_type": "Query Report"}
    for text in ("delete from `tabSec All`", "select 1; drop table tabUser", "select 1"):
        sent = {**report, "query": text, "is_standard": "No"}
        refused(house("sys", "POST", "/api/resource/Report", json=sent), 403)
    assert house.count("Report", name="Sec Query") == 0


@hole("rebuild_tree")
def a_tree_is_rebuilt_by_its_own_names(house: House) -> None:
    """Found here: the names of DocType and field went into the statement as they came."""
    names = (("Sec All", "name` from tabUser; --"), ("tabUser`; --", "x"), ("User", "x`"))
    for doctype, field in names:
        call = {"doctype": doctype, "parent_field": field}
        refused(house.rpc("sys", "frappe.utils.nestedset.rebuild_tree", **call))


@hole("shadowed methods")
def a_value_never_stands_for_a_method(house: House) -> None:
    """Found here: a document's keys could hide the methods that check it."""
    for key in ("check_permission", "has_permission", "validate", "run_method", "as_dict", "meta"):
        refused(house("reader", "PUT", ALL + "/A0", json={key: 1, "title": "taken"}), 403)
        refused(house("reader", "POST", ALL, json={"name": "A8", key: 1, "title": "x"}), 403)
    assert house.value("Sec All", "A0", "title") != "taken"
    assert house("sys", "GET", METHOD + "ping").status_code == 200


@pytest.mark.parametrize("attack", HOLES)
def test_the_hole_is_closed(house: House, attack: Any) -> None:
    """The attack that works on stock v15 fails here, with a clear answer."""
    attack(house)


# Holes whose attack needs more than HTTP: the test that names the row and holds it.
FLOW_TESTS, REPORT_TESTS = (
    "apps/frappe/tests/flow/test_workflow",
    "apps/frappe/tests/insight/test_query_report.py",
)
ELSEWHERE = {
    "W-SELF-3": f"{FLOW_TESTS}.py::test_self_approval",
    "W-WA-9": f"{FLOW_TESTS}.py::test_workflow_actions_are_asked_and_completed",
    "W-DEL": f"{FLOW_TESTS}.py::test_a_deleted_workflow_binds_nobody",
    "mailed workflow buttons": f"{FLOW_TESTS}_mails.py::test_a_button_works_once",
    "P-HOOK-HP-share": "apps/frappe/tests/access/test_shares_and_hooks.py::test_a_share_does_not_beat_a_refusing_hook",
    "V02b": f"{REPORT_TESTS}::test_missing_filter_is_named",
    "V05b": f"{REPORT_TESTS}::test_builder_report_runs_with_the_readers_rights",
    "private answers": "tests/security/test_requests_and_templates.py::test_answers_with_private_data_are_not_kept",
    "records as sent": "tests/security/test_taken_records.py::test_a_record_is_judged_as_it_is_stored",
}  # fmt: skip
# Rows that are named in words.
IN_WORDS = {
    row: f"apps/frappe/tests/{test}"
    for row, test in tomllib.loads(
        (Path(__file__).parent / "closed_elsewhere.toml").read_text(encoding="utf-8")
    ).items()
}
# Rows of the table that speak of many observations: one that is attacked.
ALIASES = {
    "Q-ORD": "Q-FORM-054", "Q-OP": "Q-OP-130", "P-SH": "P-SH-14", "P-CHILD-*": "P-CHILD-owner",
    "P-OP-*-filter_on_secret": "P-OP-filter_on_secret", "E03b-f": "E03b", "R03e": "R05e",
    "Q-LIM-101": "D11", "Q-FORM-148…160": "Q-FORM-148", "Q-OP-130…267": "Q-OP-130",
    "Q-OP-347…363": "Q-OP-347",
}  # fmt: skip


def ledger() -> list[str]:
    """The first id of each row of the table "Closed holes"."""
    text = (ROOT / "docs/parity.md").read_text(encoding="utf-8")
    table = text.partition("## Closed holes")[2].partition("\n## ")[0]
    firsts = re.findall(r"^\| ([^|]+) \|", table, re.MULTILINE)
    return [re.split(r", | \(", each)[0].strip() for each in firsts[1:]]


def attacked() -> set[str]:
    """Every id that an attack of this folder is registered under."""
    texts = [path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py")]
    decorators = [
        each for text in texts for each in re.findall(r"^@hole\(([^)]*)\)", text, re.MULTILINE)
    ]
    return {row for each in decorators for row in re.findall(r'"([^"]+)"', each)}


def source_of(test: str) -> str:
    """The text of `path::function`; nothing when there is no such function."""
    path, _colons, name = test.partition("::")
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    found = [each for each in tree.body if isinstance(each, ast.FunctionDef) and each.name == name]
    return ast.unparse(found[0]) if found else ""


def test_the_ledger_names_a_test() -> None:
    """Every row of the table of closed holes has an attack here, or a test elsewhere that names and asserts it."""
    rows = ledger()
    assert len(rows) > 30
    known = attacked()
    elsewhere = {**ELSEWHERE, **IN_WORDS}
    missing = [row for row in rows if row not in elsewhere and ALIASES.get(row, row) not in known]
    assert missing == []
    assert set(elsewhere) - set(rows) == set()
    sources = {row: source_of(test) for row, test in ELSEWHERE.items()}
    claims = re.compile(r"\b(assert|raises|refused|check)\b")
    assert [
        row for row, text in sources.items() if row not in text or not claims.search(text)
    ] == []
    assert [row for row, test in IN_WORDS.items() if not claims.search(source_of(test))] == []
