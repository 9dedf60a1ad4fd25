"""Decides how RQ on Redis is told of jobs, where the configuration names one (`redis_queue`).

The row of the outbox stays the truth: it commits with the document, and whoever works on it claims it there. RQ
carries the site and the id of a row to a worker, nothing else; what is lost on the way is told again
(`tell_due`), what arrives twice finds nothing to claim. docs/decisions/0015-jobs-on-redis.md.
"""

from __future__ import annotations

import hashlib
import logging
import os
import time
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from ristretto.context import Context, Site, current
from ristretto.context.attrdict import AttrDict
from ristretto.errors import ValidationError
from ristretto.jobs.job_table import TABLE, make_table

if TYPE_CHECKING:
    from redis import Redis
    from rq import Queue

ADDRESS = "FRAPPE_REDIS_QUEUE"
BATCH = 200
FRESH_SECONDS = 2.0  # so long a committed row may be on its way
CONNECT_SECONDS, ANSWER_SECONDS = 1.0, 5.0
MARGIN = 60  # RQ gives a job up this long after its time limit, which the worker itself keeps
PACKAGES = ("redis", "rq")
log = logging.getLogger("ristretto.jobs")


@dataclass(frozen=True)
class Due:
    """A row that a worker shall hear of."""

    id: str
    queue: str
    timeout: int
    attempts: int
    at_front: bool = False

    def rq_id(self, site: Site) -> str:
        """RQ takes letters and digits. Another one for each try: RQ still tidies up after the last."""
        known = f"{site.name}::{self.id}:{self.attempts}"
        return hashlib.sha256(known.encode()).hexdigest()[:32]


def address(conf: AttrDict) -> str | None:
    """The address of the Redis of the queue; None where jobs are embedded."""
    return os.environ.get(ADDRESS) or conf.redis_queue or None


def is_used() -> bool:
    return address(current().conf) is not None


def has_packages() -> bool:
    """Whether the extra `redis` is installed, which only benches with a Redis need."""
    return all(find_spec(name) for name in PACKAGES)


def demand_packages() -> None:
    if not has_packages():
        raise ValidationError(
            "redis_queue is set, and the packages that it needs are not installed:"
            " env/bin/pip install -r requirements-redis.lock, or remove redis_queue from the configuration"
        )


@lru_cache(maxsize=8)
def _client(url: str, _process: int) -> Redis:
    from redis import Redis

    return Redis.from_url(
        url, socket_connect_timeout=CONNECT_SECONDS, socket_timeout=ANSWER_SECONDS
    )


def connection(conf: AttrDict) -> Redis:
    """A connection of this process; for short questions."""
    url = address(conf)
    assert url is not None
    return _client(url, os.getpid())


def answers() -> bool:
    try:
        return bool(connection(current().conf).ping())
    except _away():
        return False


def bench_id(site: Site) -> str:
    """What tells this bench's queues from those of others on the same Redis; several hosts name one in `bench_id`."""
    place = hashlib.sha256(str(site.sites_path).encode()).hexdigest()[:12]
    return str(site.conf.bench_id or f"bench-{place}")


def queue_name(site: Site, queue: str) -> str:
    return f"{bench_id(site)}:{queue}"


def rq_queue(site: Site, queue: str) -> Queue:
    from rq import Queue
    from rq.serializers import JSONSerializer

    return Queue(
        queue_name(site, queue), connection=connection(site.conf), serializer=JSONSerializer
    )


def _away() -> tuple[type[Exception], ...]:
    """What says that Redis cannot be asked: it does not answer, or the packages of the extra are missing."""
    try:
        from redis.exceptions import RedisError
    except ModuleNotFoundError:
        return (ModuleNotFoundError,)
    return (RedisError, ModuleNotFoundError)


# telling ---------------------------------------------------------------------------------------


def tell_after_commit(job: Due) -> None:
    """One message for all jobs of a transaction; nothing where jobs are embedded."""
    if not is_used():
        return
    context = current()
    waiting: list[Due] = context.flags.setdefault("untold_jobs", [])
    if not waiting:
        context.db.after_commit.add(lambda: _tell_all(context))
        context.db.after_rollback.add(waiting.clear)
    waiting.append(job)


def _tell_all(context: Context) -> None:
    waiting: list[Due] = context.flags.untold_jobs
    told = list(waiting)
    waiting.clear()
    tell(context.site, told)


def tell(site: Site, jobs: Iterable[Due]) -> int:
    """Put jobs on their queues; how many. A Redis that is away is a line in the log: `tell_due` comes back to them."""
    told = 0
    try:
        for job in jobs:
            _put(site, job)
            told += 1
    except _away() as error:
        log.warning("jobs of %s wait for Redis: %s", site.name, error)
    return told


def _put(site: Site, job: Due) -> None:
    rq_queue(site, job.queue).enqueue_call(
        "ristretto.jobs.rq_worker.act",
        kwargs={"site": site.name, "id": job.id},
        timeout=job.timeout + MARGIN,
        result_ttl=0,
        failure_ttl=MARGIN,
        description=f"{site.name}::{job.id}",
        job_id=job.rq_id(site),
        at_front=job.at_front,
    )


def tell_due() -> int:
    """Tell of committed rows that RQ does not hold: told by nobody, lost with Redis, or due for another try."""
    site, jobs = current().site, due_rows()
    try:
        return tell(site, _unknown(site, jobs)) if jobs else 0
    except _away() as error:
        log.warning("jobs of %s wait for Redis: %s", site.name, error)
        return 0


def due_rows() -> list[Due]:
    """The oldest rows that wait for a worker."""
    make_table()
    moment = time.time()
    rows = current().db.execute(
        f"SELECT `id`, `queue`, `timeout`, `attempts`, `position` FROM `{TABLE}` "
        "WHERE `status` = 'queued' AND `lease` <= ? AND `created` <= ? "
        "ORDER BY `position`, `created`, `id` LIMIT ?",
        (moment, moment - FRESH_SECONDS, BATCH),
    )
    return [
        Due(name, queue, timeout, attempts, at_front=position < 0)
        for name, queue, timeout, attempts, position in rows
    ]


def _unknown(site: Site, jobs: list[Due]) -> list[Due]:
    from rq.job import Job, JobStatus
    from rq.serializers import JSONSerializer

    found: list[Any] = Job.fetch_many(
        [job.rq_id(site) for job in jobs],
        connection=connection(site.conf),
        serializer=JSONSerializer,
    )
    held = (JobStatus.QUEUED, JobStatus.STARTED)
    return [
        job
        for job, known in zip(jobs, found, strict=True)
        if known is None or known.get_status(refresh=False) not in held
    ]
