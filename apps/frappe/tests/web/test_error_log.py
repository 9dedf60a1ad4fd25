"""The server's error log: one file per bench, only errors, nothing without a logs folder."""

from __future__ import annotations

import logging
from pathlib import Path

from ristretto.web.error_log import NAME, log_errors_to_file


def test_errors_reach_the_file_once(tmp_path: Path) -> None:
    """Asked twice, it writes once; what is no error stays out."""
    (tmp_path / "logs").mkdir()
    logger = logging.getLogger("ristretto")
    before = list(logger.handlers)
    for _time in range(2):
        log_errors_to_file(tmp_path / "sites")
    try:
        logging.getLogger("ristretto.web").error("incident 1")
        logging.getLogger("ristretto.web").warning("no incident")
        text = (tmp_path / "logs" / NAME).read_text(encoding="utf-8")
    finally:
        for handler in [each for each in logger.handlers if each not in before]:
            logger.removeHandler(handler)
            handler.close()
    assert text.count("incident 1") == 1
    assert "no incident" not in text


def test_a_bench_without_logs_folder_is_left_alone(tmp_path: Path) -> None:
    """No folder is made, no handler added."""
    before = list(logging.getLogger("ristretto").handlers)
    log_errors_to_file(tmp_path / "sites")
    assert logging.getLogger("ristretto").handlers == before
    assert not (tmp_path / "logs").exists()
