"""A site that newer software has used: refused by server, migrate and workers, with the remedy."""

from __future__ import annotations

from pathlib import Path

import pytest
from ristretto.context import Site
from ristretto.db import metas
from ristretto.db.connect import connected
from ristretto.errors import SiteIsNewer
from ristretto.site import newer
from ristretto.site.migrate import migrate
from ristretto.web.app import create_app
from werkzeug.test import Client

APP = "UPDATE `tabInstalled Application` SET `app_version` = '99.0.0' WHERE `app_name` = 'frappe'"
RUNTIME = "UPDATE `tabDefaultValue` SET `defvalue` = '99.0' WHERE `defkey` = 'ristretto_version'"


@pytest.mark.parametrize(
    ("one", "other", "is_newer"),
    [
        ("1.10", "1.9", True),
        ("1.9", "1.9.0", False),
        ("2", "1.99", True),
        ("", "0.1", False),
        ("1.2-beta", "1.1", True),
    ],
)
def test_versions_are_numbers(one: str, other: str, is_newer: bool) -> None:
    """Parts are compared as numbers; what is no version is older."""
    assert (newer.number(one) > newer.number(other)) is is_newer


def test_a_fresh_site_remembers_who_made_it(site: Site) -> None:
    """The runtime and the framework are known from the start, and it opens."""
    with connected(site) as context:
        parts = [name for name, _stored, _here in newer._versions(context)]
        newer.refuse_newer(context)

    assert parts == ["the runtime", "frappe"]


@pytest.mark.parametrize("statement", [APP, RUNTIME], ids=["app", "runtime"])
def test_nothing_is_done_on_it(fresh_site: Site, statement: str) -> None:
    """The server answers 503 with the remedy, migrate stops before its first step."""
    before = count_of_patches(fresh_site)
    client = Client(create_app(fresh_site.sites_path, fresh_site.name))
    assert client.get("/api/method/ping").status_code == 200
    with connected(fresh_site, mode="write") as context:
        context.db.execute(statement)
        metas.clear()
        context.db.commit()

    answer = client.get("/api/method/ping", headers={"Accept": "application/json"})
    with connected(fresh_site), pytest.raises(SiteIsNewer, match="99"):
        migrate()

    assert answer.status_code == 503
    assert "restore the backup" in answer.get_data(as_text=True)
    assert count_of_patches(fresh_site) == before


def count_of_patches(site: Site) -> int:
    with connected(site) as context:
        return int(context.db.execute("SELECT COUNT(*) FROM `tabPatch Log`")[0][0])


def test_commands_say_so(fresh_site: Site, tmp_path: Path) -> None:
    """`serve` and `worker` refuse to start."""
    from ristretto.cli.sites import refuse_newer_site

    assert refuse_newer_site(fresh_site) is fresh_site
    with connected(fresh_site, mode="write") as context:
        context.db.execute(RUNTIME)
        metas.clear()
        context.db.commit()
    with pytest.raises(SiteIsNewer):
        refuse_newer_site(fresh_site)
