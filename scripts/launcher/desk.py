"""Decides whether the desk must be built again: only when its sources or its lock file changed."""

from __future__ import annotations

import os
from pathlib import Path

from launcher import Problem, environment, nodejs, step
from launcher.programs import run_quietly

OUTPUT = Path("apps") / "frappe" / "frappe" / "public" / "desk" / "manifest.json"
SHOWN_LINES = 40
REMEDIES = {
    "install": "check the network or npm's registry (npm config get registry), then run ./iso again"
}
NOT_SOURCES = {"node_modules", "dist", "test-results", ".vite", "coverage"}


def sources(folder: Path) -> list[Path]:
    """Every file of the desk that a person wrote, in a stable order."""
    found = []
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(set(folders) - NOT_SOURCES)
        found += [Path(place) / name for name in sorted(files)]
    return found


def ensure(root: Path) -> None:
    """Install the desk's packages and build it, each only when needed."""
    folder = root / "desk"
    if not (folder / "package.json").exists():
        raise Problem(f"{folder} holds no package.json.", "git checkout desk")
    built = environment.fingerprint(sources(folder))
    if environment.is_current(root, "desk", built) and (root / OUTPUT).exists():
        return
    variables = nodejs.ensure(root)
    ensure_packages(root, variables)
    with step("building the desk"):
        npm(folder, variables, "run", "build")
    environment.mark_current(root, "desk", built)


def ensure_packages(root: Path, variables: dict[str, str]) -> None:
    folder = root / "desk"
    locked = environment.fingerprint([folder / "package-lock.json"])
    if environment.is_current(root, "npm", locked) and (folder / "node_modules").exists():
        return
    with step("installing the desk's packages"):
        # Not `npm ci`: it refuses a lock file that lacks binaries of other platforms, and mirrors
        # that carry only Linux make such lock files. --no-save leaves the lock as it is.
        npm(
            folder, variables, "install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error"
        )
    environment.mark_current(root, "npm", locked)


def npm(folder: Path, variables: dict[str, str], *arguments: str) -> None:
    """Run npm quietly; its output is shown only when it fails."""
    done = run_quietly(["npm", *arguments], folder, variables)
    if done.returncode:
        raise Problem(
            f"npm {' '.join(arguments)} failed in {folder}:\n{shorten(done.stdout + done.stderr)}",
            REMEDIES.get(arguments[0], "mend what is named above, then run ./iso again"),
        )


def shorten(output: str) -> str:
    """The lines that say what is wrong: npm puts its manual behind them."""
    lines = output.partition("npm error Usage:")[0].strip().splitlines()
    return "\n".join(lines[:SHOWN_LINES])
