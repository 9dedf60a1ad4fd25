"""A bench of its own for what goes through commands and processes, on the server that the tests started."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from database_choice import common_config, is_mariadb
from ristretto.db import pool
from ristretto.db.mariadb import settings
from ristretto.db.mariadb.connection import MariaConnection
from ristretto.site import config

Run = Callable[..., "subprocess.CompletedProcess[str]"]
SECONDS = 240

if not is_mariadb():
    collect_ignore_glob = ["test_*.py"]


@pytest.fixture
def bench(make_bench: Callable[[Path], Run], tmp_path: Path) -> Iterator[Run]:
    """`bench("new-site", …)` runs a command in a folder sites/ of its own."""
    yield make_bench(tmp_path)
    pool.close_all()


@pytest.fixture(scope="session")
def make_bench() -> Callable[[Path], Run]:
    return _make_bench


def _make_bench(folder: Path) -> Run:
    sites = folder / "sites"
    sites.mkdir()
    (sites / "apps.txt").write_text("frappe\niso_qms\n", encoding="utf-8")
    config.write_json(config.common_path(sites), common_config())

    def run(*words: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "frappe.utils.bench_helper", "frappe", *words]
        return subprocess.run(
            command, cwd=sites, capture_output=True, text=True, timeout=SECONDS, check=False,
            input=stdin or "", env={**os.environ, "CI": "1"},
        )  # fmt: skip

    return run


@pytest.fixture
def connect(site) -> Iterator[Callable[[], MariaConnection]]:
    """`connect()` opens one more connection to the site's database."""
    opened: list[MariaConnection] = []

    def make() -> MariaConnection:
        opened.append(MariaConnection(settings.of(site.conf)))
        return opened[-1]

    yield make
    for connection in opened:
        connection.rollback()
        connection.close()
