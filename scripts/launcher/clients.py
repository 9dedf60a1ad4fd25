"""Decides whether the foreign API clients are at hand: each in a place of its own, as its authors publish it.

They are programs that the tests run against a server of ours. The Python ones bring packages that nothing
else needs, so they get an environment below env/; the JavaScript one gets the node_modules of its tests.
"""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

from launcher import Problem, desk, environment, nodejs, step

FOLDER = Path("tests") / "clients"
LOCK = FOLDER / "requirements.lock"
PLACE = Path("env") / "clients"


def ensure(root: Path) -> None:
    """Install both kinds, each only when its lock file changed."""
    ensure_python(root)
    ensure_javascript(root)


def python(root: Path) -> Path:
    """The interpreter that has the Python clients, and no package of ours."""
    return root / PLACE / "bin" / "python"


def ensure_python(root: Path) -> None:
    value = environment.fingerprint([root / LOCK]) + sys.version.split()[0]
    if environment.is_current(root, "clients", value) and python(root).exists():
        return
    with step("installing the foreign Python clients"):
        venv.create(root / PLACE, with_pip=True, symlinks=True, clear=True)
        pip = [str(python(root)), "-m", "pip", "install", "--no-deps", "--prefer-binary"]
        quiet = ["--quiet", "--disable-pip-version-check", "--no-input"]
        done = subprocess.run(
            [*pip, *quiet, "-r", str(root / LOCK)],
            check=False,
            env={**os.environ, "PIP_ROOT_USER_ACTION": "ignore"},
            stdin=subprocess.DEVNULL,
        )
    if done.returncode:
        raise Problem(
            f"pip could not install {LOCK}; its reason is above.",
            "check the network or the package mirror (pip config list), then run ./iso again",
        )
    environment.mark_current(root, "clients", value)


def ensure_javascript(root: Path) -> None:
    folder = root / FOLDER / "js"
    value = environment.fingerprint([folder / "package-lock.json"])
    if environment.is_current(root, "clients-js", value) and (folder / "node_modules").exists():
        return
    with step("installing the foreign JavaScript client"):
        # As for the desk: `npm ci` refuses lock files of mirrors, --no-save leaves the lock as it is.
        desk.npm(folder, nodejs.ensure(root), "install", "--no-save", "--loglevel=error")
    environment.mark_current(root, "clients-js", value)
