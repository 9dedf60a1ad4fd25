"""Decides what a site's folder holds, and how a site is set aside when it is dropped."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

from ristretto.context.site import CONFIG_NAME

SUBFOLDERS = (
    "public/files",
    "private/files",
    "private/backups",
    "locks",
    "logs",
    "task-logs",
)


def make_site_folder(path: Path) -> None:
    """Create the folder and what belongs in it; what exists stays."""
    for name in SUBFOLDERS:
        (path / name).mkdir(parents=True, exist_ok=True)
    path.chmod(0o750)


def is_site(path: Path) -> bool:
    return (path / CONFIG_NAME).is_file()


def archive_site(path: Path, archive_root: Path) -> Path:
    """Move a dropped site aside under a name that no other has; nothing is deleted."""
    archive_root.mkdir(parents=True, exist_ok=True)
    target = archive_root / path.name
    if target.exists():
        target = archive_root / f"{path.name}-{datetime.now():%Y%m%d_%H%M%S_%f}"
    shutil.move(str(path), str(target))
    return target
