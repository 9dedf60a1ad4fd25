"""Decides which version of an app is here: its own number, and the branch and commit it was checked out at."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

UNVERSIONED = "UNVERSIONED"


def version_of(app: str) -> str:
    """`__version__` of the app's package."""
    return str(getattr(import_module(app), "__version__", "0.0.1"))


def _git_folder(app: str) -> Path | None:
    """`.git` of the repository that the app's package lies in."""
    start = Path(str(import_module(app).__file__)).resolve().parent
    for folder in (start, *start.parents):
        if (folder / ".git").is_dir():
            return folder / ".git"
    return None


def branch_of(app: str) -> str:
    """Name of the checked-out branch, read from .git/HEAD; UNVERSIONED outside a checkout."""
    git = _git_folder(app)
    head = (git / "HEAD").read_text(encoding="utf-8").strip() if git else ""
    return head.removeprefix("ref: refs/heads/") if head.startswith("ref:") else UNVERSIONED


def commit_of(app: str) -> str:
    """Short hash of the checked-out commit; empty where git keeps it packed or there is none."""
    git = _git_folder(app)
    if git is None:
        return ""
    head = (git / "HEAD").read_text(encoding="utf-8").strip()
    if not head.startswith("ref: "):
        return head[:7]
    path = git / head.removeprefix("ref: ")
    return path.read_text(encoding="utf-8").strip()[:7] if path.exists() else ""
