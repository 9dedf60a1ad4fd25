"""Decides on which database a site is measured: a SQLite file, or a MariaDB server of the measurement's own.

Both keep what is acknowledged over a power cut. The server's files are in the folder of the bench, its socket
in a short one, and nothing listens on the network.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.processes import PATIENCE, Failed

MARIADB_SETTINGS = (
    "--no-defaults",
    "--skip-networking",
    "--skip-log-bin",
    "--innodb-flush-log-at-trx-commit=1",
    "--innodb-buffer-pool-size=256M",
    "--character-set-server=utf8mb4",
    "--collation-server=utf8mb4_unicode_ci",
)


class Sqlite:
    """A file in the site's folder; there is nothing to start."""

    key, title = "sqlite", "SQLite, synchronous FULL"
    folders: tuple[str, ...] = ()

    def start(self, _folder: Path) -> dict[str, Any]:
        """Make the database reachable; keys for common_site_config.json."""
        return {}

    def stop(self) -> None:
        """End what `start` began."""


class MariaDb(Sqlite):
    """`mariadbd` on files in the bench's folder."""

    key, title = "mariadb", "MariaDB, durable commits"
    folders = ("mysql",)

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._short: Path | None = None

    def start(self, folder: Path) -> dict[str, Any]:
        data, log = folder / "mysql", folder / "mysql.log"
        user = "root" if os.geteuid() == 0 else os.environ.get("USER", "nobody")
        if not data.exists():
            self._install(data, user)
        self._short = Path(tempfile.mkdtemp(prefix="iso-db-"))
        socket = self._short / "socket"
        command = [program("mariadbd"), *MARIADB_SETTINGS, f"--datadir={data}", f"--user={user}"]
        # a server that starts sweeps its folder for temporary files, those of others too
        command += [f"--socket={socket}", f"--pid-file={self._short / 'pid'}"]
        command += [f"--tmpdir={self._short}"]
        with log.open("ab") as output:
            self._process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=output, stderr=output
            )
        self._wait(socket, log)
        return {"db_type": "mariadb", "db_socket": str(socket), "root_login": "root"}

    def _install(self, data: Path, user: str) -> None:
        subprocess.run(
            [program("mariadb-install-db"), "--no-defaults", f"--datadir={data}", f"--user={user}",
             "--auth-root-authentication-method=normal", "--skip-test-db"],
            check=True, capture_output=True,
        )  # fmt: skip

    def _wait(self, socket: Path, log: Path) -> None:
        ping = [program("mariadb-admin"), "--no-defaults", f"--socket={socket}", "-uroot", "ping"]
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and self._process and self._process.poll() is None:
            if subprocess.run(ping, check=False, capture_output=True).returncode == 0:
                return
            time.sleep(0.1)
        self.stop()
        raise Failed(f"mariadbd did not start:\n{log.read_text(encoding='utf-8')[-2000:]}")

    def stop(self) -> None:
        if self._process and self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            try:
                self._process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        if self._short:
            shutil.rmtree(self._short, ignore_errors=True)


def program(name: str) -> str:
    """The path of a program of MariaDB; servers are in sbin, which is not on everybody's path."""
    path = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"))
    found = shutil.which(name, path=path)
    if found is None:
        raise Failed(f"{name} is missing.\nRemedy: sudo apt install mariadb-server")
    return found
