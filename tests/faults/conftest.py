"""A site with one DocType that has rows, a counter and a sum to check, for everything that fails on purpose."""

from __future__ import annotations

from pathlib import Path

import pytest
from database_choice import is_mariadb
from fault_house import build, build_more
from ristretto.db import pool
from site_fixtures import make_template

ON_A_FILE = ["test_bad_disk.py", "test_unreachable.py", "test_killed_migration.py"]
collect_ignore_glob = ON_A_FILE if is_mariadb() else ["test_mariadb_*.py"]


@pytest.fixture(scope="session")
def fault_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """sites/ with the DocTypes. Never write to it: copy it."""
    sites = make_template(tmp_path_factory.mktemp("faults"))
    build(sites)
    pool.close_all()
    return sites


@pytest.fixture(scope="session")
def load_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with an app whose jobs come with documents, and a workflow."""
    sites = make_template(tmp_path_factory.mktemp("load"), "fault_probe")
    build(sites)
    build_more(sites)
    pool.close_all()
    return sites
