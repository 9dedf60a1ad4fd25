"""Ways to take a site's database away from a running process, and to give it back."""

from __future__ import annotations

import ctypes
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from ristretto.context import Site

NOBODY = 65534
HOLDER = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
connection.execute("ROLLBACK")
"""


def files_of(site: Site) -> list[Path]:
    return [path for end in ("", "-wal", "-shm") if (path := Path(f"{site.db_path}{end}")).exists()]


@contextmanager
def moved_away(site: Site) -> Iterator[None]:
    """The files lie elsewhere for the block; what was put in their place goes."""
    elsewhere = site.sites_path / "elsewhere"
    elsewhere.mkdir()
    files = files_of(site)
    for path in files:
        path.rename(elsewhere / path.name)
    try:
        yield
    finally:
        for path in files_of(site):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        for path in files:
            (elsewhere / path.name).rename(path)
        elsewhere.rmdir()


@contextmanager
def missing(site: Site) -> Iterator[None]:
    with moved_away(site):
        yield


@contextmanager
def damaged(site: Site) -> Iterator[None]:
    """The beginning of the file is noise, as after a bad copy."""
    content = site.db_path.read_bytes()
    with moved_away(site):
        site.db_path.write_bytes(b"\x00\xffnoise" * 2000 + content[14_000:])
        yield


@contextmanager
def emptied(site: Site) -> Iterator[None]:
    with moved_away(site):
        site.db_path.touch()
        yield


@contextmanager
def a_folder_instead(site: Site) -> Iterator[None]:
    with moved_away(site):
        site.db_path.mkdir()
        yield


@contextmanager
def no_rights(site: Site) -> Iterator[None]:
    """Nobody may open the files; a test that runs as root opens files as somebody else for the block."""
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in files_of(site)}
    for path in modes:
        path.chmod(0)
    _open_files_as(NOBODY)
    try:
        yield
    finally:
        _open_files_as(os.geteuid())
        for path, mode in modes.items():
            path.chmod(mode)


def _open_files_as(user: int) -> None:
    """Of this thread only (Linux)."""
    if os.geteuid() == 0:
        ctypes.CDLL(None).setfsuid(user)


@contextmanager
def folder_gone(site: Site) -> Iterator[None]:
    elsewhere = site.path.with_name("gone")
    site.path.rename(elsewhere)
    try:
        yield
    finally:
        if site.path.exists():  # somebody has made what was missing
            shutil.rmtree(site.path)
        elsewhere.rename(site.path)


@contextmanager
def write_lock_held(site: Site) -> Iterator[Callable[[], None]]:
    """Another process holds the write lock until the block ends, or the given function is called."""
    command = [sys.executable, "-c", HOLDER, str(site.db_path)]
    holder = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert holder.stdin is not None
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"held\n"

    def release() -> None:
        holder.communicate()

    try:
        yield release
    finally:
        if holder.poll() is None:
            release()
