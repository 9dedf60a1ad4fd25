"""A form changed, made or put back at one server is the same at the other in its very next answer."""

from __future__ import annotations

import json
from typing import Any

from running_processes import House, Running

FORM = "Process Proposal"
RIGHTS = dict.fromkeys(("read", "write", "create", "delete", "report", "export"), 1)


def run_method(server: Running, doc: dict[str, Any], method: str) -> dict[str, Any]:
    answer = server.call("POST", "/api/method/run_doc_method", {"docs": doc, "method": method})
    assert answer.status == 200, answer.body
    docs: dict[str, Any] = answer.body["docs"][0]
    return docs


def meta_at(server: Running, doctype: str) -> dict[str, Any]:
    answer = server.call("GET", f"/api/method/frappe.desk.form.load.getdoctype?doctype={doctype}")
    assert answer.status == 200, answer.body
    found: dict[str, Any] = next(
        doc for doc in answer.body["docs"] if doc["name"] == doctype.replace("%20", " ")
    )
    return found


def fieldnames_at(server: Running, doctype: str) -> list[str]:
    return [field["fieldname"] for field in meta_at(server, doctype)["fields"]]


def differences_at(server: Running) -> list[dict[str, Any]]:
    module = "frappe.custom.doctype.customize_form.differences"
    rows: list[dict[str, Any]] = server.get(f"{module}.get_differences", doctype="Note")
    return rows


def test_a_customised_form_is_live_at_both_servers(house: House) -> None:
    """Saved at the first, shown and filled at the second, taken back there, gone at the first."""
    first, second = house.first, house.second
    blank = {"doctype": "Customize Form", "name": "Customize Form", "doc_type": "Note"}
    assert "custom_basis" not in fieldnames_at(second, "Note")
    form = run_method(first, blank, "fetch_to_customize")
    new = {"doctype": "Customize Form Field", "__islocal": 1, "is_custom_field": 1}
    form["fields"].insert(
        1, {**new, "fieldname": "custom_basis", "label": "Basis", "fieldtype": "Data"}
    )
    for at, row in enumerate(form["fields"], 1):
        row["idx"] = at

    run_method(first, form, "save_customization")

    assert fieldnames_at(second, "Note")[1] == "custom_basis"
    values = {"title": "x", "custom_basis": "Decision 12", "public": 1}
    made = second.call("POST", "/api/resource/Note", values).body["data"]
    path = f"/api/resource/Note/{made['name']}"
    assert first.call("GET", path).body["data"]["custom_basis"] == "Decision 12"
    module = "frappe.custom.doctype.customize_form.differences"
    for row in differences_at(second):
        second.post(f"{module}.undo_difference", record_doctype=row["doctype"], name=row["name"])
    assert "custom_basis" not in fieldnames_at(first, "Note")
    assert "custom_basis" not in first.call("GET", path).body["data"]
    assert differences_at(first) == []


def test_a_form_made_at_one_server_is_used_at_the_other(house: House) -> None:
    """A custom DocType saved as the desk saves it, changed, and deleted."""
    first, second = house.first, house.second
    doc = {
        "doctype": "DocType",
        "name": FORM,
        "__newname": FORM,
        "__islocal": 1,
        "custom": 1,
        "module": "Custom",
        "autoname": "format:DX-{####}",
        "naming_rule": "Expression",
        "fields": [{"fieldname": "subject", "label": "Subject", "fieldtype": "Data"}],
        "permissions": [{"role": "System Manager", **RIGHTS}],
    }
    saved = first.call("POST", "/api/method/frappe.desk.form.save.savedocs", as_sent(doc))
    assert saved.status == 200, saved.body
    path = f"/api/resource/{FORM.replace(' ', '%20')}"

    made = second.call("POST", path, {"subject": "Paper"})

    assert made.body["data"]["name"] == "DX-0001"
    changed = saved.body["docs"][0]
    changed["fields"].append({"fieldname": "due", "label": "Due", "fieldtype": "Date"})
    second.call("POST", "/api/method/frappe.desk.form.save.savedocs", as_sent(changed))
    assert fieldnames_at(first, FORM.replace(" ", "%20")) == ["subject", "due"]
    gone = first.call("DELETE", f"/api/resource/DocType/{FORM.replace(' ', '%20')}")
    assert gone.status == 202
    assert second.call("GET", path).status == 404


def as_sent(doc: dict[str, Any]) -> dict[str, Any]:
    return {"doc": json.dumps(doc), "action": "Save"}
