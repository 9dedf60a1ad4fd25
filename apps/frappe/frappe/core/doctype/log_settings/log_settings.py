"""Decides how long logs are kept. Only kinds of record that are logs can be cleared."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.base_document import get_controller
from frappe.model.document import Document
from frappe.utils import add_days, cint, now_datetime

# DocType -> days that a new site keeps it
DEFAULTS = {
    "Error Log": 30,
    "Activity Log": 90,
    "Email Queue": 30,
    "Notification Log": 180,
    "Prepared Report": 30,
    "Reminder": 30,
    "Scheduled Job Log": 90,
    "Webhook Request Log": 30,
}


class LogSettings(Document):
    """Days for each kind of log."""

    def validate(self) -> None:
        self.remove_unsupported()
        seen: set[str] = set()
        for row in self.logs_to_clear:
            if row.ref_doctype in seen:
                frappe.throw(_("Row {0}: {1} has a row already").format(row.idx, row.ref_doctype))
            if cint(row.days) <= 0:
                frappe.throw(
                    _("Row {0} ({1}): keep logs for one day at least").format(
                        row.idx, row.ref_doctype
                    )
                )
            seen.add(row.ref_doctype)

    def remove_unsupported(self) -> None:
        for row in list(self.logs_to_clear):
            if row.ref_doctype not in supported():
                self.remove(row)

    def add_default_logtypes(self) -> None:
        present = {row.ref_doctype for row in self.logs_to_clear}
        for doctype, days in supported().items():
            if doctype not in present and frappe.db.exists("DocType", doctype):
                self.append("logs_to_clear", {"ref_doctype": doctype, "days": cint(days)})

    def clear_logs(self) -> None:
        for row in self.logs_to_clear:
            clear(row.ref_doctype, cint(row.days))


def clear(doctype: str, days: int) -> None:
    """By the controller where it knows how (records with files), else by their creation."""
    controller = get_controller(doctype)
    if hasattr(controller, "clear_old_logs"):
        controller.clear_old_logs(days=days)
        return
    frappe.db.delete(doctype, {"creation": ("<", add_days(now_datetime(), -days))})


def supported() -> dict[str, int]:
    """Kinds of log of the framework and of the apps (hook `default_log_clearing_doctypes`)."""
    hooked = frappe.get_hooks("default_log_clearing_doctypes") or {}
    return DEFAULTS | {
        doctype: days[-1] if isinstance(days, list) else days for doctype, days in hooked.items()
    }


def run_log_clean_up() -> None:
    """Daily: drop what is older than the settings say."""
    settings = frappe.get_doc("Log Settings")
    settings.remove_unsupported()
    settings.add_default_logtypes()
    settings.save()
    settings.clear_logs()
