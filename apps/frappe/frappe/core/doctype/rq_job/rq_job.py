"""Background jobs as records: seen, stopped, run again and removed by System Managers. `ristretto.jobs.registry` knows
them; jobs of other sites are in other databases.
"""

from __future__ import annotations

import json
from typing import Any, NoReturn

from ristretto.document import clock
from ristretto.document.base import BaseDocument
from ristretto.jobs import registry
from ristretto.jobs.outbox import RUN_DOC_METHOD, JobLost

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, evaluate_filters

SCHEDULED = "frappe.core.doctype.scheduled_job_type.scheduled_job_type.run_scheduled_job"
PAGE = 20


class RQJob(Document):
    """One job."""

    def load_from_db(self) -> RQJob:
        frappe.only_for("System Manager")
        job = registry.find(row_id(self.name))
        if job is None:
            _not_found(self.name)
        BaseDocument.__init__(self, {**with_arguments(job), "doctype": "RQ Job"})
        return self

    @staticmethod
    def get_list(args: Any) -> list[Any]:
        start, length = cint(args.get("start")), cint(args.get("page_length")) or PAGE
        found = matching(args)
        if args.get("order_by") and "desc" not in args.order_by.lower():
            found.reverse()
        return [with_arguments(job) for job in found[start : start + length]]

    @staticmethod
    def get_count(args: Any) -> int:
        return len(matching(args))

    @staticmethod
    def get_stats(args: Any) -> dict[str, Any]:
        return {}

    def delete(self, *args: Any, **kwargs: Any) -> None:
        """Forget it; one that runs is stopped first."""
        remove_job(self.name)

    def stop_job(self) -> None:
        stop_job(self.name)

    def db_insert(self, *args: Any, **kwargs: Any) -> None:
        """Jobs come from `frappe.enqueue` alone."""

    def db_update(self, *args: Any, **kwargs: Any) -> None:
        """Nothing of a job can be edited."""


def matching(args: Any) -> list[registry.Seen]:
    """Jobs that meet the filters, the newest first."""
    filters = args.get("filters") or []
    return [job for job in registry.jobs() if evaluate_filters(as_row(job), filters)]


def as_row(job: registry.Seen) -> Any:
    """The fields of one job, but for its arguments."""
    name = f"{frappe.local.site}::{job.id}"
    return frappe._dict(
        name=name,
        job_id=name,
        queue=job.queue,
        job_name=shown_name(job),
        status=job.shown_status,
        started_at=clock.at(job.started) if job.started else None,
        ended_at=clock.at(job.ended) if job.ended else None,
        time_taken=job.ended - job.started if job.ended and job.started else None,
        exc_info=job.error,
        timeout=job.timeout,
        creation=clock.at(job.created),
        modified=clock.at(job.moved),
        _comment_count=0,
        owner=job.user,
        modified_by=job.user,
    )


def with_arguments(job: registry.Seen) -> Any:
    row = as_row(job)
    called = {"site": frappe.local.site, "user": job.user, "method": job.method}
    row.arguments = frappe.as_json({**called, "kwargs": kwargs_of(job)})
    return row


def shown_name(job: registry.Seen) -> str:
    """The method; of scheduled work and methods of documents, the one that is meant."""
    kwargs = kwargs_of(job) if job.method in (SCHEDULED, RUN_DOC_METHOD) else None
    if not isinstance(kwargs, dict):
        return job.method
    if job.method == SCHEDULED:
        return str(kwargs.get("job_type") or job.method)
    return f"{kwargs.get('doctype')}.{kwargs.get('doc_method')}"


def kwargs_of(job: registry.Seen) -> Any:
    """The arguments as they lie in the row, readable or not."""
    try:
        return json.loads(job.packed)
    except ValueError:
        return job.packed


def row_id(name: str) -> str:
    """`site::id` or the id alone."""
    return str(name).removeprefix(f"{frappe.local.site}::")


@frappe.whitelist(methods=["POST"])
@frappe.read_only()  # the job may hold the write lock: it is told first, and the row written afterwards
def stop_job(job_id: str) -> None:
    """Cancel a job that waits; end one that runs, nothing of what it did is kept."""
    frappe.only_for("System Manager")
    if not registry.stop(row_id(job_id)):
        frappe.msgprint(_("This job neither waits nor runs"), title=_("Invalid Operation"))


@frappe.whitelist(methods=["POST"])
def retry_job(job_id: str) -> None:
    """Run an ended job once more."""
    frappe.only_for("System Manager")
    if registry.retry(row_id(job_id)):
        return
    if registry.find(row_id(job_id)) is None:
        _not_found(job_id)
    frappe.throw(_("This job has not ended yet"))


@frappe.whitelist(methods=["POST", "DELETE"])
def remove_job(job_id: str) -> None:
    """Forget a job; one that runs is to be stopped first."""
    frappe.only_for("System Manager")
    try:
        registry.remove(row_id(job_id))
    except JobLost:
        frappe.throw(_("This job is running: stop it first"))


@frappe.whitelist(methods=["POST", "DELETE"])
def remove_failed_jobs() -> None:
    frappe.only_for("System Manager")
    registry.remove_failed()


def get_all_queued_jobs() -> list[Any]:
    """Rows of what waits."""
    return [as_row(job) for job in registry.jobs(statuses=("queued", "scheduled"))]


def _not_found(name: str) -> NoReturn:
    frappe.throw(_("{0} {1} not found").format(_("RQ Job"), name), frappe.DoesNotExistError)
