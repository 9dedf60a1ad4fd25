"""Fixtures at Frappe's public place."""

from ristretto.context import current
from ristretto.site import fixtures

__all__ = ["export_fixtures", "import_fixtures", "sync_fixtures"]

import_fixtures = fixtures.import_fixtures


def sync_fixtures(app: str | None = None) -> None:
    for each in [app] if app else current().site.installed_apps:
        fixtures.import_fixtures(each)


def export_fixtures(app: str | None = None) -> None:
    for each in [app] if app else current().site.installed_apps:
        fixtures.export_fixtures(each)
