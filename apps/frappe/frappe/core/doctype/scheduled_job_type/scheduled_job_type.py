"""Work that the clock starts by itself. Hooks of apps and scripts bring the records; an administrator may stop one
or run it now.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from croniter import CroniterError
from ristretto.jobs import rhythm, schedule, scheduled, scheduler
from ristretto.jobs.outbox import is_waiting
from ristretto.web.listing import parse_object

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cstr, get_datetime, now_datetime


class ScheduledJobType(Document):
    """One piece of scheduled work."""

    def autoname(self) -> None:
        """The last two words of the path; a second rhythm of the same method adds its own."""
        short = ".".join(cstr(self.method).split(".")[-2:])
        if not short:
            frappe.throw(_("{0} is required").format(_("Method")), frappe.MandatoryError)
        taken = frappe.db.exists("Scheduled Job Type", short)
        self.name = f"{short}: {self.cron_format or self.frequency}" if taken else short

    def validate(self) -> None:
        if self.frequency != "All":
            self.create_log = 1  # only what runs every few minutes may go without
        if self.frequency != "Cron":
            return
        if not self.cron_format:
            frappe.throw(_("Cron format is required for the frequency Cron"))
        if not rhythm.is_cron(self.cron_format):
            frappe.throw(_("{0} is not a readable cron format").format(self.cron_format))

    def on_trash(self) -> None:
        frappe.db.delete("Scheduled Job Log", {"scheduled_job_type": self.name})

    def enqueue(self, force: bool = False) -> bool:
        """Queue one turn; False when it is not due, or when the last one still waits or runs."""
        return (force or self.is_event_due()) and scheduler.enqueue(self._turn())

    def is_event_due(self, current_time: datetime | None = None) -> bool:
        following = self.get_next_execution()
        return bool(following and following <= (current_time or now_datetime()))

    def is_job_in_queue(self) -> bool:
        return is_waiting(self.rq_job_id)

    @property
    def rq_job_id(self) -> str:
        return scheduler.job_id(self.name)

    @property
    def next_execution(self) -> datetime | None:
        return self.get_next_execution()

    def get_next_execution(self) -> datetime | None:
        """None while nothing can be said: a new record, or an unreadable rhythm."""
        if not self.creation or not self.frequency:
            return None
        try:
            return self._turn().next()
        except CroniterError:
            return None

    def get_queue_name(self) -> str:
        return rhythm.queue_of(self.frequency)

    def execute(self) -> None:
        """One turn, here and now; how it ended is in the log."""
        try:
            scheduled.run(self)
        except Exception:  # the edge of scheduled work: its log row holds the trace
            return
        frappe.db.commit()

    def _turn(self) -> scheduler.Turn:
        last = get_datetime(self.last_execution) if self.last_execution else None
        since = get_datetime(self.creation)
        return scheduler.Turn(self.name, self.method, self.frequency, self.cron_format, last, since)


@frappe.whitelist(methods=["POST"])
def execute_event(doc: str) -> dict[str, Any]:
    """Queue a turn now, whatever the rhythm says."""
    frappe.only_for("System Manager")
    values = parse_object(doc, "doc")
    frappe.get_doc("Scheduled Job Type", cstr(values.get("name"))).enqueue(force=True)
    return values


@frappe.whitelist(methods=["GET"])
@frappe.read_only()
def get_schedule() -> list[dict[str, Any]]:
    """Everything that the clock starts: its last and next turn, how the last ended, whether it waits."""
    frappe.has_permission("Scheduled Job Type", throw=True)
    ended = _last_ends()
    rows = []
    for name in frappe.get_list("Scheduled Job Type", pluck="name", order_by="name asc"):
        doc = frappe.get_doc("Scheduled Job Type", name)
        shown = (
            "name",
            "method",
            "server_script",
            "frequency",
            "cron_format",
            "stopped",
            "last_execution",
        )
        row = {key: doc.get(key) for key in shown}
        row |= {"next_execution": doc.next_execution, "last_status": ended.get(name)}
        rows.append(row | {"waits": doc.is_job_in_queue()})
    return rows


def _last_ends() -> dict[str, str]:
    """{name: status of its newest log row}."""
    logs = frappe.get_list(
        "Scheduled Job Log", ["scheduled_job_type", "status"], order_by="creation asc", limit=2000
    )
    return {log.scheduled_job_type: log.status for log in logs}


def run_scheduled_job(job_type: str, scheduled_job_type: str | None = None) -> None:
    """What the clock queues; `job_type` is the method."""
    scheduled.run_by_name(scheduled_job_type, job_type)


def sync_jobs(hooks: dict[str, Any] | None = None) -> None:
    """Bring the records to `hooks`, or to the hooks of the installed apps."""
    schedule.sync(hooks)
