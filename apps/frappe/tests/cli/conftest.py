"""Commands run in process on a site of one's own."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result
from ristretto.cli.entry import make_top
from ristretto.context import Site
from ristretto.errors import Error

Run = Callable[..., Result]


@pytest.fixture
def run(fresh_site: Site, monkeypatch: pytest.MonkeyPatch) -> Run:
    """`run("list-apps")` → the finished command on the fresh site; raises what the command raises."""
    monkeypatch.setenv("SITES_PATH", str(fresh_site.sites_path))

    def invoke(*arguments: str, site: str | None = None, **options: str) -> Result:
        named = ["frappe", "--site", site or fresh_site.name, *arguments]
        result = CliRunner().invoke(make_top(fresh_site.sites_path), named, **options)
        if isinstance(result.exception, Error):
            raise result.exception
        return result

    return invoke
