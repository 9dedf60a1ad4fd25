"""The province that the access tests share, built once and copied for tests that write."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from access_builder import build_world
from access_world import World
from ristretto.db import pool
from site_fixtures import copy_sites


@pytest.fixture(scope="session")
def world(app_template_sites: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The province; tests read, or try to write and are refused."""
    yield build_world(copy_sites(app_template_sites, tmp_path_factory.mktemp("province")))
    pool.close_all()


@pytest.fixture
def own_world(world: World, tmp_path: Path) -> Iterator[World]:
    """A copy of the province for a test that changes it."""
    pool.close_all()
    site = copy_sites(world.site.sites_path, tmp_path)
    yield replace(world, site=site)
    pool.close_all()
