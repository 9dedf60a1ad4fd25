"""Jobs and the clock over processes that die: done again, done once, given up when they kill."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path
from urllib.parse import urlencode

import pytest
from job_backends import redis_address
from ristretto.context import Site
from ristretto.db import pool
from ristretto.db.connect import connected
from ristretto.jobs import redis_queue, registry
from running_processes import Running, Start, children, wait_until
from site_fixtures import SITE_NAME

__all__ = ["redis_address"]
QUEUE = "process_probe.views.queue"


def todos(server: Running, text: str) -> int:
    query = urlencode({"filters": json.dumps({"description": text})})
    return len(server.call("GET", f"/api/resource/ToDo?{query}").body["data"])


@pytest.mark.parametrize("queue", ["embedded", "redis"])
def test_the_job_of_a_killed_worker_runs_again_at_once(
    start: Start, queue: str, redis_address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """kill -9 in the middle of a job: another worker does it, long before the job's time is over; on Redis too."""
    if queue == "redis":
        monkeypatch.setenv(redis_queue.ADDRESS, redis_address)
    server = start("serve")
    server.sign_in()
    worker = start("worker")
    server.post(QUEUE, text="again", seconds=3)
    wait_until(
        lambda: server.get("process_probe.views.tries", text="again") == 1, "it began", worker
    )
    worker.stop(signal.SIGKILL)
    other = start("worker")
    wait_until(lambda: todos(server, "again") == 1, "the other did it", other, within=10)
    assert server.get("process_probe.views.tries", text="again") == 2


def test_the_job_process_of_a_server_starts_again(start: Start) -> None:
    """A job that kills its process twice is done at the third try; the server goes on."""
    server = start("serve", "--with-worker")
    server.sign_in()
    server.post(QUEUE, text="third", kill=2)
    wait_until(lambda: todos(server, "third") == 1, "the third try did it", server)
    assert server.get("process_probe.views.tries", text="third") == 3
    assert server.get("ping") == "pong"


def test_two_workers_do_each_job_once(start: Start) -> None:
    """Thirty jobs, two workers: thirty records."""
    server = start("serve")
    server.sign_in()
    for number in range(30):
        server.post(QUEUE, text=f"job {number}")
    workers = [start("worker", "--burst"), start("worker", "--burst")]
    for worker in workers:
        assert worker.process.wait(timeout=60) == 0, worker.log.read_text()
    assert [todos(server, f"job {number}") for number in range(30)] == [1] * 30


def test_two_clocks_queue_an_event_once(start: Start, own_sites: Path) -> None:
    """The turn that is due is queued by one of them, however often both look."""
    server = start("serve")
    server.sign_in()
    site = Site(SITE_NAME, own_sites)
    with connected(site) as context:
        context.db.execute(
            f"UPDATE `tabScheduled Job Type` SET `last_execution` = '2026-01-01 00:00:00' {TURN}"
        )
        context.db.commit()
    clocks = [start("schedule", environment={"SCHEDULER_TICK": "0.1"}) for _clock in range(2)]
    wait_until(lambda: queued(site), "the turn is queued", clocks[0])
    worker = start("worker", "--burst")
    assert worker.process.wait(timeout=60) == 0
    pool.close_all()
    # a minute may begin while the test runs; two clocks without agreement would make two at once
    assert todos(server, "turn") in (1, 2)


TURN = "WHERE `method` = 'process_probe.views.note_turn'"


def queued(site: Site) -> int:
    with connected(site):
        return sum("note_turn" in job.packed for job in registry.jobs())


def test_a_worker_told_to_stop_ends_its_job_first(start: Start) -> None:
    """SIGTERM in the middle of a job: it is done, once, and the worker ends."""
    server = start("serve")
    server.sign_in()
    worker = start("worker")
    server.post(QUEUE, text="ended", seconds=1.5)
    wait_until(
        lambda: server.get("process_probe.views.tries", text="ended") == 1, "it began", worker
    )
    worker.process.send_signal(signal.SIGTERM)
    assert worker.process.wait(timeout=10) == 0
    assert todos(server, "ended") == 1


def test_a_job_over_its_time_is_stopped_in_its_process(start: Start) -> None:
    """A loop of a minute with a second to run fails, is rolled back, and the next job runs."""
    server = start("serve", "--with-worker")
    server.sign_in()
    before = set(children(server.process.pid))
    server.post(QUEUE, text="endless", seconds=-60, timeout=1)
    server.post(QUEUE, text="next")
    wait_until(lambda: todos(server, "next") == 1, "the next is done", server)
    assert todos(server, "endless") == 0
    errors = server.call("GET", "/api/resource/Error%20Log?fields=%5B%22error%22%5D").body["data"]
    assert any("JobTimeoutError" in each["error"] for each in errors)
    assert set(children(server.process.pid)) == before
    assert all(os.path.exists(f"/proc/{pid}") for pid in before)
