"""Refused workflow steps: the sentence, the rule's name, and the row that survives the rollback."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import frappe
import pytest
from frappe.model.workflow import apply_workflow, bulk_workflow_approval
from frappe.utils.password import update_password
from ristretto.context import Site
from ristretto.db.connect import connected
from ristretto.flow import refusals
from ristretto.jobs import worker
from ristretto.web.app import create_app
from web_world import Caller

sys.path.insert(0, str(Path(__file__).parent))
from flow_world import DOCTYPE, make_record, make_world, stored

PASSWORD = "Thu-nghiem-4711"
CALL = "/api/method/frappe.model.workflow.apply_workflow"


@pytest.fixture(scope="module")
def house(site: Site) -> Site:
    """The workflow of the fixture, committed; people sign in with one password."""
    with connected(site, mode="write") as context:
        context.flags.quiet = True
        make_world()
        for user in ("wfa@x.vn", "wfb@x.vn", "wfab@x.vn"):
            update_password(user, PASSWORD)
        context.db.commit()
    return site


@pytest.fixture
def name(house: Site) -> str:
    """A record in Draft, made by one who may send it."""
    with connected(house, mode="write") as context:
        made = make_record("wfab@x.vn").name
        context.db.commit()
    return str(made)


def signed_in(site: Site, user: str) -> Caller:
    caller = Caller(create_app(site.sites_path, site.name))
    assert (
        caller("POST", "/api/method/login", json={"usr": user, "pwd": PASSWORD}).status_code == 200
    )
    return caller


def rows(site: Site, name: str) -> list[Any]:
    """What is kept of refusals about a record."""
    with connected(site):
        about = {"reference_doctype": DOCTYPE, "reference_name": name, "status": "Failed"}
        fields = ["user", "subject", "content"]
        return frappe.get_all("Activity Log", about, fields, order_by="creation")


def apply(caller: Caller, name: str, action: str) -> Any:
    doc = {"doctype": DOCTYPE, "name": name}
    return caller("POST", CALL, json={"doc": frappe.as_json(doc), "action": action})


@pytest.mark.parametrize(
    ("user", "action", "kind", "says"),
    [
        ("wfb@x.vn", "Send", "WorkflowTransitionError", "WfA"),
        ("wfa@x.vn", "Cond", "WorkflowTransitionError", "doc.amount &gt; 100"),
        ("wfa@x.vn", "Approve", "WorkflowTransitionError", "Cond, Loop"),
    ],
)
def test_a_refused_action_is_named_and_kept(
    house: Site, name: str, user: str, action: str, kind: str, says: str
) -> None:
    """Who may, what is missing, or what is possible instead; the row stays though all else rolls back."""
    answer = apply(signed_in(house, user), name, action)

    assert (answer.status_code, answer.json["exc_type"]) == (417, kind)
    (row,) = rows(house, name)
    assert (row.user, says in row.content, kind in row.content) == (user, True, True)
    with connected(house):
        assert stored(name) == ("Draft", 0)


@pytest.mark.parametrize("verb", ["PUT", "savedocs", "client"])
def test_every_way_of_saving_is_kept(house: Site, name: str, verb: str) -> None:
    """A state set by REST, by the form's save or by `frappe.client` meets the same rule."""
    caller = signed_in(house, "wfb@x.vn")
    if verb == "PUT":
        path = f"/api/resource/{DOCTYPE}/{name}"
        answer = caller("PUT", path, json={"workflow_state": "Review"})
    elif verb == "savedocs":
        with connected(house):
            doc = frappe.get_doc(DOCTYPE, name).as_dict()
        doc["workflow_state"] = "Review"
        path = "/api/method/frappe.desk.form.save.savedocs"
        answer = caller("POST", path, json={"doc": frappe.as_json(doc), "action": "Save"})
    else:
        values = {"fieldname": "workflow_state", "value": "Review"}
        path = "/api/method/frappe.client.set_value"
        answer = caller("POST", path, json={"doctype": DOCTYPE, "name": name, **values})

    assert answer.json["exc_type"] == "WorkflowPermissionError"
    (row,) = rows(house, name)
    assert "workflow.role" in row.content


def test_self_approval_is_kept_with_its_rule(house: Site, name: str) -> None:
    """The second person is asked for by name of the rule."""
    caller = signed_in(house, "wfab@x.vn")
    assert apply(caller, name, "Send").status_code == 200
    answer = apply(caller, name, "Approve")

    assert answer.json["exc_type"] == "ValidationError"
    assert "workflow.self_approval" in rows(house, name)[0].content


def test_a_bulk_action_keeps_each_refusal(house: Site, name: str) -> None:
    """Two rows refused, one done: two rows are kept, and the report tells of all three."""
    with connected(house, mode="write") as context:
        others = [make_record("wfa@x.vn").name for _ in range(2)]
        for other in others:
            apply_workflow({"doctype": DOCTYPE, "name": other}, "Send")
        context.db.commit()
        bulk_workflow_approval([name, *others], DOCTYPE, "Send")
        failed, done = frappe.get_message_log()
        report = {row["name"]: row["reason"] for row in frappe.response["bulk_report"]}

    assert [len(rows(house, each)) for each in (name, *others)] == [0, 1, 1]
    assert [other in failed["message"] for other in others] == [True, True]
    assert name in done["message"]
    assert [report[name] is None, *("Send" in report[other] for other in others)] == [True] * 3


def test_what_went_through_is_not_kept(house: Site, name: str) -> None:
    """A step that was taken leaves no refusal."""
    assert apply(signed_in(house, "wfa@x.vn"), name, "Send").status_code == 200
    assert rows(house, name) == []


def test_one_refusal_is_one_row(house: Site, name: str) -> None:
    """The save notes it, the action that saved passes it on: it is written once."""
    with connected(house, mode="write"):
        frappe.set_user("wfb@x.vn")
        doc = frappe.get_doc(DOCTYPE, name)
        doc.workflow_state = "Review"
        with pytest.raises(frappe.WorkflowPermissionError) as refused:
            doc.save()
        refusals.note(doc, refused.value, "Send")

        assert refusals.write() == 1
        assert refusals.write() == 0


@pytest.mark.parametrize("queued", ["apply_workflow", "bulk_workflow_approval"])
def test_a_step_that_a_job_is_refused_is_kept(house: Site, name: str, queued: str) -> None:
    """In the background, as whoever asked: the row outlives the rollback of the job."""
    with connected(house, "wfb@x.vn", mode="write") as context:
        path = f"frappe.model.workflow.{queued}"
        if queued == "apply_workflow":
            doc = {"doctype": DOCTYPE, "name": name}
            frappe.enqueue(path, doc=doc, action="Send")
        else:
            frappe.enqueue(path, docnames=[name], doctype=DOCTYPE, action="Send")
        context.db.commit()
    worker.wait_for(house)

    (row,) = rows(house, name)
    assert (row.user, "Send" in row.content) == ("wfb@x.vn", True)
    with connected(house):
        assert stored(name) == ("Draft", 0)
