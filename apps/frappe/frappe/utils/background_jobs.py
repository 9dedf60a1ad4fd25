"""Work done later: the public names over the engine's outbox, which commits with the caller."""

from __future__ import annotations

from typing import Any

from ristretto.context import current
from ristretto.jobs import redis_queue, registry, workers
from ristretto.jobs.outbox import enqueue as enqueue
from ristretto.jobs.outbox import enqueue_doc as enqueue_doc
from ristretto.jobs.outbox import is_waiting, queue_timeouts
from ristretto.jobs.outbox import run_doc_method as run_doc_method

import frappe
from frappe import _

RQ_JOB_FAILURE_TTL = registry.FAILED_SECONDS
RQ_FAILED_JOBS_LIMIT = registry.FAILED_LIMIT
RQ_RESULTS_TTL = registry.FINISHED_SECONDS


def is_job_enqueued(job_id: str) -> bool:
    """Whether a job of this id waits or runs."""
    return is_waiting(job_id)


def get_job_status(job_id: str) -> str | None:
    """`queued`, `started`, `finished`, `failed` …; None for a job that is not known (any more)."""
    job = registry.find(job_id)
    return job.shown_status if job else None


def get_job(job_id: str) -> Any:
    """The job as a record (RQ Job without its rules), None when it is not known."""
    from frappe.core.doctype.rq_job.rq_job import with_arguments

    job = registry.find(job_id)
    return with_arguments(job) if job else None


def create_job_id(job_id: str | None = None) -> str:
    """The name that RQ Job has for a job."""
    return f"{frappe.local.site}::{job_id or frappe.generate_hash(length=32)}"


def get_jobs(
    site: str | None = None, queue: str | None = None, key: str = "method"
) -> dict[str, list[Any]]:
    """Methods (or ids, with `key="id"`; or values of an argument) of what waits or runs, by site."""
    from frappe.core.doctype.rq_job.rq_job import kwargs_of

    found: list[Any] = []
    for job in registry.jobs(statuses=("queued", "started", "scheduled")):
        if queue not in (None, job.queue):
            continue
        values = {"method": job.method, "id": job.id, "user": job.user}
        arguments = {} if key in values else kwargs_of(job)
        if key in values:
            found.append(values[key])
        elif isinstance(arguments, dict) and key in arguments:
            found.append(arguments[key])
    return {frappe.local.site: found}


def get_queues_timeout() -> dict[str, int]:
    """{queue: seconds that a job of it may take}."""
    return queue_timeouts()


def get_queue_list(queue_list: Any = None, build_queue_name: bool = False) -> list[str]:
    """Names of the queues; a name that is none is refused."""
    known = list(queue_timeouts())
    chosen = [queue_list] if isinstance(queue_list, str) else list(queue_list or known)
    for queue in chosen:
        validate_queue(queue, known)
    return [generate_qname(queue) for queue in chosen] if build_queue_name else chosen


def validate_queue(queue: str, default_queue_list: list[str] | None = None) -> None:
    known = default_queue_list or list(queue_timeouts())
    if queue not in known:
        frappe.throw(_("Queue should be one of {0}").format(", ".join(known)))


def generate_qname(qtype: str) -> str:
    """The name of a queue on Redis."""
    return redis_queue.queue_name(current().site, qtype)


def get_workers(queue: Any = None) -> list[workers.Worker]:
    """Workers that may take jobs of this site."""
    found = workers.working()
    return [each for each in found if not queue or not each.queues or queue in each.queues]


def truncate_failed_registry(*args: Any) -> None:
    """Failed jobs beyond the limit are forgotten by the clock (`ristretto.jobs.registry`)."""
