"""A backup that is made while clients write is one moment of the site, and comes back record by record."""

from __future__ import annotations

import base64
import json
import os
import secrets
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import fault_fleet
import frappe
import pytest
import running_processes
from database_choice import all_rows, drop_database, is_mariadb, make_database
from fault_house import Told, copy, faults_of
from fault_load import Heard
from ristretto.context import Site
from ristretto.db import pool
from ristretto.db.connect import connected
from ristretto.jobs.job_table import unpack
from running_processes import Running, wait_until
from site_fixtures import SITE_NAME

SECONDS = 120
PEOPLE = {"doctype": "User", "docname": "clerk@example.com"}
COUNTED = "ristretto_stamp"  # a restore tells every process to forget what it remembers
WRITTEN = {
    "tabFault Doc",
    "tabFault Row",
    "tabFault Paper",
    "tabSeries",
    "ristretto_job",
    "tabFile",
}
WRITTEN |= {"tabComment", "tabVersion", "tabDeleted Document", "tabSessions", COUNTED, "tabUser"}
WRITTEN |= {"tabWorkflow Action", "tabWorkflow Action Permitted Role", "__global_search"}


@pytest.fixture
def sites(load_template: Path, tmp_path: Path) -> Iterator[Path]:
    found = copy(load_template, tmp_path)
    yield found
    pool.close_all()
    drop_database(found / SITE_NAME)


@pytest.fixture
def server(sites: Path) -> Iterator[Running]:
    running = running_processes.serve(sites)
    running.sign_in()
    yield running
    running.stop()


@pytest.fixture
def empty(sites: Path, tmp_path: Path) -> Iterator[Path]:
    """sites/ of a bench on another machine, with a site that has a configuration and nothing else."""
    found = tmp_path / "empty" / "sites"
    (found / SITE_NAME).mkdir(parents=True)
    for name in ("apps.txt", "common_site_config.json"):
        shutil.copyfile(sites / name, found / name)
    yield found
    pool.close_all()
    drop_database(found / SITE_NAME)


def bench(sites: Path, *words: str) -> str:
    """What a command said that did its work."""
    paths = os.pathsep.join(entry for entry in sys.path if entry)
    command = [sys.executable, "-m", "frappe.utils.bench_helper", "frappe", "--site", SITE_NAME]
    done = subprocess.run(
        [*command, *words], cwd=sites, env={**os.environ, "PYTHONPATH": paths},
        capture_output=True, text=True, timeout=SECONDS, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def back_up(sites: Path, folder: Path) -> dict[str, Path]:
    """The four files of `bench backup --with-files`."""
    bench(sites, "backup", "--with-files", "--backup-path", str(folder))
    endings = {"config": "_backup.json", "database": ".sql.gz"}
    endings |= {"public": "localhost-files.tar", "private": "private-files.tar"}
    return {kind: next(folder.glob(f"*{end}")) for kind, end in endings.items()}


def restore(saved: dict[str, Path], sites: Path) -> Site:
    """`bench restore` on a site of which only the saved configuration is there, and an empty database."""
    values = json.loads(saved["config"].read_text())
    if is_mariadb():
        values["db_name"] = f"restored_{secrets.token_hex(6)}"
        make_database(values["db_name"])
    (sites / SITE_NAME / "site_config.json").write_text(json.dumps(values))
    files = ["--with-public-files", str(saved["public"])]
    files += ["--with-private-files", str(saved["private"])]
    bench(sites, "restore", str(saved["database"]), *files)
    return Site(SITE_NAME, sites)


@contextmanager
def old_reader(sites: Path) -> Iterator[None]:
    """Somebody reads since before: what SQLite writes meanwhile stays out of the main file."""
    if is_mariadb():
        yield
        return
    path = Site(SITE_NAME, sites).db_path
    with closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT COUNT(*) FROM `tabUser`").fetchone()
        yield


def attach(server: Running, number: int) -> tuple[str, bytes]:
    """(address, content) of an acknowledged upload."""
    content = f"evidence {number}\n".encode() * 1000
    given = {"filename": f"evidence-{number}.txt", "is_private": number % 2, "decode_base64": True}
    given["filedata"] = base64.b64encode(content).decode()
    done = server.post("frappe.client.attach_file", **given, **PEOPLE)
    return done["file_url"], content


def place_of(site: Site, url: str) -> Path:
    return site.path / (url.lstrip("/") if url.startswith("/private") else f"public{url}")


def untouched(before: dict[str, int], heard: Heard) -> Told:
    """What was acknowledged before the backup and not asked to change since; all else may be in it or not."""
    told = heard.told
    same = {mark: value for mark, value in before.items() if told.acknowledged.get(mark) == value}
    same = {mark: value for mark, value in same.items() if mark not in told.open}
    others = {*told.acknowledged, *told.deleted, *told.open} - set(same)
    return Told(same, set(), dict.fromkeys(others, 0))


def disagreements(site: Site) -> list[str]:
    """Documents without the job of their transaction, files without content."""
    with connected(site) as context:
        marks = {row[0] for row in context.db.execute("SELECT `mark` FROM `tabFault Doc`")}
        gone = {
            str(row[0]) for row in context.db.execute("SELECT `data` FROM `tabDeleted Document`")
        }
        jobs = context.db.execute("SELECT `arguments` FROM `ristretto_job`")
        queued = {str(unpack(text)["mark"]) for (text,) in jobs}
        urls = [
            str(row[0])
            for row in context.db.execute("SELECT `file_url` FROM `tabFile` WHERE `is_folder` = 0")
        ]
    found = [f"{mark} without its job" for mark in marks - queued]
    deleted = {json.loads(text).get("mark") for text in gone}
    found += [f"the job of {mark} without it" for mark in queued - marks - deleted]
    return found + [f"{url} without content" for url in urls if not place_of(site, url).exists()]


def test_a_backup_under_load(server: Running, sites: Path, empty: Path, tmp_path: Path) -> None:
    """All that was acknowledged before it began is in it; documents, rows, jobs and files agree with each other."""
    with old_reader(sites), fault_fleet.under_load([server.port, server.port]) as heard:
        uploads = [attach(server, number) for number in range(4)]
        wait_until(lambda: len(heard.told.acknowledged) > 30, "clients write", server)
        before, asked = dict(heard.told.acknowledged), heard.asked
        saved = back_up(sites, tmp_path / "saved")
        during = heard.asked - asked
        attach(server, 9)
    restored = restore(saved, empty)

    assert during > 20
    assert faults_of(empty, untouched(before, heard)) == []
    assert disagreements(restored) == []
    assert [
        url for url, content in uploads if place_of(restored, url).read_bytes() != content
    ] == []
    old, new = all_rows(Site(SITE_NAME, sites)), all_rows(restored)
    assert set(old) == set(new)
    assert [table for table in set(old) - WRITTEN if old[table] != new[table]] == []


def test_a_backup_comes_back_record_by_record(
    server: Running, sites: Path, empty: Path, tmp_path: Path
) -> None:
    """When the clients have stopped: every table, every row, every file, byte by byte."""
    with fault_fleet.under_load([server.port, server.port]) as heard:
        for number in range(3):
            attach(server, number)
        wait_until(lambda: len(heard.told.acknowledged) > 30, "clients write", server)
    server.stop()
    restored = restore(back_up(sites, tmp_path / "saved"), empty)
    original = Site(SITE_NAME, sites)

    old, new = all_rows(original), all_rows(restored)
    old.pop(COUNTED), new.pop(COUNTED)
    assert old == new
    assert faults_of(empty, heard.told) == []
    for kind in ("public", "private"):
        assert contents(original.path / kind / "files") == contents(restored.path / kind / "files")
    assert len(contents(original.path / "private" / "files")) == 1


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_disagreement_would_be_found(sites: Path) -> None:
    """Tables of two moments: a document without its job, and a job without its document, are named."""
    site = Site(SITE_NAME, sites)
    with connected(site, mode="write") as context:
        for number in range(2):
            frappe.get_doc({"doctype": "Fault Doc", "mark": f"m{number}", "value": 0}).insert()
        context.db.execute("DELETE FROM `tabFault Doc` WHERE `mark` = 'm0'")
        context.db.execute("DELETE FROM `ristretto_job` WHERE `arguments` LIKE '%m1%'")
        context.db.commit()

    assert disagreements(site) == ["m1 without its job", "the job of m0 without it"]


def test_a_restore_under_a_running_server(server: Running, sites: Path, tmp_path: Path) -> None:
    """The server goes on with what was restored; what it acknowledges then is written where it belongs."""
    path = "/api/resource/Fault%20Paper"
    kept = server.call("POST", path, {"mark": "kept"}).body["data"]["name"]
    saved = back_up(sites, tmp_path / "saved")
    lost = server.call("POST", path, {"mark": "later"}).body["data"]["name"]

    bench(sites, "restore", str(saved["database"]))

    assert server.call("GET", f"{path}/{kept}").status == 200
    assert server.call("GET", f"{path}/{lost}").status == 404
    made = server.call("POST", path, {"mark": "after"}).body["data"]["name"]
    server.stop()
    with connected(Site(SITE_NAME, sites)) as context:
        names = {row[0] for row in context.db.execute("SELECT `name` FROM `tabFault Paper`")}
    assert names == {kept, made}
