"""Decides what the copy of a repeated record is like, and that each due date gets one."""

from __future__ import annotations

from typing import Any

from ristretto.context import current
from ristretto.flow.repeat import MONTHS

import frappe
from frappe import _
from frappe.core.doctype.communication.email import _make
from frappe.utils import (
    add_months,
    cint,
    get_first_day,
    get_last_day,
    get_link_to_form,
    getdate,
    split_emails,
    today,
)
from frappe.utils.user import get_system_managers

# Taken over from the record although a copy would lose or change them.
KEPT = ("naming_series", "select_print_heading", "remarks", "user_remark", "posting_time", "owner")


def create_due(name: str) -> None:
    """The copy that is due, and the next date, in one transaction; nothing when another clock made it."""
    if not current().db.in_transaction:
        frappe.db.begin()  # the write lock first: what another clock made is seen
    doc = frappe.get_doc("Auto Repeat", name)
    day = doc.next_schedule_date and getdate(doc.next_schedule_date)
    if doc.status == "Active" and day and day <= getdate(today()):
        if doc.end_date and getdate(doc.end_date) < day:
            complete(name)
        elif create(doc):
            # what was missed while the clock stood still is made up for once
            doc.db_set("next_schedule_date", doc.get_next_schedule_date(max(day, getdate(today()))))
    frappe.db.commit()


def complete(name: str) -> None:
    doc = frappe.get_doc("Auto Repeat", name)
    doc.db_set({"status": "Completed", "next_schedule_date": None})
    about = (doc.reference_doctype, doc.reference_document)
    frappe.db.set_value(*about, "auto_repeat", None, update_modified=False)


def create(repeat: Any) -> bool:
    """Make the copy and tell; whether it could be made. A failure is undone, logged and told."""
    frappe.db.savepoint("repeat")
    try:
        new = make(repeat)
        if cint(repeat.notify_by_email) and repeat.recipients:
            tell(repeat, new)
    except Exception:  # the rules of any form may refuse the copy, in any way
        trace = frappe.get_traceback()
        frappe.db.rollback(save_point="repeat")
        frappe.db.release_savepoint("repeat")
        switch_off(repeat, trace)
        return False
    frappe.db.release_savepoint("repeat")
    return True


def make(repeat: Any) -> Any:
    """The copy, stored, and submitted where that is wanted."""
    source = frappe.get_doc(repeat.reference_doctype, repeat.reference_document)
    new = frappe.copy_doc(source, ignore_no_copy=False)
    prepare(repeat, new, source)
    # The clock makes it, for whoever had the right to repeat the record.
    new.insert(ignore_permissions=True)
    if cint(repeat.submit_on_creation):
        new.flags.ignore_permissions = True  # as above
        new.submit()
    return new


def prepare(repeat: Any, new: Any, source: Any) -> None:
    """Dates of the turn, the way back to the repetition, and what the form's own code adds."""
    new.docstatus = 0
    if new.meta.has_field("auto_repeat"):
        new.auto_repeat = repeat.name
    for fieldname in KEPT:
        if fieldname == "owner" or new.meta.has_field(fieldname):
            new.set(fieldname, source.get(fieldname))
    for field in new.meta.fields:
        if field.fieldtype == "Date" and field.reqd:
            new.set(field.fieldname, repeat.next_schedule_date)
    move_period(repeat, new)
    new.run_method("on_recurring", reference_doc=source, auto_repeat_doc=repeat)


def move_period(repeat: Any, new: Any) -> None:
    """`from_date` and `to_date` go on from the last copy; whole months stay whole months."""
    months = MONTHS.get(repeat.frequency)
    if not months or not (new.meta.has_field("from_date") and new.meta.has_field("to_date")):
        return
    last = frappe.get_all(
        repeat.reference_doctype,
        filters={"auto_repeat": repeat.name, "docstatus": ["<", 2]},
        fields=["from_date", "to_date"],
        order_by="creation desc",
        limit=1,
    )
    if not last or not (last[0].from_date and last[0].to_date):
        return
    begin, end = getdate(last[0].from_date), getdate(last[0].to_date)
    whole = begin == getdate(get_first_day(begin)) and end == getdate(get_last_day(end))
    new.from_date = getdate(add_months(begin, months))
    moved = add_months(end, months)
    new.to_date = getdate(get_last_day(moved)) if whole else getdate(moved)


def tell(repeat: Any, new: Any) -> None:
    """A mail with the print of the copy, kept on its timeline."""
    words = mail_text(new, *template_of(repeat, new))
    people = split_emails(repeat.recipients)
    message = _make(
        doctype=new.doctype,
        name=new.name,
        recipients=people,
        subject=words["subject"],
        content=words["message"],
        communication_type="Automated Message",
    )
    printed = {
        "print_format_attachment": 1,
        "doctype": new.doctype,
        "name": new.name,
        "print_format": repeat.print_format,
        "print_letterhead": 1,
    }
    frappe.sendmail(
        recipients=people,
        subject=words["subject"],
        message=words["message"],
        reference_doctype=new.doctype,
        reference_name=new.name,
        attachments=[printed] if may_print(new) else None,
        communication=message.name,
    )


def template_of(repeat: Any, new: Any) -> tuple[str | None, str | None]:
    """Subject and message: the repetition's own words, else those of its Email Template."""
    if not repeat.template or repeat.subject:
        return repeat.subject, repeat.message
    template = frappe.get_doc("Email Template", repeat.template)
    return template.subject, template.response_


def may_print(doc: Any) -> bool:
    settings = frappe.get_doc("Print Settings")
    return doc.docstatus == 1 or bool(cint(settings.allow_print_for_draft))


def mail_text(doc: Any, subject: str | None, message: str | None) -> dict[str, str]:
    """{subject, message} for a record; both have words when none are given."""
    names = {"doc": doc, **{k: v for k, v in doc.as_dict().items() if k != "doctype"}}
    kind, name = _(doc.doctype), doc.name
    return {
        "subject": str(
            frappe.render_template(subject or _("New {0}: {1}").format(kind, name), names)
        ),
        "message": str(
            frappe.render_template(message or _("{0} {1} was made").format(kind, name), names)
        ),
    }


def switch_off(repeat: Any, trace: str) -> None:
    """A repetition that failed does nothing until somebody looks at it; its maker and the managers are told."""
    log = frappe.log_error(
        _("Auto Repeat {0} failed").format(repeat.name),
        trace,
        reference_doctype="Auto Repeat",
        reference_name=repeat.name,
    )
    repeat.db_set({"disabled": 1, "status": "Disabled", "next_schedule_date": None})
    about = (repeat.reference_doctype, repeat.reference_document)
    people = [*get_system_managers(only_name=True), repeat.owner]
    frappe.sendmail(
        recipients=[frappe.db.get_value("User", each, "email") for each in dict.fromkeys(people)],
        subject=_("Auto Repeat {0} failed").format(repeat.name),
        message=_(
            "{0} could not be copied, and is repeated no more. The error log says why: {1}"
        ).format(get_link_to_form(*about), get_link_to_form("Error Log", log.name)),
        reference_doctype="Auto Repeat",
        reference_name=repeat.name,
    )


def contact_addresses(doctype: str, name: str) -> list[str]:
    """Addresses of the contacts that are linked with a record, in both directions."""
    linked = frappe.get_all(
        "Dynamic Link",
        filters={"parenttype": "Contact", "link_doctype": doctype, "link_name": name},
        pluck="parent",
    )
    for field in frappe.get_meta(doctype).get_link_fields():
        if field.options == "Contact":
            linked.append(frappe.db.get_value(doctype, name, field.fieldname))
    found = frappe.get_all(
        "Contact", filters={"name": ["in", linked or [""]]}, pluck="email_id", order_by="name"
    )
    return [address for address in dict.fromkeys(found) if address]
