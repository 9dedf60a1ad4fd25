"""The units that `./iso service` writes: complete, accepted by systemd, refused for what cannot work."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from launcher import Problem, systemd

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def written(tmp_path: Path) -> Path:
    systemd.write(ROOT, tmp_path, "root", 8123)
    return tmp_path


def test_nothing_is_left_blank(written: Path) -> None:
    """Port, account and folder stand where they belong; no placeholder is left."""
    texts = {path.name: path.read_text(encoding="utf-8") for path in written.iterdir()}

    assert set(texts) == {"iso.service", "iso-backup.service", "iso-backup.timer"}
    assert not re.search(r"@\w+@", "".join(texts.values()))
    assert f"WorkingDirectory={ROOT}/sites" in texts["iso.service"]
    assert "--port 8123 --with-worker" in texts["iso.service"]
    assert "User=root" in texts["iso-backup.service"]


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not on this machine")
def test_systemd_takes_them(written: Path) -> None:
    """systemd's own check finds nothing to say about them."""
    units = sorted(str(path) for path in written.iterdir())
    done = subprocess.run(
        ["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False
    )
    said = [line for line in done.stderr.splitlines() if "iso" in line and str(written) in line]

    assert said == []


def test_what_cannot_work_is_refused(tmp_path: Path) -> None:
    """An unknown account, a port that is none, a folder that is not there, spaces in the path."""
    with pytest.raises(Problem, match="is no account"):
        systemd.write(ROOT, tmp_path, "nobody-of-this-name", 8000)
    with pytest.raises(Problem, match="is not a port"):
        systemd.write(ROOT, tmp_path, "root", 70000)
    with pytest.raises(Problem, match="Nothing can be written"):
        systemd.write(ROOT, tmp_path / "away", "root", 8000)
    spaced = tmp_path / "my bench"
    spaced.mkdir()
    with pytest.raises(Problem, match="spaces"):
        systemd.write(spaced, tmp_path, "root", 8000)
    assert list(tmp_path.glob("*.service")) == []
