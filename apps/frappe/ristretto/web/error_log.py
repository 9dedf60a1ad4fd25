"""Decides where the server's own errors go: `logs/web.error.log` of the bench, beside its `sites`
folder.

No access log is written. A bench without a logs folder logs nowhere but to the process's own
handlers.
"""

from __future__ import annotations

import logging
from logging.handlers import WatchedFileHandler
from pathlib import Path

NAME = "web.error.log"
FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"


def log_errors_to_file(sites_path: Path) -> None:
    """Add one handler per file; log rotation tools may move the file at any time."""
    folder = sites_path.parent / "logs"
    logger = logging.getLogger("ristretto")
    path = str(folder / NAME)
    known = {getattr(handler, "baseFilename", None) for handler in logger.handlers}
    if not folder.is_dir() or path in known:
        return
    handler = WatchedFileHandler(path, encoding="utf-8", delay=True)
    handler.setLevel(logging.ERROR)
    handler.setFormatter(logging.Formatter(FORMAT))
    logger.addHandler(handler)
