"""Decides whether env/ holds what the lock files pin, and installs what does not.

A stamp in env/ keeps the fingerprint of what was installed: when it matches, pip is not started at all.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

from launcher import Problem, bench, step

LOCK = "requirements.lock"
TEST_LOCK = "requirements-test.lock"


def fingerprint(paths: list[Path]) -> str:
    """A hash over names and contents."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(str(path.name).encode())
        digest.update(path.read_bytes() if path.exists() else b"")
    return digest.hexdigest()


def ensure(root: Path, *, tests: bool = False) -> None:
    """Bring env/ to what the lock files say."""
    make_venv(root)
    install_lock(root, LOCK)
    if tests:
        install_lock(root, TEST_LOCK)
    install_apps(root)


def make_venv(root: Path) -> None:
    if (root / "env" / "bin" / "python").exists():
        return
    with step("making env/"):
        try:
            venv.create(root / "env", with_pip=True, symlinks=True)
        except (subprocess.CalledProcessError, OSError) as error:
            raise Problem(
                f"env/ could not be made: {error}.", "rm -r env, then try again"
            ) from None


def is_current(root: Path, name: str, value: str) -> bool:
    stamp = root / "env" / f".{name}.stamp"
    return stamp.exists() and stamp.read_text(encoding="utf-8") == value


def mark_current(root: Path, name: str, value: str) -> None:
    (root / "env" / f".{name}.stamp").write_text(value, encoding="utf-8")


def install_lock(root: Path, name: str) -> None:
    """Packages of one lock file, wheels only where the platform has them."""
    value = fingerprint([root / name]) + sys.version.split()[0]
    if is_current(root, name, value):
        return
    with step(f"installing Python packages ({name})"):
        pip(root, "install", "--prefer-binary", "-r", str(root / name))
    mark_current(root, name, value)


def install_apps(root: Path) -> None:
    """Every app editable, as `bench` does it; their dependencies are in the lock already."""
    names = bench.apps(root)
    folders = [root / "apps" / name for name in names]
    value = fingerprint([folder / "pyproject.toml" for folder in folders]) + ",".join(names)
    if is_current(root, "apps", value):
        return
    with step(f"installing {', '.join(names)}"):
        editable = [part for folder in folders for part in ("-e", str(folder))]
        pip(root, "install", "--no-deps", "--no-build-isolation", *editable)
    mark_current(root, "apps", value)


def pip(root: Path, *arguments: str) -> None:
    quiet = ("--quiet", "--disable-pip-version-check", "--no-input")
    done = subprocess.run(
        [str(bench.python(root)), "-m", "pip", *arguments, *quiet],
        check=False,
        cwd=root,
        env={**os.environ, "PIP_ROOT_USER_ACTION": "ignore"},
        stdin=subprocess.DEVNULL,
    )
    if done.returncode:
        raise Problem(
            f"pip {arguments[0]} ended with code {done.returncode}; its reason is above.",
            "check the network or the package mirror (pip config list), then run ./iso again",
        )
