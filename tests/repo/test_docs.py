"""Documentation keeps up: every command is named, and every link inside the repository leads somewhere."""

from __future__ import annotations

import argparse
import re
import runpy
from pathlib import Path

import pytest
from launcher import SUITES
from launcher.suites import FOLDERS

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = ROOT / "docs" / "operator" / "commands.md"
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)[^)]*\)")
SOURCE = re.compile(r"`((?:[\w.-]+/)+[\w.-]+\.(?:py|ts|vue|js|c|toml|lock))`")
# documents name a source from the folder that they speak of
SPOKEN_OF = (
    "",
    "apps/frappe",
    "apps/frappe/ristretto",
    "apps/frappe/frappe",
    "apps/iso_qms",
    "apps/iso_qms/iso_qms",
    "desk/src",
    "desk",
)


def documents() -> list[Path]:
    """Markdown that we wrote."""
    found = [
        *ROOT.glob("*.md"),
        *(ROOT / "docs").rglob("*.md"),
        *(ROOT / "apps").glob("*/README.md"),
        ROOT / "benchmarks" / "README.md",
        ROOT / "desk" / "README.md",
    ]
    return sorted(found)


def all_text() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in documents())


def bench_commands() -> dict[str, set[str]]:
    """Command that bench forwards -> its options."""
    from frappe.commands import commands
    from iso_qms.commands import commands as of_the_app

    return {
        str(command.name): {option for each in command.params for option in each.opts}
        for command in [*commands, *of_the_app]
    }


def own_commands() -> dict[str, list[str]]:
    """Command of ./iso -> its options, as its parser has them."""
    top = runpy.run_path(str(ROOT / "iso"))["parser"]()
    [sub] = [action for action in top._actions if isinstance(action, argparse._SubParsersAction)]
    return {
        name: [
            option
            for action in each._actions
            for option in action.option_strings
            if option not in ("-h", "--help")
        ]
        for name, each in sub.choices.items()
    }


@pytest.mark.parametrize("command", own_commands())
def test_launcher_commands_are_documented(command: str) -> None:
    """`./iso <command>` has a row in the operator's list, with each of its options."""
    rows = [
        row
        for row in COMMANDS.read_text(encoding="utf-8").splitlines()
        if f"| `./iso {command}" in row
    ]
    assert len(rows) == 1
    assert [option for option in own_commands()[command] if f"`{option}" not in rows[0]] == []


def test_suites_are_documented() -> None:
    """Whoever runs `./iso test` can read what each suite is."""
    text = all_text()

    assert [suite for suite in SUITES if f"`{suite}`" not in text] == []


def test_suites_are_where_they_are_said_to_be() -> None:
    """ARCHITECTURE.md names the folders of each suite in its row."""
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    rows = {row.split("`")[1]: row for row in text.splitlines() if row.startswith("| `")}
    assert [
        f"{name}: {folder}"
        for name, folders in FOLDERS.items()
        for folder in folders
        if not folder.startswith("apps/") and f"`{folder}`" not in rows[name] and name != "mariadb"
    ] == []


def test_bench_commands_are_documented() -> None:
    """The operator's list names every command that bench forwards."""
    text = COMMANDS.read_text(encoding="utf-8")

    assert [name for name in bench_commands() if f"`{name}`" not in text] == []


def test_documented_options_exist() -> None:
    """An option in a row of the operator's list is one of the commands that the row names."""
    known, unknown = bench_commands(), []
    for row in COMMANDS.read_text(encoding="utf-8").partition("## bench")[2].splitlines():
        named = re.findall(r"`([\w-]+)", row) if row.startswith("| `") else []
        options = {"--site"}.union(*(known[name] for name in named if name in known))
        asked = set(re.findall(r"(?<![\w-])--[a-z][\w-]*", row))
        unknown += [f"{named}: {option}" for option in asked - options if named]
    assert unknown == []


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


def test_named_sources_exist() -> None:
    """A path of a source in a document is one of the tree."""
    gone = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in documents()
        for name in SOURCE.findall(path.read_text(encoding="utf-8"))
        if not any((ROOT / folder / name).exists() for folder in (*SPOKEN_OF, path.parent))
    ]
    assert gone == []


def test_the_app_says_what_its_folders_are_for() -> None:
    """Every folder of the app stands in its README."""
    app = ROOT / "apps" / "iso_qms"
    text = (app / "README.md").read_text(encoding="utf-8")
    folders = [path.name for path in (app / "iso_qms").iterdir() if path.is_dir()]
    kept = [name for name in folders if name != "__pycache__"]
    assert [name for name in kept if f"`iso_qms/{name}/`" not in text] == []


def test_decisions_are_listed() -> None:
    """Every record stands in the index, and the index lists nothing else."""
    folder = ROOT / "docs" / "decisions"
    listed = re.findall(
        r"\(((?:\d{4})-[\w-]+\.md)\)", (folder / "README.md").read_text(encoding="utf-8")
    )
    assert listed == sorted(path.name for path in folder.glob("[0-9]*.md"))


def test_what_is_said_to_be_missing_is_missing() -> None:
    """The kinds of records that docs/parity.md says this runtime has not are no DocTypes of it."""
    text = (ROOT / "docs" / "parity.md").read_text(encoding="utf-8")
    rows = text.partition("## Simplifications")[2].splitlines()
    kinds = "\n".join(row for row in rows if not row.startswith("| seeds |"))  # records, not kinds
    said = re.findall(r"\bno ([A-Z][\w, ]+?) records", kinds)
    names = {name for each in said for name in re.split(r", | or ", each)}
    folders = {path.name for path in (ROOT / "apps" / "frappe" / "frappe").glob("*/doctype/*/")}
    assert names
    assert [name for name in names if name.lower().replace(" ", "_") in folders] == []
