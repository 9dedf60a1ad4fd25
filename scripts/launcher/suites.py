"""Decides which tests run and in what order, and reports them: a line per suite, then what was skipped and why."""

from __future__ import annotations

import os
import tempfile
import time
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from launcher import SUITES, bench, nodejs, say
from launcher.programs import run_quietly

# what of the engine's own tests says something about a database
ON_A_SERVER = (
    *(
        f"apps/frappe/tests/{room}"
        for room in ("access", "document", "insight", "jobs", "query", "schema")
    ),
    *(f"apps/frappe/tests/flow/test_{part}.py" for part in ("assignments", "follow", "workflow")),
    *(
        f"apps/frappe/tests/framework/test_{part}.py"
        for part in (
            "access_records",
            "customization",
            "doctype_definition",
            "file",
            "records",
            "user",
        )
    ),
    *(
        f"apps/frappe/tests/site/test_{part}.py"
        for part in ("backup", "create", "install", "newer", "patches")
    ),
    *(f"apps/frappe/tests/web/test_{part}.py" for part in ("client", "files", "rest", "search")),
)
FOLDERS: dict[str, tuple[str, ...]] = {
    "unit": ("apps/frappe/tests", "tests/repo"),
    "access": ("tests/access",),
    "invariants": ("tests/invariants", "tests/upgrade"),
    "api": ("tests/api", "tests/clients", "tests/security", "tests/launcher"),
    "faults": ("tests/faults",),
    "processes": ("tests/processes",),
    "parity": ("tests/parity",),
    "mariadb": (
        "tests/mariadb",
        *ON_A_SERVER,
        "tests/access",
        "tests/parity",
    ),
    "mariadb-faults": ("tests/faults",),
    "browser": ("tests/e2e",),
}
# the others watch the clock, or count what one process did
PARALLEL = set(FOLDERS) - {"processes", "parity"}
ON_MARIADB = ("mariadb", "mariadb-faults")  # the same tests once more: with --all, or by name
WORKERS = 2
# in one worker, because they share what they stand on
NEIGHBOURS_TOGETHER = ("--dist", "worksteal")
NO_TESTS = 5  # pytest's code for "nothing collected"
DESELECTED = "slow: run ./iso test --all"


@dataclass(frozen=True)
class Wanted:
    """What the person asked for: which suites (all when empty), of them which tests, and the browser for them."""

    names: tuple[str, ...] = ()
    words: str | None = None
    everything: bool = False
    chromium: str | None = None


@dataclass
class Outcome:
    """What one suite did."""

    passed: int = 0
    failed: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    broken: str = ""


def run(root: Path, wanted: Wanted, without: Mapping[str, str] = MappingProxyType({})) -> int:
    """Run the suites in order, all of them even after a failure; 0 when nothing failed.

    `without` says of a suite why it cannot run here.
    """
    started = time.monotonic()
    if not wanted.everything and not wanted.names:
        without = {**without, **dict.fromkeys(ON_MARIADB, DESELECTED)}
    outcomes = {
        name: run_suite(root, name, wanted, without.get(name))
        for name in SUITES
        if not wanted.names or name in wanted.names
    }
    print_skipped(outcomes)
    passed = sum(outcome.passed for outcome in outcomes.values())
    failed = sum(outcome.failed + bool(outcome.broken) for outcome in outcomes.values())
    skipped = sum(sum(outcome.skipped.values()) for outcome in outcomes.values())
    say(f"\n{time.monotonic() - started:.0f} s in all")
    say(f"{passed} passed, {failed} failed, {skipped} skipped")
    if passed + failed == 0:
        words = wanted.words
        say(f"No test matches {words!r}." if words else "No test was run: that proves nothing.")
        return 1
    return 1 if failed else 0


def run_suite(root: Path, name: str, wanted: Wanted, why_not: str | None) -> Outcome:
    folders = list(FOLDERS[name])
    if missing := [folder for folder in folders if not (root / folder).exists()]:
        outcome = Outcome(broken=f"missing: {', '.join(missing)}")
        print_line(name, outcome)
        return outcome
    if why_not:
        outcome = Outcome(skipped=Counter({why_not: 1}))
        print_line(name, outcome)
        return outcome
    with ThreadPoolExecutor() as beside:
        desk = beside.submit(desk_tests, root) if name == "unit" and not wanted.words else None
        outcome = pytest(root, name, folders, wanted)
        if desk:
            add(outcome, desk.result())
    print_line(name, outcome)
    return outcome


def desk_tests(root: Path) -> Outcome:
    """The desk's own unit tests (vitest); pytest's -k does not reach them."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "desk.xml"
        started = time.monotonic()
        done = run_quietly(
            ["npm", "run", "--silent", "test", "--", "--reporter=junit", f"--outputFile={report}"],
            root / "desk",
            nodejs.ensure(root),
        )
        outcome = read_report(report)
        outcome.seconds = time.monotonic() - started
    if done.returncode:
        say(done.stdout + done.stderr)
        if not outcome.failed:
            outcome.broken = f"the desk's tests ended with code {done.returncode}"
    return outcome


def add(outcome: Outcome, other: Outcome) -> None:
    """Two runs side by side as one suite."""
    outcome.passed += other.passed
    outcome.failed += other.failed
    outcome.skipped += other.skipped
    outcome.seconds = max(outcome.seconds, other.seconds)
    outcome.broken = outcome.broken or other.broken


def pytest(root: Path, name: str, folders: list[str], wanted: Wanted) -> Outcome:
    """One run of pytest; its output is shown only when something failed."""
    with tempfile.TemporaryDirectory() as folder:
        report, left_out = Path(folder) / "report.xml", Path(folder) / "deselected"
        command = [str(bench.python(root)), "-m", "pytest", "-q", "--tb=short"]
        command += [f"--junitxml={report}", *folders]
        command += ["-n", str(WORKERS)] if name in PARALLEL else []
        command += NEIGHBOURS_TOGETHER if name in ON_MARIADB else []
        # a module's site is made by one worker only
        command += ["--dist", "loadfile"] if name == "unit" else []
        # its plugin costs every process a second to import
        command += [] if name == "api" else ["-p", "no:schemathesis"]
        command += [] if wanted.everything else ["-m", "not slow"]
        command += ["-k", wanted.words] if wanted.words else []
        variables = {
            **os.environ,
            "ISO_CHROMIUM": wanted.chromium or "",
            "ISO_DESELECTED": str(left_out),
            "ISO_TEST_DB": "mariadb" if name in ON_MARIADB else "sqlite",
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        started = time.monotonic()
        done = run_quietly(command, root, variables)
        outcome = read_report(report)
        outcome.seconds = time.monotonic() - started
        deselected = count_deselected(left_out)
    if done.returncode not in (0, NO_TESTS):
        say(done.stdout + done.stderr)
        if not outcome.failed:
            outcome.broken = f"pytest ended with code {done.returncode}"
    if deselected:
        reason = f"not matched by -k {wanted.words!r} (or slow)" if wanted.words else DESELECTED
        outcome.skipped[reason] += deselected
    return outcome


def count_deselected(path: Path) -> int:
    """Tests that pytest left out, as the root conftest wrote them down."""
    return sum(int(line) for line in path.read_text().split()) if path.exists() else 0


def read_report(path: Path) -> Outcome:
    """Counts and reasons out of pytest's JUnit file."""
    outcome = Outcome()
    if not path.exists():
        return outcome
    for case in ET.parse(path).getroot().iter("testcase"):
        skip = case.find("skipped")
        if case.find("failure") is not None or case.find("error") is not None:
            outcome.failed += 1
        elif skip is not None:
            outcome.skipped[skip.get("message") or "no reason given"] += 1
        else:
            outcome.passed += 1
    return outcome


def print_line(name: str, outcome: Outcome) -> None:
    counts = f"{outcome.passed:5} passed {outcome.failed:4} failed {sum(outcome.skipped.values()):4} skipped"
    broken = f"  BROKEN: {outcome.broken}" if outcome.broken else ""
    say(f"{name:11}{counts} {outcome.seconds:7.1f} s{broken}")


def print_skipped(outcomes: dict[str, Outcome]) -> None:
    rows = [
        (name, str(count), reason)
        for name, outcome in outcomes.items()
        for reason, count in outcome.skipped.items()
    ]
    if not rows:
        say("\nNothing was skipped.")
        return
    say("\nSkipped, and why:")
    for name, count, reason in rows:
        say(f"  {name:11}{count:>5}  {reason}")
