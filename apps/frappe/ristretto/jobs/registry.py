"""Decides what can be seen of jobs and done to them: list, stop, run again, remove, forget."""

from __future__ import annotations

import json
import time
from collections import Counter
from dataclasses import dataclass

from ristretto.context import current
from ristretto.jobs import liveness, redis_queue
from ristretto.jobs.job_table import (
    CANCELED,
    FAILED,
    FINISHED,
    OPEN,
    QUEUED,
    STARTED,
    TABLE,
    make_table,
)
from ristretto.jobs.outbox import JobLost

RETRYING = "scheduled"  # queued, but not before some moment: another try
STATUSES = (QUEUED, STARTED, FAILED, FINISHED, "deferred", RETRYING, CANCELED)
FINISHED_SECONDS = 10 * 60
FAILED_SECONDS = 7 * 24 * 60 * 60
FAILED_LIMIT = FINISHED_LIMIT = 1000
_ENDED = (FINISHED, FAILED, CANCELED)


@dataclass(frozen=True)
class Seen:
    """One job; moments in seconds since 1970."""

    id: str
    queue: str
    method: str
    packed: str
    user: str
    status: str
    attempts: int
    timeout: int
    lease: float
    created: float
    started: float | None
    ended: float | None
    error: str | None
    worker: str | None

    @property
    def shown_status(self) -> str:
        is_later = self.status == QUEUED and self.lease > time.time()
        return RETRYING if is_later else self.status

    @property
    def moved(self) -> float:
        """When something happened to it last."""
        return max(self.created, self.started or 0, self.ended or 0)


def jobs(queues: tuple[str, ...] = (), statuses: tuple[str, ...] = STATUSES) -> list[Seen]:
    """What is kept, in the order in which something happened, the newest first."""
    make_table()
    rows = current().db.execute(_SELECT)
    seen = [Seen(*row) for row in rows]
    wanted = [
        job for job in seen if job.shown_status in statuses and (not queues or job.queue in queues)
    ]
    return sorted(wanted, key=lambda job: (job.moved, job.id), reverse=True)


def find(identifier: str) -> Seen | None:
    make_table()
    rows = current().db.execute(f"{_SELECT} WHERE `id` = ?", (identifier,))
    return Seen(*rows[0]) if rows else None


_SELECT = (
    "SELECT `id`, `queue`, `method`, `arguments`, `user`, `status`, `attempts`, `timeout`, `lease`, "
    f"`created`, `started`, `ended`, `error`, `worker` FROM `{TABLE}`"
)


def stop(identifier: str) -> bool:
    """Cancel a job that waits or runs; False when it does neither. In a transaction of its own.

    A running one hears of it before the row is written: it may hold the write lock. Nothing that it wrote is kept,
    because its worker does not hold it any more.
    """
    job = find(identifier)
    if job is None or job.status not in (QUEUED, STARTED):
        return False
    liveness.ask_to_stop(current().site, job.worker, identifier)
    db = current().db
    db.rollback()
    db.begin("write")
    db.execute(
        f"UPDATE `{TABLE}` SET `status` = ?, `ended` = ?, `lease` = 0 WHERE `id` = ? AND {OPEN}",
        (CANCELED, time.time(), identifier),
    )
    db.commit()
    return True


def retry(identifier: str) -> bool:
    """Queue an ended job once more, with all its tries; False when it has not ended."""
    job = find(identifier)
    if job is None or job.status not in _ENDED:
        return False
    current().db.execute(
        f"UPDATE `{TABLE}` SET `status` = ?, `attempts` = 0, `lease` = 0, `error` = NULL, "
        "`created` = ?, `started` = NULL, `ended` = NULL, `worker` = NULL WHERE `id` = ?",
        (QUEUED, time.time(), identifier),
    )
    redis_queue.tell_after_commit(redis_queue.Due(identifier, job.queue, job.timeout, 0))
    return True


def remove(identifier: str) -> None:
    """Forget a job. Raises JobLost while a worker has it in hand: stop it first."""
    make_table()
    job = find(identifier)
    if job and job.status == STARTED:
        raise JobLost(f"{identifier} is running")
    current().db.execute(f"DELETE FROM `{TABLE}` WHERE `id` = ?", (identifier,))


def remove_failed() -> int:
    make_table()
    return int(current().db.rowcount(f"DELETE FROM `{TABLE}` WHERE `status` = ?", (FAILED,)))


def forget_old() -> int:
    """Drop what ended long ago and what is too much; how many. In a transaction of its own."""
    make_table()
    conf, moment, db = current().conf, time.time(), current().db
    limits = (
        (FINISHED, conf.rq_results_ttl or FINISHED_SECONDS, FINISHED_LIMIT),
        (CANCELED, conf.rq_results_ttl or FINISHED_SECONDS, FINISHED_LIMIT),
        (
            FAILED,
            conf.rq_job_failure_ttl or FAILED_SECONDS,
            conf.rq_failed_jobs_limit or FAILED_LIMIT,
        ),
    )
    old: list[tuple[str]] = []
    for status, seconds, limit in limits:
        rows = db.execute(
            f"SELECT `id`, `ended` FROM `{TABLE}` WHERE `status` = ? ORDER BY `ended` DESC, `id`",
            (status,),
        )
        old += [
            (identifier,)
            for number, (identifier, ended) in enumerate(rows)
            if number >= int(limit) or (ended or 0) < moment - float(seconds)
        ]
    if old:
        db.begin("write")
        db.executemany(
            f"DELETE FROM `{TABLE}` WHERE `id` = ? AND `status` NOT IN ('{QUEUED}', '{STARTED}')",
            old,
        )
        db.commit()
    return len(old)


def by_status() -> Counter[str]:
    """{status: jobs}."""
    make_table()
    rows = current().db.execute(f"SELECT `status`, COUNT(*) FROM `{TABLE}` GROUP BY `status`")
    return Counter(dict(rows))


def pending() -> list[tuple[str, str]]:
    """(queue, method) of every job that waits."""
    make_table()
    rows = current().db.execute(
        f"SELECT `queue`, `method` FROM `{TABLE}` WHERE `status` = 'queued'"
    )
    return [(str(queue), str(method)) for queue, method in rows]


def purge(queue: str | None = None, methods: list[str] | None = None) -> int:
    """Drop what waits, of one queue or of these methods; how many."""
    make_table()
    rows = current().db.execute(
        f"SELECT `id`, `queue`, `method`, `arguments` FROM `{TABLE}` WHERE `status` = 'queued'"
    )
    chosen = [
        (identifier,)
        for identifier, place, method, packed in rows
        if (not queue or place == queue) and (methods is None or _calls(method, packed) in methods)
    ]
    current().db.executemany(
        f"DELETE FROM `{TABLE}` WHERE `id` = ? AND `status` = 'queued'", chosen
    )
    return len(chosen)


def _calls(method: str, packed: str) -> str:
    """The method, or the one that a turn of the clock is for."""
    if not method.endswith(".run_scheduled_job"):
        return method
    return str(json.loads(packed).get("job_type"))
