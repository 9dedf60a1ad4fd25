"""Decides how the system runs in the foreground: one child process, `ready:` when it answers, a clean end."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import time
from pathlib import Path
from types import FrameType

from launcher import Problem, bench, demo, say

PATIENCE = 60.0


def foreground(root: Path, site: str, host: str, port: int) -> int:
    """Serve until interrupted; returns the server's exit code."""
    server = subprocess.Popen(
        bench.command(
            root, "--site", site, "serve", "--host", host, "--port", str(port), "--with-worker"
        ),
        cwd=root / "sites",
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    stop_with(server)
    wait_until_it_answers(server, host, port)
    shown = f"[{host}]" if ":" in host else host
    say(f"ready: http://{shown}:{port}")
    demo.print_accounts(root, site)
    code = server.wait()
    return 0 if code in (0, -signal.SIGTERM, -signal.SIGINT) else code


def stop_with(server: subprocess.Popen[bytes]) -> None:
    """Ctrl-C and a plain kill end the server first; a second signal ends it hard."""

    def end(_number: int, _frame: FrameType | None) -> None:
        if server.poll() is None:
            server.terminate()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)


def wait_until_it_answers(server: subprocess.Popen[bytes], host: str, port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    address = "127.0.0.1" if host == "0.0.0.0" else "::1" if host == "::" else host
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise Problem(
                f"The server ended at once with code {server.returncode}.", "read the lines above"
            )
        if answers(address, port):
            return
        time.sleep(0.05)
    server.terminate()
    raise Problem(f"The server did not answer within {PATIENCE:.0f} s.", "read logs/ and try again")


def answers(address: str, port: int) -> bool:
    connection = http.client.HTTPConnection(address, port, timeout=5)
    try:
        connection.request("GET", "/api/method/ping")
        return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
