"""One direction: a room imports only rooms above it, the engine never imports `frappe`, the app only `frappe`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ENGINE = ROOT / "apps" / "frappe" / "ristretto"
ROOMS = (
    "errors",
    "context",
    "meta",
    "schema",
    "db",
    "access",
    "query",
    "document",
    "flow",
    "insight",
    "render",
    "jobs",
    "site",
    "web",
    "cli",
)
# A room may name a later one inside a function only where the pair is listed here, with the reason.
LATER: dict[tuple[str, str], str] = {}
APP_MAY_IMPORT_ENGINE = False


def python_files(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.py"))


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """(line, module) of every import, in functions too; imports for type checkers aside."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    skipped = {
        id(node)
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and "TYPE_CHECKING" in ast.unparse(block.test)
        for node in ast.walk(block)
    }
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def room_of(path: Path) -> str:
    return path.relative_to(ENGINE).parts[0].removesuffix(".py")


def test_every_room_is_known() -> None:
    """A new folder must be given its place in the order."""
    found = {room_of(path) for path in python_files(ENGINE)} - {"__init__"}

    assert found == set(ROOMS)


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_rooms_above_it(room: str) -> None:
    """Read top to bottom: nothing reaches down."""
    allowed = set(ROOMS[: ROOMS.index(room) + 1])
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for path in python_files(ENGINE)
        if room_of(path) == room
        for line, name in imports(path)
        if name.startswith("ristretto.")
        and name.split(".")[1] in set(ROOMS) - allowed
        and (room, name.split(".")[1]) not in LATER
    ]

    assert wrong == []


def test_the_engine_never_imports_the_contract() -> None:
    """Controllers are reached through hooks and dotted paths, never by an import of `frappe`."""
    wrong = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in python_files(ENGINE)
        for line, name in imports(path)
        if name.split(".")[0] == "frappe"
    ]

    assert wrong == []


def test_the_app_knows_no_engine() -> None:
    """What the app imports must exist on stock Frappe."""
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for path in python_files(ROOT / "apps" / "iso_qms")
        for line, name in imports(path)
        if name.split(".")[0] in ("ristretto", "launcher", "bench")
    ]

    assert wrong == []


def test_meta_and_plan_touch_nothing() -> None:
    """Definitions and schema plans are pure: no database driver, no files, no clock."""
    pure = [*python_files(ENGINE / "meta"), ENGINE / "schema" / "plan.py"]
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for path in pure
        for line, name in imports(path)
        if name.split(".")[0] in ("sqlite3", "pathlib", "os", "time", "socket")
    ]

    assert wrong == []
