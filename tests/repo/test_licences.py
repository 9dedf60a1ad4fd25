"""What we ship must be free to use: every locked package carries a permissive licence, or a reason why not."""

from __future__ import annotations

import importlib.util
import json
import re
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from launcher import clients

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("requirements.lock", "requirements-test.lock")
FREE = re.compile(
    r"\b(MIT|MIT-0|BSD|Apache|ISC|PSF|Python Software Foundation|ZPL|Zope|MPL|Mozilla|0BSD|Unlicense|CC0|CC-BY|"
    r"BlueOak|Python-2\.0|OFL|WTFPL)",
    re.IGNORECASE,
)
# Programs that are run, or libraries that a program of that list brings; none of them is imported by us.
RUN_NOT_IMPORTED = {
    "frappe-bench": "GPL-3.0: the bench command, started as a program of its own",
    "python-crontab": "LGPL-3.0: comes with frappe-bench, which alone imports it",
}

# Imported as it is published, beside our code and replaceable: what the LGPL asks for.
UNMODIFIED = {"docxtpl": "LGPL-2.1: fills Word templates"}
# Loaded by those alone who choose it, as an unmodified library.
OPTIONAL = {"mariadb": "LGPL-2.1: the connector of sites on MariaDB"}


def locked(name: str) -> list[tuple[str, str]]:
    """(package, version) of every line of a lock file."""
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    pairs = [line.split("==") for line in lines if line.strip() and not line.startswith("#")]
    assert all(len(pair) == 2 for pair in pairs), f"{name}: every line is package==version"
    return [(package, version) for package, version in pairs]


def licence_of(package: str) -> str:
    """All that the package says of its licence."""
    return licence_in(metadata.metadata(package))


def licence_in(facts: Any) -> str:
    """Expression, text and classifiers of a package's metadata."""
    named = [facts.get("License-Expression") or "", (facts.get("License") or "")[:200]]
    named += [each for each in facts.get_all("Classifier") or [] if each.startswith("License ::")]
    return " ".join(named)


def test_foreign_clients_are_free() -> None:
    """The clients that tests run, and what those bring, each in an environment of its own."""
    clients.ensure(ROOT)
    folder = next((ROOT / clients.PLACE / "lib").glob("python3*/site-packages"))
    installed = {
        found.metadata["Name"].lower(): (found.version, licence_in(found.metadata))
        for found in metadata.distributions(path=[str(folder)])
    }
    pins = locked("tests/clients/requirements.lock")
    wrong = {
        package: installed.get(package.lower())
        for package, version in pins
        if installed.get(package.lower(), ("",))[0] != version
        or not FREE.search(installed[package.lower()][1])
    }

    assert wrong == {}


@pytest.mark.parametrize(
    "package", sorted({name for lock in LOCKS for name, _version in locked(lock)})
)
def test_python_packages_are_free(package: str) -> None:
    """Permissive or weak copyleft; GPL only for programs that we run."""
    said = licence_of(package)

    assert FREE.search(said) or package in {*RUN_NOT_IMPORTED, *UNMODIFIED}, said


def test_the_optional_connector_is_the_pinned_one() -> None:
    """Weak copyleft; where it is installed, it is the version of its lock file."""
    pins = dict(locked("requirements-mariadb.lock"))
    installed = {
        name: metadata.version(name) for name in pins if importlib.util.find_spec(name) is not None
    }

    assert set(pins) == set(OPTIONAL)
    assert installed.items() <= pins.items()
    assert all("LGPL" in licence_of(name) for name in installed)


def test_exceptions_are_never_imported() -> None:
    """A GPL program is started, not linked."""
    names = r"^\s*(?:import|from)\s+(?:bench|crontab)\b(?!\s*import\s+)"
    wrong = [
        str(path.relative_to(ROOT))
        for folder in ("apps", "scripts")
        for path in (ROOT / folder).rglob("*.py")
        if re.search(names, path.read_text(encoding="utf-8"), re.MULTILINE)
        and "launcher" not in path.parts
    ]

    assert wrong == []


@pytest.mark.parametrize("folder", ["desk", "tests/clients/js"])
def test_npm_packages_are_free(folder: str) -> None:
    """Every package of a lock file names a licence of the list."""
    lock = json.loads((ROOT / folder / "package-lock.json").read_text(encoding="utf-8"))
    wrong = {
        name: entry.get("license")
        for name, entry in lock["packages"].items()
        if name and not entry.get("link") and not FREE.search(str(entry.get("license")))
    }

    assert wrong == {}


def test_locks_pin_what_is_installed() -> None:
    """The lock files describe the environment that the tests run in."""
    wrong = {
        package: (version, metadata.version(package))
        for lock in LOCKS
        for package, version in locked(lock)
        if metadata.version(package) != version
    }

    assert wrong == {}
