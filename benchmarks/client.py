"""Decides how load is made and counted: N threads, each with one kept connection, for some seconds.

Every answer is read to its end; anything but 200 is an error and ends up in the result.
"""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

TIMEOUT = 60.0


class Unanswered(Exception):
    """A request that the measurement depends on was refused; the text holds the answer."""


@dataclass(frozen=True)
class Call:
    """One request: what is asked, of whom it comes, what it carries."""

    method: str
    path: str
    cookie: str = ""
    body: dict[str, Any] | None = None


@dataclass
class Result:
    """What one measure saw. Times are seconds per request."""

    seconds: float = 0.0
    times: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def rate(self) -> float:
        return len(self.times) / self.seconds if self.seconds else 0.0

    def percentile(self, percent: float) -> float:
        """Milliseconds that this share of the requests did not exceed; 0 when there were none."""
        if not self.times:
            return 0.0
        ordered = sorted(self.times)
        return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))] * 1000


class Caller:
    """One kept connection."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)

    def send(self, call: Call) -> tuple[int, bytes, list[str]]:
        """(status, body, Set-Cookie lines)."""
        headers = {"Accept": "application/json"}
        data = None
        if call.cookie:
            headers["Cookie"] = call.cookie
        if call.body is not None:
            headers["Content-Type"] = "application/json"
            data = json.dumps(call.body).encode()
        self.connection.request(call.method, call.path, data, headers)
        answer = self.connection.getresponse()
        return answer.status, answer.read(), answer.headers.get_all("Set-Cookie") or []


def sign_in(port: int, user: str, password: str) -> str:
    """The cookie of a new session."""
    call = Call("POST", "/api/method/login", body={"usr": user, "pwd": password})
    status, body, cookies = Caller(port).send(call)
    for line in cookies:
        if status == 200 and line.startswith("sid="):
            return line.split(";", 1)[0]
    raise Unanswered(f"sign-in of {user} answered {status}: {body[:300]!r}")


def measure(port: int, calls: list[Iterator[Call]], seconds: float) -> Result:
    """Each iterator is one connection; a connection whose calls run out stops early."""
    result = Result()
    lock = threading.Lock()
    started = time.perf_counter()
    threads = [
        threading.Thread(target=work, args=(port, each, started + seconds, result, lock))
        for each in calls
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    result.seconds = time.perf_counter() - started
    return result


def work(
    port: int, calls: Iterator[Call], until: float, result: Result, lock: threading.Lock
) -> None:
    times: list[float] = []
    errors: list[str] = []
    caller = Caller(port)
    for call in calls:
        started = time.perf_counter()
        if started >= until:
            break
        try:
            status, body, _cookies = caller.send(call)
        except (OSError, http.client.HTTPException) as error:
            errors.append(f"no answer: {error!r}")
            break
        if status == 200:
            times.append(time.perf_counter() - started)
        else:
            errors.append(f"{status} {body[:300].decode(errors='replace')}")
    caller.connection.close()
    with lock:
        result.times += times
        result.errors += errors
