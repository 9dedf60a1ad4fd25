"""Processes that work on background jobs, as records that can be looked at."""

from __future__ import annotations

from typing import Any

from ristretto.document import clock
from ristretto.document.base import BaseDocument
from ristretto.jobs import workers

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint

PAGE = 20


class RQWorker(Document):
    """One process."""

    def load_from_db(self) -> RQWorker:
        frappe.only_for("System Manager")
        found = [worker for worker in workers.working() if worker.name == self.name]
        if not found:
            text = _("{0} {1} not found").format(_("RQ Worker"), self.name)
            frappe.throw(text, frappe.DoesNotExistError)
        BaseDocument.__init__(self, {**as_row(found[0]), "doctype": "RQ Worker"})
        return self

    @staticmethod
    def get_list(args: Any) -> list[Any]:
        start, length = cint(args.get("start")), cint(args.get("page_length")) or PAGE
        return [as_row(worker) for worker in workers.working()[start : start + length]]

    @staticmethod
    def get_count(args: Any) -> int:
        return len(workers.working())

    @staticmethod
    def get_stats(args: Any) -> dict[str, Any]:
        return {}

    def db_insert(self, *args: Any, **kwargs: Any) -> None:
        """A worker is started, not written."""

    def db_update(self, *args: Any, **kwargs: Any) -> None:
        """Nothing of a worker can be edited."""

    def delete(self, *args: Any, **kwargs: Any) -> None:
        """A worker ends by itself or by its supervisor."""


def as_row(worker: workers.Worker) -> Any:
    """The fields of one worker."""
    queues = worker.queues or ("short", "default", "long")
    seen = clock.at(worker.seen)
    return frappe._dict(
        name=worker.name,
        worker_name=worker.name,
        queue=", ".join(queues),
        queue_type=",".join(queues),
        status="busy" if worker.job else "idle",
        pid=worker.pid,
        current_job_id=f"{frappe.local.site}::{worker.job}" if worker.job else None,
        last_heartbeat=seen,
        birth_date=clock.at(worker.born),
        successful_job_count=worker.done,
        failed_job_count=worker.failed,
        total_working_time=worker.worked,
        utilization_percent=worker.utilisation,
        _comment_count=0,
        modified=seen,
        creation=clock.at(worker.born),
    )
