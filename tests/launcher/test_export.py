"""`./iso export-app DIR`: the repository it makes, what it refuses, and unmodified `bench get-app` taking it.

On stock Frappe the same is done by hand before each tag; docs/parity.md says when.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
from collections.abc import Callable
from pathlib import Path

import pytest
from launcher import Problem, export
from launcher import bench as launcher_bench

ROOT = Path(__file__).resolve().parents[2]
SITE = "e.localhost"


def git(folder: Path, *arguments: str) -> str:
    return subprocess.run(
        ["git", "-C", str(folder), *arguments], capture_output=True, text=True, check=True
    ).stdout


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export") / "iso_qms"
    export.make(ROOT, "iso_qms", folder)
    return folder


def test_holds_the_app_and_nothing_else(exported: Path) -> None:
    """Every file of the app that git does not ignore is committed, new ones too, and caches are not."""
    names = set(git(exported, "ls-files").split())
    listed = git(ROOT, "ls-files", "--cached", "--others", "--exclude-standard", "apps/iso_qms")
    ours = {name.removeprefix("apps/iso_qms/") for name in listed.split() if (ROOT / name).exists()}

    assert names == ours | {".exported-app", ".gitignore"}
    assert not [name for name in names if "__pycache__" in name or name.endswith(".pyc")]
    assert git(exported, "status", "--porcelain") == ""


def test_again_changes_nothing(exported: Path) -> None:
    """A second export of the same files adds no commit."""
    before = git(exported, "rev-parse", "HEAD")
    export.make(ROOT, "iso_qms", exported)

    assert git(exported, "rev-parse", "HEAD") == before


def test_a_new_version_is_a_commit(tmp_path: Path) -> None:
    """A changed and a dropped file arrive as one commit on top, so that a clone can pull."""
    bench = tmp_path / "bench"
    app = bench / "apps" / "little" / "little"
    app.mkdir(parents=True)
    (bench / "LICENSE").write_text("MIT\n")
    (app / "__init__.py").write_text('__version__ = "1.0"\n')
    (app / "hooks.py").write_text("app_name = 'little'\n")
    (app / "old.py").write_text("")
    folder = tmp_path / "out"
    export.make(bench, "little", folder)
    (app / "__init__.py").write_text('__version__ = "1.1"\n')
    (app / "old.py").unlink()
    export.make(bench, "little", folder)

    assert git(folder, "log", "--format=%s").split("\n")[:2] == ["little 1.1", "little 1.0"]
    assert not (folder / "little" / "old.py").exists()
    assert (folder / "LICENSE").exists()


def test_refusals(tmp_path: Path, exported: Path) -> None:
    """A folder with other content, an unknown app, a file and unsaved changes: nothing is touched."""
    own = tmp_path / "own"
    own.mkdir()
    (own / "letter.txt").write_text("mine")
    (tmp_path / "file").write_text("")
    for app, folder, words in (
        ("iso_qms", own, "something else"),
        ("nothing", tmp_path / "new", "is no app"),
        ("iso_qms", tmp_path / "file", "is a file"),
    ):
        with pytest.raises(Problem, match=words):
            export.make(ROOT, app, folder)
    changed = tmp_path / "changed"
    subprocess.run(["git", "clone", "-q", str(exported), str(changed)], check=True)
    (changed / "README.md").write_text("edited there")
    with pytest.raises(Problem, match="not committed"):
        export.make(ROOT, "iso_qms", changed)

    assert [path.name for path in own.iterdir()] == ["letter.txt"]
    assert (changed / "README.md").read_text() == "edited there"
    assert not (tmp_path / "new").exists()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bench without the app: the framework linked, an environment that sees the checkout's packages."""
    place = tmp_path_factory.mktemp("getapp")
    (place / "apps").mkdir()
    (place / "apps" / "frappe").symlink_to(ROOT / "apps" / "frappe")
    venv.create(place / "env", with_pip=True, symlinks=True)
    packages = f"lib/python{sys.version_info.major}.{sys.version_info.minor}/site-packages"
    link = place / "env" / packages / "checkout.pth"
    link.write_text(f"{ROOT / 'env' / packages}\n{ROOT / 'apps' / 'frappe'}\n", encoding="utf-8")
    launcher_bench.prepare(place, SITE)
    return place


@pytest.fixture(scope="module")
def bench(folder: Path) -> Callable[..., str]:
    """Unmodified `bench` in that folder; what it printed."""
    path = (
        f"{ROOT / 'env' / 'bin'}{os.pathsep}{os.environ['PATH']}"  # `bench` calls its `uv` by name
    )
    settings = {"FRAPPE_DOCKER_BUILD": "1", "HOME": str(folder), "CI": "", "PATH": path}

    def run(*arguments: str) -> str:
        done = subprocess.run(
            [str(ROOT / "env" / "bin" / "bench"), *arguments],
            cwd=folder,
            text=True,
            capture_output=True,
            check=False,
            timeout=240,
            stdin=subprocess.DEVNULL,
            env={**os.environ, **settings},
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return run


def test_bench_takes_it(exported: Path, folder: Path, bench: Callable[..., str]) -> None:
    """`bench get-app` on the path clones, installs and lists it; a new site installs it from there."""
    bench("get-app", "--skip-assets", str(exported))
    where = subprocess.run(
        [str(folder / "env" / "bin" / "python"), "-c", "import iso_qms; print(iso_qms.__file__)"],
        capture_output=True,
        text=True,
        check=True,
        cwd=folder,
    ).stdout
    bench("new-site", SITE, "--admin-password", "a-password-of-tests", "--install-app", "iso_qms")

    assert Path(where.strip()).is_relative_to(folder / "apps" / "iso_qms")
    cloned = git(folder / "apps" / "iso_qms", "rev-parse", "HEAD")
    assert cloned == git(exported, "rev-parse", "HEAD")
    assert "iso_qms" in (folder / "sites" / "apps.txt").read_text().split()
    listed = json.loads(bench("--site", "all", "list-apps", "--format", "json"))
    assert listed == {SITE: ["frappe", "iso_qms"]}


def test_bench_takes_what_was_built_on_a_site(
    folder: Path, bench: Callable[..., str], tmp_path: Path
) -> None:
    """`export-changes` writes an app: get-app and install-app bring a form that was made in the browser."""
    field = {"fieldname": "subject", "fieldtype": "Data", "label": "Subject"}
    form = {"doctype": "DocType", "name": "Built Here", "module": "Custom", "custom": 1}
    built = json.dumps({"doc": {**form, "fields": [field], "permissions": []}})
    new_site = ("--admin-password", "a-password-of-tests")
    bench("new-site", "source.localhost", *new_site)
    bench("--site", "source.localhost", "execute", "frappe.client.insert", "--kwargs", built)
    app = tmp_path / "built_forms"
    bench("--site", "source.localhost", "export-changes", "built_forms", str(app))
    git(tmp_path, "init", "--quiet", "--initial-branch=main", str(app))
    git(app, "add", "--all")
    identity = ("-c", "user.name=Tests", "-c", "user.email=tests@example.com")
    git(app, *identity, "commit", "--quiet", "--message", "1.0.0")

    bench("get-app", "--skip-assets", str(app))
    bench("new-site", "target.localhost", *new_site, "--install-app", "built_forms")

    arguments = ["--args", '["DocType", "Built Here", "custom"]']
    told = bench("--site", "target.localhost", "execute", "frappe.db.get_value", *arguments)
    assert told.strip() == "1"
