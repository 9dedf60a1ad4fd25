"""Work done later: the public names over the engine's outbox, which commits with the caller."""

from __future__ import annotations

from typing import Any

from ristretto.context import current
from ristretto.jobs.outbox import enqueue as enqueue
from ristretto.jobs.outbox import enqueue_doc as enqueue_doc
from ristretto.jobs.outbox import is_waiting, make_table
from ristretto.jobs.outbox import run_doc_method as run_doc_method


def is_job_enqueued(job_id: str) -> bool:
    """Whether a job of this id waits or runs."""
    return is_waiting(job_id)


def get_jobs(
    site: str | None = None, queue: str | None = None, key: str = "method"
) -> dict[str, list[Any]]:
    """Methods (or ids, with `key="id"`) that wait or run, by site."""
    make_table()
    column = "id" if key == "id" else "method"
    rows = current().db.execute(
        f"SELECT `{column}`, `queue` FROM `ristretto_job` WHERE `status` IN ('queued', 'started')"
    )
    return {current().site.name: [name for name, place in rows if queue in (None, place)]}


def get_queue_list(queue_list: Any = None, build_queue_name: bool = False) -> list[str]:
    """Names of the queues."""
    known = ["short", "default", "long", *(current().conf.get("workers") or {})]
    if not queue_list:
        return known
    return [queue_list] if isinstance(queue_list, str) else list(queue_list)


def truncate_failed_registry(*args: Any) -> None:
    """Finished and failed jobs are removed when their id is used again.

    There is no registry to cut.
    """
