"""The probe's scenarios on the embedded runtime, one case each; docs/parity.md tells how they run on stock v15."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from database_choice import common_config
from ristretto.db import pool
from ristretto.site import config
from ristretto.site.create import new_site

PROBE = Path(__file__).parent / "parity_probe"
SECONDS = 240


def scenarios() -> list[str]:
    """`test_events.TestEvents.test_delete`, read from the sources so that none can be lost."""
    found = []
    for path in sorted((PROBE / "parity_probe" / "tests").glob("test_*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef):
                names = [each.name for each in node.body if isinstance(each, ast.FunctionDef)]
                found += [f"{path.stem}.{node.name}.{name}" for name in names if name.startswith("test_")]
    return found


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """{scenario: "" when it passed, else what went wrong} of one run of `run-tests --app parity_probe`."""
    folder = tmp_path_factory.mktemp("probe")
    sites, report = folder / "sites", folder / "report.xml"
    sites.mkdir()
    (sites / "apps.txt").write_text("frappe\nparity_probe\n", encoding="utf-8")
    config.write_json(config.common_path(sites), common_config())
    sys.path.insert(0, str(PROBE))
    try:
        new_site(sites, "probe.localhost", admin_password="probe-admin", install_apps=("parity_probe",), quiet=True)
    finally:
        sys.path.remove(str(PROBE))
        pool.close_all()
    done = subprocess.run(
        [sys.executable, "-m", "frappe.utils.bench_helper", "frappe", "--site", "probe.localhost", "run-tests",
         "--app", "parity_probe", "--junit-xml-output", str(report)],
        cwd=sites, env={**os.environ, "PYTHONPATH": str(PROBE), "CI": "1"}, capture_output=True, text=True,
        timeout=SECONDS, check=False, stdin=subprocess.DEVNULL,
    )
    assert report.exists(), done.stdout + done.stderr
    return {key(case): problem(case) for case in ET.parse(report).getroot().iter("testcase")}


def key(case: ET.Element) -> str:
    return ".".join((case.get("classname", "") + "." + case.get("name", "")).split(".")[-3:])


def problem(case: ET.Element) -> str:
    bad = case.find("failure") if case.find("failure") is not None else case.find("error")
    return "" if bad is None else bad.get("message", "") + (bad.text or "")


@pytest.mark.parametrize("scenario", scenarios())
def test_scenario(results: dict[str, str], scenario: str) -> None:
    """A scenario that passes on stock v15 passes here."""
    assert scenario in results
    assert results[scenario] == ""
