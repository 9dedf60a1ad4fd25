"""Decides whether the tests can run on MariaDB: its server on the path, its connector in env/.

The connector is compiled, so it has a lock file of its own that only this suite asks for. The server is
started by the tests themselves, in a temporary folder.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sysconfig
from pathlib import Path

from launcher import Problem, bench, environment, say

LOCK = "requirements-mariadb.lock"
PROGRAMS = {
    "mariadbd": "mariadb-server-core",
    "mariadb-install-db": "mariadb-server-core",
    "my_print_defaults": "mariadb-client-core",
}
BUILD_PROGRAMS = {"mariadb_config": "libmariadb-dev", "gcc": "gcc"}
SBIN = ("/usr/sbin", "/usr/local/sbin")


def find(name: str) -> str | None:
    """A program on the path, or where Debian puts servers."""
    return shutil.which(name) or shutil.which(name, path=os.pathsep.join(SBIN))


def missing_packages(root: Path) -> list[str]:
    """Debian packages that the suite still needs: the programs of a server, not the service."""
    wanted = dict(PROGRAMS)
    if not has_connector(root):
        wanted |= BUILD_PROGRAMS
    missing = {package for program, package in wanted.items() if not find(program)}
    if not has_connector(root) and not (Path(sysconfig.get_path("include")) / "Python.h").exists():
        missing.add("python3-dev")
    return sorted(missing)


def has_connector(root: Path) -> bool:
    """Whether env/ holds the connector, asked of its own Python."""
    command = [str(bench.python(root)), "-c", "import mariadb"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def ensure(root: Path) -> str:
    """Install the connector where that is possible; the reason why the suite cannot run, else ""."""
    if missing := missing_packages(root):
        return f"no {', '.join(missing)}: ./iso test --install (as root), or apt-get install them"
    try:
        environment.install_lock(root, LOCK)
    except Problem as problem:
        say(f"  {problem.what}")
        return "the connector could not be built: its reason is above"
    return ""
