"""The ledger of this run. The probe's own tests run through `run-tests`, never through pytest."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import lifecycle_world
import parity_ledger
import pytest
from database_choice import is_mariadb
from ristretto.context import Site
from ristretto.db import pool
from site_fixtures import SITE_NAME, make_template

collect_ignore = ["parity_probe"]


@pytest.fixture(scope="session")
def ledger() -> Iterator[parity_ledger.Ledger]:
    """The verdicts of this run; left in logs/parity-ledger.tsv (or -mariadb.tsv), a row a line."""
    book = parity_ledger.Ledger("mariadb" if is_mariadb() else "sqlite")
    yield book
    name = "parity-ledger-mariadb.tsv" if is_mariadb() else "parity-ledger.tsv"
    file = Path(parity_ledger.ROOT) / "logs" / name
    file.parent.mkdir(exist_ok=True)
    file.write_text("\n".join(book.lines()) + "\n", encoding="utf-8")


@pytest.fixture(scope="session")
def lifecycle_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[lifecycle_world.World]:
    """The site of the observed lifecycle rows; rows of all parts leave their records there."""
    sites = make_template(tmp_path_factory.mktemp("lifecycle"), "lifecycle_app")
    with lifecycle_world.clock():
        world = lifecycle_world.build(Site(SITE_NAME, sites))
    yield world
    pool.close_all()


@pytest.fixture
def world(lifecycle_site: lifecycle_world.World) -> Iterator[lifecycle_world.World]:
    """The same, on the morning of the observation."""
    with lifecycle_world.clock():
        yield lifecycle_site
