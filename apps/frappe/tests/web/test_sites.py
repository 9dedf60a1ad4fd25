"""Which site a request is for, by its Host."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from ristretto.web.sites import SiteTable
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request


@pytest.fixture
def sites(tmp_path: Path) -> Path:
    """A demo site with published passwords beside a site for real use."""
    for name, values in (
        ("demo.localhost", {"demo_accounts": [{"user": "a"}]}),
        ("real.vn", {"db_name": "x"}),
    ):
        (tmp_path / name).mkdir()
        (tmp_path / name / "site_config.json").write_text(json.dumps(values), encoding="utf-8")
    return tmp_path


def found(table: SiteTable, host: str, **headers: str) -> str | None:
    request = Request(EnvironBuilder(headers={"Host": host, **headers}).get_environ())
    site = table.find(request)
    return site.name if site else None


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("localhost:8000", "demo.localhost"),
        ("127.0.0.1", "demo.localhost"),
        ("[::1]:8000", "demo.localhost"),
        ("demo.localhost", "demo.localhost"),
        ("evil.example", None),
        ("10.0.0.1", None),
        ("", None),
    ],
)
def test_a_demo_site_answers_to_loopback_names_only(
    sites: Path, host: str, expected: str | None
) -> None:
    """A foreign name that points at this machine does not reach published passwords."""
    assert found(SiteTable(sites, "demo.localhost"), host) == expected


@pytest.mark.parametrize("host", ["real.vn", "iso.tinh.gov.vn", "127.0.0.1:8000"])
def test_a_site_for_real_use_answers_to_every_name(sites: Path, host: str) -> None:
    """The web server in front decides its names."""
    assert found(SiteTable(sites, "real.vn"), host) == "real.vn"


def test_without_a_fixed_site_the_host_decides(sites: Path) -> None:
    """Host or header name the site; unknown and impossible names find none."""
    table = SiteTable(sites)

    assert found(table, "real.vn") == "real.vn"
    assert found(table, "other.vn") is None
    assert found(table, "real.vn", **{"X-Frappe-Site-Name": "demo.localhost"}) == "demo.localhost"
    assert found(table, "../real.vn") is None
