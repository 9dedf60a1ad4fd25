"""What administrators have set up (web forms, webhooks, mailed and prepared reports, notifications, imports) opens
nothing to a secretary of another agency, to a website user and to nobody."""

from __future__ import annotations

import json
from typing import Any

import frappe
import pytest
from access_world import Faults, World, in_site
from security_house import TELLTALES

ATTACKERS = ("A Secretary", "A Agency Administrator", "website user", "guest")
REFUSED = (400, 401, 403, 404, 410, 417, 429)
FORM, REPORT = "ISO Procedure", "ISO Audit Plan List"
Try = tuple[str, dict[str, Any]]


FIELDS = [{"fieldname": "title", "fieldtype": "Data"}, {"fieldname": "agency", "fieldtype": "Link"}]
OPEN = ("published", "login_required", "allow_edit", "allow_multiple", "allow_delete", "show_list")
SET_UP: dict[str, dict[str, Any]] = {
    "Web Form": {
        "doc_type": FORM, "title": "Góp ý", "route": "gop-y", "module": "ISO Procedures",
        "web_form_fields": FIELDS, **dict.fromkeys(OPEN, 1),
    },
    "Webhook": {
        "name": "W1", "__newname": "W1", "webhook_doctype": FORM, "webhook_docevent": "on_update",
        "request_url": "https://example.com/x", "webhook_json": "{{ doc.title }}",
    },
    "Prepared Report": {"report_name": REPORT, "filters": "{}"},
    "Auto Email Report": {
        "report": REPORT, "report_type": "Report Builder", "user": "Administrator", "format": "CSV",
        "frequency": "Daily", "email_to": "x@example.com",
    },
    "Notification": {
        "name": "N1", "document_type": FORM, "event": "Save", "channel": "Email", "message": "x",
        "subject": "{{ doc.title }}", "recipients": [{"receiver_by_role": "ISO Secretary"}],
    },
    "Data Import": {"reference_doctype": FORM, "import_type": "Insert New Records"},
}  # fmt: skip


def set_up(world: World) -> dict[str, str]:
    """One of each, made by Administrator; {DocType: name}."""
    with in_site(world.site, "write") as context:
        made = {
            kind: str(frappe.get_doc({"doctype": kind, **values}).insert().name)
            for kind, values in SET_UP.items()
        }
        context.db.commit()
    return made


def tries(made: dict[str, str], record: str, agency: str, victim: str) -> list[Try]:
    """(method, arguments) that must be refused to every attacker."""
    form, entry = (
        "frappe.website.doctype.web_form.web_form.",
        {"doctype": FORM, "title": "zz-forged"},
    )
    mailed = "frappe.email.doctype.auto_email_report.auto_email_report."
    notified, shown = {"doctype": "Notification", "name": "N1"}, {"preview_document": record}
    inspected = "frappe.core.doctype.permission_inspector.permission_inspector."
    asked = {
        "doctype": "Permission Inspector",
        "ref_doctype": FORM,
        "user": victim,
        "docname": record,
    }
    return [
        (f"{form}get_form_data", {"doctype": FORM, "docname": record, "web_form_name": made["Web Form"]}),
        (f"{form}accept", {"web_form": made["Web Form"], "data": {**entry, "name": record}}),
        (f"{form}accept", {"web_form": made["Web Form"], "data": {**entry, "agency": agency, "docstatus": 1}}),
        (f"{form}delete", {"web_form_name": made["Web Form"], "docname": record}),
        ("run_doc_method", {"dt": "Webhook", "dn": "W1", "method": "generate_preview"}),
        ("frappe.client.get", {"doctype": "Webhook", "name": "W1"}),
        ("frappe.core.doctype.prepared_report.prepared_report.download_attachment", {"dn": made["Prepared Report"]}),
        (f"{mailed}download", {"name": made["Auto Email Report"]}),
        (f"{mailed}send_now", {"name": made["Auto Email Report"]}),
        ("frappe.core.doctype.data_import.data_import.get_import_logs", {"data_import": made["Data Import"]}),
        ("run_doc_method", {"docs": json.dumps(notified), "method": "preview_message", "args": shown}),
        (f"{inspected}explain", {"ref_doctype": FORM, "user": victim, "docname": record}),
        ("run_doc_method", {"docs": json.dumps(asked), "method": "debug"}),
        ("frappe.core.doctype.user.user.impersonate", {"user": victim, "reason": "x"}),
        ("frappe.twofactor.reset_otp_secret", {"user": victim}),
        ("iso_qms.iso_printing.word.download", {"template": "x", "name": record}),
        ("frappe.desk.reportview.save_report", {"name": REPORT, "doctype": FORM, "report_settings": "{}"}),
        ("frappe.custom.archive.look_into", {"file": "../../site_config.json"}),
        ("frappe.desk.form.assign_to.add", {"doctype": FORM, "name": record, "assign_to": json.dumps([victim])}),
    ]  # fmt: skip


@pytest.fixture
def made(own_world: World) -> dict[str, str]:
    return set_up(own_world)


def test_nothing_that_was_set_up_opens_a_record(own_world: World, made: dict[str, str]) -> None:
    """Every try is refused in words, tells of no record and leaves B's as it was."""
    record = own_world.of(FORM, "b")[0]
    victim = own_world.people["D Secretary"].user
    before, faults = own_world.row_of(record), Faults("set up by others")
    for key in ATTACKERS:
        person = own_world.people[key]
        for method, body in tries(made, record.name, own_world.agencies["b"], victim):
            answer = own_world.call(person, "POST", f"/api/method/{method}", json=body)
            if answer.status_code not in REFUSED:
                faults.add(f"{method} answers {answer.status_code}: {answer.text[:150]}", key)
            if TELLTALES.search(answer.text) or own_world.leaks(person, answer.text):
                faults.add(f"{method} tells {answer.text[:150]}", key)
            faults.cases += 1
    assert not faults.finish()
    assert own_world.row_of(record) == before


def test_a_link_that_nobody_signed_takes_nobody_off_a_list(own_world: World) -> None:
    """Unsubscribing needs the signature of the mail."""
    path = "/api/method/frappe.email.queue.unsubscribe"
    query = {"doctype": FORM, "name": own_world.of(FORM, "b")[0].name, "email": "x@example.com"}
    own_world.call(own_world.people["guest"], "GET", path, query_string=query)
    with in_site(own_world.site):
        assert frappe.db.count("Email Unsubscribe") == 0
