"""`./iso update` and `./iso backup` on a bench of its own with a server: newer software arrives, or nothing changed.

The bench is a clone of this tree; a second clone plays the place where new versions are published.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import running_processes
from launcher import Problem, backups, environment, running, serve, updating
from launcher import bench as launcher_bench
from launcher import desk as launcher_desk
from running_processes import Running

ROOT = Path(__file__).resolve().parents[2]
SITE = "test.localhost"
COMMAND = ("--site", SITE, "serve", "--with-worker")
PATCHES = Path("apps/iso_qms/iso_qms/patches")
WORKS = "import frappe\n\n\ndef execute():\n\tfrappe.db.set_single_value('System Settings', 'app_name', 'Newer')\n"
FAILS = WORKS + "\tfrappe.db.commit()\n\traise RuntimeError('half way')\n"


def git(folder: Path, *arguments: str) -> str:
    names = ("-c", "user.name=Test", "-c", "user.email=test@example.com")
    return subprocess.run(
        ["git", *names, "-C", str(folder), *arguments], capture_output=True, text=True, check=True
    ).stdout.strip()


def publish(published: Path, name: str, text: str) -> str:
    """A commit with one patch of the app; its number."""
    (published / PATCHES / f"{name}.py").write_text(text, encoding="utf-8")
    listed = published / "apps/iso_qms/iso_qms/patches.txt"
    lines = listed.read_text(encoding="utf-8").rstrip("\n")
    listed.write_text(f"{lines}\niso_qms.patches.{name}\n", encoding="utf-8")
    git(published, "add", "-A")
    git(published, "commit", "--quiet", "-m", name)
    return git(published, "rev-parse", "HEAD")


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("published") / "iso"
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(folder)], check=True)
    for name in git(ROOT, "ls-files", "-z", "-co", "--exclude-standard").split("\0"):
        if name and (ROOT / name).is_file():  # work that is not committed yet
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    git(folder, "add", "-A")
    git(folder, "commit", "--quiet", "--allow-empty", "-m", "the tree as it is")
    return folder


@pytest.fixture
def machine(
    published: Path, app_template_sites: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A bench with one site; what is installed is borrowed, the code is its own."""
    root = tmp_path / "iso"
    subprocess.run(["git", "clone", "--quiet", str(published), str(root)], check=True)
    (root / "env").mkdir()
    for name in ("bin", "lib", "pyvenv.cfg"):
        (root / "env" / name).symlink_to(ROOT / "env" / name)
    (root / launcher_desk.OUTPUT).parent.parent.mkdir(parents=True, exist_ok=True)
    (root / launcher_desk.OUTPUT).parent.symlink_to((ROOT / launcher_desk.OUTPUT).parent)
    shutil.copytree(app_template_sites, root / "sites", dirs_exist_ok=True)
    launcher_bench.prepare(root)
    mark_installed(root)
    paths = [str(root / "apps" / app) for app in launcher_bench.apps(root)]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(paths))
    return root


def mark_installed(root: Path) -> None:
    """The stamps of what the test borrows, as a complete installation leaves them."""
    version = sys.version.split()[0]
    lock = environment.fingerprint([root / environment.LOCK]) + version
    environment.mark_current(root, environment.LOCK, lock)
    names = launcher_bench.apps(root)
    projects = [root / "apps" / name / "pyproject.toml" for name in names]
    apps = environment.fingerprint(projects) + ",".join(names)
    environment.mark_current(root, "apps", apps)
    built = environment.fingerprint(launcher_desk.sources(root / "desk"))
    environment.mark_current(root, "desk", built)


@pytest.fixture
def server(machine: Path) -> Iterator[Running]:
    """The system, served with the machine's own code."""
    port = running_processes.free_port()
    log = machine / "logs" / "server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            launcher_bench.command(machine, *COMMAND, "--port", str(port)),
            cwd=machine / "sites",
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    running_server = Running(process, log, port)
    serve.wait_until_it_answers(process, "127.0.0.1", port)
    yield running_server
    running_server.stop()


def setting(machine: Path) -> str:
    """The name of the system, as the site's database has it."""
    return launcher_bench.run(
        machine,
        *("--site", SITE, "execute", "frappe.db.get_single_value"),
        *("--args", json.dumps(["System Settings", "app_name"])),
        quiet=True,
    ).strip()


def test_newer_software_arrives(published: Path, machine: Path, server: Running) -> None:
    """A patch has run, a backup is there, the same process answers with new code, the site is open again."""
    new = publish(published, "arrives", WORKS)
    before = running.servers(machine)
    updating.run(machine, fetch=True, to=None)

    assert git(machine, "rev-parse", "HEAD") == new
    assert setting(machine) == '"Newer"'
    assert running.servers(machine) == before
    assert [each.pid for each in before] == [server.process.pid]
    assert server.call("GET", "/api/method/ping").status == 200
    assert len(list(backups.folder_of(machine, SITE).glob("*-database.sql.gz"))) == 1
    assert not (machine / updating.RECORD).exists()


def test_a_failed_update_changes_nothing(published: Path, machine: Path, server: Running) -> None:
    """A patch that fails after its commit: code, data and server are as before, and the reason is told."""
    old = git(machine, "rev-parse", "HEAD")
    earlier = setting(machine)
    publish(published, f"fails_{time.monotonic_ns()}", FAILS)
    with pytest.raises(Problem, match=r"half way[\s\S]*as they were before"):
        updating.run(machine, fetch=True, to=None)

    assert git(machine, "rev-parse", "HEAD") == old
    assert setting(machine) == earlier
    assert server.call("GET", "/api/method/ping").status == 200
    git(published, "reset", "--quiet", "--hard", "HEAD~1")


def test_changed_files_are_refused(machine: Path) -> None:
    """Somebody's own change of a file is named, and nothing is begun."""
    (machine / "README.md").write_text("mine", encoding="utf-8")
    with pytest.raises(Problem, match=r"README\.md"):
        updating.run(machine, fetch=True, to=None)

    assert (machine / "README.md").read_text(encoding="utf-8") == "mine"
    assert list(backups.folder_of(machine, SITE).glob("*")) == []


def test_an_interrupted_update_is_undone(published: Path, machine: Path) -> None:
    """Killed in the middle: a new one is refused until the old one is taken back, which opens the site."""
    old, earlier = git(machine, "rev-parse", "HEAD"), setting(machine)
    saved = {SITE: str(backups.back_up(machine, SITE))}
    updating.set_closed(machine, SITE, closed=True)
    updating.write_record(machine, updating.Update(old, saved, [SITE]))
    publish(published, f"late_{time.monotonic_ns()}", WORKS)
    git(machine, "pull", "--quiet")
    launcher_bench.run(machine, "--site", SITE, "migrate", quiet=True)
    with pytest.raises(Problem, match="interrupted"):
        updating.run(machine, fetch=True, to=None)
    updating.undo(machine)

    assert git(machine, "rev-parse", "HEAD") == old
    assert setting(machine) == earlier
    assert not updating.is_closed(machine, SITE)
    git(published, "reset", "--quiet", "--hard", "HEAD~1")


def test_backups_are_read_and_old_ones_removed(
    machine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The newest stays however old it is; a broken file is an error that names it."""
    first = backups.back_up(machine, SITE)
    os.utime(first, (0, 0))
    assert backups.prune(machine, SITE, 30) == []
    time.sleep(1.1)  # names of backups carry seconds
    backups.all_sites(machine, 30)

    assert not first.exists()
    assert "1 removed, 1 kept" in capsys.readouterr().out
    broken = first.with_name("broken-database.sql.gz")
    broken.write_bytes(b"\x1f\x8b\x08")
    with pytest.raises(Problem, match="broken-database"):
        backups.check(broken)
