"""Decides which Debian packages the full test run adds to the machine; only with --install, only by apt."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from launcher import Problem, browser, mariadb, step
from launcher.programs import run_quietly


def install(root: Path) -> None:
    """What is missing of Chromium and of a MariaDB server; nothing when all is there."""
    missing = [] if browser.find(root) else ["chromium"]
    missing += mariadb.missing_packages(root)
    if not missing:
        return
    if shutil.which("apt-get") is None:
        raise Problem(
            "--install works with apt-get, and there is none here.",
            f"install {', '.join(missing)} yourself",
        )
    prefix = [] if os.geteuid() == 0 else ["sudo", "-n"]
    with step(f"installing {', '.join(missing)} with apt-get"):
        apt(prefix, "update")
        apt(prefix, "install", "-y", "--no-install-recommends", *missing)


def apt(prefix: list[str], *arguments: str) -> None:
    variables = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = run_quietly([*prefix, "apt-get", "-qq", *arguments], variables=variables)
    if done.returncode:
        raise Problem(
            f"apt-get {arguments[0]} failed:\n{(done.stdout + done.stderr)[-2000:]}",
            "run ./iso test without --install, or as root",
        )
