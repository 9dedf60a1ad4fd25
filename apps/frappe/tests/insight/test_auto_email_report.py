"""Reports by e-mail: what is sent, to whom, when, and with whose rights."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from email import message_from_string
from typing import Any

import frappe
import pytest
from frappe.email.doctype.auto_email_report import auto_email_report as mails
from frappe.email.doctype.auto_email_report.content import dates_of

MONDAY = datetime.datetime(2026, 11, 23, 6)


@pytest.fixture
def world(
    ctx: Any,
    make_role: Callable[..., str],
    make_user: Callable[..., str],
    make_doctype: Callable[..., Any],
) -> dict[str, str]:
    """A reader who may see one of two tasks, a manager of reports, a saved list."""
    make_role("Worker")
    reader, manager = make_user("Worker"), make_user("Worker", "Report Manager")
    rights = {"role": "Worker", "read": 1, "write": 1, "create": 1, "report": 1}
    link = {"fieldname": "who", "fieldtype": "Link", "label": "Who", "options": "User"}
    title = {"fieldname": "title", "fieldtype": "Data", "label": "Title"}
    make_doctype("Task", [title, link], permissions=[rights])
    limit = {"user": reader, "allow": "User", "for_value": reader}
    frappe.get_doc({"doctype": "User Permission", **limit}).insert()
    for user, title in ((reader, "mine"), (manager, "another")):
        frappe.get_doc({"doctype": "Task", "title": title, "who": user}).insert()
    frappe.get_doc(
        {
            "doctype": "Report",
            "report_name": "Tasks",
            "ref_doctype": "Task",
            "report_type": "Report Builder",
            "is_standard": "No",
            "json": frappe.as_json({"fields": [["title", "Task"], ["who", "Task"]]}),
            "roles": [{"role": "Worker"}],
        }
    ).insert()
    return {"reader": reader, "manager": manager}


def make(user: str, **values: Any) -> Any:
    record = {
        "doctype": "Auto Email Report",
        "report": "Tasks",
        "user": user,
        "report_type": "Report Builder",
        "frequency": "Daily",
        "format": "HTML",
        "email_to": "one@example.com, two@example.com",
    }
    return frappe.get_doc({**record, **values}).insert()


def queued() -> list[Any]:
    names = frappe.get_all("Email Queue", pluck="name", order_by="creation")
    return [frappe.get_doc("Email Queue", name) for name in names]


def test_it_shows_what_its_user_may_see_and_goes_to_its_addresses(world: dict[str, str]) -> None:
    """Administrator's clock sends; the rows are the reader's."""
    make(world["reader"]).send()

    (row,) = queued()
    assert [each.recipient for each in row.recipients] == ["one@example.com", "two@example.com"]
    assert frappe.session.user == "Administrator"
    text = _text(row)
    assert "mine" in text
    assert "another" not in text


def _text(row: Any) -> str:
    message = message_from_string(row.message)
    parts = [part for part in message.walk() if part.get_content_type() == "text/html"]
    return parts[0].get_payload(decode=True).decode()


@pytest.mark.parametrize(
    ("format", "start"), [("XLSX", b"PK"), ("CSV", b"\xef\xbb\xbf"), ("PDF", b"%PDF")]
)
def test_files_are_attached(world: dict[str, str], format: str, start: bytes) -> None:
    """The other formats are attachments under the report's name."""
    make(world["reader"], format=format).send()
    attached = [
        part for part in message_from_string(queued()[0].message).walk() if part.get_filename()
    ]
    assert [part.get_filename() for part in attached] == [f"Tasks.{format.lower()}"]
    assert attached[0].get_payload(decode=True).startswith(start)


def test_nothing_is_sent_without_rows(world: dict[str, str]) -> None:
    """send_if_data holds the message back; without it an empty table goes out."""
    frappe.db.delete("Task")
    doc = make(world["reader"])
    doc.send()
    assert queued() == []
    doc.send_if_data = 0
    doc.send()
    assert len(queued()) == 1


def test_only_what_changed_lately_and_only_so_many_rows(world: dict[str, str]) -> None:
    """data_modified_till and no_of_rows narrow a saved list."""
    old = {"modified": "2020-01-01"}
    frappe.db.set_value("Task", {"title": "mine"}, old, update_modified=False)
    for number in range(3):
        values = {"title": f"new {number}", "who": world["reader"]}
        frappe.get_doc({"doctype": "Task", **values}).insert()
    make(world["reader"], data_modified_till=2, no_of_rows=2).send()
    text = _text(queued()[0])
    assert (text.count("new "), text.count("mine")) == (2, 0)


def test_a_manager_of_reports_cannot_borrow_anothers_rights(world: dict[str, str]) -> None:
    """Stock lets a Report Manager send himself what an administrator sees."""
    frappe.set_user(world["manager"])
    with pytest.raises(frappe.PermissionError):
        make("Administrator")
    own = make(world["manager"])
    own.user = world["reader"]
    with pytest.raises(frappe.PermissionError):
        own.save()


def test_a_record_of_another_user_is_not_changed_downloaded_or_sent(world: dict[str, str]) -> None:
    """Who may not see what its user sees changes neither its addresses nor gets its rows."""
    doc = make(world["reader"])
    frappe.set_user(world["manager"])
    doc = frappe.get_doc("Auto Email Report", doc.name)
    doc.email_to = "me@example.com"
    with pytest.raises(frappe.PermissionError):
        doc.save()
    for call in (mails.download, mails.send_now):
        with pytest.raises(frappe.PermissionError):
            call(doc.name)


def test_rights_that_are_gone_end_it(world: dict[str, str]) -> None:
    """A user without the report's role, or switched off, is sent nothing."""
    doc = make(world["reader"])
    frappe.get_doc("User", world["reader"]).remove_roles("Worker")
    with pytest.raises(frappe.PermissionError):
        doc.send()
    frappe.db.set_value("User", world["reader"], "enabled", 0)
    with pytest.raises(frappe.PermissionError):
        doc.send()


@pytest.mark.parametrize(
    "broken",
    [
        {"email_to": "nobody"},
        {"format": "DOC"},
        {"filter_meta": '[{"fieldname": "a", "label": "A", "reqd": 1}]'},
    ],
)
def test_bad_records_are_refused(world: dict[str, str], broken: dict[str, Any]) -> None:
    """An address that is none, an unknown format, a missing filter."""
    with pytest.raises(frappe.ValidationError):
        make(world["reader"], **broken)


def test_there_are_only_so_many_for_one_user(world: dict[str, str]) -> None:
    """Twenty, or what the site says."""
    frappe.conf.max_reports_per_user = 1
    try:
        make(world["reader"])
        with pytest.raises(frappe.ValidationError, match="At most 1"):
            make(world["reader"])
        make(world["reader"], enabled=0)
    finally:
        del frappe.conf["max_reports_per_user"]


@pytest.mark.parametrize(
    ("day", "values", "expected"),
    [
        (0, {"frequency": "Daily"}, True),
        (0, {"frequency": "Weekly", "day_of_week": "Monday"}, True),
        (1, {"frequency": "Weekly", "day_of_week": "Monday"}, False),
        (0, {"frequency": "Weekdays"}, True),
        (5, {"frequency": "Weekdays"}, False),
        (0, {"frequency": "Daily", "enabled": 0}, False),
        (0, {"frequency": "Monthly"}, False),
    ],
)
def test_days(
    world: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    day: int,
    values: dict[str, Any],
    expected: bool,
) -> None:
    """Which records the daily clock queues, each as a job of its own."""
    doc = make(world["reader"], **values)
    monkeypatch.setattr(mails, "now_datetime", lambda: MONDAY + datetime.timedelta(days=day))
    mails.send_daily()
    assert (
        frappe.utils.background_jobs.is_job_enqueued(f"auto_email_report::{doc.name}") == expected
    )


def test_months(world: dict[str, str]) -> None:
    """The monthly clock takes the monthly ones; the job sends, unless switched off since."""
    doc = make(world["reader"], frequency="Monthly")
    mails.send_monthly()
    assert frappe.utils.background_jobs.is_job_enqueued(f"auto_email_report::{doc.name}")
    mails.send_queued(doc.name)
    frappe.db.set_value("Auto Email Report", doc.name, "enabled", 0)
    mails.send_queued(doc.name)
    assert len(queued()) == 1


@pytest.mark.parametrize(
    ("period", "first_day", "expected"),
    [
        ("Daily", False, "2026-11-22"),
        ("Monthly", False, "2026-10-23"),
        ("Quarterly", False, "2026-08-23"),
        ("Monthly", True, "2026-11-01"),
        ("Quarterly", True, "2026-10-01"),
        ("Half Yearly", True, "2026-07-01"),
        ("Yearly", True, "2026-01-01"),
    ],
)
def test_moving_dates(ctx: Any, period: str, first_day: bool, expected: str) -> None:
    """The dates that a report's filters get on the day it is sent."""
    assert dates_of(period, first_day, MONDAY.date()) == (expected, "2026-11-23")
