"""Decides what is seen of workers: those of this machine by their files, with RQ those that Redis knows."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ristretto.context import Site, current
from ristretto.jobs import liveness, redis_queue


@dataclass(frozen=True)
class Worker:
    """One worker; moments in seconds since 1970."""

    name: str
    pid: int
    queues: tuple[str, ...]
    job: str | None
    born: float
    seen: float
    done: int
    failed: int
    worked: float

    @property
    def utilisation(self) -> float:
        """Per cent of its life that it worked."""
        return 100 * self.worked / max(time.time() - self.born, 0.001)


def working() -> list[Worker]:
    """The workers that may take jobs of this site, the eldest first."""
    site = current().site
    found = _known_to_rq(site) if redis_queue.is_used() else _of_this_machine(site)
    return sorted(found, key=lambda worker: (worker.born, worker.name))


def _of_this_machine(site: Site) -> list[Worker]:
    return [
        Worker(
            f"{os.uname().nodename}.{facts.pid}.{name}",
            facts.pid,
            tuple(facts.queues),
            facts.job,
            facts.born,
            time.time(),  # whoever holds a lock lives
            facts.done,
            facts.failed,
            facts.worked,
        )
        for name, facts in liveness.living(site).items()
    ]


def _known_to_rq(site: Site) -> list[Worker]:
    from redis.exceptions import RedisError
    from rq import Worker as RqWorker

    try:
        known = RqWorker.all(connection=redis_queue.connection(site.conf))
    except RedisError:
        return []
    own = f"{redis_queue.bench_id(site)}:"
    return [
        _seen(site, each) for each in known if any(q.startswith(own) for q in each.queue_names())
    ]


def _seen(site: Site, worker: Any) -> Worker:
    return Worker(
        worker.name,
        int(worker.pid or 0),
        tuple(name.rpartition(":")[2] for name in worker.queue_names()),
        _row_of(site, worker.get_current_job_id()),
        _seconds(worker.birth_date),
        _seconds(worker.last_heartbeat),
        int(worker.successful_job_count),
        int(worker.failed_job_count),
        float(worker.total_working_time),
    )


def _row_of(site: Site, rq_id: str | None) -> str | None:
    """The id of the row behind a message of RQ; None for those of other sites."""
    if not rq_id:
        return None
    found: Any = redis_queue.connection(site.conf).hget(f"rq:job:{rq_id}", "description")
    name, _colons, identifier = (found or b"").decode().partition("::")
    return identifier if name == site.name else None


def _seconds(moment: datetime | None) -> float:
    return moment.timestamp() if moment else time.time()
