"""Two servers, a worker and a clock of one site under load, and a killer that picks each kind of process in turn."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import running_processes
from fault_load import Client, Heard
from running_processes import Running, children, family, free_port, is_alive, wait_until

CLIENTS = 4
COMMANDS = ("worker", "schedule")  # processes of their own, as the Procfile starts them
KINDS = ("quick", "jobs", "web", "slow", "supervisor", *COMMANDS)
OFTEN = {"SCHEDULER_TICK": "0.1"}


@dataclass
class Fleet:
    """The first server has the job process with it; both keep their ports over all restarts."""

    sites: Path
    ports: list[int] = field(default_factory=lambda: [free_port(), free_port()])
    servers: list[Running] = field(default_factory=list)
    commands: dict[str, Running] = field(default_factory=dict)
    killed: list[str] = field(default_factory=list)

    def start(self, number: int) -> Running:
        extra = ("--with-worker",) if number == 0 else ()
        return running_processes.serve(self.sites, *extra, port=self.ports[number])

    def start_command(self, kind: str) -> None:
        self.commands[kind] = running_processes.start(self.sites, kind, environment=OFTEN)

    def find(self, kind: str, number: int) -> int | None:
        """The process of that kind; None while there is none."""
        if kind in COMMANDS:
            return self.commands[kind].process.pid
        parent = self.servers[number].process.pid
        if kind == "supervisor":
            return parent
        for pid in children(parent):
            below = children(pid)
            if kind == "quick" and below:
                return below[-1]
            if kind == _kind_of(pid, below):
                return pid
        return None

    def kill(self, kind: str, number: int) -> None:
        """kill -9; what nobody watches over is started again once all of it is gone, as an operator would."""
        pid = self.find(kind, number)
        if pid is None:
            return
        everybody = family(self.servers[number].process.pid)
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
            self.killed.append(kind)
        if kind in COMMANDS:
            self.commands[kind].process.wait(timeout=10)
            self.start_command(kind)
        if kind == "supervisor":
            self.servers[number].process.wait(timeout=10)
            wait_until(lambda: not any(map(is_alive, everybody)), "all ended with the supervisor")
            self.servers[number] = self.start(number)

    def stop(self) -> None:
        for running in (*self.servers, *self.commands.values()):
            running.stop()


def _kind_of(pid: int, below: list[int]) -> str:
    """Only the job process holds the lock of a worker."""
    if below:
        return "web"
    names = []
    with suppress(OSError):
        for handle in os.listdir(f"/proc/{pid}/fd"):
            with suppress(OSError):
                names.append(os.readlink(f"/proc/{pid}/fd/{handle}"))
    return "jobs" if any("/locks/worker-" in name for name in names) else "slow"


@contextmanager
def running(sites: Path) -> Iterator[Fleet]:
    fleet = Fleet(sites)
    try:
        for number in range(2):
            fleet.servers.append(fleet.start(number))
        for kind in COMMANDS:
            fleet.start_command(kind)
        yield fleet
    finally:
        for running in (*fleet.servers, *fleet.commands.values()):
            running.stop(signal.SIGKILL)


@contextmanager
def under_load(ports: list[int]) -> Iterator[Heard]:
    """Clients write until the block ends; a client that broke breaks the test."""
    heard, stop = Heard(), threading.Event()
    clients = [
        Client(number, ports[number % 2 :] + ports[: number % 2], heard, stop)
        for number in range(CLIENTS)
    ]
    for client in clients:
        client.start()
    try:
        yield heard
    finally:
        stop.set()
        for client in clients:
            client.join(timeout=60)
    assert [error for client in clients for error in client.errors] == []


def kill_in_turn(fleet: Fleet, seed: int, kills: int) -> None:
    """Every kind of process, at moments that the seed decides."""
    chance = random.Random(seed)
    deadline = time.monotonic() + 20 * kills
    turn = 0
    while len(fleet.killed) < kills and time.monotonic() < deadline:
        time.sleep(chance.uniform(0.1, 1.0))
        kind = KINDS[turn % len(KINDS)]
        turn += 1
        fleet.kill(kind, 0 if kind == "jobs" else chance.choice((0, 1)))
