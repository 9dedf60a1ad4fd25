"""Decides which processes a server consists of, and that each which ends unasked starts again.

The supervisor imports everything once and forks; it has no threads and no connection of its own. The slow
process starts when somebody knocks at its socket, which the supervisor holds: a caller waits, and
nothing is lost while the process is away. SIGUSR1 ends all of them, for the program to begin anew with newer code.
"""

from __future__ import annotations

import ctypes
import gc
import logging
import os
import select
import signal
import socket
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from types import FrameType

PR_SET_PDEATHSIG = 1
BEGIN_ANEW = signal.SIGUSR1
STOP_SECONDS = 8.0
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
RECOVERY_SECONDS = 20.0
STEADY_SECONDS = 60.0  # a process that ran this long starts again at once
log = logging.getLogger("ristretto.web")


@dataclass
class Role:
    """One kind of process: what it runs, and on which socket somebody knocks for it, if any."""

    name: str
    run: Callable[[], int]
    knocks_at: socket.socket | None = None
    ends_all: bool = False  # when it ends by itself; killed, it starts again
    killed: float = 0.0
    pid: int = 0
    started: float = 0.0
    not_before: float = 0.0
    pause: float = FIRST_PAUSE


class Supervisor:
    def __init__(self, roles: list[Role]) -> None:
        self.roles = roles
        self._stopping = False
        self.begins_anew = False
        self._woken, self._waker = socket.socketpair()

    def run(self) -> int:
        """Until told to stop, or until a role that ends all has ended; its exit code."""
        self._listen_to_signals()
        gc.collect()
        gc.freeze()  # what is shared with the children stays shared
        code = 0
        try:
            while not self._stopping:
                self._start_due()
                self._wait()
                code, over = self._reap()
                if over:
                    break
        finally:
            self._stop_all()
        return code

    def _listen_to_signals(self) -> None:
        self._waker.setblocking(False)
        self._woken.setblocking(False)
        signal.set_wakeup_fd(self._waker.fileno(), warn_on_full_buffer=False)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_stop)
        signal.signal(BEGIN_ANEW, self._on_begin_anew)
        signal.signal(signal.SIGCHLD, lambda _number, _frame: None)

    def _on_stop(self, _number: int, _frame: FrameType | None) -> None:
        self._stopping = True

    def _on_begin_anew(self, _number: int, _frame: FrameType | None) -> None:
        self._stopping = self.begins_anew = True

    def _start_due(self) -> None:
        now = time.monotonic()
        for role in self.roles:
            if not role.pid and role.knocks_at is None and now >= role.not_before:
                self._start(role)

    def _wait(self) -> None:
        """Until a child ends, a signal comes, a pause is over, or somebody knocks."""
        now = time.monotonic()
        absent = [role for role in self.roles if not role.pid]
        knocked = {r.knocks_at: r for r in absent if r.knocks_at and now >= r.not_before}
        pauses = [role.not_before - now for role in absent if role.not_before > now]
        pauses += [0.0 for role in absent if role.knocks_at is None and role.not_before <= now]
        ready, _, _ = select.select(
            [self._woken, *knocked], [], [], max(0.0, min(pauses)) if pauses else None
        )
        if self._woken in ready:
            with suppress(BlockingIOError):
                self._woken.recv(4096)
        for listener, role in knocked.items():
            if listener in ready and not self._stopping:
                self._start(role)

    def _start(self, role: Role) -> None:
        parent = os.getpid()
        role.started = time.monotonic()
        role.pid = os.fork()
        if role.pid == 0:
            _child(role, parent)

    def _reap(self) -> tuple[int, bool]:
        """(exit code, whether all shall end)."""
        for role in self.roles:
            if not role.pid:
                continue
            pid, status = os.waitpid(role.pid, os.WNOHANG)
            if not pid:
                continue
            role.pid, code = 0, os.waitstatus_to_exitcode(status)
            if code < 0:
                role.killed = time.monotonic()
            if role.ends_all and not _was_killed_lately(role):
                return code, True
            if code or role.knocks_at is None:
                log.error("process %s ended with %s", role.name, code)
                self._pause(role)
        return 0, False

    def _pause(self, role: Role) -> None:
        steady = time.monotonic() - role.started > STEADY_SECONDS
        role.pause = FIRST_PAUSE if steady else min(role.pause * 2, LONGEST_PAUSE)
        role.not_before = time.monotonic() + (0.0 if steady else role.pause)

    def _stop_all(self) -> None:
        self._signal_all(signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        while any(role.pid for role in self.roles) and time.monotonic() < deadline:
            self._forget_ended()
            time.sleep(0.02)
        self._signal_all(signal.SIGKILL)

    def _signal_all(self, number: int) -> None:
        for role in self.roles:
            if role.pid:
                with suppress(ProcessLookupError):
                    os.kill(role.pid, number)

    def _forget_ended(self) -> None:
        for role in self.roles:
            if role.pid and os.waitpid(role.pid, os.WNOHANG)[0]:
                role.pid = 0


def _was_killed_lately(role: Role) -> bool:
    """Its successors may fail for a moment, while what is left of it still holds the port."""
    return bool(role.killed) and time.monotonic() - role.killed < RECOVERY_SECONDS


def _child(role: Role, parent: int) -> None:
    """Never returns."""
    code = 1
    try:
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGCHLD, BEGIN_ANEW):
            signal.signal(number, signal.SIG_DFL)
        end_with_parent(parent)
        code = role.run()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except BaseException:
        # Process edge: the log is all that is left of it.
        log.exception("process %s failed", role.name)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code or 0)


def end_with_parent(parent: int) -> None:
    """Ask Linux to end this process when its parent is killed; elsewhere nothing does."""
    if not sys.platform.startswith("linux"):
        return
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:  # it is gone already
        os._exit(1)
