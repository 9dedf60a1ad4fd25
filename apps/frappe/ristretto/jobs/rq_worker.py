"""Decides how jobs are worked on where RQ on Redis brings them: by the row, in this process, as embedded ones are.

What comes from Redis is a site and an id in JSON; no function named there is called and nothing is unpickled. A
thread beside the worker tells RQ of what was lost on the way, so any worker that lives mends the queue.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from redis import Redis
from redis.exceptions import RedisError
from rq import Queue, SimpleWorker
from rq.job import Job
from rq.serializers import JSONSerializer
from rq.timeouts import BaseDeathPenalty

from ristretto.context import Site
from ristretto.db.connect import connected
from ristretto.errors import DatabaseUnavailable, Error
from ristretto.jobs import outbox, redis_queue, worker

TELL_SECONDS = 2.0
AWAY_SECONDS = 5.0
log = logging.getLogger("ristretto.jobs")


class RowJob(Job):
    """A message of RQ; what it does is the worker's business."""

    act: Callable[[], Any]

    def perform(self) -> Any:
        return self.act()


class OwnLimit(BaseDeathPenalty):
    """The time limit of a job is kept where it runs (`worker.py`), without RQ's alarm."""

    def setup_death_penalty(self) -> None: ...
    def cancel_death_penalty(self) -> None: ...


class RowWorker(SimpleWorker):
    """One worker of RQ for the sites of a bench."""

    job_class = RowJob
    death_penalty_class = OwnLimit

    def __init__(
        self, sites: list[Site], queues: tuple[str, ...], last_resort: Callable[[], Any] | None
    ) -> None:
        self._sites = {site.name: site for site in sites}
        self._last_resort = last_resort
        first = sites[0]
        with connected(first):
            names = queues or tuple(outbox.queue_timeouts())
        connection = Redis.from_url(str(redis_queue.address(first.conf)))
        super().__init__(
            [redis_queue.queue_name(first, name) for name in names],
            connection=connection,
            serializer=JSONSerializer,
        )

    def subscribe(self) -> None:
        """No orders by Redis: whoever reaches it could end workers. Stopping a job goes by its row."""

    def execute_job(self, job: Job, queue: Queue) -> None:
        assert isinstance(job, RowJob)
        job.act = lambda: self._act(**job.kwargs)
        super().execute_job(job, queue)

    def _act(self, site: str, id: str) -> None:
        found = self._sites.get(site) or self._appeared(site)
        if found is None:
            log.warning("a job of the unknown site %s is left", site)
            return
        found.refresh_conf()
        if found.conf.maintenance_mode:
            return  # the row waits, and is told again
        try:
            worker.run_row(found, id, self._last_resort)
        except Error as error:
            # Process edge: one site is in trouble; the row waits, and is told again.
            log.error("jobs of %s wait: %s", site, error)

    def _appeared(self, name: str) -> Site | None:
        """A site that was made after this worker began."""
        folder: Path = next(iter(self._sites.values())).sites_path
        known = {path.parent.name for path in folder.glob("*/site_config.json")}
        if name not in known:
            return None
        self._sites[name] = Site(name, folder)
        return self._sites[name]


def work(
    sites: list[Site],
    stop: threading.Event,
    queues: tuple[str, ...] = (),
    *,
    burst: bool = False,
    last_resort: Callable[[], Any] | None = None,
) -> None:
    """Until told to stop, or with `burst` until nothing is left. A Redis that is away is waited for."""
    if burst:
        while mend(sites) or RowWorker(sites, queues, last_resort).work(
            burst=True, logging_level="WARNING"
        ):
            continue
        return
    mender = threading.Thread(target=_mend_forever, args=(sites, stop), name="mender", daemon=True)
    mender.start()
    while not stop.is_set():
        try:
            RowWorker(sites, queues, last_resort).work(logging_level="WARNING")
            stop.set()  # it was told to; RQ listens to the signals itself
        except RedisError as error:
            log.error("the worker waits for Redis: %s", error)
            stop.wait(AWAY_SECONDS)


def _mend_forever(sites: list[Site], stop: threading.Event) -> None:
    while not stop.is_set():
        mend(sites)
        stop.wait(TELL_SECONDS)


def mend(sites: list[Site]) -> int:
    """Give back what dead workers hold and tell RQ of what it does not know; how many jobs were told."""
    return sum(_mend(site) for site in sites)


def _mend(site: Site) -> int:
    try:
        with connected(site) as context:
            outbox.give_back()
            context.db.commit()  # a column that an earlier version's table lacked
            return redis_queue.tell_due()
    except DatabaseUnavailable as error:
        log.error("jobs of %s wait: %s", site.name, error)
    except Error:
        # Process edge: one site is in trouble, the others go on.
        log.exception("jobs of %s", site.name)
    return 0
