"""Decides what a daily backup of all sites is: database, configuration and files, readable, kept for some days.

A new backup is read through before an older one is removed, and the newest of a site is never removed.
"""

from __future__ import annotations

import gzip
import tarfile
import time
from pathlib import Path

from launcher import Problem, bench, say, step

DAY = 24 * 3600
CHUNK = 1 << 20
DATABASE = "-database.sql.gz"
PARTS = (DATABASE, "-site_config_backup.json", "-files.tgz", "-private-files.tgz")


def sites(root: Path) -> list[str]:
    return sorted(path.parent.name for path in (root / "sites").glob("*/site_config.json"))


def folder_of(root: Path, site: str) -> Path:
    return root / "sites" / site / "private" / "backups"


def back_up(root: Path, site: str) -> Path:
    """The file of the database; beside it are the others. Raises Problem when one of them cannot be read through."""
    before = set(folder_of(root, site).glob(f"*{DATABASE}"))
    with step(f"saving {site}"):
        bench.run(root, "--site", site, "backup", "--with-files", "--compress", quiet=True)
        made = sorted(set(folder_of(root, site).glob(f"*{DATABASE}")) - before)
        if not made:
            raise Problem(f"No backup of {site} was found.", f"look into {folder_of(root, site)}")
        for path in parts(made[-1]):
            check(path)
    return made[-1]


def parts(database: Path) -> list[Path]:
    """All files of the backup that a database belongs to, as far as they exist."""
    stem = database.name.removesuffix(DATABASE)
    return [path for part in PARTS if (path := database.with_name(stem + part)).exists()]


def check(path: Path) -> None:
    """Read it to its end: a checksum tells of a broken one."""
    try:
        if path.suffix == ".tgz":
            with tarfile.open(path) as archive:
                archive.getmembers()
        elif path.suffix == ".gz":
            with gzip.open(path) as file:
                while file.read(CHUNK):
                    pass
    except (OSError, EOFError, tarfile.TarError) as error:
        raise Problem(
            f"{path} cannot be read: {error}.", "look at the disk (df -h, dmesg)"
        ) from None


def prune(root: Path, site: str, days: int) -> list[Path]:
    """Remove backups older than so many days, never the newest one; the databases that went."""
    found = sorted(
        folder_of(root, site).glob(f"*{DATABASE}"), key=lambda path: path.stat().st_mtime
    )
    old = [path for path in found[:-1] if path.stat().st_mtime < time.time() - days * DAY]
    for database in old:
        for path in parts(database):
            path.unlink()
    return old


def all_sites(root: Path, days: int) -> None:
    if not (names := sites(root)):
        raise Problem("There is no site here.", "./iso new SITE")
    for site in names:
        made = back_up(root, site)
        gone = prune(root, site, days)
        kept = len(list(folder_of(root, site).glob(f"*{DATABASE}")))
        say(f"{site}: {made} ({made.stat().st_size:,} bytes); {len(gone)} removed, {kept} kept")
