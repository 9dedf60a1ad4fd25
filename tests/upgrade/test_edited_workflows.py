"""Every shipped workflow may be changed by the province, and a migration leaves the change alone."""

from __future__ import annotations

from typing import Any

import frappe
import pytest
from iso_qms.setup.workflows import declared_workflows
from ristretto.context import Site
from ristretto.db.connect import connected
from ristretto.site.migrate import migrate

ROLE = "ISO Provincial Officer"


def rows_of(name: str) -> list[Any]:
    """What a workflow says, as plain values."""
    doc = frappe.get_doc("Workflow", name).as_dict()
    kept = [key for key in doc if key not in ("states", "transitions")]
    rows = [{k: row[k] for k in row} for table in ("states", "transitions") for row in doc[table]]
    return [{key: doc[key] for key in kept}, *rows]


@pytest.fixture
def edited(app_site: Site) -> dict[str, list[Any]]:
    """Each workflow with a new state, a new step to it, a condition and mails; as it was stored."""
    found = {}
    with connected(app_site, mode="write") as context:
        context.flags.quiet = True
        frappe.get_doc(
            {"doctype": "Workflow State", "workflow_state_name": "Of the Province"}
        ).insert()
        for table in declared_workflows():
            workflow = frappe.get_doc("Workflow", table.name)
            first = workflow.states[0].state
            workflow.append("states", {"state": "Of the Province", "allow_edit": ROLE})
            action = workflow.transitions[0].action
            step = {"state": first, "action": action, "next_state": "Of the Province"}
            workflow.append("transitions", {**step, "allowed": ROLE, "condition": "doc.name"})
            workflow.transitions[0].allowed = ROLE
            workflow.send_email_alert = 1
            workflow.save()
            found[table.name] = rows_of(table.name)
        context.db.commit()
    return found


def test_edits_stand_after_two_migrations(app_site: Site, edited: dict[str, list[Any]]) -> None:
    """Also when the patches of the app run once more, as on a site of an older version."""
    with connected(app_site, mode="write") as context:
        context.flags.quiet = True
        frappe.db.delete("Patch Log", {"patch": ["like", "iso_qms.%"]})
        context.db.commit()
    for _run in range(2):
        with connected(app_site) as context:
            context.flags.quiet = True
            migrate()
            context.db.commit()
    with connected(app_site):
        assert len(edited) == len(declared_workflows()) > 5
        assert {name: rows_of(name) for name in edited} == edited
