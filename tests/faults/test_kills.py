"""kill -9 of every process under write load: what was acknowledged is there once, and the site goes on by itself."""

from __future__ import annotations

import http.client
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import fault_fleet
import frappe
import pytest
from database_choice import drop_database
from fault_fleet import KINDS, Fleet
from fault_house import Told, body, copy
from fault_load import Heard
from fault_losses import losses, rows, waiting
from ristretto.context import Site
from ristretto.db import pool
from ristretto.db.connect import connected
from ristretto.jobs import liveness
from ristretto.site.lock import site_lock
from running_processes import Running, configure, wait_until
from site_fixtures import SITE_NAME

LOCK_SECONDS = 10  # a third of what somebody waits for a lock that is held


@pytest.fixture
def sites(load_template: Path, tmp_path: Path) -> Iterator[Path]:
    found = copy(load_template, tmp_path)
    configure(found, slow_methods=["fault_probe.views.write_slowly"])
    yield found
    pool.close_all()
    drop_database(found / SITE_NAME)


def stale_locks(sites: Path) -> list[str]:
    """What a dead process still holds: the write lock, the lock of a command, a worker's mark that passes for alive."""
    site, found = Site(SITE_NAME, sites), []
    started = time.monotonic()
    with connected(site, mode="write"):
        took = time.monotonic() - started
    found += ["the write lock"] if took > LOCK_SECONDS else []
    with site_lock(site, "bench_migrate"):
        pass
    for path in (site.path / "locks").glob("worker-*.lock"):
        name = path.stem.removeprefix("worker-")
        if not liveness.is_dead(site, f"{socket.gethostname()}:{name}"):
            found.append(path.name)
    return found


def make_due(sites: Path) -> None:
    """The clock has a turn to queue as soon as it looks."""
    with connected(Site(SITE_NAME, sites), mode="write") as context:
        context.db.execute(
            "UPDATE `tabScheduled Job Type` SET `last_execution` = '2026-01-01 00:00:00' "
            "WHERE `method` = 'fault_probe.views.note_turn'"
        )
        context.db.commit()
    pool.close_all()


def turns(sites: Path) -> int:
    return len(rows(sites, "SELECT 1 FROM `tabFault Note` WHERE `mark` LIKE 'turn %'"))


def kill_under_load(sites: Path, seed: int, kills: int) -> tuple[Fleet, Heard]:
    """Both servers answer at the end, with the session from before, and every job is done."""
    make_due(sites)
    began = int(time.time()) // 60
    with fault_fleet.running(sites) as fleet:
        for server in fleet.servers:
            server.sign_in()
        sessions = [server.cookies for server in fleet.servers]
        with fault_fleet.under_load(fleet.ports) as heard:
            fault_fleet.kill_in_turn(fleet, seed, kills)
        for server, cookies in zip(fleet.servers, sessions, strict=True):
            server.cookies = cookies
            wait_until(lambda each=server: answers(each), "the server answers again", server)
            assert server.get("frappe.auth.get_logged_user") == "Administrator"
        wait_until(lambda: not waiting(sites), "all jobs are done", fleet.servers[0], within=90)
        wait_until(lambda: turns(sites), "the clock's turn is done", fleet.servers[0])
        fleet.stop()
    pool.close_all()
    assert turns(sites) <= int(time.time()) // 60 - began + 1, "a turn of the clock ran twice"
    return fleet, heard


def answers(server: Running) -> bool:
    try:
        return server.call("GET", "/healthz", timeout=2).status == 200
    except (OSError, http.client.HTTPException):
        return False


def test_kills_under_load(sites: Path) -> None:
    """Each kind of process is killed at least once while four clients write: nothing is lost, doubled or half."""
    fleet, heard = kill_under_load(sites, seed=1, kills=9)

    assert set(fleet.killed) == set(KINDS)
    assert len(heard.told.acknowledged) + len(heard.told.deleted) > 20
    assert heard.refused == []
    assert losses(sites, heard) == []
    assert stale_locks(sites) == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", [2, 3, 4])
def test_many_kills_under_load(sites: Path, seed: int) -> None:
    """The same for fifty kills at other moments."""
    fleet, heard = kill_under_load(sites, seed, kills=50)

    assert len(fleet.killed) == 50
    assert losses(sites, heard) == []
    assert stale_locks(sites) == []


def test_losses_would_be_found(sites: Path) -> None:
    """Without the note of its job, without a row, without itself: each document is named."""
    told = Told().read([f"ok m{number} {number}" for number in range(5)])
    heard = Heard(told=told, inserted=set(told.acknowledged), submitted={"m0"})
    heard.papers["FP-00001"] = 1
    with connected(Site(SITE_NAME, sites), mode="write") as context:
        for number in range(4):
            frappe.get_doc({"doctype": "Fault Doc", **body(f"m{number}", number)}).insert()
        context.db.execute("DELETE FROM `tabFault Row` WHERE `value` = 2 AND `idx` = 1")
        for mark in ("m0", "m1", "m1", "m2"):
            frappe.get_doc({"doctype": "Fault Note", "mark": mark}).insert()
        context.db.commit()

    found = " / ".join(losses(sites, heard))

    assert "m4 was acknowledged and is lost" in found
    assert "its rows [2, 2, 2]" in found
    assert "m0 was submitted and is not" in found
    assert "FP-00001 stands at None" in found
    assert "the job of m3 never ran" in found
    assert "the job of m1 ran 2 times" in found
