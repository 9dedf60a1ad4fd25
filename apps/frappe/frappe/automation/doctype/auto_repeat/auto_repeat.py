"""Controller of Auto Repeat: copies of a record at fixed times.

A copy and the next date commit together, so that each date gets one copy whatever ends the clock.
"""

from __future__ import annotations

from typing import Any

from ristretto.flow.repeat import MONTHS, Rhythm

import frappe
from frappe import _
from frappe.automation.doctype.auto_repeat import making
from frappe.core.doctype.communication.email import _people
from frappe.model.document import Document
from frappe.utils import cint, getdate, today
from frappe.utils.jinja import validate_template


class AutoRepeat(Document):
    """A record, a rhythm, and who is told."""

    def before_insert(self) -> None:
        """What begins in the past begins today."""
        if not frappe.flags.in_test and getdate(self.start_date) < getdate(today()):
            self.start_date = today()

    def validate(self) -> None:
        self.update_status()
        self._check_reference()
        self._check_dates()
        self._check_days()
        self._check_mail()
        self.set_next_date()
        self._mark_reference()

    def _check_reference(self) -> None:
        meta = frappe.get_meta(self.reference_doctype)
        if not meta.allow_auto_repeat:
            frappe.throw(
                _("{0} cannot be repeated. Tick {1} in Customize Form first.").format(
                    _(self.reference_doctype), _("Allow Auto Repeat")
                )
            )
        if cint(self.submit_on_creation) and not meta.is_submittable:
            frappe.throw(
                _("{0} is for forms that can be submitted only").format(_("Submit on Creation"))
            )
        frappe.has_permission(
            self.reference_doctype, "read", doc=self.reference_document, throw=True
        )

    def _check_dates(self) -> None:
        if not self.end_date:
            return
        self.validate_from_to_dates("start_date", "end_date")
        if getdate(self.end_date) == getdate(self.start_date):
            frappe.throw(_("{0} must be after {1}").format(_("End Date"), _("Start Date")))

    def _check_days(self) -> None:
        days = [row.day for row in self.repeat_on_days]
        twice = sorted({_(day) for day in days if days.count(day) > 1})
        if twice:
            frappe.throw(_("These days are in the list twice: {0}").format(", ".join(twice)))
        if not 0 <= cint(self.repeat_on_day) <= 31:
            frappe.throw(_("{0}: a month has the days 1 to 31").format(_("Repeat on Day")))

    def _check_mail(self) -> None:
        validate_template(self.subject)
        validate_template(self.message)
        if not cint(self.notify_by_email):
            return
        if not _people(self.recipients):
            frappe.throw(_("{0} is missing").format(_("Recipients")))

    def _mark_reference(self) -> None:
        """The record names its repetition; it has one only."""
        about = (self.reference_doctype, self.reference_document)
        other = frappe.db.get_value(*about, "auto_repeat")
        if other and other != self.name and frappe.db.exists("Auto Repeat", other):
            frappe.throw(_("{0} is repeated already: {1}").format(self.reference_document, other))
        value = None if self.status == "Completed" or cint(self.disabled) else self.name
        frappe.db.set_value(*about, "auto_repeat", value, update_modified=False)

    def on_trash(self) -> None:
        about = (self.reference_doctype, self.reference_document)
        if frappe.db.exists(*about):
            frappe.db.set_value(*about, "auto_repeat", None, update_modified=False)

    def update_status(self) -> None:
        if cint(self.disabled):
            self.status = "Disabled"
        else:
            self.status = "Completed" if self.is_completed() else "Active"

    def is_completed(self) -> bool:
        return bool(self.end_date) and getdate(self.end_date) < getdate(today())

    def set_next_date(self) -> None:
        """Nothing while switched off; a date that is set stays as long as what it follows from."""
        if cint(self.disabled):
            self.next_schedule_date = None
            return
        asked = ("start_date", "frequency", "repeat_on_day", "repeat_on_last_day", "disabled")
        changed = self.is_new() or any(self.has_value_changed(field) for field in asked)
        days = self.is_new() or self._days() != self._days_before()
        if changed or days or not self.next_schedule_date:
            self.next_schedule_date = self.get_next_schedule_date(self.start_date)

    def _days(self) -> list[str]:
        return [row.day for row in self.repeat_on_days]

    def _days_before(self) -> list[str]:
        before = self.get_doc_before_save()
        return [row.day for row in before.repeat_on_days] if before else []

    def rhythm(self) -> Rhythm:
        last = cint(self.repeat_on_last_day) and self.frequency == "Monthly"
        day = 31 if last else cint(self.repeat_on_day)
        return Rhythm(
            start=getdate(self.start_date),
            frequency=self.frequency,
            day=day if self.frequency in MONTHS else 0,
            weekdays=frozenset(self._days()),
        )

    def get_next_schedule_date(self, schedule_date: Any, for_full_schedule: bool = False) -> Any:
        """The due day after `schedule_date`; not a past one, unless the whole schedule is asked for."""
        day = getdate(schedule_date)
        if for_full_schedule:
            return self.rhythm().after(day)
        return self.rhythm().next_from(day, getdate(today()))

    @frappe.whitelist()
    def get_auto_repeat_schedule(self) -> list[dict[str, Any]]:
        """Due days until the end; without an end the next one."""
        if self.end_date:
            days = list(self.rhythm().until(getdate(self.end_date)))
        else:
            days = [self.get_next_schedule_date(self.start_date)]
        about = {"reference_document": self.reference_document, "frequency": self.frequency}
        return [{**about, "next_scheduled_date": day} for day in days]

    @frappe.whitelist()
    def fetch_linked_contacts(self) -> None:
        """Fill the recipients with the addresses of the contacts that the record is linked with."""
        found = making.contact_addresses(self.reference_doctype, self.reference_document)
        if found:
            self.recipients = ", ".join(found)
        else:
            frappe.msgprint(_("This record is linked with no contact"), alert=True)

    def create_documents(self) -> None:
        """Make the copy that is due, and tell; a repetition that fails is switched off and says so."""
        making.create(self)

    def make_new_document(self) -> Any:
        return making.make(self)


def make_auto_repeat_entry() -> None:
    """Scheduler, daily: every copy that is due. A date missed while the clock stood still is made up for once."""
    filters = [["next_schedule_date", "<=", today()], ["status", "=", "Active"]]
    create_repeated_entries(frappe.get_all("Auto Repeat", filters=filters))


def create_repeated_entries(data: list[Any]) -> None:
    for row in data:
        making.create_due(row.name)


def set_auto_repeat_as_completed() -> None:
    """Scheduler, daily: what has passed its end is over."""
    filters = {"status": "Active", "end_date": ["<", today()]}
    for name in frappe.get_all("Auto Repeat", filters=filters, pluck="name"):
        making.complete(name)


@frappe.whitelist(methods=["POST"])
def make_auto_repeat(
    doctype: str,
    docname: str,
    frequency: str = "Daily",
    start_date: str | None = None,
    end_date: str | None = None,
) -> Any:
    """Repeat a record; the new Auto Repeat."""
    doc = frappe.new_doc("Auto Repeat")
    doc.update(
        {
            "reference_doctype": doctype,
            "reference_document": docname,
            "frequency": frequency,
            "start_date": start_date or today(),
            "end_date": end_date,
        }
    )
    return doc.insert()


@frappe.whitelist()
@frappe.validate_and_sanitize_search_inputs
def get_auto_repeat_doctypes(
    doctype: str, txt: str, searchfield: str, start: int, page_len: int, filters: Any
) -> list[list[str]]:
    """Forms that may be repeated, for the link field."""
    names = set(frappe.get_all("DocType", filters={"allow_auto_repeat": 1}, pluck="name"))
    setters = {"property": "allow_auto_repeat", "value": "1"}
    names |= set(frappe.get_all("Property Setter", filters=setters, pluck="doc_type"))
    found = sorted(name for name in names if txt.lower() in f"{name} {_(name)}".lower())
    return [[name] for name in found[start : start + page_len]]


@frappe.whitelist(methods=["POST"])
def update_reference(docname: str, reference: str) -> str:
    """Another record is copied from now on."""
    doc = frappe.get_doc("Auto Repeat", docname)
    doc.check_permission("write")
    frappe.has_permission(doc.reference_doctype, "read", doc=reference, throw=True)
    doc.db_set("reference_document", reference)
    return "success"


@frappe.whitelist()
def generate_message_preview(
    reference_dt: str, reference_doc: str, message: str | None = None, subject: str | None = None
) -> dict[str, str]:
    """{subject, message} as they would be sent for a record."""
    frappe.has_permission("Auto Repeat", "write", throw=True)
    doc = frappe.get_doc(reference_dt, reference_doc)
    doc.check_permission("read")
    return making.mail_text(doc, subject, message)
