"""A migration that is killed: the site stands between two phases, and another run ends as if nothing had happened."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import fault_migration as migration
import pytest
from ristretto.cli import entry
from ristretto.context import Site
from ristretto.db import pool
from ristretto.db.connection import Connection
from ristretto.site import config
from ristretto.site.lock import site_lock
from ristretto.site.restore import restore_database

SAVED = Path(__file__).parents[2] / "fixtures" / "saved_sites" / "0.1.0" / "database.sql.gz"
NAME = "saved.localhost"


@dataclass
class Reference:
    """A migration that was left alone: where it began, what it committed on the way, how it ended."""

    sites: Path
    states: list[str]
    end: migration.State
    statements: int


def saved_site(folder: Path) -> Site:
    """The site of version 0.1.0 as it was saved."""
    sites = folder / "sites"
    (sites / NAME).mkdir(parents=True)
    (sites / "apps.txt").write_text("frappe\niso_qms\n", encoding="utf-8")
    config.write_json(config.common_path(sites), {"sqlite_synchronous": "OFF"})
    config.write_json(sites / NAME / "site_config.json", {"db_name": "saved"})
    site = Site(NAME, sites)
    restore_database(site, SAVED)
    return site


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Reference:
    """Its sites/ hold the site before the migration. Never write to them: copy them."""
    template = saved_site(tmp_path_factory.mktemp("saved"))
    pool.close_all()
    site = copy(template.sites_path, tmp_path_factory.mktemp("unkilled"))
    states = [migration.digest(migration.state(site))]

    def commit(self: Connection) -> None:
        wrote = self.in_transaction and not self.is_reading
        plain_commit(self)
        if wrote:
            states.append(migration.digest(migration.state(site)))

    plain_commit = Connection.commit
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Connection, "commit", commit)
        migration.run(site)
    end = migration.state(site)
    pool.close_all()
    return Reference(template.sites_path, states, end, count(template, tmp_path_factory))


def count(template: Site, tmp_path_factory: pytest.TempPathFactory) -> int:
    """Statements of a migration in a process of its own."""
    site = copy(template.sites_path, tmp_path_factory.mktemp("counted"))
    return int(migration.migrate_until(site, 0).stdout.split()[-1])


def copy(sites: Path, folder: Path) -> Site:
    shutil.copytree(sites, folder / "sites")
    return Site(NAME, folder / "sites")


def migrate_again(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command that an operator types once more."""
    monkeypatch.chdir(site.sites_path)
    with pytest.raises(SystemExit) as ended:
        entry.main(["frappe", "--site", NAME, "migrate"])
    assert ended.value.code in (0, None)
    pool.close_all()


def faults(
    site: Site, reference: Reference, moment: tuple[int, float], monkeypatch: pytest.MonkeyPatch
) -> list[str]:
    """What is not as it should be after a kill at that moment, and after the second run."""
    found = []
    code = migration.migrate_until(site, *moment).returncode
    if code == 0 and moment[1] == 0:
        found.append("it was not killed")
    with closing(sqlite3.connect(site.db_path)) as opened:
        verdict = opened.execute("PRAGMA quick_check").fetchone()[0]
    found += [] if verdict == "ok" else [f"quick_check: {verdict}"]
    if migration.digest(migration.state(site)) not in reference.states:
        found.append("the site stands within a phase")
    pool.close_all()
    stored = json.loads((site.path / "site_config.json").read_text())
    found += [key for key in ("maintenance_mode", "pause_scheduler") if stored.get(key)]
    with site_lock(site, "bench_migrate"):
        pass
    migrate_again(site, monkeypatch)
    found += migration.differences(reference.end, migration.state(site))
    pool.close_all()
    return found


@pytest.mark.parametrize("part", range(4))
def test_a_killed_migration(
    reference: Reference, tmp_path: Path, part: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed in each quarter of its statements: between two phases, whole after the second run."""
    moment = migration.moments(4, reference.statements, seed=1)[part]
    site = copy(reference.sites, tmp_path)

    assert faults(site, reference, moment, monkeypatch) == []


@pytest.mark.slow
@pytest.mark.parametrize("part", range(40))
def test_many_killed_migrations(
    reference: Reference, tmp_path: Path, part: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same at forty other moments."""
    moment = migration.moments(40, reference.statements, seed=2)[part]
    site = copy(reference.sites, tmp_path)

    assert faults(site, reference, moment, monkeypatch) == []


def test_half_a_phase_would_be_found(reference: Reference, tmp_path: Path) -> None:
    """A phase that commits within itself leaves a state that no unkilled migration has."""
    site = copy(reference.sites, tmp_path)
    connection: Any = pool.checkout(site)
    connection.execute("UPDATE `tabDocType` SET `migration_hash` = 'half' WHERE `name` = 'ToDo'")
    connection.commit()
    pool.checkin(connection)

    found = migration.state(site)
    pool.close_all()

    assert migration.digest(found) not in reference.states
    assert [line for line in migration.differences(reference.end, found) if "tabDocType" in line]
    assert len(reference.states) >= 4
