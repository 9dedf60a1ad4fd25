"""Decides the phases of a migration and that each is all or nothing.

before_migrate → patches before the sync → sync → patches after it → scheduler jobs → fixtures → dashboards →
customisations → languages → orphans → after_migrate.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from ristretto.context import current
from ristretto.db import metas
from ristretto.jobs import schedule
from ristretto.site import masters, newer, patches
from ristretto.site.customizations import sync_customizations
from ristretto.site.fixtures import import_fixtures
from ristretto.site.install import call_own
from ristretto.site.lock import site_lock
from ristretto.site.sync import remove_orphan_doctypes, sync_all, sync_dashboards


def migrate(*, skip_failing: bool = False) -> None:
    """Bring the bound site to what its apps ship. Running it twice changes nothing."""
    site = current().site
    newer.refuse_newer(current())
    with site_lock(site, "bench_migrate"), migrating():
        _atomic(lambda: _call_hooks("before_migrate"))
        patches.run_pending(patches.Phase.PRE, skip_failing=skip_failing)
        _atomic(sync_all)
        patches.run_pending(patches.Phase.POST, skip_failing=skip_failing)
        _atomic(_after_schema)


@contextmanager
def migrating() -> Iterator[None]:
    """The flag that apps ask for, and fresh caches at the end."""
    current().flags.in_migrate = True
    try:
        yield
    finally:
        current().flags.in_migrate = False
        metas.clear()
        current().db.commit()


def _atomic(phase: Callable[[], object]) -> None:
    db = current().db
    try:
        phase()
        db.commit()
    except BaseException:
        db.rollback()
        raise


def _call_hooks(name: str) -> None:
    for app in current().site.installed_apps:
        call_own(app, name)


def _after_schema() -> None:
    installed = current().site.installed_apps
    for app in installed:
        masters.add_module_defs(app)
    schedule.sync()
    for app in installed:
        import_fixtures(app)
    for app in installed:
        sync_dashboards(app)
    for app in installed:
        sync_customizations(app, is_install=False)
    masters.add_languages()
    remove_orphan_doctypes()
    newer.record_versions(current())
    _call_hooks("after_migrate")
