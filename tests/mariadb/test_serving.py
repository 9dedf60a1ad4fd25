"""A site on MariaDB behind `serve`: two quick processes, the slow one, jobs, limits, and a server that restarts."""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode

import pytest
import running_processes
from database_choice import SOCKET
from fault_mariadb import OwnServer, own_server
from ristretto.context import Site
from ristretto.db import pool
from ristretto.db.connect import connected
from running_processes import PROBE, Running, configure, wait_until
from site_fixtures import SITE_NAME, make_template

VIEWS = "process_probe.views"
SLOW = [f"{VIEWS}.{name}" for name in ("spin", "sleep", "write_and_spin")]
JOBS = 20


@pytest.fixture(scope="module")
def own() -> Iterator[OwnServer]:
    """A server that may be stopped; the one of the other tests is left alone."""
    with own_server() as server:
        yield server


@pytest.fixture(scope="module")
def sites(own: OwnServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(SOCKET, str(own.socket))
        patch.syspath_prepend(str(PROBE))
        made = make_template(tmp_path_factory.mktemp("served"), "process_probe")
        configure(made, slow_methods=SLOW, http_timeout=4)
        yield made
    pool.close_all()


@pytest.fixture
def server(sites: Path) -> Iterator[Running]:
    running = running_processes.serve(sites, "--workers", "2", "--with-worker")
    try:
        running.sign_in()
        yield running
    finally:
        running.stop()


def todos(server: Running, text: str) -> int:
    query = urlencode({"filters": json.dumps({"description": text})})
    return len(server.call("GET", f"/api/resource/ToDo?{query}").body["data"])


def running_statements(sites: Path) -> list[str]:
    """What the server is busy with for this site."""
    with connected(Site(SITE_NAME, sites)) as context:
        rows = context.db.execute(
            "SELECT `info` FROM information_schema.processlist WHERE `db` = DATABASE() AND `info` LIKE '%seq_1_to%'"
            " AND `id` <> CONNECTION_ID()"
        )
    return [str(row[0]) for row in rows]


def test_quick_requests_have_their_own_processes(server: Running) -> None:
    """Two of them answer while the slow one is full."""
    with ThreadPoolExecutor(8) as threads:
        slow = [threads.submit(server.get, f"{VIEWS}.sleep", seconds=2) for _ in range(4)]
        time.sleep(0.5)
        quick = set(threads.map(lambda _n: server.get(f"{VIEWS}.pid"), range(40)))
        assert not any(each.done() for each in slow)
        assert len(quick) == 2
        assert not quick & {each.result()["pid"] for each in slow}


def test_a_statement_over_the_limit_is_stopped(server: Running, sites: Path) -> None:
    """It moves to the slow process, ends there in 504, and nothing of it goes on in the database server."""
    answer = server.call("GET", f"/api/method/{VIEWS}.read_long?rows=90000000000")
    assert (answer.status, answer.body["exc_type"]) == (504, "RequestTimeoutError")
    assert running_statements(sites) == []
    assert server.get(f"{VIEWS}.read_long", rows=1000) == 1000


def test_python_over_the_limit_leaves_nothing(server: Running) -> None:
    """A writer in a loop ends in 504; its rows are rolled back and the writer's lock is free."""
    values = {"description": "lost", "seconds": 60}
    answer = server.call("POST", f"/api/method/{VIEWS}.write_and_spin", values)
    assert (answer.status, answer.body["exc_type"]) == (504, "RequestTimeoutError")
    assert server.call("POST", "/api/resource/ToDo", {"description": "next"}).status == 200
    assert (todos(server, "lost"), todos(server, "next")) == (0, 1)


def test_two_workers_do_each_job_once(server: Running, sites: Path) -> None:
    """The job process of the server and a worker beside it, at the same queue."""
    for number in range(JOBS):
        server.post(f"{VIEWS}.queue", text=f"job {number}", seconds=0.05)
    worker = running_processes.start(sites, "worker", "--burst")
    assert worker.process.wait(timeout=60) == 0, worker.log.read_text()
    wait_until(lambda: todos(server, f"job {JOBS - 1}"), "the last is done", server)
    wait_until(lambda: all(todos(server, f"job {n}") for n in range(JOBS)), "all", server)
    assert [todos(server, f"job {number}") for number in range(JOBS)] == [1] * JOBS


def test_the_job_of_a_killed_worker_runs_again(server: Running, sites: Path) -> None:
    """kill -9 in the middle of a job: the server's rows of it are gone, and it is done once."""
    server.post(f"{VIEWS}.queue", text="thrice", kill=2)
    wait_until(lambda: todos(server, "thrice") == 1, "the third try did it", server)
    assert server.get(f"{VIEWS}.tries", text="thrice") == 3


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL], ids=["stopped", "killed"])
def test_the_database_server_starts_again(
    server: Running, own: OwnServer, number: signal.Signals
) -> None:
    """503 while it is away; then the same processes serve, and a job that waited is done."""
    text = f"over a restart {number}"
    assert server.call("POST", "/api/resource/ToDo", {"description": text}).status == 200
    own.stop(number)
    try:
        for verb, body in (("GET", None), ("POST", {"description": "never"})):
            answer = server.call(verb, "/api/resource/ToDo", body)
            assert (answer.status, answer.body["exc_type"]) == (503, "DatabaseUnavailable")
    finally:
        own.start()
    # every idle connection of both processes was cut: none of these may meet one
    for _ in range(12):
        assert server.call("GET", "/api/resource/ToDo").status == 200
    server.post(f"{VIEWS}.queue", text=f"{text}, job")
    wait_until(lambda: todos(server, f"{text}, job") == 1, "jobs go on", server)
    assert (todos(server, text), todos(server, "never")) == (1, 0)
