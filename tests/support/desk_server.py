"""A real server for browser journeys: the framework's own `serve` command over a site of the session."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from site_fixtures import SITE_NAME

PATIENCE = 30.0


@dataclass
class DeskServer:
    """The running process and where it answers."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def stop(self) -> None:
        """End the process group that the server leads: Granian has workers below it."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(timeout=10)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(sites: Path, log: Path) -> DeskServer:
    """Serve the site and return once it answers; its output goes into the log."""
    port = free_port()
    command = [sys.executable, "-m", "frappe.utils.bench_helper", "frappe", "--site", SITE_NAME]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*command, "serve", "--port", str(port)],
            cwd=sites,
            env={**os.environ, "SITES_PATH": str(sites)},
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    server = DeskServer(process, port, log)
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        if answers(port):
            return server
        time.sleep(0.1)
    server.stop()
    raise AssertionError(f"the server did not answer:\n{log.read_text()}")


def answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/api/method/ping")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
