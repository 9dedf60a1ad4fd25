"""The demo site as `./iso run` makes it: loaded by the command, marked, idempotent, never mixed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from ristretto.db import pool

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "fixtures" / "quang_ninh"
SITE = "test.localhost"


def bench(sites: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A framework command on the site, as `bench` runs it."""
    return subprocess.run(
        [sys.executable, "-m", "frappe.utils.bench_helper", "frappe", "--site", SITE, *arguments],
        cwd=sites,
        text=True,
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )


def copy_of(sites: Path, folder: Path) -> Path:
    pool.close_all()
    shutil.copytree(sites, folder / "sites")
    return folder / "sites"


@pytest.fixture(scope="module")
def demo(app_template_sites: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """sites/ with the loaded demo; tests leave it as it is."""
    sites = copy_of(app_template_sites, tmp_path_factory.mktemp("demo"))
    done = bench(sites, "load-demo", str(FIXTURES))
    assert done.returncode == 0, done.stderr
    assert "227" in done.stdout
    assert "xã Quảng La" in done.stdout
    return sites


def test_the_published_accounts_begin_with_a_communes_secretary(demo: Path) -> None:
    """The launcher reads the file, sign-in page and server the site's configuration: the same people."""
    accounts = json.loads((demo / SITE / "demo_accounts.json").read_text(encoding="utf-8"))
    config = json.loads((demo / SITE / "site_config.json").read_text(encoding="utf-8"))

    assert accounts[0]["user"].startswith("thuky.")
    assert "xã" in accounts[0]["title"]
    assert {tuple(sorted(account)) for account in accounts} == {
        ("label", "password", "title", "user")
    }
    assert [row["user"] for row in config["demo_accounts"]] == [row["user"] for row in accounts]
    assert all(row["user"].endswith("@mau.example") for row in accounts)


def test_the_app_finds_its_demo_full(demo: Path) -> None:
    """The app's own tests of the province pass on what the command loaded."""
    done = bench(demo, "run-tests", "--module", "iso_qms.demo.tests.test_demo")

    assert done.returncode == 0, done.stdout + done.stderr
    assert "OK" in done.stderr + done.stdout


def test_a_second_load_changes_nothing(demo: Path) -> None:
    """It says that the province is there; no byte of the accounts differs."""
    file = demo / SITE / "demo_accounts.json"
    before = (file.read_bytes(), file.stat().st_mtime_ns)
    done = bench(demo, "load-demo", str(FIXTURES))

    assert done.returncode == 0
    assert len(done.stdout.strip().splitlines()) == 1
    assert (file.read_bytes(), file.stat().st_mtime_ns) == before


def test_a_demo_is_not_served_to_others(demo: Path) -> None:
    """While the known passwords work, only this machine may be served."""
    done = bench(demo, "serve", "--host", "0.0.0.0", "--port", "8999")

    assert done.returncode != 0
    assert "demo password" in done.stdout + done.stderr


def test_a_site_with_its_own_agencies_is_refused(app_template_sites: Path, tmp_path: Path) -> None:
    """A clear sentence, no accounts, nothing loaded."""
    sites = copy_of(app_template_sites, tmp_path)
    agency = {
        "doctype": "ISO Agency",
        "agency_name": "UBND xã A",
        "agency_code": "A",
        "level": "Commune",
    }
    bench(sites, "execute", "frappe.client.insert", "--kwargs", repr({"doc": agency}))
    done = bench(sites, "load-demo", str(FIXTURES))

    assert done.returncode == 1
    assert "bench new-site" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (sites / SITE / "demo_accounts.json").exists()


def test_broken_sample_data_is_named(app_template_sites: Path, tmp_path: Path) -> None:
    """The file and the line, before anything is written."""
    sites = copy_of(app_template_sites, tmp_path)
    folder = tmp_path / "province"
    shutil.copytree(FIXTURES, folder)
    lines = (folder / "agencies.jsonl").read_text(encoding="utf-8").splitlines()
    (folder / "agencies.jsonl").write_text(
        "\n".join([*lines[:2], "{", *lines[3:]]), encoding="utf-8"
    )
    done = bench(sites, "load-demo", str(folder))

    assert done.returncode == 1
    assert "agencies.jsonl, line 3" in done.stderr or "agencies.jsonl, dòng 3" in done.stderr


def test_the_sample_says_what_it_is() -> None:
    """227 agencies, all open, in one tree; 97 services; samples are marked, nobody is real."""
    agencies = [
        json.loads(line) for line in (FIXTURES / "agencies.jsonl").read_text("utf-8").splitlines()
    ]
    services = (FIXTURES / "services.jsonl").read_text("utf-8").splitlines()
    codes = [agency["agency_code"] for agency in agencies]
    levels = [agency["level"] for agency in agencies]
    readme = (FIXTURES / "README.md").read_text("utf-8")

    assert (len(agencies), len(set(codes)), len(services)) == (227, 227, 97)
    assert (levels.count("Commune"), levels.count("District")) == (177, 13)
    assert not [agency for agency in agencies if agency.get("valid_to")]
    assert all(agency["parent_iso_agency"] in codes for agency in agencies[1:])
    assert "2022" in readme
    assert "No person is real" in readme
