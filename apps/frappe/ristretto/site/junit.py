"""Decides how a unittest result is written for machines: JUnit XML."""

from __future__ import annotations

import unittest
import xml.etree.ElementTree as ET
from pathlib import Path


def write_junit(path: Path, result: unittest.TestResult) -> None:
    """Failures, errors and skips by name; passed ones as a count."""
    suite = ET.Element(
        "testsuite", name="run-tests", tests=str(result.testsRun), failures=str(len(result.failures)),
        errors=str(len(result.errors)), skipped=str(len(result.skipped)),
    )
    for kind, outcomes in (("failure", result.failures), ("error", result.errors), ("skipped", result.skipped)):
        for test, text in outcomes:
            name = test.id()
            case = ET.SubElement(suite, "testcase", classname=name.rpartition(".")[0], name=name)
            ET.SubElement(case, kind, message=text.strip().splitlines()[-1]).text = text
    ET.ElementTree(suite).write(path, encoding="utf-8", xml_declaration=True)
