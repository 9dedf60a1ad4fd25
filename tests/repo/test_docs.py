"""Documentation keeps up: every command is named, and every link inside the repository leads somewhere."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from launcher import SUITES

ROOT = Path(__file__).resolve().parents[2]
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)[^)]*\)")
OURS = ("run", "new", "test", "benchmark", "lint", "setup")


def documents() -> list[Path]:
    """Markdown that we wrote."""
    found = [
        *ROOT.glob("*.md"),
        *(ROOT / "docs").rglob("*.md"),
        *(ROOT / "apps").glob("*/README.md"),
    ]
    return sorted(found)


def all_text() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in documents())


def framework_commands() -> list[str]:
    from frappe.commands import commands

    return sorted(str(command.name) for command in commands)


def app_commands() -> list[str]:
    from iso_qms.commands import commands

    return sorted(str(command.name) for command in commands)


@pytest.mark.parametrize("command", OURS)
def test_launcher_commands_are_documented(command: str) -> None:
    """`./iso <command>` stands in a document, and in the launcher's help."""
    shown = subprocess.run(
        [sys.executable, "iso", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert f"./iso {command}" in all_text()
    assert command in shown.stdout


def test_suites_are_documented() -> None:
    """Whoever runs `./iso test` can read what each suite is."""
    text = all_text()

    assert [suite for suite in SUITES if f"`{suite}`" not in text] == []


def test_bench_commands_are_documented() -> None:
    """The operator's list names every command that bench forwards."""
    text = all_text()

    assert [
        name for name in [*framework_commands(), *app_commands()] if f"`{name}`" not in text
    ] == []


def test_links_lead_somewhere() -> None:
    """A relative link names a file that is there."""
    broken = [
        f"{path.relative_to(ROOT)} → {target}"
        for path in documents()
        for target in LINK.findall(path.read_text(encoding="utf-8"))
        if not target.startswith(("http:", "https:", "mailto:"))
        and not (path.parent / target).exists()
    ]

    assert broken == []
