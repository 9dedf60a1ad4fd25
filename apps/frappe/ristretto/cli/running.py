"""Decides how a running server is found: by a file in config/pids that it holds locked as long as it lives.

The file of a server that was killed is still there, but nobody holds it: a number in it is never trusted alone.
The launcher (`scripts/launcher/running.py`) reads these files and asks a server to begin anew with SIGUSR1.
"""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import IO


def register(sites_path: Path, port: int) -> IO[str] | None:
    """The held file, to be kept open; None where the folder of sites is in no bench."""
    folder = sites_path.parent / "config" / "pids"
    if not folder.is_dir():
        return None
    file = (folder / f"serve-{port}.pid").open("a+", encoding="utf-8")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:  # one that is just ending; the port will say so if it does not
        file.close()
        return None
    file.truncate(0)
    file.write(f"{os.getpid()}\n")
    file.flush()
    return file
