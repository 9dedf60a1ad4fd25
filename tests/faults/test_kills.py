"""kill -9 of every process under write load: what was acknowledged is there once, and the site goes on by itself."""

from __future__ import annotations

import http.client
import socket
from collections import Counter
from pathlib import Path

import fault_fleet
import frappe
import pytest
from fault_fleet import KINDS, Fleet
from fault_house import STATES, Told, body, copy, faults_of
from fault_load import Heard
from ristretto.context import Site
from ristretto.db import pool
from ristretto.db.connect import connected
from ristretto.jobs import liveness
from ristretto.site.lock import site_lock
from running_processes import Running, configure, wait_until
from site_fixtures import SITE_NAME


@pytest.fixture
def sites(load_template: Path, tmp_path: Path) -> Path:
    found = copy(load_template, tmp_path)
    configure(found, slow_methods=["fault_probe.views.write_slowly"])
    return found


def rows(sites: Path, sql: str) -> list[tuple[object, ...]]:
    with connected(Site(SITE_NAME, sites)) as context:
        return context.db.execute(sql)


def waiting(sites: Path) -> int:
    return len(rows(sites, "SELECT 1 FROM `ristretto_job` WHERE `status` <> 'failed'"))


def losses(sites: Path, heard: Heard) -> list[str]:
    """Documents, submissions, papers and jobs that are not as they were acknowledged."""
    found = faults_of(sites, heard.told)
    submitted = {
        mark for (mark,) in rows(sites, "SELECT `mark` FROM `tabFault Doc` WHERE `docstatus` = 1")
    }
    found += [f"{mark} was submitted and is not" for mark in heard.submitted - submitted]
    papers = dict(rows(sites, "SELECT `name`, `workflow_state` FROM `tabFault Paper`"))
    for name, step in heard.papers.items():
        if papers.get(name) not in STATES[step : step + 2]:
            found.append(f"{name} stands at {papers.get(name)}, acknowledged {STATES[step]}")
    notes = Counter(mark for (mark,) in rows(sites, "SELECT `mark` FROM `tabFault Note`"))
    found += [f"the job of {mark} never ran" for mark in heard.inserted if not notes[mark]]
    found += [
        f"the job of {mark} ran {number} times" for mark, number in notes.items() if number > 1
    ]
    failed = rows(sites, "SELECT `id`, `error` FROM `ristretto_job` WHERE `status` = 'failed'")
    return found + [f"job {name} was given up: {error}" for name, error in failed]


def stale_locks(sites: Path) -> list[str]:
    """What a dead process still holds: the write lock, the lock of a command, a worker's mark that passes for alive."""
    site, found = Site(SITE_NAME, sites), []
    with connected(site) as context:
        context.db.wait_for_locks(False)
        context.db.begin("write")
        context.db.rollback()
        context.db.wait_for_locks(True)
    with site_lock(site, "bench_migrate"):
        pass
    for path in (site.path / "locks").glob("worker-*.lock"):
        name = path.stem.removeprefix("worker-")
        if not liveness.is_dead(site, f"{socket.gethostname()}:{name}"):
            found.append(path.name)
    return found


def kill_under_load(sites: Path, seed: int, kills: int) -> tuple[Fleet, Heard]:
    """Both servers answer at the end, with the session from before, and every job is done."""
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
        fleet.stop()
    pool.close_all()
    return fleet, heard


def answers(server: Running) -> bool:
    try:
        return server.call("GET", "/healthz", timeout=2).status == 200
    except (OSError, http.client.HTTPException):
        return False


def test_kills_under_load(sites: Path) -> None:
    """Each kind of process is killed at least once while four clients write: nothing is lost, doubled or half."""
    fleet, heard = kill_under_load(sites, seed=1, kills=8)

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
