"""The launcher's early checks, stamps, passwords and reports: pure parts, no installation."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections import namedtuple
from pathlib import Path

import pytest
from launcher import (
    Problem,
    bench,
    browser,
    checks,
    demo,
    desk,
    environment,
    mariadb,
    newsite,
    nodejs,
    suites,
)

ROOT = Path(__file__).resolve().parents[2]


def test_an_old_python_is_named_with_the_remedy(tmp_path: Path) -> None:
    """The first lines of ./iso run on any Python 3 and say which one is needed."""
    text = (ROOT / "iso").read_text(encoding="utf-8")
    (tmp_path / "iso").write_text(text.replace("NEEDED = (3, 11)", "NEEDED = (3, 99)"))

    done = subprocess.run(
        [sys.executable, tmp_path / "iso", "run"], capture_output=True, text=True, check=False
    )

    assert done.returncode == 1
    assert "needs Python 3.99" in done.stderr
    assert "Remedy: sudo apt install" in done.stderr


def test_missing_venv_is_found_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Debian without python3-venv: the package is named."""
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)

    with pytest.raises(Problem, match=rf"apt install python{sys.version_info.major}\.\d+-venv"):
        checks.check_venv(tmp_path)


def test_a_full_disk_is_found_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is free and what is needed are both said."""
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr("shutil.disk_usage", lambda path: usage(100, 95, 5 * checks.MIB))

    with pytest.raises(Problem, match=r"5 MiB are free .* 2000 MiB are needed"):
        checks.check_space(tmp_path)


def test_a_compiler_is_asked_for_only_where_it_is_needed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Common processors have wheels; on others a compiler must be there."""
    monkeypatch.setattr("shutil.which", lambda name: None)
    monkeypatch.setattr("platform.libc_ver", lambda: ("glibc", "2.36"))
    monkeypatch.setattr("platform.machine", lambda: "x86_64")
    checks.check_compiler(tmp_path)
    monkeypatch.setattr("platform.machine", lambda: "riscv64")

    with pytest.raises(Problem, match="build-essential"):
        checks.check_compiler(tmp_path)


def test_an_occupied_port_is_a_clear_error() -> None:
    """The remedy is a command that works."""
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]

        with pytest.raises(Problem, match=f"(?s)Port {port} .*--port {port + 1}") as refused:
            checks.check_port("127.0.0.1", port)

    assert "in use" in refused.value.what


@pytest.mark.parametrize(
    ("host", "port", "text"), [("127.0.0.1", 0, "not a port"), ("192.0.2.1", 8000, "cannot be")]
)
def test_impossible_addresses(host: str, port: int, text: str) -> None:
    """A number that is no port, an address of another machine."""
    with pytest.raises(Problem, match=text):
        checks.check_port(host, port)


def test_the_folder_becomes_a_bench(tmp_path: Path) -> None:
    """Folders, app list and the user that bench asks for as root; what an operator set stays."""
    (tmp_path / "sites").mkdir()
    (tmp_path / "sites" / "common_site_config.json").write_text('{"webserver_port": 9000}')
    for app in ("zeta", "iso_qms", "frappe"):
        (tmp_path / "apps" / app / app).mkdir(parents=True)
        (tmp_path / "apps" / app / app / "hooks.py").touch()

    bench.prepare(tmp_path, "iso.localhost")

    stored = bench.read_common(tmp_path)
    assert (stored["webserver_port"], stored["default_site"]) == (9000, "iso.localhost")
    assert stored["frappe_user"]
    assert (tmp_path / "sites" / "apps.txt").read_text() == "frappe\niso_qms\nzeta\n"
    assert (tmp_path / "config" / "pids").is_dir()


def test_a_user_who_does_not_exist_is_refused(tmp_path: Path) -> None:
    """bench as root would fail later and say less."""
    bench.make_folders(tmp_path)
    bench.write_common(tmp_path, frappe_user="nobody-of-that-name")

    with pytest.raises(Problem, match="no user of this machine"):
        bench.prepare(tmp_path)


def test_broken_common_configuration_is_named(tmp_path: Path) -> None:
    """The file and the line."""
    bench.make_folders(tmp_path)
    (tmp_path / "sites" / "common_site_config.json").write_text('{\n"a": \n')

    with pytest.raises(Problem, match=r"common_site_config\.json line 3"):
        bench.prepare(tmp_path)


def test_stamps_follow_contents(tmp_path: Path) -> None:
    """A changed lock file changes the fingerprint, a touched one does not."""
    (tmp_path / "env").mkdir()
    lock = tmp_path / "a.lock"
    lock.write_text("x==1")
    environment.mark_current(tmp_path, "a", environment.fingerprint([lock]))
    lock.touch()
    assert environment.is_current(tmp_path, "a", environment.fingerprint([lock]))

    lock.write_text("x==2")

    assert not environment.is_current(tmp_path, "a", environment.fingerprint([lock]))


def test_only_sources_count_for_the_desk(tmp_path: Path) -> None:
    """node_modules and dist do not make the desk build again."""
    for name in ("src/a.ts", "node_modules/x/y.js", "dist/z.js", "package.json"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()

    assert [path.name for path in desk.sources(tmp_path)] == ["package.json", "a.ts"]


@pytest.mark.parametrize(
    ("password", "is_weak"),
    [
        ("short1A!", True),
        ("password123", True),
        ("aaaaaaaaaaA1", True),
        ("onlysmallletters", True),
        ("Sông Bạch Đằng 938", False),
        ("c0rrect-Horse-battery", False),
    ],
)
def test_weak_passwords_are_refused(password: str, is_weak: bool) -> None:
    """Administrator's password on a real site cannot be guessed from a list."""
    assert (newsite.weakness(password) is not None) is is_weak


@pytest.mark.parametrize("site", ["Iso.vn", "a b", "-a.vn", "../x", "a..vn", ""])
def test_site_names_are_host_names(site: str) -> None:
    """A site's name is what people type and what a folder is called."""
    with pytest.raises(Problem, match="host name"):
        newsite.check_name(site)


def test_new_without_a_terminal_says_what_to_give(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a script the answers come as options."""
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)

    with pytest.raises(Problem, match="--agency NAME"):
        newsite.make(tmp_path, "iso.example.vn", None, None)


def test_new_refuses_a_weak_password(tmp_path: Path) -> None:
    """Before anything is made."""
    secret = tmp_path / "secret"
    secret.write_text("admin\n")

    with pytest.raises(Problem, match="refused"):
        newsite.make(tmp_path, "iso.example.vn", "Quảng Ninh", str(secret))

    assert not (tmp_path / "sites").exists()


def test_the_secretary_comes_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Accounts are printed in the loader's order, Administrator last."""
    folder = tmp_path / "sites" / "iso.localhost"
    folder.mkdir(parents=True)
    (folder / "demo_accounts.json").write_text(
        json.dumps(
            [
                {"user": "thu.ky@example.com", "password": "demo", "title": "thư ký ISO, xã"},
            ]
        )
    )

    demo.print_accounts(tmp_path, "iso.localhost")

    lines = capsys.readouterr().out.strip().splitlines()
    assert "thu.ky@example.com" in lines[1]
    assert "Administrator" in lines[2]


def test_reports_count_and_keep_reasons(tmp_path: Path) -> None:
    """Passed, failed and skipped come out of pytest's report with why."""
    report = tmp_path / "r.xml"
    report.write_text(
        '<testsuites><testsuite><testcase name="a"/><testcase name="b"><failure/></testcase>'
        '<testcase name="c"><skipped message="no Chromium"/></testcase></testsuite></testsuites>'
    )

    found = suites.read_report(report)

    assert (found.passed, found.failed, dict(found.skipped)) == (1, 1, {"no Chromium": 1})
    left_out = tmp_path / "deselected"
    assert suites.count_deselected(left_out) == 0
    left_out.write_text("3\n1\n")
    assert suites.count_deselected(left_out) == 4


def test_a_missing_suite_is_a_failure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Folders that went away do not make a run green, nor does one of several."""
    assert suites.run(tmp_path, suites.Wanted(("api",))) == 1
    assert "0 passed, 1 failed" in capsys.readouterr().out

    first, *others = suites.FOLDERS["mariadb"]
    for place in others:
        (tmp_path / place).mkdir(parents=True)
    assert suites.run(tmp_path, suites.Wanted(("mariadb",))) == 1
    assert f"BROKEN: missing: {first}\n" in capsys.readouterr().out


def test_nothing_run_is_a_failure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A run of no test proves nothing."""
    (tmp_path / "tests" / "e2e").mkdir(parents=True)

    without = {"browser": "no Chromium: ./iso test --install"}
    assert suites.run(tmp_path, suites.Wanted(("browser",)), without) == 1
    assert "No test was run" in capsys.readouterr().out


def test_an_old_node_is_not_taken(tmp_path: Path) -> None:
    """Only a version that the desk's build accepts counts."""
    for version, is_good in (
        ("v18.20.1", False),
        ("v20.18.0", False),
        ("v20.19.0", True),
        ("v24.1.0", True),
    ):
        node = tmp_path / "node"
        node.write_text(f"#!/bin/sh\necho {version}\n")
        node.chmod(0o755)
        assert nodejs.is_new_enough(str(node)) is is_good, version
    assert not nodejs.is_new_enough(None)


def test_a_named_chromium_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """ISO_CHROMIUM wins over what is on PATH."""
    path = tmp_path / "chromium"
    path.touch()
    monkeypatch.setenv("ISO_CHROMIUM", str(path))

    assert browser.find(tmp_path) == str(path)


def test_the_fetched_browser_starts_with_its_own_libraries(tmp_path: Path) -> None:
    """The start script passes arguments on and puts the libraries of the package first."""
    program = tmp_path / "program"
    program.write_text('#!/bin/sh\necho "$1 $LD_LIBRARY_PATH"\n')
    program.chmod(0o755)

    start = browser.write_start(tmp_path, program)

    answer = subprocess.run([start, "--version"], capture_output=True, text=True, check=True)
    assert answer.stdout.startswith(f"--version {tmp_path}/al2023/lib:")


def test_a_machine_without_mariadb_is_told_how(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is missing is named by its Debian packages; what is there is not asked for."""
    monkeypatch.setattr(mariadb, "has_connector", lambda root: False)
    monkeypatch.setattr(mariadb, "find", lambda name: None if "mariadb" in name else f"/bin/{name}")

    reason = mariadb.ensure(tmp_path)

    assert reason.startswith("no libmariadb-dev, mariadb-server-core")
    assert "./iso test --install" in reason
    assert "mariadb-client-core" not in reason


def test_the_long_suite_waits_for_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without --all and without its name the MariaDB suite is told as skipped; by name and with --all it runs."""
    asked: list[tuple[str, str | None]] = []

    def note(_root: Path, name: str, _wanted: object, why: str | None) -> suites.Outcome:
        asked.append((name, why))
        return suites.Outcome(passed=1)

    monkeypatch.setattr(suites, "run_suite", note)
    for names, everything in (((), False), (("mariadb",), False), ((), True)):
        assert suites.run(tmp_path, suites.Wanted(names, everything=everything)) == 0

    assert [why for name, why in asked if name == "mariadb"] == [suites.DESELECTED, None, None]
    assert "passed" in capsys.readouterr().out
