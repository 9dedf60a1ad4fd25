"""Decides whether the worker that holds a job still lives: it holds a lock that the system takes back when it dies.

Good for workers of one machine; of another machine's workers only the lease of a job is known.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import socket
import threading
from pathlib import Path

from ristretto.context import Site

_marks: dict[tuple[int, int, str], tuple[str, int]] = {}


def own_mark(site: Site) -> str:
    """`host:name` of this thread's lock for a site; taken at the first call, held while the process lives."""
    key = (os.getpid(), threading.get_ident(), str(site.path))
    if key not in _marks:
        name = secrets.token_hex(8)
        path = _path(site, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        fcntl.flock(handle, fcntl.LOCK_EX)
        _marks[key] = (name, handle)
    return f"{socket.gethostname()}:{_marks[key][0]}"


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
    return True


def _path(site: Site, name: str) -> Path:
    return site.path / "locks" / f"worker-{name}.lock"
