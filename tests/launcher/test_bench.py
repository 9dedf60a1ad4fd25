"""Unmodified frappe-bench drives the checkout: each command is run as a person would run it.

The bench is a folder of its own: apps/ and env/ are links to the checkout's, sites/ is new.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from launcher import bench as launcher_bench

ROOT = Path(__file__).resolve().parents[2]
SITE = "b.localhost"
Bench = Callable[..., subprocess.CompletedProcess[str]]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bench beside the checkout, with the launcher's own preparation."""
    place = tmp_path_factory.mktemp("bench")
    for name in ("apps", "env"):
        (place / name).symlink_to(ROOT / name)
    launcher_bench.prepare(place, SITE)
    return place


@pytest.fixture(scope="module")
def bench(folder: Path) -> Bench:
    """`bench("--site", …)` → the finished process; fails the test on another exit code than 0."""

    def run(*arguments: str, stdin: str = "", code: int = 0) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [str(ROOT / "env" / "bin" / "bench"), *arguments],
            cwd=folder,
            input=stdin,
            text=True,
            capture_output=True,
            check=False,
            timeout=120,
            env={**os.environ, "FRAPPE_DOCKER_BUILD": "1", "HOME": str(folder), "CI": ""},
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done

    return run


@pytest.fixture(scope="module")
def site(bench: Bench) -> str:
    bench("new-site", SITE, "--admin-password", "a-password-of-tests", "--db-name", "bench_test")
    bench("--site", SITE, "install-app", "iso_qms")
    return SITE


def test_help_lists_the_framework_commands(bench: Bench, site: str) -> None:
    """`bench --help` shows what the bench helper offers; completion gets names as JSON."""
    text = bench("--help").stdout

    assert "Framework commands:" in text
    assert "install-app" in text.partition("Framework commands:")[2]


def test_new_site_and_list_apps(bench: Bench, site: str, folder: Path) -> None:
    """Two apps, as text and as JSON; the database has the asked name."""
    assert (folder / "sites" / site / "bench_test.db").exists()
    assert [line.split()[0] for line in bench("--site", site, "list-apps").stdout.splitlines()] == [
        "frappe",
        "iso_qms",
    ]
    assert json.loads(bench("--site", "all", "list-apps", "--format", "json").stdout) == {
        site: ["frappe", "iso_qms"],
    }


def test_install_twice_changes_nothing(bench: Bench, site: str) -> None:
    """An installed app is said to be installed, with exit code 0."""
    assert "already installed" in bench("--site", site, "install-app", "iso_qms").stdout


def test_migrate(bench: Bench, site: str) -> None:
    """A fresh site has nothing to migrate."""
    assert f"Migrating {site}" in bench("--site", site, "migrate").stdout


def test_console_reads_standard_input(bench: Bench, site: str) -> None:
    """Statements run in order, expressions are shown, nothing is committed."""
    lines = "x = frappe.get_doc(dict(doctype='ToDo', description='c')).insert()\nx.description\n"

    assert "'c'" in bench("--site", site, "console", stdin=lines).stdout
    assert (
        bench("--site", site, "execute", "frappe.db.count", "--args", "['ToDo']").stdout.strip()
        == ""
    )


def test_execute(bench: Bench, site: str) -> None:
    """Arguments by position and by name; the answer is JSON."""
    found = bench(
        "--site",
        site,
        "execute",
        "frappe.db.get_value",
        "--kwargs",
        "{'doctype': 'User', 'filters': 'Guest', 'fieldname': ['name', 'enabled']}",
    )

    assert json.loads(found.stdout) == ["Guest", 1]


def test_set_config(bench: Bench, site: str, folder: Path) -> None:
    """Numbers, texts and literals land in the site's file, -g in the common one; None removes."""
    bench("--site", site, "set-config", "developer_mode", "1")
    bench("--site", site, "set-config", "-p", "limits", "{'users': 3}")
    bench("set-config", "-g", "shown", "text")
    stored = json.loads((folder / "sites" / site / "site_config.json").read_text())
    assert (stored["developer_mode"], stored["limits"]) == (1, {"users": 3})
    assert json.loads((folder / "sites" / "common_site_config.json").read_text())["shown"] == "text"

    bench("--site", site, "set-config", "developer_mode", "None")

    assert "developer_mode" not in bench("--site", site, "show-config").stdout


def test_backup_and_restore(bench: Bench, site: str, folder: Path) -> None:
    """What was there at the backup is there after the restore, what came later is not."""
    add = "frappe.get_doc(dict(doctype='ToDo', description='{}')).insert(); frappe.db.commit()"
    bench("--site", site, "console", stdin=add.format("kept"))
    out = bench("--site", site, "backup", "--with-files").stdout
    assert f"Backup for Site {site} has been successfully completed with files" in out
    bench("--site", site, "console", stdin=add.format("lost"))
    (dump,) = (folder / "sites" / site / "private" / "backups").glob("*-database.sql.gz")

    bench("--site", site, "restore", dump.name)

    asked = bench(
        "--site",
        site,
        "execute",
        "frappe.get_all",
        "--kwargs",
        "{'doctype': 'ToDo', 'pluck': 'description'}",
    )
    assert json.loads(asked.stdout) == ["kept"]


def test_run_tests_of_the_app(bench: Bench, site: str) -> None:
    """Without allow_tests nothing runs; with it one module's tests do."""
    assert "Testing is disabled" in bench("--site", site, "run-tests", "--app", "iso_qms").stdout
    bench("--site", site, "set-config", "allow_tests", "true")

    done = bench(
        "--site", site, "run-tests", "--app", "iso_qms", "--module", "iso_qms.tests.test_setup"
    )

    assert "Ran " in done.stderr


def test_export_fixtures(bench: Bench, site: str) -> None:
    """The app seeds its records instead of shipping fixtures: the command runs and writes nothing."""
    done = bench("--site", site, "export-fixtures", "--app", "iso_qms")

    assert "Exporting" not in done.stdout


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (("--site", "nowhere.localhost", "migrate"), "does not exist"),
        (("--site", SITE, "install-app", "nothing"), "not in apps.txt"),
        (("new-site", SITE, "--admin-password", "x"), "already exists"),
        (("--site", SITE, "execute", "frappe.nothing.here"), "nothing"),
        (("--site", SITE, "restore", "nothing.sql.gz"), "not found"),
        (("--site", SITE, "run-patch", "iso_qms.nothing"), "nothing"),
    ],
)
def test_refusals(bench: Bench, site: str, arguments: tuple[str, ...], text: str) -> None:
    """A mistake is one clear line and exit code 1, without a trace."""
    done = bench(*arguments, code=1)

    assert text in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_start_serves_and_ends(bench: Bench, site: str, folder: Path) -> None:
    """`bench start` runs the Procfile; it answers, and it ends when told to."""
    port = free_port()
    procfile = (ROOT / "Procfile").read_text().replace("8000", str(port))
    (folder / "Procfile").write_text(procfile)
    process = subprocess.Popen(
        [str(ROOT / "env" / "bin" / "bench"), "start"],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        # bench looks for its process manager (honcho) on PATH
        env={
            **os.environ,
            "FRAPPE_DOCKER_BUILD": "1",
            "HOME": str(folder),
            "PATH": f"{ROOT / 'env' / 'bin'}{os.pathsep}{os.environ['PATH']}",
        },
    )
    try:
        assert wait_for(f"http://127.0.0.1:{port}/api/method/ping") == {"message": "pong"}
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=20)


def wait_for(url: str, seconds: float = 30) -> object:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                return json.loads(answer.read())
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
    pytest.fail(f"{url} did not answer within {seconds} s", pytrace=False)
    sys.exit(1)
