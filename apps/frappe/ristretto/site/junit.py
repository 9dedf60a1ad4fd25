"""Decides how a unittest result is written for machines: JUnit XML with every test, passed ones too."""

from __future__ import annotations

import unittest
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any


class RecordingResult(unittest.TextTestResult):
    """A text result that also remembers which tests passed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.successes: list[unittest.TestCase] = []

    def addSuccess(self, test: unittest.TestCase) -> None:
        super().addSuccess(test)
        self.successes.append(test)


def write_junit(path: Path, result: unittest.TestResult) -> None:
    """One testcase per test, with what went wrong inside it."""
    suite = ET.Element(
        "testsuite",
        name="run-tests",
        tests=str(result.testsRun),
        failures=str(len(result.failures)),
        errors=str(len(result.errors)),
        skipped=str(len(result.skipped)),
    )
    for test in getattr(result, "successes", ()):
        _case(suite, test)
    for kind, outcomes in (
        ("failure", result.failures),
        ("error", result.errors),
        ("skipped", result.skipped),
    ):
        for test, text in outcomes:
            ET.SubElement(
                _case(suite, test), kind, message=text.strip().splitlines()[-1]
            ).text = text
    ET.ElementTree(suite).write(path, encoding="utf-8", xml_declaration=True)


def _case(suite: ET.Element, test: unittest.TestCase) -> ET.Element:
    classname, _dot, name = test.id().rpartition(".")
    return ET.SubElement(suite, "testcase", classname=classname, name=name)
