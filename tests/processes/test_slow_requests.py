"""Quick requests beside slow ones: each has its process, slow ones have a limit, and an end is told."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from running_processes import Running, children, configure, is_alive, wait_until

SPIN = "process_probe.views.spin"
SLEEP = "process_probe.views.sleep"
HELD = '{"description": ["like", "%held%"]}'


def test_a_slow_endpoint_runs_in_another_process(server: Running) -> None:
    """It answers from the slow process, which was not there before it was needed."""
    before = set(children(server.process.pid))
    web = server.get("process_probe.views.pid")
    slow = server.get(SPIN, seconds=0.1)["pid"]
    assert slow != web
    assert set(children(server.process.pid)) - before == {slow}


def test_quick_requests_are_answered_while_the_slow_process_is_full(
    server: Running, own_sites: Path
) -> None:
    """Six slow requests wait for four threads; pings are answered before any of them ends."""
    configure(own_sites, http_timeout=60)
    server.get(SPIN, seconds=0)
    with ThreadPoolExecutor(6) as threads:
        slow = [threads.submit(server.get, SLEEP, seconds=2.5) for _ in range(6)]
        time.sleep(0.3)
        for _ in range(5):
            assert server.get("ping") == "pong"
            assert not any(each.done() for each in slow)
        assert len({each.result()["pid"] for each in slow}) == 1


def test_a_long_read_moves_to_the_slow_process(server: Running, own_sites: Path) -> None:
    """Nobody declared it slow: it is stopped after a second, started anew there, and answered."""
    configure(own_sites, http_timeout=60)
    before = set(children(server.process.pid))
    assert server.get("process_probe.views.read_long", rows=9_000_000) == 9_000_000
    assert set(children(server.process.pid)) - before


def test_a_statement_over_the_limit_is_stopped(server: Running) -> None:
    """A statement that would run for minutes ends in 504, and the slow process serves the next."""
    before = server.get(SPIN, seconds=0)["pid"]
    path = "/api/method/process_probe.views.read_long?rows=9000000000"
    answer = server.call("GET", path)
    assert (answer.status, answer.body["exc_type"]) == (504, "RequestTimeoutError")
    assert server.get(SPIN, seconds=0)["pid"] == before


def test_python_over_the_limit_is_stopped_and_leaves_nothing(server: Running) -> None:
    """A loop without any statement ends in 504; what it wrote before is rolled back."""
    answer = server.call(
        "POST",
        "/api/method/process_probe.views.write_and_spin",
        {"description": "lost", "seconds": 60},
    )
    assert (answer.status, answer.body["exc_type"]) == (504, "RequestTimeoutError")
    assert server.call("GET", "/api/resource/ToDo").body == {"data": []}


@pytest.mark.slow
def test_foreign_code_that_does_not_stop_costs_the_process(server: Running) -> None:
    """Ten seconds beyond its limit the slow process ends; the caller is told, the next one served."""
    before = server.get(SPIN, seconds=0)["pid"]
    answer = server.call("GET", f"/api/method/{SLEEP}?seconds=60", timeout=40)
    assert (answer.status, answer.body["exc_type"]) == (503, "SlowProcessStopped")
    assert server.get(SPIN, seconds=0)["pid"] != before


def test_a_killed_slow_process_is_told_and_replaced(server: Running) -> None:
    """The caller in hand gets 503 with a sentence, the callers behind it an answer."""
    slow = server.get(SPIN, seconds=0)["pid"]
    with ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(server.call, "GET", f"/api/method/{SLEEP}?seconds=1.8")
        time.sleep(0.5)
        os.kill(slow, signal.SIGKILL)
        answer = waiting.result()
    assert (answer.status, answer.body["exc_type"]) == (503, "SlowProcessStopped")
    assert "Hãy thử lại" in answer.body["exception"]
    assert server.get(SPIN, seconds=0)["pid"] != slow


def test_work_that_nobody_waits_for_is_stopped(server: Running, own_sites: Path) -> None:
    """Four callers hang up; their threads are free long before the work would have ended."""
    configure(own_sites, http_timeout=60)
    server.get(SPIN, seconds=0)
    head = f"GET /api/method/{SPIN}?seconds=25 HTTP/1.1\r\nHost: localhost\r\n"
    head += f"Cookie: sid={server.cookies['sid']}\r\n\r\n"
    for _ in range(4):
        with socket.create_connection(("127.0.0.1", server.port)) as connection:
            connection.sendall(head.encode())
            time.sleep(0.3)
    # all four threads were taken: an answer within this time shows that one was given back
    answer = server.call("GET", f"/api/method/{SPIN}?seconds=0", timeout=15)
    assert answer.status == 200


def test_stalled_bodies_take_no_thread(server: Running) -> None:
    """Forty uploads that stop half-way hold up neither reads nor writes."""
    head = (
        "POST /api/method/upload_file HTTP/1.1\r\nHost: localhost\r\n"
        "Content-Type: application/octet-stream\r\nContent-Length: 100000\r\n\r\nhalf of it"
    )
    stalled = []
    try:
        for _ in range(40):
            connection = socket.create_connection(("127.0.0.1", server.port))
            connection.sendall(head.encode())
            stalled.append(connection)
        answer = server.call("POST", "/api/resource/ToDo", {"description": "x"}, timeout=5)
        assert answer.status == 200
        assert server.call("GET", "/api/resource/ToDo", timeout=5).status == 200
    finally:
        for connection in stalled:
            connection.close()


def test_a_large_body_arrives_whole(server: Running) -> None:
    """What is larger than memory holds reads the same after its way through a file."""
    text = "ô" * 2_000_000
    answer = server.call("POST", "/api/resource/ToDo", {"description": text})
    assert answer.status == 200, answer.body
    name = answer.body["data"]["name"]
    read = server.call("GET", f"/api/resource/ToDo/{name}").body["data"]["description"]
    assert read.count("ô") == 2_000_000


def test_the_whole_server_ends_with_its_first_process(server: Running) -> None:
    """A plain kill ends every process in seconds; so does kill -9 of the first."""
    server.get(SPIN, seconds=0)
    below = children(server.process.pid)
    assert len(below) == 2
    os.kill(server.process.pid, signal.SIGKILL)
    wait_until(lambda: not any(is_alive(pid) for pid in below), "all are gone")


def test_a_plain_kill_ends_a_server_in_time(server: Running) -> None:
    """Also while a slow request runs."""
    thread = threading.Thread(
        target=lambda: server.call("GET", f"/api/method/{SLEEP}?seconds=1.8"), daemon=True
    )
    thread.start()
    time.sleep(0.5)
    below = children(server.process.pid)
    assert server.stop() in (0, -signal.SIGTERM)
    assert not any(is_alive(pid) for pid in below)


def test_killed_web_processes_start_again(server: Running) -> None:
    """kill -9 of the quick process, then of the process above it: each time the server answers again."""
    quick = server.get("process_probe.views.pid")
    os.kill(quick, signal.SIGKILL)
    wait_until(lambda: answering(server) not in (None, quick), "another quick process", server)
    assert not is_alive(quick)
    web = next(pid for pid in children(server.process.pid) if children(pid))
    old = children(web)
    os.kill(web, signal.SIGKILL)
    wait_until(lambda: answering(server) not in (None, *old), "another web process", server)
    wait_until(lambda: not any(is_alive(pid) for pid in old), "the old ones are gone")


def test_a_read_that_waits_holds_up_the_others_once(server: Running) -> None:
    """The first call of a function that waits for something outside; the next ones wait in a thread."""
    wait = "process_probe.views.wait_outside"
    server.get(wait, seconds=0.5)
    with ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(server.get, wait, seconds=3)
        time.sleep(0.3)
        for _ in range(5):
            assert server.get("ping") == "pong"
        assert not waiting.done()
        assert waiting.result() == "waited"


def answering(server: Running) -> int | None:
    """The process that answers now; None when none does."""
    try:
        found: int = server.get("process_probe.views.pid")
    except (OSError, http.client.HTTPException):
        return None
    return found


def test_reads_go_on_while_somebody_holds_the_write_lock(server: Running) -> None:
    """A long writing transaction: reads, also those that leave a mark, do not wait on each other for it."""
    names = ("process_probe.views.write_and_hold", "process_probe.views.read_and_mark")
    assert server.get("frappe.client.get_count", doctype="ToDo", filters=HELD) == 0
    with ThreadPoolExecutor(2) as threads:
        writer = threads.submit(server.post, names[0], seconds=2.5)
        time.sleep(0.5)
        marking = threads.submit(server.get, names[1])
        for _ in range(10):
            assert server.call("GET", "/api/resource/ToDo").status == 200
            assert not writer.done()
        assert marking.result() == "marked"
        # The lock comes with the writer's commit; the writer's answer may still be under way.
        assert server.get("frappe.client.get_count", doctype="ToDo", filters=HELD) == 1
        writer.result()
