"""The API over a real server and sockets: garbage, half requests, two writers, a killed process."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import quote

import pytest
from site_fixtures import ADMIN_PASSWORD, SITE_NAME

STARTER = """
import sys
from granian import Granian
from granian.constants import Interfaces
Granian(
    "ristretto_test_wsgi:application", address="127.0.0.1", port=int(sys.argv[1]),
    interface=Interfaces.WSGI, workers=1, blocking_threads=4,
).serve()
"""
APPLICATION = """
import os
from ristretto.web.app import create_app
application = create_app(os.environ["SITES_PATH"], os.environ["FRAPPE_SITE"])
"""


@dataclass
class Server:
    """A running server process over its own copy of a site."""

    port: int
    process: subprocess.Popen[bytes]
    sites: Path
    cookie: str = ""

    def call(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        """(status, parsed JSON) of a call in the administrator's session."""
        data = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self.cookie:
            headers["Cookie"] = self.cookie
        url = f"http://127.0.0.1:{self.port}{path}"
        request = urllib.request.Request(url, data=data, headers=headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                self._remember(answer.headers.get_all("Set-Cookie") or [])
                return answer.status, json.loads(answer.read() or b"null")
        except urllib.error.HTTPError as error:
            return error.code, json.loads(error.read() or b"null")

    def raw(self, data: bytes, wait: float = 5.0) -> bytes:
        """What comes back for these bytes."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=wait) as connection:
            connection.sendall(data)
            try:
                return connection.recv(4096)
            except (TimeoutError, ConnectionError):
                return b""

    def _remember(self, cookies: list[str]) -> None:
        for line in cookies:
            if line.startswith("sid=") and not line.startswith(("sid=Guest", "sid=;")):
                self.cookie = line.split(";", 1)[0]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(sites: Path, folder: Path) -> Server:
    """A server that answers; its log is in the folder."""
    (folder / "ristretto_test_wsgi.py").write_text(APPLICATION)
    port = free_port()
    paths = os.pathsep.join([str(folder), *(entry for entry in sys.path if entry)])
    env = {**os.environ, "SITES_PATH": str(sites), "FRAPPE_SITE": SITE_NAME, "PYTHONPATH": paths}
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-c", STARTER, str(port)], env=env, stdout=log, stderr=log,
            start_new_session=True,
        )  # fmt: skip
    server = Server(port, process, sites)
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            if server.call("GET", "/healthz")[0] == 200:
                return server
        except OSError:
            time.sleep(0.1)
    stop(server)
    raise AssertionError((folder / "server.log").read_text())


def stop(server: Server, with_signal: int = signal.SIGTERM) -> None:
    """End the server and its workers: the process group that it leads."""
    if server.process.poll() is None:
        os.killpg(server.process.pid, with_signal)
    server.process.wait(timeout=15)


@pytest.fixture
def server(template_sites: Path, tmp_path: Path) -> Iterator[Server]:
    sites = tmp_path / "sites"
    shutil.copytree(template_sites, sites)
    running = start(sites, tmp_path)
    status, _body = running.call(
        "POST", "/api/method/login", {"usr": "Administrator", "pwd": ADMIN_PASSWORD}
    )
    assert status == 200
    yield running
    stop(running, signal.SIGKILL)


GARBAGE = [
    b"GARBAGE\r\n\r\n",
    b"GET /\x00\xff HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET /" + b"x" * 70_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"POST /api/method/ping HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    b"Content-Length: 30000000\r\n\r\n{",
    b"POST /api/resource/ToDo HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n5\r\n{\"a\":\r\n0\r\n\r\n",
    b"FOO /api/resource/ToDo HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
]  # fmt: skip


@pytest.mark.parametrize("data", GARBAGE, ids=range(len(GARBAGE)))
def test_garbage_gets_a_4xx_and_the_next_caller_an_answer(server: Server, data: bytes) -> None:
    """No 5xx, no hanging worker."""
    answer = server.raw(data)
    assert not answer or answer.split(b" ", 2)[1].startswith(b"4"), answer[:200]
    assert server.call("GET", "/api/method/ping") == (200, {"message": "pong"})


def test_half_an_upload_leaves_nothing(server: Server) -> None:
    """The connection breaks inside a file: no record, no bytes, and the server goes on."""
    head = (
        "POST /api/method/upload_file HTTP/1.1\r\nHost: localhost\r\n"
        f"Cookie: {server.cookie}\r\nContent-Type: multipart/form-data; boundary=XX\r\n"
        "Content-Length: 100000\r\n\r\n--XX\r\nContent-Disposition: form-data; "
        'name="file"; filename="half.txt"\r\n\r\n'
    )
    server.raw(head.encode() + b"half of it", wait=0.5)
    wanted = quote('{"file_name":"half.txt"}')
    _status, found = server.call("GET", f"/api/resource/File?filters={wanted}")
    assert found == {"data": []}
    files = server.sites / SITE_NAME / "public" / "files"
    assert not [path.name for path in files.iterdir() if path.name.startswith("half")]


def test_the_second_writer_is_told(server: Server) -> None:
    """Two people save what both opened: the second gets 417, nothing of the first is lost."""
    _status, made = server.call("POST", "/api/resource/ToDo", {"description": "one"})
    path = f"/api/resource/ToDo/{made['data']['name']}"
    opened = made["data"]["modified"]
    assert server.call("PUT", path, {"description": "first", "modified": opened})[0] == 200
    status, body = server.call("PUT", path, {"description": "second", "modified": opened})
    assert (status, body["exc_type"]) == (417, "TimestampMismatchError")
    assert server.call("GET", path)[1]["data"]["description"] == "first"


def test_many_writers_at_once_lose_nothing(server: Server) -> None:
    """Every acknowledged insert is there, each under a name of its own."""
    names: list[str] = []

    def write(number: int) -> None:
        for turn in range(5):
            status, body = server.call(
                "POST", "/api/resource/ToDo", {"description": f"{number}-{turn}"}
            )
            assert status == 200, body
            names.append(body["data"]["name"])

    threads = [Thread(target=write, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(names) == len(set(names)) == 30
    assert (
        server.call("GET", "/api/method/frappe.client.get_count?doctype=ToDo")[1]["message"] == 30
    )


def test_what_was_acknowledged_survives_a_kill(server: Server, tmp_path: Path) -> None:
    """kill -9 right after the answer; the next process finds the record and the session."""
    _status, made = server.call("POST", "/api/resource/ToDo", {"description": "kept"})
    stop(server, signal.SIGKILL)
    again = start(server.sites, tmp_path)
    again.cookie = server.cookie
    try:
        status, body = again.call("GET", f"/api/resource/ToDo/{made['data']['name']}")
        assert (status, body["data"]["description"]) == (200, "kept")
    finally:
        stop(again, signal.SIGKILL)
