"""Real processes over one site: servers, workers, clocks, started as an operator does, stopped by number."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from site_fixtures import ADMIN_PASSWORD, SITE_NAME

PROBE = Path(__file__).resolve().parents[1] / "processes"
PATIENCE = 20.0


@dataclass
class Answer:
    status: int
    body: Any
    headers: dict[str, str]

    @property
    def message(self) -> Any:
        assert self.status == 200, (self.status, self.body)
        return self.body.get("message")


@dataclass
class Running:
    """One command of the framework in a process group of its own."""

    process: subprocess.Popen[bytes]
    log: Path
    port: int = 0
    cookies: dict[str, str] = field(default_factory=dict)

    def call(
        self,
        method: str,
        path: str,
        body: dict[str, Any] | None = None,
        *,
        timeout: float = 30.0,
        headers: dict[str, str] | None = None,
        signed_in: bool = True,
    ) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        sent = {"Accept": "application/json", **(headers or {})}
        if signed_in and self.cookies:
            sent["Cookie"] = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        data = None
        if body is not None:
            sent["Content-Type"] = "application/json"
            data = json.dumps(body).encode()
        try:
            connection.request(method, path, data, sent)
            answer = connection.getresponse()
            text = answer.read()
            return Answer(answer.status, _parsed(text), dict(answer.getheaders()))
        finally:
            connection.close()

    def get(self, function: str, /, **arguments: Any) -> Any:
        query = f"?{urlencode(arguments)}" if arguments else ""
        return self.call("GET", f"/api/method/{function}{query}").message

    def post(self, function: str, /, **arguments: Any) -> Any:
        answer = self.call("POST", f"/api/method/{function}", arguments)
        assert answer.status == 200, (answer.status, answer.body)
        return answer.body.get("message")

    def sign_in(self, user: str = "Administrator", password: str = ADMIN_PASSWORD) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        body = json.dumps({"usr": user, "pwd": password})
        connection.request("POST", "/api/method/login", body, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        assert answer.status == 200, answer.read()
        for line in answer.headers.get_all("Set-Cookie") or []:
            if line.startswith("sid="):
                self.cookies["sid"] = line.split(";", 1)[0].partition("=")[2]
        connection.close()

    def stop(self, number: int = signal.SIGTERM) -> int:
        """The exit code; whatever of the group is left is killed."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        try:
            return self.process.wait(timeout=15)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)


Start = Callable[..., Running]


@dataclass
class House:
    """Two servers of one site; the first has the job process with it."""

    first: Running
    second: Running


def configure(sites: Path, **values: object) -> None:
    path = sites / SITE_NAME / "site_config.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **values}))


def start(sites: Path, *arguments: str, environment: dict[str, str] | None = None) -> Running:
    """A command of the framework on the site; it does not wait."""
    log = sites / f"{arguments[0]}-{time.monotonic_ns()}.log"
    paths = os.pathsep.join([str(PROBE), *(entry for entry in sys.path if entry)])
    command = [sys.executable, "-m", "frappe.utils.bench_helper", "frappe", "--site", SITE_NAME]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*command, *arguments],
            cwd=sites,
            env={**os.environ, "PYTHONPATH": paths, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    return Running(process, log)


def serve(
    sites: Path, *arguments: str, environment: dict[str, str] | None = None, port: int = 0
) -> Running:
    """A server that answers."""
    port = port or free_port()
    running = start(sites, "serve", "--port", str(port), *arguments, environment=environment)
    running.port = port

    def answers() -> bool:
        try:
            return running.call("GET", "/healthz", timeout=2).status == 200
        except (OSError, http.client.HTTPException):
            return False

    try:
        wait_until(answers, "the server answers", running)
    except BaseException:
        running.stop(signal.SIGKILL)
        raise
    return running


def wait_until(
    condition: Callable[[], Any],
    what: str,
    running: Running | None = None,
    within: float = PATIENCE,
) -> Any:
    """The first true answer of `condition`."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        if found := condition():
            return found
        if running and running.process.poll() is not None:
            break
        time.sleep(0.05)
    log = running.log.read_text(encoding="utf-8", errors="replace") if running else ""
    raise AssertionError(f"not within {within} s: {what}\n{log}")


def children(pid: int) -> list[int]:
    """Numbers of a process's children, as Linux lists them."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        found += [int(child) for child in task.read_text().split()]
    return found


def family(pid: int) -> list[int]:
    """A process and all below it."""
    return [pid, *(each for child in children(pid) for each in family(child))]


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _parsed(text: bytes) -> Any:
    try:
        return json.loads(text or b"null")
    except json.JSONDecodeError:
        return text.decode(errors="replace")
