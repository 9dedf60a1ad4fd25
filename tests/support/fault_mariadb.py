"""A MariaDB server that a test may stop, kill and start again; what it acknowledged must survive a kill."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import database_choice as choice
from ristretto.db.mariadb.server import session
from ristretto.db.mariadb.settings import Server
from ristretto.errors import DatabaseUnavailable

DURABLE = (
    "--innodb-flush-log-at-trx-commit=1",
    "--innodb-buffer-pool-size=64M",
    "--skip-networking",
)
WAIT_SECONDS = 60


class OwnServer:
    """One data folder and the process that serves it, if any."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.socket = folder / "socket"
        user = "root" if os.geteuid() == 0 else os.environ.get("USER", "nobody")
        self._common = ["--no-defaults", f"--datadir={folder / 'data'}", f"--user={user}"]
        self._process: subprocess.Popen[bytes] | None = None
        install = [choice._program("mariadb-install-db"), *self._common, "--skip-test-db"]
        subprocess.run(
            [*install, "--auth-root-authentication-method=normal"], check=True, capture_output=True
        )

    def start(self) -> None:
        """Until it answers."""
        command = [choice._program("mariadbd"), *self._common, *choice.SETTINGS, *DURABLE]
        command.append(f"--tmpdir={self.folder}")
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [*command, f"--socket={self.socket}", f"--pid-file={self.folder / 'pid'}"],
                stdout=log, stderr=log, stdin=subprocess.DEVNULL,
            )  # fmt: skip
        deadline = time.monotonic() + WAIT_SECONDS
        while not self.answers():
            assert self._process.poll() is None, (self.folder / "log").read_text()[-2000:]
            assert time.monotonic() < deadline
            time.sleep(0.05)

    def answers(self) -> bool:
        try:
            with self.root() as opened:
                return bool(opened.run("SELECT 1"))
        except DatabaseUnavailable:
            return False

    def root(self) -> Any:
        return session(Server("", "root", socket=str(self.socket)))

    def stop(self, number: int = signal.SIGTERM) -> None:
        if self._process is not None:
            self._process.send_signal(number)
            self._process.wait(WAIT_SECONDS)
            self._process = None


@contextmanager
def own_server() -> Iterator[OwnServer]:
    folder = Path(tempfile.mkdtemp(prefix="iso-fault-", dir=choice._quick_place()))
    server = OwnServer(folder)
    try:
        server.start()
        yield server
    finally:
        server.stop(signal.SIGKILL)
        shutil.rmtree(folder, ignore_errors=True)
