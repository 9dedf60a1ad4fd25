"""Decides what style means here: ruff and mypy for Python, the desk's own script for TypeScript."""

from __future__ import annotations

import json
from pathlib import Path

from launcher import bench, desk, nodejs, say
from launcher.programs import run_quietly

PYTHON_CHECKS = {
    "ruff": ["-m", "ruff", "check", "."],
    "mypy": ["-m", "mypy"],
}
DESK_SCRIPTS = ("lint", "typecheck")


def run(root: Path) -> int:
    """Run every check, show the output of those that fail; 0 when none does."""
    failed = [
        name for name, arguments in PYTHON_CHECKS.items() if not check_python(root, name, arguments)
    ]
    variables = nodejs.ensure(root)
    desk.ensure_packages(root, variables)
    scripts = json.loads((root / "desk" / "package.json").read_text(encoding="utf-8"))["scripts"]
    for script in DESK_SCRIPTS:
        if script in scripts and not check(
            f"desk {script}", ["npm", "run", "--silent", script], root / "desk", variables
        ):
            failed.append(f"desk {script}")
    return 1 if failed else 0


def check_python(root: Path, name: str, arguments: list[str]) -> bool:
    return check(name, [str(bench.python(root)), *arguments], root, None)


def check(name: str, command: list[str], folder: Path, variables: dict[str, str] | None) -> bool:
    done = run_quietly(command, folder, variables)
    say(f"{name:16}{'ok' if done.returncode == 0 else 'FAILED'}")
    if done.returncode:
        say(done.stdout + done.stderr)
    return done.returncode == 0
