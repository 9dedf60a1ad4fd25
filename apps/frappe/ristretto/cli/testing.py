"""Decides which unittest cases of an app run, with which records made before them, and how they are reported."""

from __future__ import annotations

import os
import unittest
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from ristretto.context import AttrDict, current
from ristretto.context.dotted import get_attr
from ristretto.db.metas import get_meta
from ristretto.document.controllers import module_path
from ristretto.errors import ValidationError
from ristretto.site.junit import RecordingResult, write_junit
from ristretto.site.test_records import make_test_records

SKIPPED_FOLDERS = {"locals", ".git", "public", "__pycache__", "node_modules"}


@dataclass(frozen=True)
class Wanted:
    """What the person asked for; nothing chosen means every installed app."""

    app: str | None = None
    doctypes: tuple[str, ...] = ()
    module: str | None = None
    case: str | None = None
    tests: tuple[str, ...] = ()
    verbose: bool = False
    failfast: bool = False
    skip_records: bool = False
    skip_before: bool = False
    junit: str | None = None

    @classmethod
    def from_options(cls, obj: AttrDict, chosen: dict[str, Any]) -> Wanted:
        return cls(
            app=chosen["app"],
            doctypes=_doctypes(chosen),
            module=chosen["module"],
            case=chosen["case"],
            tests=tuple(chosen["tests"]),
            verbose=bool(obj.verbose),
            failfast=chosen["failfast"],
            skip_records=chosen["skip_test_records"],
            skip_before=chosen["skip_before_tests"],
            junit=chosen["junit_xml_output"],
        )


def _doctypes(chosen: dict[str, Any]) -> tuple[str, ...]:
    if chosen["doctype"]:
        return (chosen["doctype"],)
    if path := chosen["doctype_list_path"]:
        app, _slash, inner = path.partition(os.path.sep)
        text = (current().site.app_path(app) / inner).read_text(encoding="utf-8")
        return tuple(line.strip() for line in text.splitlines() if line.strip())
    if chosen["module_def"]:
        rows = current().db.execute(
            "SELECT `name` FROM `tabDocType` WHERE `module` = ? AND `istable` = 0 ORDER BY `name`",
            (chosen["module_def"],),
        )
        return tuple(str(row[0]) for row in rows)
    return ()


def run(wanted: Wanted) -> unittest.TestResult:
    """Prepare the site, run, report."""
    context = current()
    context.flags.in_test = True
    context.flags.print_messages = wanted.verbose
    context.flags.skip_test_records = wanted.skip_records
    if not wanted.skip_before:
        for path in context.site.get_hooks("before_tests", app=wanted.app):
            get_attr(path)()
    context.db.commit()
    suite = unittest.TestSuite(_cases(wanted))
    runner = unittest.TextTestRunner(
        verbosity=2 if wanted.verbose else 1,
        failfast=wanted.failfast,
        resultclass=RecordingResult,
    )
    result = runner.run(suite)
    if wanted.junit:
        write_junit(Path(wanted.junit), result)
    return result


def _cases(wanted: Wanted) -> Iterator[unittest.TestSuite]:
    for module, doctype in _modules(wanted):
        for name in getattr(module, "test_dependencies", ()):
            make_test_records(name, commit=True)
        if doctype:
            make_test_records(doctype, commit=True)
        yield _load(module, wanted)


def _load(module: ModuleType, wanted: Wanted) -> unittest.TestSuite:
    loader = unittest.TestLoader()
    if wanted.case:
        suite = loader.loadTestsFromTestCase(getattr(module, wanted.case))
    else:
        suite = loader.loadTestsFromModule(module)
    if not wanted.tests:
        return suite
    return unittest.TestSuite(test for test in _flat(suite) if _method(test) in wanted.tests)


def _flat(suite: unittest.TestSuite) -> Iterator[unittest.TestCase]:
    for each in suite:
        if isinstance(each, unittest.TestSuite):
            yield from _flat(each)
        else:
            yield each


def _method(test: unittest.TestCase) -> str:
    return test.id().rsplit(".", 1)[-1]


def _modules(wanted: Wanted) -> Iterator[tuple[ModuleType, str | None]]:
    """(test module, DocType whose records it needs)."""
    if wanted.module:
        yield import_module(wanted.module), None
    elif wanted.doctypes:
        for doctype in wanted.doctypes:
            yield _doctype_tests(doctype), doctype
    else:
        for app in [wanted.app] if wanted.app else current().site.installed_apps:
            yield from _app_tests(app)


def _doctype_tests(doctype: str) -> ModuleType:
    path = module_path(doctype, str(get_meta(doctype).module))
    package, _dot, leaf = path.rpartition(".")
    try:
        return import_module(f"{package}.test_{leaf}")
    except ModuleNotFoundError as error:
        raise ValidationError(
            f"DocType {doctype} has no tests: {package}.test_{leaf} is missing"
        ) from error


def _app_tests(app: str) -> Iterator[tuple[ModuleType, str | None]]:
    root = current().site.app_path(app)
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(set(folders) - SKIPPED_FOLDERS)
        for name in sorted(files):
            if name.startswith("test_") and name.endswith(".py") and name != "test_runner.py":
                parts = (Path(folder) / name).relative_to(root).with_suffix("").parts
                yield import_module(".".join((app, *parts))), _doctype_of(Path(folder), name)


def _doctype_of(folder: Path, name: str) -> str | None:
    """`doctype/<x>/test_<x>.py` tests the DocType of `<x>.json`."""
    path = folder / f"{name.removeprefix('test_').removesuffix('.py')}.json"
    if folder.parent.name != "doctype" or not path.exists():
        return None
    from ristretto.site.records import read_records

    return str(read_records(path)[0]["name"])
