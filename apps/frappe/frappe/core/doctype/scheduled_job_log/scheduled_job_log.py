"""One turn of scheduled work; `ristretto.jobs.scheduled` writes it."""

from __future__ import annotations

import frappe
from frappe.model.document import Document
from frappe.utils import add_days, now_datetime


class ScheduledJobLog(Document):
    """One turn."""

    @staticmethod
    def clear_old_logs(days: int = 90) -> None:
        oldest = add_days(now_datetime(), -days)
        frappe.db.delete("Scheduled Job Log", {"creation": ("<", oldest)})


def on_doctype_update() -> None:
    frappe.db.add_index("Scheduled Job Log", ["scheduled_job_type", "status"])
