"""A SQLite VFS that fails on purpose, under the process's own SQLite: the real library meets a bad disk.

The default VFS stays; its xOpen hands out files whose xWrite, xSync and xTruncate ask a `Disk` first. A disk can refuse
the n-th operation with an error code, or lose power at it: what was not synced is then undone in part, torn within
sectors, as a real disk may leave it.

    disk = install(Disk(cut_at=120, seed=7))      # before the first connection is opened

A process with such a disk ends by os._exit: Python may be gone before SQLite has closed its files.
Works where Python's sqlite3 uses the shared library of the system; `install` raises NoSharedLibrary elsewhere.
"""

from __future__ import annotations

import ctypes as c
import ctypes.util
import os
import random
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

OK, FULL = 0, 13
IOERR_WRITE, IOERR_FSYNC, IOERR_TRUNCATE = 778, 1034, 1546
ERRORS = {"write": IOERR_WRITE, "sync": IOERR_FSYNC, "truncate": IOERR_TRUNCATE}
SECTOR = 512


class NoSharedLibrary(Exception):
    """Python's sqlite3 is not the system's library: its VFS cannot be reached from here."""


@dataclass
class Disk:
    """When the disk fails: `fail_at` operation numbers with `code`, or the power at operation `cut_at`."""

    fail_at: frozenset[int] = frozenset()
    code: int | None = None
    only: str = ""
    cut_at: int = 0
    seed: int = 0
    operations: int = 0
    failed: int = 0
    unsynced: dict[int, list[tuple[int, bytes, int]]] = field(default_factory=dict)

    def ask(self, kind: str) -> int:
        """OK, or the code with which this operation fails."""
        if self.only and kind != self.only:
            return OK
        self.operations += 1
        if self.cut_at and self.operations >= self.cut_at:
            self.lose_power()
        if self.operations in self.fail_at:
            self.failed += 1
            return self.code or ERRORS[kind]
        return OK

    def remember(self, descriptor: int, offset: int, length: int) -> None:
        """What stood where a write goes, and how long the file was, until the file is synced."""
        size = os.fstat(descriptor).st_size
        self.unsynced.setdefault(descriptor, []).append(
            (offset, os.pread(descriptor, length, offset), size)
        )

    def lose_power(self) -> None:
        """Undo some of what was never synced, newest first, and end this process at once."""
        chance = random.Random(self.seed)
        for descriptor, writes in self.unsynced.items():
            kept = chance.choice((0.0, 0.3, 0.7))
            for offset, before, size in reversed(writes):
                if chance.random() >= kept:
                    self.undo(descriptor, offset, before, size, chance)
        os._exit(9)

    def undo(
        self, descriptor: int, offset: int, before: bytes, size: int, chance: random.Random
    ) -> None:
        """Old content comes back from a sector on; what lay behind the old end is cut off."""
        start = chance.choice((0, SECTOR, SECTOR * 3))
        if before[start:]:
            os.pwrite(descriptor, before[start:], offset + start)
        if os.fstat(descriptor).st_size > size and start == 0:
            os.ftruncate(descriptor, max(size, offset))


class File(c.Structure):
    """sqlite3_file."""


class Methods(c.Structure):
    """sqlite3_io_methods; entries that are not touched stay plain addresses."""


class Vfs(c.Structure):
    """sqlite3_vfs, up to xOpen."""


Pointer = c.c_void_p
FilePointer = c.POINTER(File)
WRITE = c.CFUNCTYPE(c.c_int, FilePointer, Pointer, c.c_int, c.c_int64)
TRUNCATE = c.CFUNCTYPE(c.c_int, FilePointer, c.c_int64)
SYNC = c.CFUNCTYPE(c.c_int, FilePointer, c.c_int)
CLOSE = c.CFUNCTYPE(c.c_int, FilePointer)
# the name stays SQLite's own text: a file remembers where it lies
OPEN = c.CFUNCTYPE(c.c_int, Pointer, Pointer, FilePointer, c.c_int, c.POINTER(c.c_int))
Methods._fields_ = [
    ("version", c.c_int),
    ("close", CLOSE),
    ("read", Pointer),
    ("write", WRITE),
    ("truncate", TRUNCATE),
    ("sync", SYNC),
    *((f"other_{number}", Pointer) for number in range(13)),
]
File._fields_ = [("methods", c.POINTER(Methods))]
Vfs._fields_ = [
    ("version", c.c_int),
    ("file_size", c.c_int),
    ("longest_path", c.c_int),
    ("next", Pointer),
    ("name", c.c_char_p),
    ("data", Pointer),
    ("open", OPEN),
]


@dataclass
class Shim:
    """The changed method tables; they live as long as the process."""

    disk: Disk
    open_original: Any = None
    tables: dict[int, Methods] = field(default_factory=dict)
    descriptors: dict[int, int] = field(default_factory=dict)

    def opened(self, vfs: int, name: int | None, file: Any, flags: int, out: Any) -> int:
        code: int = self.open_original(vfs, name, file, flags, out)
        if code == OK and name and file.contents.methods:
            known = set(self.descriptors.values())
            mine = [each for each in _open_files(c.string_at(name).decode()) if each not in known]
            self.descriptors[c.addressof(file.contents)] = mine[-1]
            file.contents.methods = c.pointer(self.table(file.contents.methods))
        return code

    def table(self, original: Any) -> Methods:
        """The table of this kind of file with three entries replaced; made once."""
        address = c.addressof(original.contents)
        if address not in self.tables:
            self.tables[address] = self.make(original.contents)
        return self.tables[address]

    def make(self, original: Methods) -> Methods:
        changed = Methods()
        c.memmove(c.byref(changed), c.byref(original), c.sizeof(Methods))
        changed.write = self.keep(WRITE, self.writer(WRITE(_address(original, "write"))))
        changed.truncate = self.keep(
            TRUNCATE, self.truncater(TRUNCATE(_address(original, "truncate")))
        )
        changed.sync = self.keep(SYNC, self.syncer(SYNC(_address(original, "sync"))))
        changed.close = self.keep(CLOSE, self.closer(CLOSE(_address(original, "close"))))
        return changed

    def keep(self, kind: Any, function: Callable[..., int]) -> Any:
        """A C function that is never freed: SQLite may call it while Python is already ending."""
        made = kind(function)
        c.pythonapi.Py_IncRef(c.py_object(made))
        return made

    def descriptor(self, file: Any) -> int:
        return self.descriptors[c.addressof(file.contents)]

    def writer(self, original: Any) -> Callable[..., int]:
        def write(file: Any, data: int, length: int, offset: int) -> int:
            self.disk.remember(self.descriptor(file), offset, length)
            return self.disk.ask("write") or int(original(file, data, length, offset))

        return write

    def truncater(self, original: Any) -> Callable[..., int]:
        def truncate(file: Any, size: int) -> int:
            return self.disk.ask("truncate") or int(original(file, size))

        return truncate

    def syncer(self, original: Any) -> Callable[..., int]:
        def sync(file: Any, flags: int) -> int:
            code = self.disk.ask("sync") or int(original(file, flags))
            if code == OK:
                self.disk.unsynced.pop(self.descriptor(file), None)
            return code

        return sync

    def closer(self, original: Any) -> Callable[..., int]:
        def close(file: Any) -> int:
            descriptor = self.descriptors.pop(c.addressof(file.contents), -1)
            self.disk.unsynced.pop(descriptor, None)
            return int(original(file))

        return close


def _address(table: Methods, name: str) -> int:
    return int(c.cast(getattr(table, name), Pointer).value or 0)


def _open_files(path: str) -> list[int]:
    """Descriptors of this process that are open on a path."""
    found = []
    for name in os.listdir("/proc/self/fd"):
        with suppress(OSError):  # the listing's own descriptor is gone by now
            if os.readlink(f"/proc/self/fd/{name}") == path:
                found.append(int(name))
    return sorted(found)


_installed: list[Shim] = []


def install(disk: Disk) -> Disk:
    """Put the disk under every database that this process opens from now on."""
    name = ctypes.util.find_library("sqlite3")
    if name is None:
        raise NoSharedLibrary("libsqlite3 is not installed as a shared library")
    library = c.CDLL(name)
    library.sqlite3_vfs_find.restype = c.POINTER(Vfs)
    vfs = library.sqlite3_vfs_find(None).contents
    shim = Shim(disk)
    shim.open_original = OPEN(int(c.cast(vfs.open, Pointer).value or 0))
    vfs.open = shim.keep(OPEN, shim.opened)
    _installed.append(shim)
    _prove(disk)
    return disk


def _prove(disk: Disk) -> None:
    """One write of a scratch database must pass through; then counting starts."""
    import tempfile

    armed = disk.fail_at, disk.cut_at
    disk.fail_at, disk.cut_at, disk.operations = frozenset(), 0, 0
    with tempfile.TemporaryDirectory() as folder:
        connection = sqlite3.connect(f"{folder}/probe.db")
        connection.execute("CREATE TABLE t (x)")
        connection.commit()
        connection.close()
    if disk.operations == 0 and not disk.only:
        raise NoSharedLibrary("Python's sqlite3 brings a library of its own")
    disk.operations = 0
    disk.unsynced.clear()
    disk.fail_at, disk.cut_at = armed
