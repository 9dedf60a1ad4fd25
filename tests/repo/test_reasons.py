"""Exceptions to the rules of trust say why: going past rights, catching whatever is raised, silencing a checker."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = (
    "apps/frappe/ristretto",
    "apps/frappe/frappe",
    "apps/iso_qms/iso_qms",
    "scripts",
    "benchmarks",
)
NEAR = 5  # lines between a reason and what it is for
RIGHTS_TOLD = re.compile(r"right|system|whoever|permission", re.IGNORECASE)
BARE_SILENCE = re.compile(r"#\s*(noqa|type:\s*ignore)\s*$")


def sources() -> list[Path]:
    """What runs for users: no tests."""
    found = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py")]
    return sorted(
        path for path in found if "tests" not in path.parts and not path.name.startswith("test_")
    )


@cache
def comments(path: Path) -> dict[int, str]:
    tokens = tokenize.generate_tokens(io.StringIO(path.read_text(encoding="utf-8")).readline)
    return {token.start[0]: token.string for token in tokens if token.type == tokenize.COMMENT}


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def simple_statements(function: ast.AST) -> Iterator[ast.stmt]:
    for node in ast.walk(function):
        if isinstance(node, ast.stmt) and not hasattr(node, "body"):
            yield node


def goes_past_rights(statement: ast.stmt) -> bool:
    """`ignore_permissions=True` in a call, or `….flags.ignore_permissions = True`."""
    for node in ast.walk(statement):
        if isinstance(node, ast.keyword) and node.arg == "ignore_permissions":
            return isinstance(node.value, ast.Constant) and bool(node.value.value)
    return (
        isinstance(statement, ast.Assign)
        and isinstance(statement.value, ast.Constant)
        and any(getattr(target, "attr", "") == "ignore_permissions" for target in statement.targets)
    )


def is_told(path: Path, function: ast.FunctionDef | ast.AsyncFunctionDef, at: ast.stmt) -> bool:
    """By a comment near it, one of the function that names it, the docstring, or a parameter: the caller's word."""
    near = any(line in comments(path) for line in range(at.lineno - NEAR, (at.end_lineno or 0) + 1))
    named = any(
        "ignore_permissions" in comments(path).get(line, "")
        for line in range(function.lineno, at.lineno)
    )
    arguments = [*function.args.args, *function.args.kwonlyargs]
    passed_on = any(each.arg == "ignore_permissions" for each in arguments)
    return near or named or passed_on or bool(RIGHTS_TOLD.search(ast.get_docstring(function) or ""))


def test_going_past_rights_has_a_reason() -> None:
    """Each `ignore_permissions` has a comment beside it, or a docstring that tells whose right counts."""
    silent = [
        f"{path.relative_to(ROOT)}:{statement.lineno}"
        for path in sources()
        if "ignore_permissions" in path.read_text(encoding="utf-8")
        for function in functions(path)
        for statement in simple_statements(function)
        if goes_past_rights(statement) and not is_told(path, function, statement)
    ]
    assert silent == []


def test_broad_excepts_have_a_reason() -> None:
    """Who catches everything raises it again, or says which edge it is."""
    silent = []
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.ExceptHandler):
                continue
            caught = ast.unparse(node.type) if node.type else "everything"
            raises = any(isinstance(each, ast.Raise) for each in ast.walk(node))
            if caught in ("everything", "Exception", "BaseException") and not raises:
                first = node.body[0]
                if not any(line in comments(path) for line in range(node.lineno, first.lineno + 1)):
                    silent.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert silent == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_checkers_are_silenced_by_name(folder: str) -> None:
    """`noqa` and `type: ignore` name the one rule that they mean."""
    bare = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in (ROOT / folder).rglob("*.py")
        for line, text in comments(path).items()
        if BARE_SILENCE.search(text)
    ]
    assert bare == []
