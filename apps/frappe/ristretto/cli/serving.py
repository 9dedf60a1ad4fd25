"""Decides how a site is put on the network: quick processes under Granian, a slow process, jobs and the clock.

    supervisor ─┬─ web ── N quick processes      reads and writes that are over in a moment
                ├─ slow (starts when needed)     reports, exports, prints
                └─ jobs (with --with-worker)     queued work and the clock

What a quick process must know travels in the environment: Granian may start it anew.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sys
import tempfile
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from ristretto.cli import running
from ristretto.cli.supervisor import Role, Supervisor, end_with_parent
from ristretto.db import pool
from ristretto.jobs import service
from ristretto.site.config import site_names

SITES = "RISTRETTO_SITES_PATH"
SITE = "RISTRETTO_SITE"
SLOW_SOCKET = "RISTRETTO_SLOW_SOCKET"
THREADS = "RISTRETTO_THREADS"
PROXY = "USE_PROXY"
NICENESS = 10  # of slow work and jobs: quick requests get the processor first
STOP_SECONDS = (
    3  # a worker that does not end by itself in this time is killed; nothing acknowledged is lost
)


@dataclass(frozen=True)
class Settings:
    """What `serve` was asked for."""

    sites_path: Path
    site: str | None
    host: str
    port: int
    workers: int
    threads: int
    with_worker: bool

    @property
    def names(self) -> list[str]:
        return [self.site] if self.site else site_names(self.sites_path)


def run_server(settings: Settings) -> int:
    """Serve until the process is told to stop; the exit code. Told to begin anew, it becomes its own successor."""
    import_everything()
    held = running.register(settings.sites_path, settings.port)
    folder = Path(tempfile.mkdtemp(prefix="ristretto-"))  # only this account may enter it
    try:
        listener = listen(folder / "slow")
        tell_children(settings, folder / "slow")
        pool.close_all()
        supervisor = Supervisor(roles(settings, listener))
        code = supervisor.run()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if supervisor.begins_anew:
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])
    if held:
        held.close()
    return code


def roles(settings: Settings, listener: socket.socket) -> list[Role]:
    wanted = [
        Role("web", lambda: run_web(settings), ends_all=True),
        Role("slow", lambda: run_slow(listener), knocks_at=listener),
    ]
    if settings.with_worker:
        wanted.append(Role("jobs", lambda: run_jobs(settings)))
    return wanted


def tell_children(settings: Settings, slow: Path) -> None:
    os.environ |= {
        SITES: str(settings.sites_path),
        SITE: settings.site or "",
        SLOW_SOCKET: str(slow),
        THREADS: str(settings.threads),
    }


def import_everything() -> None:
    """What every process needs, so that they share it."""
    import_module("frappe")  # the public namespace adds its methods to definitions
    import_module("ristretto.web.app")
    import_module("granian")


def listen(path: Path) -> socket.socket:
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind(str(path))
    listener.listen(128)
    return listener


def run_web(settings: Settings) -> int:
    from granian import Granian
    from granian.constants import Interfaces

    Granian(
        "ristretto.cli.serving:make_front",
        address=settings.host,
        port=settings.port,
        factory=True,
        interface=Interfaces.RSGI,
        workers=settings.workers,
        log_level="warning",  # type: ignore[arg-type]
        websockets=False,
        respawn_failed_workers=True,
        respawn_interval=0.5,
        workers_kill_timeout=STOP_SECONDS,
    ).serve()
    return 0


def make_front() -> Any:
    """The application of one quick process."""
    from ristretto.web.serving.front import Front

    end_with_parent(os.getppid())
    slow = os.environ.get(SLOW_SOCKET)
    threads = int(os.environ.get(THREADS) or 2)
    return Front(make_application(), threads, Path(slow) if slow else None)


def make_application() -> Any:
    from ristretto.web.app import create_app

    return create_app(Path(os.environ[SITES]), site=os.environ.get(SITE) or None)


def run_slow(listener: socket.socket) -> int:
    from ristretto.web.serving.slow_server import SlowServer

    os.nice(NICENESS)
    server = SlowServer(listener, make_application())
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the supervisor says when to stop
    signal.signal(signal.SIGTERM, lambda _number, _frame: server.stop())
    server.serve()
    return 0


def run_jobs(settings: Settings) -> int:
    os.nice(NICENESS)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    return service.run_until_stopped(settings.sites_path, settings.names)
