"""Repeated records: one copy for each date, whatever happens to the clock; and what is refused."""

from __future__ import annotations

from typing import Any

import frappe
import pytest
from frappe.automation.doctype.auto_repeat import auto_repeat, making
from frappe.automation.doctype.auto_repeat.auto_repeat import make_auto_repeat
from frappe.utils import add_days, add_months, get_first_day, get_last_day, getdate, today

FIELDS = [
    {"fieldname": "title", "fieldtype": "Data", "label": "Title", "reqd": 1},
    {"fieldname": "day", "fieldtype": "Date", "label": "Day", "reqd": 1},
    {"fieldname": "result", "fieldtype": "Data", "label": "Result", "no_copy": 1},
    {"fieldname": "from_date", "fieldtype": "Date", "label": "From"},
    {"fieldname": "to_date", "fieldtype": "Date", "label": "To"},
]


@pytest.fixture
def form(ctx: Any, make_doctype: Any) -> str:
    return str(make_doctype(fields=FIELDS, allow_auto_repeat=1, is_submittable=1))


@pytest.fixture
def source(form: str) -> Any:
    values = {"title": "Kiểm tra", "day": "2026-01-05", "result": "Đạt"}
    return frappe.get_doc({"doctype": form, **values}).insert()


def repeat(source: Any, **values: Any) -> Any:
    return frappe.get_doc(
        {
            "doctype": "Auto Repeat",
            "reference_doctype": source.doctype,
            "reference_document": source.name,
            "frequency": "Daily",
            "start_date": add_days(today(), -1),
            **values,
        }
    ).insert()


@pytest.fixture
def clock(ctx: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """One round of the clock; commits are left out."""
    monkeypatch.setattr(frappe.db, "commit", lambda: None, raising=False)
    return auto_repeat.make_auto_repeat_entry


def copies(source: Any) -> list[Any]:
    found = frappe.get_all(source.doctype, {"name": ["!=", source.name]}, order_by="creation")
    return [frappe.get_doc(source.doctype, row.name) for row in found]


def test_copy_has_the_dates_of_its_turn(source: Any, clock: Any) -> None:
    """Required dates are the day's, fields that are not copied are empty, and the copy names its repetition."""
    made = repeat(source)
    clock()
    (copy,) = copies(source)

    assert (copy.title, copy.result, str(copy.day)) == ("Kiểm tra", None, today())
    assert (copy.auto_repeat, copy.docstatus) == (made.name, 0)
    assert frappe.db.get_value(source.doctype, source.name, "auto_repeat") == made.name
    assert made.reload() is None
    assert str(made.next_schedule_date) == add_days(today(), 1)


def test_each_date_has_one_copy(source: Any, clock: Any) -> None:
    """A second round, and a clock that read its list before the first one wrote, make none."""
    made = repeat(source)
    left = frappe.get_all("Auto Repeat", {"name": made.name})
    clock()
    clock()
    auto_repeat.create_repeated_entries(left)

    assert len(copies(source)) == 1


def test_clock_that_dies_leaves_nothing_half_done(
    source: Any, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed between the copy and the next date: the transaction is lost, and the next round makes it."""
    made = repeat(source)
    frappe.db.savepoint("before_the_kill")

    def die(*_args: Any, **_more: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(making, "tell", die)
        made.db_set({"notify_by_email": 1, "recipients": "a@x.vn"})
        with pytest.raises(KeyboardInterrupt):
            clock()
    frappe.db.rollback(save_point="before_the_kill")
    lost = len(copies(source))
    clock()

    assert (lost, len(copies(source))) == (0, 1)


def test_missed_dates_are_made_up_for_once(source: Any, clock: Any) -> None:
    """A closed hole: on stock a repetition whose day was missed never goes on."""
    made = repeat(source)
    made.db_set("next_schedule_date", add_days(today(), -9))
    clock()
    made.reload()

    assert [str(copy.day) for copy in copies(source)] == [add_days(today(), -9)]
    assert str(made.next_schedule_date) == add_days(today(), 1)


def test_repetition_ends(source: Any, clock: Any) -> None:
    """After its end date it is completed, makes nothing, and the record is free again."""
    made = repeat(source, end_date=add_days(today(), 3))
    made.db_set({"start_date": add_days(today(), -9), "end_date": add_days(today(), -1)})
    made.db_set("next_schedule_date", today())
    clock()
    auto_repeat.set_auto_repeat_as_completed()
    made.reload()

    assert (made.status, made.next_schedule_date, copies(source)) == ("Completed", None, [])
    assert not frappe.db.get_value(source.doctype, source.name, "auto_repeat")


def test_copy_is_submitted_and_told(source: Any, clock: Any) -> None:
    """A mail with the print goes to the recipients, in the template's words, and stays on the record."""
    frappe.get_doc(
        {
            "doctype": "Email Template",
            "name": "Lặp",
            "subject": "Đến hạn: {{ title }}",
            "response": "<p>Ngày {{ doc.day }}</p>",
        }
    ).insert()
    repeat(
        source,
        submit_on_creation=1,
        notify_by_email=1,
        recipients="a@x.vn, b@x.vn",
        template="Lặp",
    )
    clock()
    (copy,) = copies(source)
    mail = frappe.get_doc("Email Queue", {"reference_name": copy.name})
    kept = frappe.get_doc("Communication", {"reference_name": copy.name})

    assert copy.docstatus == 1
    assert [each.recipient for each in mail.recipients] == ["a@x.vn", "b@x.vn"]
    assert '"print_format_attachment": 1' in mail.attachments
    assert (kept.subject, kept.content) == ("Đến hạn: Kiểm tra", f"<p>Ngày {today()}</p>")


def test_failing_repetition_is_switched_off_and_says_so(source: Any, clock: Any) -> None:
    """A copy that its form refuses leaves nothing; the log and the managers are told."""
    made = repeat(source)
    frappe.db.set_value(source.doctype, source.name, "title", None)
    clock()
    made.reload()

    assert (made.disabled, made.status, copies(source)) == (1, "Disabled", [])
    assert "title" in frappe.get_last_doc("Error Log", {"reference_name": made.name}).error
    assert frappe.db.exists("Email Queue", {"reference_name": made.name})


def test_period_moves_on(source: Any, clock: Any) -> None:
    """Whole months stay whole months."""
    first, last = get_first_day("2026-01-15"), get_last_day("2026-01-15")
    source.update({"from_date": first, "to_date": last}).save()
    made = repeat(source, frequency="Monthly", start_date=add_months(today(), -1))
    frappe.db.set_value("Auto Repeat", made.name, "next_schedule_date", today())
    clock()
    copy = frappe.get_last_doc(source.doctype, {"auto_repeat": made.name})

    assert (copy.from_date, copy.to_date) == (getdate("2026-02-01"), getdate("2026-02-28"))


def test_schedule_and_preview(source: Any) -> None:
    """All days until the end; the mail as it would be."""
    made = repeat(source, start_date="2030-01-31", end_date="2030-05-01", frequency="Monthly")
    days = [str(row["next_scheduled_date"]) for row in made.get_auto_repeat_schedule()]
    shown = auto_repeat.generate_message_preview(source.doctype, source.name, "{{ doc.title }}")

    assert days == ["2030-02-28", "2030-03-31", "2030-04-30"]
    assert shown["message"] == "Kiểm tra"
    assert source.name in shown["subject"]


def test_next_date_stays_until_its_reason_changes(source: Any) -> None:
    """Changing the recipients moves nothing; another frequency does."""
    made = repeat(source)
    made.db_set("next_schedule_date", add_days(today(), 5))
    made.reload()
    made.update({"notify_by_email": 1, "recipients": "a@x.vn"}).save()
    kept = str(made.next_schedule_date)
    made.update({"frequency": "Weekly"}).save()

    assert (kept, str(made.next_schedule_date)) == (add_days(today(), 5), add_days(today(), 6))


def test_deleted_repetition_frees_the_record(source: Any) -> None:
    """The record may be repeated again, and is repeated by one only."""
    made = make_auto_repeat(source.doctype, source.name, frequency="Weekly")
    with pytest.raises(frappe.ValidationError, match="already"):
        repeat(source)
    made.delete()

    assert make_auto_repeat(source.doctype, source.name).status == "Active"


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({"end_date": "2020-01-01"}, "End Date"),
        ({"end_date": add_days(today(), -1)}, "must be after"),
        ({"repeat_on_day": 32}, "1 to 31"),
        ({"frequency": "Weekly", "repeat_on_days": [{"day": "Monday"}] * 2}, "Monday"),
        ({"notify_by_email": 1}, "Recipients"),
        ({"notify_by_email": 1, "recipients": "nobody"}, "nobody"),
        ({"subject": "{{ doc."}, "template"),
        ({"frequency": "Sometimes"}, "Frequency"),
    ],
)
def test_what_cannot_be_is_refused(source: Any, values: dict[str, Any], text: str) -> None:
    """Wrong dates, days and addresses."""
    with pytest.raises(frappe.ValidationError, match=text):
        repeat(source, **values)


def test_forms_must_allow_it(ctx: Any, make_doctype: Any, make_user: Any, form: str) -> None:
    """Forms that may not be repeated, or submitted, and records that the user may not read."""
    plain = frappe.get_doc({"doctype": make_doctype(), "title": "x"}).insert()
    with pytest.raises(frappe.ValidationError, match="cannot be repeated"):
        repeat(plain)
    open_form = make_doctype(allow_auto_repeat=1)
    with pytest.raises(frappe.ValidationError, match="submitted"):
        repeat(frappe.get_doc({"doctype": open_form, "title": "x"}).insert(), submit_on_creation=1)
    hidden = frappe.get_doc({"doctype": open_form, "title": "y"}).insert()
    ctx.set_user(make_user())
    with pytest.raises(frappe.PermissionError):
        make_auto_repeat(open_form, hidden.name)
