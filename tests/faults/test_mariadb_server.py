"""A MariaDB server that is away: 503 with a sentence, back by itself; that is killed under load: nothing is lost."""

from __future__ import annotations

import http.client
import json
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fault_fleet
import fault_mariadb
import pytest
import running_processes
from database_choice import SOCKET
from fault_house import TOKEN, body, build, build_more
from fault_losses import losses, waiting
from fault_mariadb import OwnServer
from ristretto.context import Site
from ristretto.db import pool
from ristretto.db.mariadb import driver, settings
from ristretto.db.mariadb.server import session
from ristretto.web.app import create_app
from running_processes import Running, free_port, start, wait_until
from site_fixtures import SITE_NAME, make_template
from werkzeug.test import Client

DOC = "/api/resource/Fault Doc"


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[OwnServer, Path]]:
    """(a server, sites/ of a bench on it)."""
    with fault_mariadb.own_server() as server, pytest.MonkeyPatch.context() as patch:
        patch.setenv(SOCKET, str(server.socket))
        sites = make_template(tmp_path_factory.mktemp("own"), "fault_probe")
        build(sites)
        build_more(sites)
        pool.close_all()
        yield server, sites
        pool.close_all()


@pytest.fixture
def client(own: tuple[OwnServer, Path]) -> Client:
    pool.close_all()
    return Client(create_app(own[1], SITE_NAME), use_cookies=False)


def call(client: Client, verb: str = "GET", path: str = DOC, lang: str = "en", **more: Any) -> Any:
    headers = {"Authorization": TOKEN, "Accept": "application/json", "Accept-Language": lang}
    return client.open(path, method=verb, headers=headers | more.pop("headers", {}), **more)


def told(answer: Any, status: int = 503) -> str:
    """What a person reads of a refusal; it names nothing of the server."""
    text = answer.get_data(as_text=True)
    assert answer.status_code == status, text
    for leak in ("Traceback", "SELECT", "socket", "MySQL", "MariaDB", "localhost"):
        assert leak not in text
    return str(json.loads(json.loads(answer.json["_server_messages"])[0])["message"])


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL], ids=["stopped", "killed"])
def test_a_server_that_goes_away(
    own: tuple[OwnServer, Path], client: Client, how: signal.Signals
) -> None:
    """Readers and writers hear it in their language; the same process serves once it is back, with new connections."""
    server, mark = own[0], f"before {how}"
    assert call(client, "POST", json=body(mark, 1)).status_code == 200
    server.stop(how)
    try:
        english = told(call(client))
        vietnamese = told(call(client, "POST", lang="vi", json=body(f"during {how}", 2)))
        page = call(client, path="/app", headers={"Accept": "text/html"})
    finally:
        server.start()

    assert english.startswith("The database cannot be reached")
    assert vietnamese.startswith("Hiện không kết nối được cơ sở dữ liệu")
    assert page.status_code == 503
    assert page.headers["Retry-After"]
    wanted = {"filters": json.dumps({"mark": ["like", f"%{how}"]}), "fields": '["mark"]'}
    assert call(client, query_string=wanted).json["data"] == [{"mark": mark}]
    assert call(client, "POST", json=body(f"after {how}", 3)).status_code == 200


def test_connections_that_the_server_cut(own: tuple[OwnServer, Path], client: Client) -> None:
    """What the server closed in the meantime is opened anew; the request hears nothing of it."""
    assert call(client).status_code == 200
    with own[0].root() as root:
        mine = [row[0] for row in root.run("SHOW PROCESSLIST") if str(row[3] or "") != "None"]
        cut = [number for number in mine if number != root.run("SELECT CONNECTION_ID()")[0][0]]
        for number in cut:
            root.run(f"KILL {number}")

    assert cut
    assert call(client).status_code == 200
    assert call(client, "POST", json=body("cut", 1)).status_code == 200


def test_a_site_that_is_started_first(own: tuple[OwnServer, Path]) -> None:
    """The server and its job process start while the database is away and serve once it is there."""
    port = free_port()
    own[0].stop()
    try:
        server = start(own[1], "serve", "--with-worker", "--port", str(port))
        server.port = port
        wait_until(lambda: status(server) == 503, "it says that it cannot serve", server)
    finally:
        own[0].start()
    try:
        assert wait_until(lambda: status(server) == 200, "it serves", server)
    finally:
        server.stop()


def status(server: Running) -> int:
    try:
        return server.call("GET", "/api/method/ping", timeout=5).status
    except (OSError, http.client.HTTPException):
        return 0


def test_a_server_killed_under_load(own: tuple[OwnServer, Path]) -> None:
    """mariadbd is killed three times while clients write: what was acknowledged is there once, every job is done."""
    database, sites = own
    site = running_processes.serve(sites, "--with-worker")
    try:
        with fault_fleet.under_load([site.port, site.port]) as heard:
            for _time in range(3):
                time.sleep(1.5)
                database.stop(signal.SIGKILL)
                time.sleep(0.3)
                database.start()
            time.sleep(1)
        wait_until(lambda: not waiting(sites), "all jobs are done", site, within=90)
    finally:
        site.stop()
    found = [line for line in losses(sites, heard) if "never asked for" not in line]

    assert len(heard.told.acknowledged) > 20
    assert heard.told.open
    assert heard.refused == []
    assert found == []


def test_a_lock_of_somebody_else(
    own: tuple[OwnServer, Path], client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While a foreign session holds the writer's row, or a record: readers go on, writers are told in time."""
    impatient = driver._SESSION.replace("lock_wait_timeout = 30", "lock_wait_timeout = 1")
    monkeypatch.setattr(driver, "_SESSION", impatient)
    name = call(client, "POST", json=body("locked", 1)).json["data"]["name"]
    pool.close_all()

    with session(settings.of(Site(SITE_NAME, own[1]).conf)) as foreign:
        foreign.run("START TRANSACTION")
        foreign.run("SELECT * FROM `ristretto_stamp` WHERE `name` = 'writer' FOR UPDATE")
        assert call(client).status_code == 200
        busy = told(call(client, "POST", lang="vi", json=body("x", 1)))
        foreign.run("ROLLBACK")
        foreign.run("START TRANSACTION")
        foreign.run(f"SELECT * FROM `tabFault Doc` WHERE `name` = '{name}' FOR UPDATE")
        assert call(client, path=f"{DOC}/{name}").status_code == 200
        locked = told(call(client, "PUT", f"{DOC}/{name}", json=body("locked", 2)), 504)
        foreign.run("ROLLBACK")

    assert "đang bận" in busy
    assert "locked by another change" in locked
    assert call(client, "PUT", f"{DOC}/{name}", json=body("locked", 3)).status_code == 200


def test_a_deadlock_with_somebody_else(own: tuple[OwnServer, Path], client: Client) -> None:
    """The lighter side is rolled back and told to try again; the second try works."""
    names = [
        call(client, "POST", json=body(f"d{number}", 1)).json["data"]["name"] for number in range(2)
    ]
    path = "/api/method/fault_probe.views.change_two"
    answers: list[Any] = []

    def ask() -> None:
        answers.append(call(client, "POST", path, json={"names": names, "seconds": 1.0}))

    with session(settings.of(Site(SITE_NAME, own[1]).conf)) as foreign:
        foreign.run("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED")
        foreign.run("START TRANSACTION")
        foreign.run(f"UPDATE `tabFault Doc` SET `idx` = 7 WHERE `name` <> '{names[0]}'")
        thread = threading.Thread(target=ask)
        thread.start()
        time.sleep(0.5)
        foreign.run(f"UPDATE `tabFault Doc` SET `idx` = 7 WHERE `name` = '{names[0]}'")
        thread.join()
        foreign.run("ROLLBACK")

    assert told(answers[0]) == "Two changes waited for each other. Please try again."
    assert call(client, "POST", path, json={"names": names, "seconds": 0}).status_code == 200
