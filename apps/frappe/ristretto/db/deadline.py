"""Decides how long a piece of work may last, and how it is stopped: its statement, then its Python, then its process.

One thread per process looks at all limited work a few times a second and sleeps while there is none.
"""

from __future__ import annotations

import ctypes
import logging
import os
import threading
import time
from collections.abc import Callable
from typing import Any

from ristretto.context import current, has_context
from ristretto.db import sentences
from ristretto.errors import QueryTimeoutError

TICK_SECONDS = 0.1
GRACE_SECONDS = 10.0  # after this long beyond its limit, work is taken to be stuck in foreign code
log = logging.getLogger("ristretto.db")


class Limit:
    """Stops the block's work on `db` after some seconds; `is_passed` says whether it was.

    The block runs in the thread that made this object. `readers_only` spares transactions that hold the write
    lock; `raises` is also raised in Python code, `is_abandoned` ends the work early, `last_resort` runs when even
    that did not help.
    """

    def __init__(
        self,
        db: Any,
        seconds: float,
        *,
        readers_only: bool = False,
        raises: type[BaseException] | None = None,
        is_abandoned: Callable[[], bool] | None = None,
        last_resort: Callable[[], Any] | None = None,
    ) -> None:
        self.db = db
        self.until = time.monotonic() + seconds
        self.is_passed = False
        self._readers_only = readers_only
        self._raises = raises
        self._is_abandoned = is_abandoned
        self._last_resort = last_resort
        self._thread = threading.get_ident()
        self._is_over = False
        self._lock = threading.Lock()

    def __enter__(self) -> Limit:
        _watch.add(self)
        return self

    def __exit__(self, *_error: object) -> None:
        self.end()
        _watch.remove(self)

    def end(self) -> None:
        """The work is done: nothing may be stopped any more."""
        self._is_over = True
        with self._lock:  # an interrupt that is under way ends before the connection is reused
            if self._raises and self.is_passed:
                _raise_in(self._thread, None)

    def look(self, now: float) -> None:
        """Stop the work when its time is over or nobody waits for it."""
        if now < self.until and not (self._is_abandoned and self._is_abandoned()):
            return
        try:
            with self._lock:
                if not self._is_over:
                    self._stop()
        finally:  # a server that cannot be reached cannot stop its statement either
            if self._last_resort and not self._is_over and now > self.until + GRACE_SECONDS:
                self._last_resort()

    def _stop(self) -> None:
        if self._readers_only and not self.db.is_reading:
            return
        first, self.is_passed = not self.is_passed, True
        self.until = min(self.until, time.monotonic())
        try:
            self.db.interrupt()
        finally:
            if first and self._raises:
                _raise_in(self._thread, self._raises)


def statement_stopped() -> QueryTimeoutError:
    """The error of an interrupted statement; the request remembers it, whatever its code makes of the error."""
    if has_context():
        current().flags.statement_stopped = True
    return QueryTimeoutError(sentences.STOPPED)


def _raise_in(thread: int, error: type[BaseException] | None) -> None:
    """Raise in another thread at its next step of Python; None takes back what was not raised yet."""
    given = ctypes.py_object(error) if error else None
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), given)


class _Watch:
    """The limits of this process and the thread that looks at them."""

    def __init__(self) -> None:
        self._limits: dict[int, Limit] = {}
        self._wake = threading.Event()
        self._is_asleep = False
        self._owner = 0

    def add(self, limit: Limit) -> None:
        self._limits[id(limit)] = limit
        if self._owner != os.getpid():  # the first of this process, or the first after a fork
            self._start(limit)
        elif self._is_asleep:
            self._wake.set()

    def remove(self, limit: Limit) -> None:
        self._limits.pop(id(limit), None)

    def _start(self, limit: Limit) -> None:
        self._owner = os.getpid()
        self._limits = {id(limit): limit}
        self._wake = threading.Event()
        threading.Thread(target=self._run, name="deadlines", daemon=True).start()

    def _run(self) -> None:
        while True:
            self._sleep_while_idle()
            now = time.monotonic()
            for limit in list(self._limits.values()):
                try:
                    limit.look(now)
                except Exception:
                    # Process edge: one connection that cannot be interrupted must not end the watch.
                    log.exception("a limit could not be kept")
            time.sleep(TICK_SECONDS)

    def _sleep_while_idle(self) -> None:
        self._is_asleep = True
        if not self._limits:
            self._wake.wait()
        self._is_asleep = False
        self._wake.clear()


_watch = _Watch()
