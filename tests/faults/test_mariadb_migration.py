"""A migration that is killed on MariaDB, where each change of a table commits: another run repairs what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import fault_migration as migration
import pytest
from database_choice import drop_database
from fault_house import copy
from ristretto.context import Site
from ristretto.db import pool
from ristretto.db.connect import connected
from site_fixtures import SITE_NAME

# as an older version would have left it: definitions, columns, tables and indexes are missing
AGED = (
    "UPDATE `tabDocType` SET `migration_hash` = NULL",
    "DELETE FROM `tabPatch Log` ORDER BY `creation` DESC LIMIT 3",
    "DELETE FROM `tabDocField` WHERE `parent` = 'ToDo' AND `fieldname` IN ('priority', 'color')",
    "ALTER TABLE `tabToDo` DROP COLUMN `priority`, DROP COLUMN `color`",
    "ALTER TABLE `tabUser` DROP COLUMN `bio`, DROP COLUMN `location`",
    "ALTER TABLE `tabNote` DROP COLUMN `content`, DROP INDEX `modified`",
    "DROP TABLE `tabTag Link`",
    "DROP TABLE `tabWorkflow Action Permitted Role`",
)


@dataclass
class Reference:
    """The aged site, and what an unkilled migration makes of it."""

    sites: Path
    end: migration.State
    statements: int


@pytest.fixture(scope="module")
def reference(load_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reference]:
    aged = copy(load_template, tmp_path_factory.mktemp("aged"))
    with connected(Site(SITE_NAME, aged)) as context:
        for statement in AGED:
            context.db.execute(statement)
        context.db.commit()
    pool.close_all()
    done = Site(SITE_NAME, copy(aged, tmp_path_factory.mktemp("unkilled")))
    statements = int(migration.migrate_until(done, 0).stdout.split()[-1])
    end = migration.state(done)
    pool.close_all()
    yield Reference(aged, end, statements)
    for site in (Site(SITE_NAME, aged), done):
        drop_database(site.path)


def faults(reference: Reference, folder: Path, moment: tuple[int, float]) -> list[str]:
    """What is not as an unkilled migration leaves it, after a kill and a second run."""
    site = Site(SITE_NAME, copy(reference.sites, folder))
    migration.migrate_until(site, *moment)
    migration.run(site)
    found = migration.differences(reference.end, migration.state(site))
    pool.close_all()
    drop_database(site.path)
    return found


@pytest.mark.parametrize("part", range(2))
def test_a_killed_migration(reference: Reference, tmp_path: Path, part: int) -> None:
    """Killed in each half of its statements: whole after the second run."""
    moment = migration.moments(2, reference.statements, seed=3)[part]

    assert faults(reference, tmp_path, moment) == []


@pytest.mark.slow
@pytest.mark.parametrize("part", range(30))
def test_many_killed_migrations(reference: Reference, tmp_path: Path, part: int) -> None:
    """The same at thirty other moments."""
    moment = migration.moments(30, reference.statements, seed=4)[part]

    assert faults(reference, tmp_path, moment) == []


def test_what_is_missing_would_be_found(reference: Reference, tmp_path: Path) -> None:
    """Before the migration the same comparison names the tables and columns that are missing."""
    site = Site(SITE_NAME, copy(reference.sites, tmp_path))
    found = " ".join(migration.differences(reference.end, migration.state(site)))
    pool.close_all()
    drop_database(site.path)

    assert "tabTag Link" in found
    assert "schema" in found
    assert "tabToDo" in found
