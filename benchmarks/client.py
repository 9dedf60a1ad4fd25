"""Decides how load is made and counted: `load.c` sends prepared requests, this compiles it and reads its times.

A compiled client leaves the cores to the server; bodies and headers may differ in each request. Anything but
200 is an error and ends up in the result.
"""

from __future__ import annotations

import http.client
import json
import os
import shutil
import struct
import subprocess
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).with_name("load.c")
TIMEOUT = 60.0
WARM_UP = 0.5
_NUMBER = struct.Struct("=I")


class Unanswered(Exception):
    """A request that the measurement depends on was refused; the text holds the answer."""


class NoCompiler(Exception):
    """The load generator cannot be built; the text says what is missing."""


@dataclass(frozen=True)
class Call:
    """One request: what is asked, of whom it comes, what it carries."""

    method: str
    path: str
    cookie: str = ""
    body: dict[str, Any] | None = None

    def wire(self) -> bytes:
        """The bytes that go over the connection."""
        lines = [
            f"{self.method} {self.path} HTTP/1.1",
            "Host: 127.0.0.1",
            "Accept: application/json",
        ]
        if self.cookie:
            lines.append(f"Cookie: {self.cookie}")
        data = b"" if self.body is None else json.dumps(self.body, ensure_ascii=False).encode()
        if self.body is not None:
            lines += ["Content-Type: application/json", f"Content-Length: {len(data)}"]
        return "\r\n".join([*lines, "", ""]).encode() + data


@dataclass(frozen=True)
class Stream:
    """What one connection sends: its calls once, or over and over."""

    calls: Sequence[Call]
    repeats: bool = True


@dataclass
class Result:
    """What one measure saw. Times are microseconds per answer, in rising order."""

    seconds: float = 0.0
    # with those of the warm-up, which have no times
    answers: int = 0
    times: array[int] = field(default_factory=lambda: array("I"))
    errors: int = 0
    first_error: str = ""
    # processor time of the server per answer, in milliseconds; 0 when it was not looked at
    cpu: float = 0.0

    @property
    def rate(self) -> float:
        return len(self.times) / self.seconds if self.seconds else 0.0

    def percentile(self, percent: float) -> float:
        """Milliseconds that this share of the answers did not exceed; 0 when there were none."""
        if not self.times:
            return 0.0
        place = min(len(self.times) - 1, int(len(self.times) * percent / 100))
        return self.times[place] / 1000


class Load:
    """The compiled client, in a folder that is thrown away with the measurement."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.program = folder / "load"
        compiler = os.environ.get("CC") or shutil.which("cc") or shutil.which("gcc")
        if compiler is None:
            raise NoCompiler(
                "The load generator benchmarks/load.c needs a C compiler.\n"
                "Remedy: sudo apt install gcc libc6-dev, or set CC to another compiler."
            )
        command = [compiler, "-O2", "-o", str(self.program), str(SOURCE)]
        subprocess.run(command, check=True)

    def measure(self, port: int, streams: Sequence[Stream], seconds: float) -> Result:
        """One connection per stream, for some seconds after the warm-up."""
        requests, times = self.folder / "requests", self.folder / "times"
        requests.write_bytes(packed(streams))
        done = subprocess.run(
            [self.program, "127.0.0.1", str(port), str(WARM_UP), str(seconds), requests, times],
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
        if done.returncode:
            raise Unanswered(f"the load generator gave up: {done.stderr.strip()}")
        before, _newline, last = done.stdout.rstrip().rpartition("\n")
        elapsed, answers, errors = last.split()
        found = array("I", sorted(array("I", times.read_bytes())))
        return Result(float(elapsed), int(answers), found, int(errors), shortened(before))


def shortened(answer: str) -> str:
    """The status line and the beginning of the body of an answer as it came."""
    head, _blank, body = answer.strip().partition("\n\n")
    return f"{head.splitlines()[0] if head else ''} {body[:400]}".strip()


def packed(streams: Sequence[Stream]) -> bytes:
    """The file that load.c reads."""
    out = [_NUMBER.pack(len(streams))]
    for stream in streams:
        out += [_NUMBER.pack(len(stream.calls)), _NUMBER.pack(int(stream.repeats))]
        for call in stream.calls:
            wire = call.wire()
            out += [_NUMBER.pack(len(wire)), wire]
    return b"".join(out)


def send(port: int, call: Call) -> tuple[int, bytes, list[str]]:
    """(status, body, Set-Cookie lines) of a single request."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)
    headers = {"Cookie": call.cookie} if call.cookie else {}
    data = None if call.body is None else json.dumps(call.body).encode()
    if data is not None:
        headers["Content-Type"] = "application/json"
    try:
        connection.request(call.method, call.path, data, headers)
        answer = connection.getresponse()
        return answer.status, answer.read(), answer.headers.get_all("Set-Cookie") or []
    finally:
        connection.close()


def sign_in(port: int, user: str, password: str) -> str:
    """The cookie of a new session."""
    call = Call("POST", "/api/method/login", body={"usr": user, "pwd": password})
    status, body, cookies = send(port, call)
    for line in cookies:
        if status == 200 and line.startswith("sid="):
            return line.split(";", 1)[0]
    raise Unanswered(f"sign-in of {user} answered {status}: {body[:300]!r}")
