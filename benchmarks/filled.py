"""Decides where the filled site comes from: made once, kept beside this file, copied for each measurement.

The name of the kept folder says what it was made from: the definitions of all apps, the way it is filled, and
how much. When one of these changes, another folder is made and the old ones go.
"""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
import time
from pathlib import Path

from benchmarks import data, processes

KEPT = Path(__file__).with_name(".cache")


def fingerprint(count: int) -> str:
    """Hash of everything that decides what the site holds."""
    found = hashlib.sha256(str(count).encode())
    apps = processes.ROOT / "apps"
    sources = [*apps.glob("*/*/**/doctype/*/*.json"), *apps.glob("frappe/ristretto/schema/*.py")]
    for path in [*sorted(sources), Path(data.__file__)]:
        found.update(path.read_bytes())
    return found.hexdigest()[:16]


def copy_into(sites: Path, count: int) -> tuple[float, float]:
    """Put a filled site into the bench; seconds that making and filling took, 0 when it was there."""
    kept = KEPT / f"{count}-{fingerprint(count)}"
    made = filled = 0.0
    if not kept.exists():
        made, filled = _make(kept, count)
    shutil.copytree(kept / "sites" / processes.SITE, sites / processes.SITE)
    return made, filled


def _make(kept: Path, count: int) -> tuple[float, float]:
    print(f"· filling a site with {count:,} procedures, once …", flush=True)
    unfinished = KEPT / "unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    sites = processes.make_bench(unfinished)
    made = processes.run(
        sites, "new-site", processes.SITE, "--admin-password", data.PASSWORD,
        "--install-app", "iso_qms",
    )  # fmt: skip
    started = time.monotonic()
    data.fill(sites, count)
    filled = time.monotonic() - started
    for database in (sites / processes.SITE).glob("*.db"):
        with sqlite3.connect(database) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for older in KEPT.glob(f"{count}-*"):
        shutil.rmtree(older)
    unfinished.rename(kept)
    return made, filled
