"""Locks between processes of one site."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from frappe.utils.system import get_site_path

LOCKS_DIR = "locks"


class LockTimeoutError(Exception):
    """Another process held the lock for longer than the caller would wait."""


@contextmanager
def filelock(lock_name: str, *, timeout: float = 30, is_global: bool = False) -> Iterator[None]:
    """Hold `<site>/locks/<name>.lock` (or the bench's, when global).

    LockTimeoutError after `timeout`.
    """
    base = Path(get_site_path("..", LOCKS_DIR) if is_global else get_site_path(LOCKS_DIR))
    base.mkdir(parents=True, exist_ok=True)
    path = base / f"{lock_name}.lock"
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        _acquire(handle, lock_name, time.monotonic() + timeout)
        yield
    finally:
        # Closing the file releases the lock, also when the process dies.
        os.close(handle)


def _acquire(handle: int, name: str, deadline: float) -> None:
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise LockTimeoutError(
                    f"Failed to acquire lock {name}: held by another process"
                ) from None
            time.sleep(0.05)
