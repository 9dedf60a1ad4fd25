"""A database that is away, closed or damaged: 503 with a sentence for the caller, and back by itself."""

from __future__ import annotations

import http.client
import json
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import fault_outages as outages
import pytest
from fault_house import TOKEN, body, copy
from ristretto.cli import entry
from ristretto.context import Site
from ristretto.db import connection, pool
from ristretto.db.connect import connected
from ristretto.web.app import create_app
from running_processes import Running, free_port, start, wait_until
from site_fixtures import SITE_NAME
from werkzeug.test import Client

Harm = Callable[[Site], AbstractContextManager[Any]]
HARMS = (
    outages.missing,
    outages.damaged,
    outages.emptied,
    outages.a_folder_instead,
    outages.no_rights,
    outages.folder_gone,
)
CASES = [(harm, "in the middle") for harm in HARMS]
CASES += [(harm, "at the start") for harm in HARMS[:-1]]  # the last: test_a_site_without_a_folder
DOC = "/api/resource/Fault Doc"
WORDS = {
    "missing": ("is missing", "Thiếu tệp"),
    "damaged": ("is damaged", "bị hỏng"),
    "emptied": ("holds no site", "không chứa trang nào"),
    "a_folder_instead": ("cannot be reached", "không kết nối được"),
    "no_rights": ("cannot be reached", "không kết nối được"),
    "folder_gone": ("is missing", "Thiếu tệp"),
}


@pytest.fixture
def site(fault_template: Path, tmp_path: Path) -> Iterator[Site]:
    yield Site(SITE_NAME, copy(fault_template, tmp_path))
    pool.close_all()


def client_of(site: Site) -> Client:
    return Client(create_app(site.sites_path, SITE_NAME), use_cookies=False)


def call(client: Client, verb: str = "GET", path: str = DOC, lang: str = "en", **more: Any) -> Any:
    headers = {"Authorization": TOKEN, "Accept": "application/json", "Accept-Language": lang}
    return client.open(path, method=verb, headers=headers | more.pop("headers", {}), **more)


def told(answer: Any) -> str:
    """What a person reads of a refusal; it names nothing of the machine."""
    text = answer.get_data(as_text=True)
    assert answer.status_code == 503, text
    assert answer.headers["Retry-After"]
    for leak in ("Traceback", "SELECT", ".db", "sqlite", "site_config"):
        assert leak not in text
    return text


@pytest.mark.parametrize(
    ("harm", "when"), CASES, ids=[f"{harm.__name__} {when}" for harm, when in CASES]
)
def test_a_database_that_is_away(site: Site, harm: Harm, when: str) -> None:
    """Readers, writers and pages hear it in their language; once it is back the same process serves on."""
    client = client_of(site)
    if when == "in the middle":
        assert call(client, "POST", json=body("before", 1)).status_code == 200
    english, vietnamese = WORDS[harm.__name__]

    with harm(site):
        read = told(call(client))
        written = told(call(client, "POST", json=body("during", 2)))
        page = told(call(client, path="/app", lang="vi", headers={"Accept": "text/html"}))
        modern = told(call(client, path="/api/v2/document/Fault Doc", lang="vi"))
        health = told(call(client, path="/healthz"))

    assert json.loads(read)["exc_type"] == "DatabaseUnavailable"
    assert english in json.loads(json.loads(json.loads(written)["_server_messages"])[0])["message"]
    assert vietnamese in page
    assert vietnamese in json.loads(modern)["errors"][0]["message"]
    assert english in health
    assert call(client, "POST", json=body("after", 3)).status_code == 200
    marks = {row["mark"] for row in call(client, path=f'{DOC}?fields=["mark"]').json["data"]}
    assert marks == ({"before", "after"} if when == "in the middle" else {"after"})


def test_a_site_without_a_folder(site: Site) -> None:
    """It is no site: 404, and nothing is made in its place."""
    with outages.folder_gone(site):
        assert call(client_of(site)).status_code == 404
        assert not site.path.exists()


def test_a_writer_never_writes_into_a_file_without_a_name(site: Site) -> None:
    """A connection that was opened before the file was exchanged refuses instead of acknowledging."""
    with connected(site) as context:
        with outages.emptied(site), pytest.raises(Exception, match="missing"):
            context.db.execute("DELETE FROM `tabFault Doc`")
        context.db.execute("DELETE FROM `tabFault Doc`")
        context.db.commit()


COMMANDS = (["backup"], ["migrate"], ["list-apps"])


@pytest.mark.parametrize("harm", [outages.missing, outages.damaged, outages.emptied])
@pytest.mark.parametrize("command", COMMANDS, ids=lambda words: str(words[0]))
def test_commands_say_it_in_one_line(
    site: Site,
    harm: Harm,
    command: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Exit code 1, one line, no trace, and no backup or database of nothing."""
    monkeypatch.chdir(site.sites_path)
    before = list(site.path.rglob("*.gz"))

    with harm(site), pytest.raises(SystemExit) as ended:
        entry.main(["frappe", "--site", SITE_NAME, *command])

    said = capsys.readouterr().err.strip()
    assert ended.value.code == 1
    assert len(said.splitlines()) == 1, said
    assert list(site.path.rglob("*.gz")) == before
    assert not pool.checkout(site).in_transaction


def status(server: Running) -> int:
    try:
        return server.call("GET", "/api/method/ping", timeout=5).status
    except (OSError, http.client.HTTPException):
        return 0


def test_a_server_that_is_started_first(site: Site) -> None:
    """The server and its job process start without a database and serve once it is there."""
    port = free_port()
    with outages.missing(site):
        server = start(site.sites_path, "serve", "--with-worker", "--port", str(port))
        server.port = port
        try:
            wait_until(lambda: status(server) == 503, "it says that it cannot serve", server)
        except AssertionError:
            server.stop(signal.SIGKILL)
            raise
    try:
        assert wait_until(lambda: status(server) == 200, "it serves", server)
        assert "Traceback" not in server.log.read_text()
    finally:
        server.stop()


def test_a_second_writer(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """While another process holds the write lock, readers go on and writers are told after the time-out."""
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.3)
    client = client_of(site)
    assert call(client, "POST", json=body("before", 1)).status_code == 200

    with outages.write_lock_held(site):
        assert len(call(client).json["data"]) == 1
        assert "đang bận" in told(call(client, "POST", lang="vi", json=body("during", 2)))
        assert "is busy" in told(call(client, "POST", json=body("during", 2)))
        assert len(call(client).json["data"]) == 1

    assert call(client, "POST", json=body("during", 3)).status_code == 200
    assert len(call(client).json["data"]) == 2


def test_a_second_writer_that_is_quick(site: Site) -> None:
    """A lock that is given back within the time-out is waited for: the writer hears nothing of it."""
    client = client_of(site)
    with outages.write_lock_held(site) as release:
        timer = threading.Timer(0.5, release)
        timer.start()
        answer = call(client, "POST", json=body("waits", 1))
        timer.join()

    assert answer.status_code == 200
