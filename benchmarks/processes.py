"""Decides how measured programs run: framework commands, servers, their memory and time, their end."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 60.0
SITE = "benchmark.localhost"
WEB_PROCESSES = 2
TICKS = os.sysconf("SC_CLK_TCK")


class Failed(Exception):
    """A program did not do what the measurement needs; the text says which and why."""


@dataclass(frozen=True)
class Memory:
    """MiB of all processes of a server. `shared` counts pages that several hold once (PSS)."""

    processes: int
    resident: float
    shared: float


def make_bench(folder: Path) -> Path:
    """The `sites` folder of a temporary bench; durable commits, as a site for real use has them."""
    sites = folder / "sites"
    sites.mkdir(parents=True)
    (sites / "apps.txt").write_text("frappe\niso_qms\n", encoding="utf-8")
    (sites / "common_site_config.json").write_text(
        json.dumps({"pause_scheduler": 1}), encoding="utf-8"
    )
    return sites


def framework_command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "frappe.utils.bench_helper", "frappe", *arguments]


def run(sites: Path, *arguments: str) -> float:
    """Seconds that a framework command takes, the start of Python included."""
    started = time.monotonic()
    done = subprocess.run(
        framework_command(*arguments),
        cwd=sites,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Failed(f"{' '.join(arguments[:3])} ended with {done.returncode}:\n{done.stdout}")
    return time.monotonic() - started


class Server:
    """A server program in a process group of its own, until `stop`."""

    def __init__(self, command: list[str], folder: Path, log: Path) -> None:
        self.log = log
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                command,
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    def wait(self, port: int, path: str) -> None:
        """Return as soon as the path is answered."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and self.process.poll() is None:
            if answers(port, path):
                return
            time.sleep(0.02)
        self.stop()
        raise Failed(f"the server did not answer:\n{self.log.read_text(encoding='utf-8')}")

    def memory(self) -> Memory:
        """Of the program and of all processes below it."""
        pids = family(self.process.pid)
        sizes = [sizes_of(pid) for pid in pids]
        return Memory(len(pids), sum(rss for rss, _pss in sizes), sum(pss for _rss, pss in sizes))

    def cpu(self) -> float:
        """Seconds of processor time that the program and all processes below it have used."""
        return sum(cpu_of(pid) for pid in family(self.process.pid))

    def stop(self) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def start_site(sites: Path, port: int) -> tuple[Server, float]:
    """The site served by WEB_PROCESSES and a job process, and the seconds until it answered."""
    started = time.monotonic()
    command = framework_command(
        "--site", SITE, "serve", "--port", str(port), "--with-worker",
        "--workers", str(WEB_PROCESSES),
    )  # fmt: skip
    server = Server(command, sites, sites / "server.log")
    server.wait(port, "/api/method/ping")
    return server, time.monotonic() - started


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int, path: str) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def family(pid: int) -> list[int]:
    """A process and its descendants, as Linux lists them."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            found += family(int(child))
    return found


def sizes_of(pid: int) -> tuple[float, float]:
    """(RSS, PSS) in MiB."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    found = {line.split(":")[0]: line.split() for line in lines[1:]}
    return int(found["Rss"][1]) / 1024, int(found["Pss"][1]) / 1024


def cpu_of(pid: int) -> float:
    """User and system time so far; the name in brackets may hold blanks."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS
