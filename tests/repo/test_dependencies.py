"""Every dependency is named, with its reason, in docs/decisions/0001-dependencies.md."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("test", "mariadb", "redis")  # of the lock file, beside the runtime itself
NAMED = set(
    re.findall(r"`([^`]+)`", (ROOT / "docs/decisions/0001-dependencies.md").read_text("utf-8"))
)


def test_runtime_dependencies_have_a_reason() -> None:
    """What `apps/frappe/pyproject.toml` asks for."""
    project = tomllib.loads((ROOT / "apps/frappe/pyproject.toml").read_text("utf-8"))["project"]
    extras = [each for extra in project["optional-dependencies"].values() for each in extra]
    names = [re.split(r"[<>=!~\[ ]", each)[0] for each in project["dependencies"] + extras]

    assert [name for name in names if name not in NAMED] == []


def test_locked_packages_have_a_reason() -> None:
    """Every line of the lock files."""
    lines = [
        line
        for lock in ("requirements.lock", *(f"requirements-{part}.lock" for part in PARTS))
        for line in (ROOT / lock).read_text("utf-8").splitlines()
        if line.strip() and not line.startswith("#")
    ]

    assert sorted({line.split("==")[0] for line in lines} - NAMED) == []


def test_foreign_clients_have_a_reason() -> None:
    """The clients themselves; what they bring is theirs."""
    manifest = json.loads((ROOT / "tests/clients/js/package.json").read_text("utf-8"))
    lock = (ROOT / "tests/clients/requirements.lock").read_text("utf-8")

    assert set(manifest["dependencies"]) <= NAMED
    for name in ("frappe-client", "frappectl"):
        assert name in NAMED
        assert f"\n{name}==" in lock


def test_packages_of_the_desk_have_a_reason() -> None:
    """Dependencies of the built desk and of its build."""
    manifest = json.loads((ROOT / "desk/package.json").read_text("utf-8"))
    names = {**manifest["dependencies"], **manifest["devDependencies"]}

    assert sorted(set(names) - NAMED) == []
