"""Sizes: a file has at most 400 lines, a function at most 40, every module says what it decides."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILE_LINES = 400
FUNCTION_LINES = 40
LAUNCHER_LINES = 250
FOLDERS = (
    "apps/frappe/ristretto",
    "apps/frappe/frappe",
    "apps/iso_qms/iso_qms",
    "scripts",
    "benchmarks",
    "tests",
    "apps/frappe/tests",
)
# what shows something: assert, pytest.raises, or a helper named like one
CHECKS = ("assert", "raises", "expect", "refuse", "check", "fails", "pytest.fail", "attack(")
# path → reason and date; the list is to shrink
LONGER_FILES: dict[str, str] = {}
LONGER_FUNCTIONS: dict[str, str] = {}


FOREIGN = "parity_probe"  # a Frappe app, in Frappe's habits


def modules(*folders: str) -> list[Path]:
    found = {path for folder in folders for path in (ROOT / folder).rglob("*.py")}
    return sorted(path for path in found if FOREIGN not in path.parts)


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """All of them, inner ones too; expressions, where none can be, are left aside."""
    waiting = [tree]
    while waiting:
        for node in ast.iter_child_nodes(waiting.pop()):
            if isinstance(node, ast.stmt | ast.excepthandler | ast.match_case):
                waiting.append(node)
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node


def test_files_are_short() -> None:
    """A reader holds a file in mind."""
    long = {
        str(path.relative_to(ROOT)): lines
        for path in modules(*FOLDERS)
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > FILE_LINES
    }

    assert set(long) == set(LONGER_FILES), long


def test_desk_files_are_short() -> None:
    """The same budget for the desk's sources."""
    files = [path for kind in ("*.ts", "*.vue") for path in (ROOT / "desk" / "src").rglob(kind)]
    long = [
        str(path)
        for path in files
        if len(path.read_text(encoding="utf-8").splitlines()) > FILE_LINES
    ]

    assert long == []


def test_the_launcher_is_one_readable_file() -> None:
    """./iso only parses and dispatches."""
    assert len((ROOT / "iso").read_text(encoding="utf-8").splitlines()) <= LAUNCHER_LINES


def test_functions_are_short() -> None:
    """About ten lines, forty at most; the docstring does not count."""
    long = {}
    for path in modules(*FOLDERS):
        for node in functions(ast.parse(path.read_text(encoding="utf-8"))):
            first = node.body[1] if ast.get_docstring(node) and len(node.body) > 1 else node.body[0]
            lines = (node.end_lineno or 0) - first.lineno + 1
            if lines > FUNCTION_LINES:
                long[f"{path.relative_to(ROOT)}:{node.name}"] = lines

    assert set(long) == set(LONGER_FUNCTIONS), long


@pytest.mark.parametrize("folder", FOLDERS)
def test_modules_say_what_they_decide(folder: str) -> None:
    """Every module with code starts with a docstring."""
    silent = [
        str(path.relative_to(ROOT))
        for path in modules(folder)
        if (tree := ast.parse(path.read_text(encoding="utf-8"))).body
        and ast.get_docstring(tree) is None
    ]

    assert silent == []


def test_every_test_says_what_it_shows_and_asserts() -> None:
    """A test has a sentence as docstring and at least one assertion."""
    poor = []
    for path in modules("tests", "apps/frappe/tests"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in functions(tree):
            if node.name.startswith("test_"):
                text = ast.unparse(node)
                if not ast.get_docstring(node) or not any(word in text for word in CHECKS):
                    poor.append(f"{path.relative_to(ROOT)}:{node.name}")

    assert poor == []
