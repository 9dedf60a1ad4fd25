"""Controller of Auto Email Report: which report goes to whom and when. It shows what its `user` may see, and only a
System Manager may choose somebody else than themselves."""

from __future__ import annotations

from typing import Any

from ristretto.web.listing import parse_json, parse_object

import frappe
from frappe import _
from frappe.email.doctype.auto_email_report.content import dates_of, file_name, message_of, sheet_of
from frappe.model.document import Document
from frappe.model.naming import append_number_if_name_exists
from frappe.utils import cint, now_datetime, split_emails, validate_email_address

DOCTYPE = "Auto Email Report"
FORMATS = ("HTML", "XLSX", "CSV", "PDF")
MOST_PER_USER = 20
WORKDAYS = 5
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class AutoEmailReport(Document):
    """One report on its way to its readers."""

    def autoname(self) -> None:
        self.name = _(self.report)
        if frappe.db.exists(DOCTYPE, self.name):
            self.name = append_number_if_name_exists(DOCTYPE, self.name)

    def validate(self) -> None:
        self.check_user()
        self.check_count()
        self.check_addresses()
        if self.format not in FORMATS:
            frappe.throw(_("Format: choose one of {0}").format(", ".join(FORMATS)))
        self.check_filters()

    def check_user(self) -> None:
        """Whoever could choose another person would read with that person's rights."""
        others = {self.user, frappe.session.user if self.is_new() else self._user_before()}
        for user in others:
            check_right_over(user)

    def _user_before(self) -> Any:
        before = self.get_doc_before_save()
        return before.user if before else self.user

    def check_count(self) -> None:
        most = cint(frappe.conf.max_reports_per_user) or cint(
            frappe.db.get_single_value("System Settings", "max_auto_email_report_per_user")
        )
        most = most or MOST_PER_USER
        others = {"user": self.user, "enabled": 1, "name": ["!=", self.name or ""]}
        if self.enabled and frappe.db.count(DOCTYPE, others) >= most:
            frappe.throw(
                _("At most {0} reports can be sent by e-mail for one user").format(most),
                title=_("Report limit reached"),
            )

    def check_addresses(self) -> None:
        given = split_emails((self.email_to or "").replace("\n", ","))
        for address in given:
            validate_email_address(address, throw=True)
        self.email_to = "\n".join(dict.fromkeys(given))

    def check_filters(self) -> None:
        filters = parse_object(self.filters, "filters")
        meta = parse_json(self.filter_meta, "filter_meta") if self.filter_meta else []
        rows = [row for row in meta or [] if isinstance(row, dict)]
        missing = [
            row.get("label") or row.get("fieldname")
            for row in rows
            if cint(row.get("reqd")) and not filters.get(row.get("fieldname"))
        ]
        if missing:
            frappe.throw(
                _("The report needs the filters: {0}").format(", ".join(map(str, missing))),
                title=_("Missing Filters Required"),
            )

    def get_report_content(self) -> Any:
        """Bytes of the file, HTML for the format HTML; None where nothing shall be sent."""
        from frappe.desk.report_files import content_of

        sheet = sheet_of(self)
        if not sheet.rows and cint(self.send_if_data):
            return None
        if self.format == "HTML":
            return message_of(self, sheet)
        return content_of(sheet, self.format)

    def send(self) -> None:
        """Queue the message for the addresses of `email_to`, and nobody else."""
        content = self.get_report_content()
        if content is None:
            return
        is_html = self.format == "HTML"
        frappe.sendmail(
            recipients=(self.email_to or "").split(),
            sender=self._sender(),
            subject=self.name,
            message=content if is_html else message_of(self, None),
            attachments=None if is_html else [{"fname": file_name(self), "fcontent": content}],
            reference_doctype=self.doctype,
            reference_name=self.name,
        )

    def _sender(self) -> str | None:
        address = self.sender and frappe.db.get_value("Email Account", self.sender, "email_id")
        return f"{self.sender} <{address}>" if address else None

    def dynamic_date_filters_set(self) -> bool:
        return bool(self.dynamic_date_period and self.from_date_field and self.to_date_field)

    def values(self) -> dict[str, Any]:
        """The filters of a run today."""
        found = parse_object(self.filters, "filters")
        if self.report_type == "Report Builder":
            return found
        if self.dynamic_date_filters_set():
            start, end = dates_of(self.dynamic_date_period, bool(self.use_first_day_of_period))
            found |= {self.from_date_field: start, self.to_date_field: end}
        return found


def check_right_over(user: str) -> None:
    """Raises PermissionError unless it is oneself, or a System Manager asks."""
    if user != frappe.session.user and "System Manager" not in frappe.get_roles():
        frappe.throw(
            _(
                "This report is sent with the rights of another user: only a System Manager can do that"
            ),
            frappe.PermissionError,
        )


# what the desk calls ------------------------------------------------------------------------------


def _permitted(name: str) -> Any:
    """The record, for those who may write it: sending and downloading show what its user may see."""
    doc = frappe.get_doc(DOCTYPE, name)
    doc.check_permission("write")
    check_right_over(doc.user)
    return doc


@frappe.whitelist()
def download(name: str) -> None:
    """The file as it would be sent now."""
    doc = _permitted(name)
    content = doc.get_report_content()
    if content is None:
        frappe.msgprint(_("The report has no rows"))
        return
    frappe.response["filecontent"] = content
    frappe.response["type"] = "download"
    frappe.response["filename"] = file_name(doc)


@frappe.whitelist(methods=["POST", "PUT"])
def send_now(name: str) -> None:
    """Send once more, now."""
    _permitted(name).send()


# what the clock calls -----------------------------------------------------------------------------


def send_daily() -> None:
    """Every day: the daily ones, on workdays those of workdays, on its day a weekly one."""
    weekday = now_datetime().weekday()
    filters = {"enabled": 1, "frequency": ("in", ("Daily", "Weekdays", "Weekly"))}
    for row in frappe.get_all(
        DOCTYPE, filters=filters, fields=["name", "frequency", "day_of_week"]
    ):
        if row.frequency == "Weekdays" and weekday >= WORKDAYS:
            continue
        if row.frequency == "Weekly" and row.day_of_week != DAYS[weekday]:
            continue
        queue(row.name)


def send_monthly() -> None:
    """On the first of the month."""
    for name in frappe.get_all(DOCTYPE, {"enabled": 1, "frequency": "Monthly"}, pluck="name"):
        queue(name)


def queue(name: str) -> None:
    """One job for each report: what fails is tried again and logged, and stops no other."""
    frappe.enqueue(send_queued, queue="long", job_id=f"auto_email_report::{name}", name=name)


def send_queued(name: str) -> None:
    """The job: the record may have been switched off or deleted since."""
    if frappe.db.get_value(DOCTYPE, name, "enabled"):
        frappe.get_doc(DOCTYPE, name).send()
