"""The benchmark runs to its end on a small site, prints its table and leaves nothing in the tree."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.measures import MEASURES

ROOT = Path(__file__).resolve().parents[2]


def listing() -> set[str]:
    """What git sees as changed or new."""
    done = subprocess.run(
        ["git", "status", "--porcelain", "--untracked-files=all", "--", "benchmarks", "sites"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.splitlines())


@pytest.mark.slow
def test_benchmark_prints_every_measure() -> None:
    """A line per measure, no failed request, nothing left behind."""
    before = listing()
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--procedures", "60", "--seconds", "0.2"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=400,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    for words in (*(each.name for each in MEASURES), "memory", "migrate", "of the bare endpoint"):
        assert words in done.stdout
    assert listing() == before
