"""Decides which servers of this bench are running, and makes them begin anew with the code on disk.

A server holds its file in config/pids locked (`ristretto/cli/running.py`); its number stays the same.
"""

from __future__ import annotations

import fcntl
import http.client
import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path

from launcher import Problem

PATIENCE = 90.0


@dataclass(frozen=True)
class Server:
    pid: int
    port: int


def servers(root: Path) -> list[Server]:
    """Those that hold their file; what others left behind is passed over."""
    found = []
    for path in sorted((root / "config" / "pids").glob("serve-*.pid")):
        text = path.read_text(encoding="utf-8").strip()
        if text.isdigit() and _is_held(path):
            found.append(Server(int(text), int(path.stem.partition("-")[2])))
    return found


def _is_held(path: Path) -> bool:
    with path.open("r+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        return False


def begin_anew(root: Path, server: Server) -> None:
    """Returns when the server answers again. Raises Problem when it does not."""
    os.kill(server.pid, signal.SIGUSR1)
    deadline = time.monotonic() + PATIENCE
    seen_away = False
    while time.monotonic() < deadline:
        there = _answers(server.port)
        seen_away = seen_away or not there
        if seen_away and there:
            return
        time.sleep(0.02)
    raise Problem(
        f"The server on port {server.port} does not answer.",
        "read logs/, then start it again (with a service unit: systemctl restart iso)",
    )


def _answers(port: int) -> bool:
    """Whatever it says: a site that is being updated says 503."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    else:
        return True
    finally:
        connection.close()
