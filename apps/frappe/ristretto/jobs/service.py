"""Decides what the job process does until it is told to stop: work on queued jobs, and keep the clock beside it."""

from __future__ import annotations

import logging
import os
import signal
import threading
from pathlib import Path

from ristretto.context import Site
from ristretto.db.connect import connected
from ristretto.errors import DatabaseUnavailable, Error, ValidationError
from ristretto.jobs import liveness, redis_queue, registry
from ristretto.jobs.scheduler import tick
from ristretto.jobs.worker import POLL_SECONDS, run_next

TICK_SECONDS = 60.0
STUCK = 70  # exit code
log = logging.getLogger("ristretto.jobs")


def run_until_stopped(sites_path: Path, names: list[str]) -> int:
    """Jobs in this thread, the clock in another; a job in hand ends before the process does."""
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda _number, _frame: stop.set())
    sites = [Site(name, sites_path) for name in names]
    clock = threading.Thread(target=tick_forever, args=(sites, stop), name="clock", daemon=True)
    clock.start()
    try:
        work_forever(sites, stop)
    except ValidationError as error:
        log.error("no jobs are worked on: %s", error)
        return 1
    return 0


def work_forever(
    sites: list[Site],
    stop: threading.Event,
    queues: tuple[str, ...] = (),
    *,
    burst: bool = False,
) -> None:
    """Run jobs until told to stop, or with `burst` until none is left; a site in trouble is left for a while.

    Raises ValidationError where the configuration names a Redis and the packages for it are missing.
    """
    for site in sites:
        liveness.own_mark(site, queues)
    if sites and redis_queue.address(sites[0].conf):
        redis_queue.demand_packages()
        from ristretto.jobs import rq_worker

        rq_worker.work(sites, stop, queues, burst=burst, last_resort=give_up)
        return
    while not stop.is_set():
        ran = [_work(site, queues) for site in sites]
        if any(ran):
            continue
        if burst:
            return
        stop.wait(POLL_SECONDS)


def tick_forever(sites: list[Site], stop: threading.Event) -> None:
    seconds = float(os.environ.get("SCHEDULER_TICK") or TICK_SECONDS)
    while not stop.is_set():
        for site in sites:
            _tick(site)
        stop.wait(seconds)


def give_up() -> None:
    """End the process: a job did not stop. The supervisor starts another, and the job is tried again."""
    log.error("a job did not stop at its time limit; its process ends")
    os._exit(STUCK)


def rests(site: Site) -> bool:
    """A site that is being updated runs no jobs: the update may be undone, and what they wrote would be lost."""
    site.refresh_conf()
    return bool(site.conf.maintenance_mode)


def _work(site: Site, queues: tuple[str, ...]) -> bool:
    if rests(site):
        return False
    try:
        return run_next(site, queues, last_resort=give_up)
    except DatabaseUnavailable as error:
        # Process edge: the database of one site is away; the others go on, and this one is tried again.
        log.error("jobs of %s wait: %s", site.name, error)
        return False
    except Error:
        # Process edge, as above.
        log.exception("jobs of %s", site.name)
        return False


def _tick(site: Site) -> None:
    try:
        with connected(site):
            tick()
            registry.forget_old()
    except DatabaseUnavailable as error:
        log.error("clock of %s waits: %s", site.name, error)
    except Error:
        # Process edge, as above.
        log.exception("clock of %s", site.name)
