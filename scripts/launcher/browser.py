"""Decides which Chromium the browser tests use: the system's, else one from npm that needs no root."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from launcher import nodejs, say, step
from launcher.programs import run_quietly

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGE = "@sparticuz/chromium@153.0.0"
FOLDER = Path("env") / "chromium"
START = "start.sh"
UNPACK = (
    "import('@sparticuz/chromium').then(module => module.default.executablePath())"
    ".then(path => console.log(path))"
)


def find(root: Path) -> str | None:
    """Path of a Chromium that is there already."""
    named = os.environ.get("ISO_CHROMIUM")
    if named and Path(named).exists():
        return named
    for name in NAMES:
        if found := shutil.which(name):
            return found
    return unpacked(root)


def unpacked(root: Path) -> str | None:
    start = root / FOLDER / START
    return str(start) if start.exists() else None


def ensure(root: Path) -> str | None:
    """A Chromium, fetched through npm when there is none; None when that fails too."""
    if found := find(root):
        return found
    folder = (root / FOLDER).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    # The package unpacks into the temporary folder; ours stays, a system's is swept.
    unpack_here = {"AWS_EXECUTION_ENV": "AWS_Lambda_nodejs20.x", "TMPDIR": str(folder)}
    variables = {**nodejs.ensure(root), **unpack_here}
    with step("fetching a Chromium through npm"):
        installed = _run(["npm", "install", "--no-audit", "--no-fund", PACKAGE], folder, variables)
        answer = _run(["node", "-e", UNPACK], folder, variables) if installed is not None else None
    if not answer:
        say("  no Chromium: the browser suite will be skipped")
        return None
    return write_start(folder, Path(answer.strip()))


def write_start(folder: Path, program: Path) -> str:
    """A script that starts the program with the libraries it brings, which a bare system lacks."""
    start = folder / START
    start.write_text(
        "#!/bin/sh\n"
        f'LD_LIBRARY_PATH="{folder}/al2023/lib:$LD_LIBRARY_PATH" exec "{program}" "$@"\n',
        encoding="utf-8",
    )
    start.chmod(0o755)
    return str(start)


def _run(command: list[str], folder: Path, variables: dict[str, str]) -> str | None:
    done = run_quietly(command, folder, variables)
    return done.stdout if done.returncode == 0 else None
