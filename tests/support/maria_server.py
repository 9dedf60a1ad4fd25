"""A MariaDB server of one test's own, which it may stop and start again; SQLite tests never need it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from ristretto.db.mariadb.server import session
from ristretto.db.mariadb.settings import Server
from ristretto.errors import DatabaseUnavailable

PATIENCE = 60.0
SETTINGS = ("--no-defaults", "--skip-networking", "--skip-log-bin", "--performance-schema=0")


class MariaServer:
    """`mariadbd` on files of a temporary folder; nothing listens on the network."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="iso-own-mariadb-"))
        self.socket = self.folder / "socket"
        user = "root" if os.geteuid() == 0 else os.environ.get("USER", "nobody")
        self._own = [f"--datadir={self.folder / 'data'}", f"--user={user}"]
        self._process: subprocess.Popen[bytes] | None = None
        install = [program("mariadb-install-db"), "--no-defaults", *self._own]
        install += ["--auth-root-authentication-method=normal", "--skip-test-db"]
        subprocess.run(install, check=True, capture_output=True)

    def start(self) -> None:
        """Return when it answers."""
        log = self.folder / "log"
        places = [f"--socket={self.socket}", f"--pid-file={self.folder / 'pid'}"]
        with log.open("ab") as out:
            self._process = subprocess.Popen(
                [program("mariadbd"), *SETTINGS, *self._own, *places],
                stdin=subprocess.DEVNULL, stdout=out, stderr=out,
            )  # fmt: skip
        deadline = time.monotonic() + PATIENCE
        while not self._answers():
            assert self._process.poll() is None, log.read_text()[-2000:]
            assert time.monotonic() < deadline, log.read_text()[-2000:]
            time.sleep(0.1)

    def _answers(self) -> bool:
        try:
            with session(Server("", "root", socket=str(self.socket))) as opened:
                return bool(opened.run("SELECT 1"))
        except DatabaseUnavailable:
            return False

    def stop(self, number: int = signal.SIGTERM) -> None:
        if self._process and self._process.poll() is None:
            self._process.send_signal(number)
            self._process.wait(PATIENCE)

    def remove(self) -> None:
        self.stop(signal.SIGKILL)
        shutil.rmtree(self.folder, ignore_errors=True)


def program(name: str) -> str:
    """On the path, or where Debian puts servers."""
    path = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"))
    return shutil.which(name, path=path) or name
