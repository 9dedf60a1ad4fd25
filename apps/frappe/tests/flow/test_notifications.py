"""Notifications: which event tells whom what, and what never stops a save."""

from __future__ import annotations

from typing import Any

import frappe
import pytest
from frappe.email.doctype.notification import daily
from frappe.email.doctype.notification.notification import (
    get_documents_for_today,
    trigger_daily_alerts,
)
from frappe.utils import add_days, today

FIELDS = [
    {"fieldname": "title", "fieldtype": "Data", "label": "Title"},
    {"fieldname": "status", "fieldtype": "Select", "options": "Open\nDone", "label": "Status"},
    {"fieldname": "due", "fieldtype": "Date", "label": "Due"},
    {"fieldname": "holder", "fieldtype": "Link", "options": "User", "label": "Holder"},
    {"fieldname": "told", "fieldtype": "Int", "label": "Told", "allow_on_submit": 1},
]
TO_HOLDER = [{"receiver_by_document_field": "holder"}]


@pytest.fixture
def form(ctx: Any, make_doctype: Any) -> str:
    return str(make_doctype(fields=FIELDS))


def alert(doctype: str, event: str = "New", **values: Any) -> Any:
    return frappe.get_doc(
        {
            "doctype": "Notification",
            "name": f"{doctype} {event}",
            "document_type": doctype,
            "event": event,
            "channel": "Email",
            "subject": "{{ doc.title }}",
            "message": "<p>Hạn: {{ doc.due }}</p>",
            "recipients": TO_HOLDER,
            **values,
        }
    ).insert()


def record(doctype: str, **values: Any) -> Any:
    values = {"title": "Việc", "holder": "a@x.vn", "status": "Open", **values}
    doc = frappe.get_doc({"doctype": doctype, **values})
    doc.flags.ignore_links = True
    return doc.insert(ignore_links=True)


def mails(doctype: str) -> list[list[str]]:
    rows = frappe.get_all("Email Queue", {"reference_doctype": doctype}, order_by="creation")
    return [[p.recipient for p in frappe.get_doc("Email Queue", r.name).recipients] for r in rows]


def logs(name: str) -> list[str]:
    return frappe.get_all("Error Log", {"reference_name": name}, pluck="error")


def test_new_record_is_told_with_its_values(form: str) -> None:
    """The mail holds the record's values, and its history keeps it as an automated message."""
    alert(form)
    doc = record(form, due="2026-12-01")
    doc.save()

    queued = frappe.get_last_doc("Email Queue", {"reference_doctype": form})
    kept = frappe.get_doc("Communication", {"reference_name": doc.name})
    assert mails(form) == [["a@x.vn"]]
    assert "Subject: =?utf-8?" in queued.message
    assert (kept.communication_type, kept.subject) == ("Automated Message", "Việc")
    assert "Hạn: 2026-12-01" in kept.content
    assert queued.communication == kept.name


@pytest.mark.parametrize(
    ("event", "expected"),
    [("Save", [1, 2, 3, 3]), ("Submit", [0, 0, 1, 1]), ("Cancel", [0, 0, 0, 1])],
)
def test_each_event_tells_once(
    ctx: Any, make_doctype: Any, event: str, expected: list[int]
) -> None:
    """Insert, save, submit and cancel set off what they are; a submit is a save too, cancelling is not."""
    form = make_doctype(fields=FIELDS, is_submittable=1)
    alert(form, event)
    doc = record(form)
    counts = [len(mails(form))]
    for act in (doc.save, doc.submit, doc.cancel):
        act()
        counts.append(len(mails(form)))

    assert counts == expected


def test_value_change_is_told_of_a_change_only(form: str) -> None:
    """Not for new records, not for the same value, and for each change."""
    alert(form, "Value Change", value_changed="status")
    doc = record(form)
    counts = [len(mails(form))]
    for status in ("Open", "Done", "Open"):
        doc.status = status
        doc.save()
        counts.append(len(mails(form)))
    doc.db_set("status", "Done")

    assert [*counts, len(mails(form))] == [0, 0, 1, 2, 3]


def test_any_event_of_the_form_can_be_named(form: str) -> None:
    """Method waits for an event by its name."""
    alert(form, "Method", method="on_trash")
    doc = record(form)
    before = len(mails(form))
    doc.delete()

    assert (before, len(mails(form))) == (0, 1)


def test_condition_decides(form: str) -> None:
    """Of two records the one that fits is told of; rows have conditions of their own."""
    rows = [*TO_HOLDER, {"cc": "sep@x.vn, {{ doc.owner }}", "condition": "doc.told > 5"}]
    alert(form, condition='doc.status == "Open" and doc.due < nowdate()', recipients=rows)
    record(form, due=add_days(today(), 1))
    record(form, due=add_days(today(), -1))
    record(form, due=add_days(today(), -1), told=6)

    assert mails(form) == [["a@x.vn"], ["a@x.vn", "sep@x.vn", "admin@example.com"]]


def test_role_tells_those_who_may_read_the_record(
    ctx: Any, make_doctype: Any, make_user: Any
) -> None:
    """A closed hole: on stock everybody of the role gets the record's content."""
    form = make_doctype(fields=FIELDS)
    definition = frappe.get_doc("DocType", form)
    definition.append("permissions", {"role": "Clerk", "read": 1, "create": 1, "if_owner": 1})
    mine, _other = make_user("Clerk"), make_user("Clerk")
    definition.save()
    alert(form, recipients=[{"receiver_by_role": "Clerk"}], send_system_notification=1)
    ctx.set_user(mine)
    record(form)
    ctx.set_user("Administrator")

    told = frappe.get_all("Notification Log", {"document_type": form}, pluck="for_user")
    assert (mails(form), told) == ([[mine]], [mine])


def test_fields_rows_and_assignees_are_told(ctx: Any, make_doctype: Any, make_user: Any) -> None:
    """A child table's field and whoever has the record as a task; each once; nobody who was switched off."""
    rows = make_doctype(
        istable=1, fields=[{"fieldname": "mail", "fieldtype": "Data", "options": "Email"}]
    )
    form = make_doctype(
        fields=[*FIELDS, {"fieldname": "people", "fieldtype": "Table", "options": rows}]
    )
    helper, left = make_user(), make_user(enabled=0)
    alert(
        form,
        "Save",
        recipients=[{"receiver_by_document_field": "mail,people"}, *TO_HOLDER],
        send_to_all_assignees=1,
    )
    doc = record(form, people=[{"mail": "b@x.vn"}, {"mail": "b@x.vn"}], holder=left)
    frappe.get_doc(
        {
            "doctype": "ToDo",
            "description": "x",
            "allocated_to": helper,
            "reference_type": form,
            "reference_name": doc.name,
        }
    ).insert()
    doc.reload()
    doc.save()

    assert mails(form) == [["b@x.vn"], ["b@x.vn", helper]]


def test_bell_shows_it_to_accounts(ctx: Any, form: str, make_user: Any) -> None:
    """A system notification is a Notification Log of type Alert, and no mail."""
    user = make_user("System Manager")
    alert(form, channel="System Notification")
    doc = record(form, holder=user)

    told = frappe.get_doc("Notification Log", {"document_name": doc.name})
    assert (told.for_user, told.type, told.subject, told.document_type) == (
        user,
        "Alert",
        "Việc",
        form,
    )
    assert mails(form) == []


@pytest.mark.parametrize(
    "broken",
    [
        {"condition": "doc.title + 5 > 1"},
        {"subject": "{{ doc.title.a.b() }}"},
        {"message": "{{ frappe.get_doc('ToDo', 'gone').name }}"},
        {"recipients": [{"receiver_by_document_field": "holder", "condition": "doc.due > 5"}]},
        {
            "attach_print": 1,
            "print_format": None,
            "send_system_notification": 1,
            "subject": "{{ 1/0 }}",
        },
    ],
)
def test_nothing_that_goes_wrong_stops_the_save(form: str, broken: dict[str, Any]) -> None:
    """A closed hole: on stock a condition or template that raises refuses the record."""
    made = alert(form, **broken)
    doc = record(form)

    assert frappe.db.exists(form, doc.name)
    assert mails(form) == []
    assert len(logs(made.name)) == 1
    assert "Traceback" in logs(made.name)[0]
    assert not frappe.local.message_log
    assert frappe.db.count("Communication", {"reference_name": doc.name}) == 0


def test_property_is_set_once_and_told_of_once(form: str) -> None:
    """The record as saved holds the value, can be saved again, and tells of itself once for each save."""
    alert(form, "Save", set_property_after_alert="told", property_value="7")
    doc = record(form)
    first = (doc.told, frappe.db.get_value(form, doc.name, "told"), len(mails(form)))
    doc.save()

    assert (first, len(mails(form))) == ((7, 7, 1), 2)


def test_disabled_and_silent_imports_tell_nobody(form: str, ctx: Any) -> None:
    """Switched off, in patches, and in imports that asked for silence."""
    made = alert(form)
    for flags in ({"in_patch": True}, {"in_import": True, "mute_emails": True}):
        ctx.flags.update(flags)
        record(form)
        ctx.flags.update(dict.fromkeys(flags, False))
    made.enabled = 0
    made.save()
    record(form)

    assert mails(form) == []


def test_field_that_is_gone_switches_the_notification_off(form: str) -> None:
    """Once, with a log, and the save goes on."""
    made = alert(form, "Value Change", value_changed="status")
    frappe.db.set_value("Notification", made.name, "value_changed", "gone")
    doc = record(form)
    doc.title = "Khác"
    doc.save()

    assert frappe.db.get_value("Notification", made.name, "enabled") == 0
    assert len(logs(made.name)) == 1


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({"condition": "doc.x =="}, "cannot be read"),
        ({"condition": "import os"}, "cannot be read"),
        ({"condition": "status == 1"}, "status"),
        ({"condition": "doc.__class__"}, "cannot be read"),
        ({"subject": "{{ doc.name "}, "template"),
        ({"recipients": [{"cc": "{% if %}"}]}, "template"),
        ({"event": "Value Change"}, "field"),
        ({"event": "Days Before"}, "date"),
        ({"event": "Days After", "date_changed": "due", "days_in_advance": -1}, "below 0"),
        ({"document_type": "Email Queue"}, "cannot wait"),
        ({"document_type": "Notification Log"}, "cannot wait"),
        ({"document_type": "Notification Recipient"}, "cannot wait"),
        ({"channel": "SMS"}, "from here"),
        ({"channel": "Slack"}, "from here"),
        ({"recipients": []}, "Recipients"),
    ],
)
def test_what_could_never_work_is_refused(form: str, values: dict[str, Any], text: str) -> None:
    """A wrong expression, template, event or form, when the notification is saved."""
    with pytest.raises(frappe.ValidationError, match=text):
        alert(form, **values)


def test_days_are_counted_from_the_date(ctx: Any, form: str) -> None:
    """Three days before and one after: each record on its day, in no other direction, and only when it fits."""
    due = {n: record(form, due=add_days(today(), n), title=str(n)) for n in (-3, -1, 0, 1, 3, 4)}
    before = alert(
        form, "Days Before", date_changed="due", days_in_advance=3, condition="doc.title != '9'"
    )
    after = alert(form, "Days After", date_changed="due", days_in_advance=1)

    assert get_documents_for_today(before.name) == [due[3].name]
    assert get_documents_for_today(after.name) == [due[-1].name]


def test_record_is_told_of_once_a_day(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second clock, and a clock that begins again, tell nobody twice; the day after counts anew."""
    monkeypatch.setattr(frappe.db, "commit", lambda: None, raising=False)
    record(form, due=add_days(today(), 2))
    alert(form, "Days Before", date_changed="due", days_in_advance=2)
    for _each in range(2):
        trigger_daily_alerts()
    same_day = len(mails(form))
    tomorrow = add_days(today(), 1)
    monkeypatch.setattr(daily, "nowdate", lambda: tomorrow)
    trigger_daily_alerts()  # the day has passed: nothing is made up for

    assert (same_day, len(mails(form))) == (1, 1)


def test_broken_daily_notification_leaves_the_others(
    form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A date field that is gone is logged; the next notification is sent."""
    monkeypatch.setattr(frappe.db, "commit", lambda: None, raising=False)
    record(form, due=today())
    broken = alert(form, "Days Before", date_changed="due")
    frappe.db.set_value("Notification", broken.name, "date_changed", "gone")
    alert(form, "Days After", date_changed="due")
    trigger_daily_alerts()

    assert (len(logs(broken.name)), len(mails(form))) == (1, 1)


def test_preview_tells_what_would_be_sent(form: str) -> None:
    """Text and people, whether the condition is true, and what is wrong; nothing is sent."""
    made = alert(form, condition='doc.status == "Open"', send_system_notification=1)
    doc = record(form, holder=None, status="Done")
    doc.db_set({"holder": "a@x.vn"})
    shown = made.preview(doc.name)
    frappe.db.set_value("Notification", made.name, "message", "{{ 1/0 }}")
    made.reload()

    assert (shown["applies"], shown["subject"], shown["to"]) == (False, "Việc", ["a@x.vn"])
    assert shown["channels"] == ["Email", "System Notification"]
    assert "division" in made.preview(doc.name)["problem"]
    assert mails(form) == []


def test_preview_shows_nobody_a_closed_record(ctx: Any, form: str, make_user: Any) -> None:
    """Who may not read notifications or the record is refused."""
    made, doc = alert(form), record(form)
    ctx.set_user(make_user())
    for act in (lambda: made.preview(doc.name), lambda: get_documents_for_today(made.name)):
        with pytest.raises(frappe.PermissionError):
            act()
