"""Log files of the bench: one per purpose in `logs/`, kept small by rotation."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

from frappe.utils.system import get_bench_path

_FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"
_loggers: dict[str, logging.Logger] = {}


def get_logger(
    module: str | None = None,
    with_more_info: bool = False,
    allow_site: Any = True,
    filter: Any = None,
    max_size: int = 100_000,
    file_count: int = 20,
    stream_only: bool = False,
) -> logging.Logger:
    """A logger that writes `logs/<module>.log`, or the terminal where there is no such folder."""
    name = module or "frappe"
    if name in _loggers:
        return _loggers[name]
    logger = logging.getLogger(f"frappe.{name}")
    logger.propagate = False
    logger.setLevel(logging.INFO)
    logger.addHandler(_handler(name, max_size, file_count, stream_only))
    if filter:
        logger.addFilter(filter)
    _loggers[name] = logger
    return logger


def _handler(name: str, size: int, count: int, stream_only: bool) -> logging.Handler:
    folder = Path(get_bench_path()) / "logs"
    handler: logging.Handler = logging.StreamHandler()
    if not stream_only and folder.is_dir():
        handler = RotatingFileHandler(
            folder / f"{name}.log", maxBytes=size, backupCount=count, delay=True
        )
    handler.setFormatter(logging.Formatter(_FORMAT))
    return handler


def set_log_level(level: str | int) -> None:
    """Level of every logger made so far."""
    for logger in _loggers.values():
        logger.setLevel(level)
