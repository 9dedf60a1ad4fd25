"""Decides whether the worker that holds a job still lives, and what is known of it: a file that it keeps locked.

The system takes the lock back when the worker dies. Good for workers of one machine; of another machine's
workers only the lease of a job is known. A note beside the file asks a worker to stop the job in its hand.
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import socket
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ristretto.context import Site

_marks: dict[tuple[int, int, str], tuple[str, int]] = {}
_facts: dict[str, Facts] = {}


@dataclass
class Facts:
    """What a worker says of itself; moments in seconds since 1970."""

    pid: int
    queues: list[str]
    born: float
    job: str | None = None
    done: int = 0
    failed: int = 0
    worked: float = 0.0


def own_mark(site: Site, queues: tuple[str, ...] = ()) -> str:
    """`host:name` of this thread's lock for a site; taken at the first call, held while the process lives."""
    key = (os.getpid(), threading.get_ident(), str(site.path))
    if key not in _marks:
        name = secrets.token_hex(8)
        path = _path(site, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        fcntl.flock(handle, fcntl.LOCK_EX)
        _marks[key] = (name, handle)
        _facts[name] = Facts(os.getpid(), list(queues), time.time())
        _write(name, handle)
    return f"{socket.gethostname()}:{_marks[key][0]}"


def note(site: Site, job: str | None, *, worked: float = 0.0, failed: bool | None = None) -> None:
    """This worker begins a job, or has ended one."""
    own_mark(site)
    name, handle = _marks[os.getpid(), threading.get_ident(), str(site.path)]
    facts = _facts[name]
    facts.job = job
    facts.worked += worked
    if failed is not None:
        facts.failed += failed
        facts.done += not failed
    _stop_note(site, name).unlink(missing_ok=True)
    _write(name, handle)


def _write(name: str, handle: int) -> None:
    data = json.dumps(asdict(_facts[name])).encode()
    os.ftruncate(handle, 0)
    os.pwrite(handle, data, 0)


def is_dead(site: Site, mark: str | None) -> bool:
    """True when the mark is of this machine and nobody holds its lock."""
    host, _colon, name = (mark or "").rpartition(":")
    if host != socket.gethostname() or not name.isalnum():
        return False
    path = _path(site, name)
    try:
        handle = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(handle)
    path.unlink(missing_ok=True)
    _stop_note(site, name).unlink(missing_ok=True)
    return True


def living(site: Site) -> dict[str, Facts]:
    """{name: what it says} of this machine's workers."""
    found: dict[str, Facts] = {}
    for path in sorted((site.path / "locks").glob("worker-*.lock")):
        name = path.stem.removeprefix("worker-")
        if not is_dead(site, f"{socket.gethostname()}:{name}"):
            facts = _read(path)
            found |= {name: facts} if facts else {}
    return found


def _read(path: Path) -> Facts | None:
    """None while the worker writes."""
    try:
        values: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return Facts(**values)
    except (OSError, ValueError, TypeError):
        return None


# stopping --------------------------------------------------------------------------------------


def ask_to_stop(site: Site, mark: str | None, job: str) -> None:
    """Leave the worker of a mark a note; only workers of this machine find it."""
    name = (mark or "").rpartition(":")[2]
    if name.isalnum() and _path(site, name).exists():
        _stop_note(site, name).write_text(job, encoding="utf-8")


def is_asked_to_stop(site: Site, mark: str, job: str) -> bool:
    try:
        return _stop_note(site, mark.rpartition(":")[2]).read_text(encoding="utf-8") == job
    except FileNotFoundError:
        return False


def _path(site: Site, name: str) -> Path:
    return site.path / "locks" / f"worker-{name}.lock"


def _stop_note(site: Site, name: str) -> Path:
    return site.path / "locks" / f"worker-{name}.stop"
