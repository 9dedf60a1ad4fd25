"""Decides how the WSGI application is put on the network: Granian, few threads, jobs beside it when asked.

Granian starts its processes anew and imports `make_application` there; what it must know travels in the
environment.
"""

from __future__ import annotations

import logging
import os
import threading
from importlib import import_module
from pathlib import Path
from typing import Any

from ristretto.context import Site
from ristretto.db.connect import connected
from ristretto.errors import Error
from ristretto.jobs.scheduler import tick
from ristretto.jobs.worker import run_next
from ristretto.site.config import site_names

SITES = "RISTRETTO_SITES_PATH"
SITE = "RISTRETTO_SITE"
WORKER = "RISTRETTO_WORKER"
PROXY = "USE_PROXY"
TICK_SECONDS = 60.0
STOP_SECONDS = (
    3  # a worker that does not end by itself in this time is killed; nothing acknowledged is lost
)
log = logging.getLogger("ristretto.jobs")


def run_server(
    sites_path: Path,
    *,
    site: str | None,
    host: str,
    port: int,
    workers: int,
    threads: int,
    with_worker: bool,
    proxy: bool,
) -> None:
    """Serve until the process is told to stop."""
    from granian import Granian
    from granian.constants import Interfaces

    os.environ[SITES] = str(sites_path)
    os.environ[SITE] = site or ""
    os.environ[WORKER] = "1" if with_worker else ""
    if proxy:
        os.environ[PROXY] = "1"
    server = Granian(
        "ristretto.cli.serving:make_application",
        address=host,
        port=port,
        factory=True,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        log_level="warning",  # type: ignore[arg-type]
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
    )
    server.serve()


def make_application() -> Any:
    """The application of one server process."""
    from ristretto.web.app import create_app

    import_module(
        "frappe"
    )  # the public namespace adds its methods to definitions when it is imported
    sites_path = Path(os.environ[SITES])
    site = os.environ.get(SITE) or None
    if os.environ.get(WORKER):
        start_background(sites_path, [site] if site else site_names(sites_path))
    return create_app(sites_path, site=site)


def start_background(sites_path: Path, names: list[str]) -> threading.Thread:
    """Jobs and clock of the named sites in a thread of this process."""
    sites = [Site(name, sites_path) for name in names]
    thread = threading.Thread(target=work_forever, args=(sites,), name="jobs", daemon=True)
    thread.start()
    return thread


def work_forever(sites: list[Site], stop: threading.Event | None = None) -> None:
    stop = stop or threading.Event()
    waited = 0.0
    while not stop.is_set():
        busy = False
        for site in sites:
            try:
                if waited <= 0:
                    tick_site(site)
                busy = run_next(site) or busy
            except Error:
                log.exception("jobs of %s", site.name)
        waited = TICK_SECONDS if waited <= 0 else waited - 1
        if not busy:
            stop.wait(1.0)


def tick_site(site: Site) -> int:
    with connected(site):
        return tick()
