"""SQLite on a disk that refuses writes or loses power: nothing acknowledged is lost, doubled or torn."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from fault_house import Told, copy, faults_of

COUNT = 40
SECONDS = 120


def write(sites: Path, run: int, *, count: int = COUNT, **disk: Any) -> tuple[Told, list[str], int]:
    """(what the writer heard, its lines, its exit code)."""
    paths = os.pathsep.join(entry for entry in sys.path if entry)
    done = subprocess.run(
        [sys.executable, "-m", "fault_writer", str(sites), str(count), str(run), json.dumps(disk)],
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
        env={**os.environ, "PYTHONPATH": paths, "PYTHONHASHSEED": "0"},
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode in (0, 9), done.stdout[-500:] + done.stderr[-3000:]
    lines = done.stdout.splitlines()
    return Told().read(lines), lines, done.returncode


@pytest.fixture
def sites(fault_template: Path, tmp_path: Path) -> Path:
    return copy(fault_template, tmp_path)


def test_the_writer_alone(sites: Path) -> None:
    """On a good disk everything is acknowledged and there: what the other tests miss would be a fault."""
    told, lines, code = write(sites, 1)

    assert (code, told.open) == (0, {})
    assert len(told.acknowledged) > COUNT / 3
    assert not [line for line in lines if line.startswith("no ")]
    assert faults_of(sites, told) == []


def cuts(number: int) -> list[int]:
    """Moments of the power cut, spread over the run."""
    return [5 + 600 * each // number for each in range(number)]


def lost_by_a_cut(sites: Path, moment: int) -> list[str]:
    """What is missing or torn after the power went at this operation of the disk."""
    told, _lines, code = write(sites, moment, cut_at=moment, seed=moment)
    return faults_of(sites, told) if code == 9 else ["the run ended before the power did"]


@pytest.mark.parametrize("moment", cuts(6))
def test_power_cut(sites: Path, moment: int) -> None:
    """What was answered survives, whatever the disk had not written yet."""
    assert lost_by_a_cut(sites, moment) == []


@pytest.mark.slow
@pytest.mark.parametrize("moment", [each + 3 for each in cuts(40)])
def test_many_power_cuts(sites: Path, moment: int) -> None:
    """The same at forty other moments."""
    assert lost_by_a_cut(sites, moment) == []


def test_the_test_can_fail(fault_template: Path, tmp_path: Path) -> None:
    """Without syncing, power cuts do lose what was acknowledged: the disk of these tests is bad enough."""
    found = []
    for moment in (150, 260, 370):
        sites = copy(fault_template, tmp_path / str(moment), sqlite_synchronous="OFF")
        told, _lines, _code = write(sites, moment, cut_at=moment, seed=moment)
        try:
            found += faults_of(sites, told)
        except Exception as error:
            found.append(str(error))

    assert found


@pytest.mark.parametrize("only", ["write", "sync"])
@pytest.mark.parametrize("code", [None, 13], ids=["input-output", "full"])
def test_a_disk_that_refuses(sites: Path, only: str, code: int | None) -> None:
    """Each refused operation is a clear answer without SQL or trace, is not there, and the next request works again."""
    refused = list(range(9, 400, 23))
    told, lines, ended = write(sites, 3, fail_at=refused, only=only, code=code)

    assert ended == 0
    answers = [line.split(" ", 2) for line in lines if line.startswith("refused ")]
    assert answers
    for _word, status, text in answers:
        assert status in ("500", "503"), text
        assert "Traceback" not in text
        assert "INSERT" not in text.upper()
        assert "tabFault" not in text
    assert len(told.acknowledged) > 3
    assert faults_of(sites, told) == []
