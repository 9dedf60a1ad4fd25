"""Decides where the filled site comes from: made once, kept beside this file, copied for each measurement.

The name of the kept folder says what it was made from: the definitions of all apps, the way it is filled, and
how much. When one of these changes, another folder is made and the old ones go.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import time
from pathlib import Path
from typing import Any

from benchmarks import data, processes
from benchmarks.databases import Sqlite

KEPT = Path(__file__).with_name(".cache")


def fingerprint(count: int) -> str:
    """Hash of everything that decides what the site holds."""
    found = hashlib.sha256(str(count).encode())
    apps = processes.ROOT / "apps"
    sources = [*apps.glob("*/*/**/doctype/*/*.json"), *apps.glob("frappe/ristretto/schema/*.py")]
    for path in [*sorted(sources), Path(data.__file__)]:
        found.update(path.read_bytes())
    return found.hexdigest()[:16]


def copy_into(folder: Path, count: int, database: Sqlite) -> tuple[Path, float, float]:
    """A bench with a filled site, its database started; `sites`, and the seconds that making and filling took."""
    kept = KEPT / f"{database.key}-{count}-{fingerprint(count)}"
    made = filled = 0.0
    if not kept.exists():
        made, filled = _make(kept, count, database)
    sites = processes.make_bench(folder)
    shutil.copytree(kept / "sites" / processes.SITE, sites / processes.SITE)
    for name in database.folders:
        shutil.copytree(kept / name, folder / name)
    configure(sites, database.start(folder))
    return sites, made, filled


def configure(sites: Path, values: dict[str, Any]) -> None:
    """Add to common_site_config.json."""
    path = sites / "common_site_config.json"
    conf = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**conf, **values}), encoding="utf-8")


def _make(kept: Path, count: int, database: Sqlite) -> tuple[float, float]:
    print(f"· filling a site with {count:,} procedures, once …", flush=True)
    unfinished = KEPT / "unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    sites = processes.make_bench(unfinished)
    configure(sites, database.start(unfinished))
    try:
        made = processes.run(
            sites, "new-site", processes.SITE, "--admin-password", data.PASSWORD,
            "--install-app", "iso_qms",
        )  # fmt: skip
        started = time.monotonic()
        data.fill(sites, count)
        filled = time.monotonic() - started
    finally:
        database.stop()
    for file in (sites / processes.SITE).glob("*.db"):
        with sqlite3.connect(file) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for older in KEPT.glob(f"{database.key}-{count}-*"):
        shutil.rmtree(older)
    unfinished.rename(kept)
    return made, filled
