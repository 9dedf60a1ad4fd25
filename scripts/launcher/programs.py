"""Decides how the launcher runs other programs: they can ask nobody anything, and what they say is kept."""

from __future__ import annotations

import subprocess
from pathlib import Path

from launcher import Problem


def run_quietly(
    command: list[str], folder: Path | None = None, variables: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Exit code, output and errors as text; nothing is raised for a program that fails."""
    return subprocess.run(
        command,
        cwd=folder,
        env=variables,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )


def git(folder: Path, *arguments: str, remedy: str, variables: dict[str, str] | None = None) -> str:
    """What git answers in `folder`. Raises Problem with git's own reason and this remedy."""
    done = run_quietly(["git", "-C", str(folder), *arguments], variables=variables)
    if done.returncode:
        reason = done.stderr.strip() or f"code {done.returncode}"
        raise Problem(f"git {arguments[0]} in {folder}: {reason}", remedy)
    return done.stdout.rstrip("\n")
