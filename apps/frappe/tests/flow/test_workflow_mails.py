"""Mails of a workflow: who is asked, by which letter, and what the signed links do."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_string
from pathlib import Path
from typing import Any

import frappe
import pytest
from frappe.model.workflow import apply_workflow, bulk_workflow_approval
from frappe.utils import add_to_date, now_datetime
from frappe.workflow.doctype.workflow_action.workflow_action import clear_old_workflow_actions
from ristretto.context import Site
from ristretto.db.connect import connected
from ristretto.jobs.worker import run_next
from ristretto.web.app import create_app
from web_world import Caller

sys.path.insert(0, str(Path(__file__).parent))
from flow_world import DOCTYPE, make_record, make_world, stored

LINK = re.compile(r'href="(http[^"]+)"')


@pytest.fixture(scope="module")
def mailing(site: Site) -> Site:
    """The workflow of the fixture, which sends mails; committed."""
    with connected(site, mode="write") as context:
        context.flags.quiet = True
        context.lang = "en"
        make_world()
        frappe.db.set_value("Workflow", "Sub", "send_email_alert", 1)
        frappe.clear_cache(doctype=DOCTYPE)
        context.db.commit()
    return site


@contextmanager
def changed(site: Site, doctype: str, where: Any, **values: Any) -> Iterator[None]:
    """A row of the workflow has other values, in every process, while a test runs."""
    before = _set(site, doctype, where, values)
    yield
    _set(site, doctype, where, before)


def _set(site: Site, doctype: str, where: Any, values: dict[str, Any]) -> dict[str, Any]:
    with connected(site, mode="write") as context:
        before = dict(frappe.db.get_value(doctype, where, list(values), as_dict=True))
        frappe.db.set_value(doctype, where, values)
        frappe.clear_cache(doctype=DOCTYPE)
        context.db.commit()
    return before


def sent_to_review(site: Site, owner: str = "wfa@x.vn", **values: Any) -> str:
    """A record that was sent to Review, after which the background did its work."""
    with connected(site, mode="write") as context:
        name = make_record(owner, **values).name
        apply_workflow({"doctype": DOCTYPE, "name": name}, "Send")
        context.db.commit()
    while run_next(site):
        pass
    return str(name)


def letters(site: Site, name: str) -> dict[str, Any]:
    """{recipient: message} of the mails about a record in its present state."""
    with connected(site):
        rows = frappe.get_all(
            "Email Queue", {"reference_name": name}, ["name", "message"], order_by="creation"
        )
        return {
            recipient: message_from_string(row.message)
            for row in rows
            for recipient in frappe.get_all(
                "Email Queue Recipient", {"parent": row.name}, pluck="recipient"
            )
        }


def text_of(message: Any, subtype: str = "html") -> str:
    part = next(each for each in message.walk() if each.get_content_type() == f"text/{subtype}")
    return str(part.get_payload(decode=True).decode())


def path_of(link: str) -> str:
    return "/" + link.replace("&amp;", "&").split("/", 3)[3]


def follow(site: Site, link: str) -> Any:
    """The page behind a link, for somebody who is not signed in."""
    caller = Caller(create_app(site.sites_path, site.name))
    return caller("GET", path_of(link), headers={"Accept": "text/html"})


def status_of(site: Site, name: str) -> tuple[Any, int]:
    with connected(site):
        return stored(name)


def test_those_whose_turn_it_is_are_mailed(mailing: Site) -> None:
    """People of the role that may read it; the owner is not asked to approve the own record."""
    found = letters(mailing, sent_to_review(mailing, "wfab@x.vn"))

    assert "wfb@x.vn" in found
    links = LINK.findall(text_of(found["wfb@x.vn"]))
    assert ["action=Approve" in links[0], "action=Reject" in links[1], len(links)] == [
        True,
        True,
        2,
    ]
    # the owner may still reject the record that needs a second person for its approval
    assert [("action=Approve" in each) for each in LINK.findall(text_of(found["wfab@x.vn"]))] == [
        False
    ]


def test_nobody_is_mailed_without_the_switch(mailing: Site) -> None:
    """`send_email_alert` off: the Workflow Action is made, no mail."""
    with changed(mailing, "Workflow", "Sub", send_email_alert=0):
        name = sent_to_review(mailing)

    assert letters(mailing, name) == {}
    with connected(mailing):
        asked = {"reference_name": name, "workflow_state": "Review", "status": "Open"}
        assert frappe.db.count("Workflow Action", asked) == 1


def test_the_letter_of_the_state(mailing: Site) -> None:
    """`next_action_email_template` gives subject and text, though the sender may not read templates."""
    with connected(mailing, mode="write") as context:
        frappe.get_doc(
            {
                "doctype": "Email Template",
                "name": "Please Review",
                "subject": "Review {{ title }}",
                "response": "<p>Amount {{ amount }}</p>",
            }
        ).insert()
        context.db.commit()

    state = {"parent": "Sub", "state": "Review"}
    template = {"next_action_email_template": "Please Review"}
    with changed(mailing, "Workflow Document State", state, **template):
        name = sent_to_review(mailing, title="Roof", amount=7)
    letter = letters(mailing, name)["wfb@x.vn"]

    assert str(letter["Subject"]) == "Review Roof"
    assert "Amount 7" in text_of(letter)


def test_the_link_asks_and_then_acts(mailing: Site) -> None:
    """The first page changes nothing; its button takes the step in the name of the mailed person."""
    name = sent_to_review(mailing)
    link = LINK.findall(text_of(letters(mailing, name)["wfb@x.vn"]))[0]
    page = follow(mailing, link)
    assert (page.status_code, status_of(mailing, name)) == (200, ("Review", 0))

    confirm = next(each for each in LINK.findall(page.text) if "confirm_action" in each)
    assert follow(mailing, confirm).status_code == 200

    assert status_of(mailing, name) == ("Approved", 1)
    with connected(mailing):
        about = {"reference_name": name, "workflow_state": "Review"}
        assert frappe.db.get_value("Workflow Action", about, "completed_by") == "wfb@x.vn"
    # the document has moved on: both links say so
    assert "Expired" in follow(mailing, link).text
    assert "Expired" in follow(mailing, confirm).text
    assert status_of(mailing, name) == ("Approved", 1)


def test_a_button_works_once(mailing: Site) -> None:
    """Closed (mailed workflow buttons): a document that came back is not moved by its first visit's button."""
    name = sent_to_review(mailing)
    page = follow(mailing, LINK.findall(text_of(letters(mailing, name)["wfb@x.vn"]))[0])
    confirm = next(each for each in LINK.findall(page.text) if "confirm_action" in each)
    with connected(mailing, mode="write") as context:
        for who, action in (("wfb@x.vn", "Reject"), ("wfa@x.vn", "Send")):
            frappe.set_user(who)
            apply_workflow({"doctype": DOCTYPE, "name": name}, action)
        context.db.commit()

    assert "Expired" in follow(mailing, confirm).text
    assert status_of(mailing, name) == ("Review", 0)


def test_an_old_link_is_refused(mailing: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Mail and button stop working after their time, though nobody touched the document."""
    name = sent_to_review(mailing)
    link = LINK.findall(text_of(letters(mailing, name)["wfb@x.vn"]))[0]
    page = follow(mailing, link)
    confirm = next(each for each in LINK.findall(page.text) if "confirm_action" in each)
    module = "frappe.workflow.doctype.workflow_action.workflow_action.now_datetime"

    monkeypatch.setattr(module, lambda: add_to_date(now_datetime(), days=2))
    assert "confirm_action" in follow(mailing, link).text
    assert "too old" in follow(mailing, confirm).text
    monkeypatch.setattr(module, lambda: add_to_date(now_datetime(), days=31))
    assert "too old" in follow(mailing, link).text
    assert status_of(mailing, name) == ("Review", 0)


def test_a_blocked_account_acts_by_no_link(mailing: Site) -> None:
    """A mail that was sent before the account was blocked opens nothing."""
    name = sent_to_review(mailing)
    page = follow(mailing, LINK.findall(text_of(letters(mailing, name)["wfb@x.vn"]))[0])
    confirm = next(each for each in LINK.findall(page.text) if "confirm_action" in each)
    with changed(mailing, "User", "wfb@x.vn", enabled=0):
        assert "blocked" in follow(mailing, confirm).text

    assert status_of(mailing, name) == ("Review", 0)


@pytest.mark.parametrize(
    "change",
    [
        lambda link: link.replace("user=wfb", "user=wfab"),
        lambda link: link.replace("action=Approve", "action=Reject"),
        lambda link: link.split("&_signature")[0],
        lambda link: link[:-4] + "0000",
    ],
)
def test_a_changed_link_does_nothing(mailing: Site, change: Any) -> None:
    """Another person, another action, no signature, a wrong one: nothing happens."""
    name = sent_to_review(mailing)
    link = LINK.findall(text_of(letters(mailing, name)["wfb@x.vn"]))[0].replace("&amp;", "&")

    follow(mailing, change(link))

    assert status_of(mailing, name) == ("Review", 0)


def test_many_documents_go_in_the_background(mailing: Site) -> None:
    """From twenty on the person does not wait; the steps are the same."""
    with connected(mailing, mode="write") as context:
        names = [make_record().name for _ in range(20)]
        context.db.commit()
        frappe.set_user("wfa@x.vn")
        bulk_workflow_approval(names, DOCTYPE, "Send")
        assert {stored(name)[0] for name in names} == {"Draft"}
        context.db.commit()
    while run_next(mailing):
        pass

    assert {status_of(mailing, name)[0] for name in names} == {"Review"}
    with connected(mailing):
        told = {"for_user": "wfa@x.vn", "document_type": DOCTYPE, "type": "Alert"}
        assert (
            frappe.db.get_value("Notification Log", told, "subject") == "Send: 20 done, 0 not done"
        )


def test_one_failure_does_not_keep_the_others(
    mailing: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An error of any kind in one document is told and logged; the rest goes through."""
    with connected(mailing, mode="write") as context:
        bad, good = make_record().name, make_record().name
        context.db.commit()
        taken = frappe.model.workflow.apply_workflow

        def apply(doc: Any, action: str) -> Any:
            return taken(doc, action) if doc["name"] != bad else {}["gone"]

        monkeypatch.setattr("frappe.model.workflow.apply_workflow", apply)
        bulk_workflow_approval([bad, good], DOCTYPE, "Send")

        assert [stored(name)[0] for name in (bad, good)] == ["Draft", "Review"]
        failed, done = frappe.get_message_log()
        assert (bad in failed["message"], good in done["message"]) == (True, True)
        assert frappe.db.count("Error Log", {"method": ["like", f"%{bad}%"]}) == 1


def test_old_completed_actions_are_cleared(mailing: Site) -> None:
    """Ninety days after the step nobody needs the record; open ones stay however old."""
    name = sent_to_review(mailing)
    with connected(mailing, mode="write"):
        frappe.db.sql("update `tabWorkflow Action` set modified = '2020-01-01 00:00:00'")
        clear_old_workflow_actions()
        rows = frappe.get_all("Workflow Action", {"reference_name": name}, pluck="status")

    assert rows == ["Open"]
