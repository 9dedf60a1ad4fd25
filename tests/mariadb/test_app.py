"""The app's own unittest cases, unchanged, on MariaDB: those that run on SQLite and on stock Frappe."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any

Run = Callable[..., Any]


def test_the_apps_own_tests(bench: Run, tmp_path: Path) -> None:
    """Install the app, run all its tests by the command that stock has: none fails, none is skipped."""
    report = tmp_path / "report.xml"
    made = bench("new-site", "app.localhost", "--admin-password", "x", "--install-app", "iso_qms")
    assert made.returncode == 0, made.stdout + made.stderr

    done = bench(
        "--site",
        "app.localhost",
        "run-tests",
        "--app",
        "iso_qms",
        "--junit-xml-output",
        str(report),
    )

    assert report.exists(), done.stdout + done.stderr
    cases = list(ET.parse(report).getroot().iter("testcase"))
    bad = [case.get("name") for case in cases if len(case)]
    assert bad == [], done.stdout[-4000:]
    assert len(cases) > 100
