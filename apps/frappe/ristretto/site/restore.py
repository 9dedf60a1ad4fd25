"""Decides whether a backup may be loaded and puts it in place of a site's database in one step.

The SQL is loaded into a file, or tables, beside the old ones and checked; only then does it replace them, so
that a broken backup leaves the site as it was.
"""

from __future__ import annotations

import gzip
import shutil
import sqlite3
import tarfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TextIO

from ristretto.context import Site
from ristretto.db import sentences
from ristretto.db.connection import named_error
from ristretto.db.mariadb import dump, settings
from ristretto.db.mysql_functions import register
from ristretto.errors import DatabaseUnavailable, QueryError, ValidationError
from ristretto.site.backup import BACKUP_FOLDER

REQUIRED_TABLES = ("tabDocType", "tabDefaultValue", "tabSingles", "__Auth")
PATIENCE = 60.0  # for whoever is writing at the moment
TAR_SUFFIXES = (".tar", ".tgz", ".gz")


def find_backup(site: Site, given: str) -> Path:
    """The file as named, or below the site's backups, or below the bench."""
    for path in (Path(given), site.path / BACKUP_FOLDER / given, site.sites_path.parent / given):
        if path.is_file():
            return path.resolve()
    raise ValidationError(
        f"File {given} not found, neither here nor in {site.path / BACKUP_FOLDER}"
    )


def restore_database(site: Site, backup: Path) -> None:
    """Replace the site's database by the backup's."""
    if settings.wants(site.conf):
        restore_tables(site, backup)
    else:
        restore_file(site, backup)


def restore_tables(site: Site, backup: Path, *, whole: bool = True) -> list[str]:
    """The same on a server: tables beside the old ones, then an exchange; the names of the tables."""

    def check(tables: set[str]) -> None:
        if whole:
            refuse_part(tables, backup)

    try:
        with open_text(backup) as source:
            return dump.load(settings.of(site.conf), source, check, whole=whole)
    except (OSError, EOFError, UnicodeDecodeError, QueryError, ValidationError) as error:
        raise ValidationError(
            f"{backup.name} is not a whole backup of this site: {error}"
        ) from error


def open_text(backup: Path) -> TextIO:
    """A dump, plain or gzipped."""
    if backup.suffix == ".gz":
        return gzip.open(backup, "rt", encoding="utf-8", newline="\n")
    return backup.open(encoding="utf-8", newline="\n")


def refuse_part(tables: set[str], backup: Path) -> None:
    missing = [table for table in REQUIRED_TABLES if table not in tables]
    if missing:
        raise ValidationError(
            f"{backup.name} is a partial backup (no {', '.join(missing)}): it cannot restore a site"
        )


def restore_file(site: Site, backup: Path) -> None:
    target = site.db_path
    fresh = target.with_suffix(".restoring")
    fresh.unlink(missing_ok=True)
    try:
        load_sql(backup, fresh)
        check(fresh, backup)
        if not pour(fresh, target):
            for leftover in (Path(f"{target}-wal"), Path(f"{target}-shm")):
                leftover.unlink(missing_ok=True)
            fresh.replace(target)
    finally:
        fresh.unlink(missing_ok=True)


def pour(fresh: Path, target: Path) -> bool:
    """Give an existing database another content in one transaction; False when there is none that can take it.

    Whoever has the file open goes on with the new content. Exchanging the files instead would leave them
    writing into one that has no name any more.
    """
    if not target.exists():
        return False
    until = time.monotonic() + PATIENCE

    def wait(_status: int, _remaining: int, _total: int) -> None:
        if time.monotonic() > until:
            raise DatabaseUnavailable(sentences.BUSY)

    with closing(sqlite3.connect(fresh)) as new, closing(sqlite3.connect(target)) as old:
        try:
            old.execute("PRAGMA journal_mode = WAL")
            new.backup(old, progress=wait)
        except sqlite3.DatabaseError as error:
            found = named_error(error, "RESTORE")
            if isinstance(found, DatabaseUnavailable) and str(found) == sentences.DAMAGED:
                return False
            raise found from error
    return True


def load_sql(backup: Path, target: Path) -> None:
    """Run every statement of a dump, plain or gzipped, against a new database."""
    with closing(sqlite3.connect(target, isolation_level=None)) as connection:
        register(connection)
        try:
            for statement in statements(backup):
                connection.execute(statement)
        except (sqlite3.Error, OSError, EOFError, UnicodeDecodeError) as error:
            raise ValidationError(
                f"{backup.name} is not a whole backup of an embedded site: {error}"
            ) from error


def statements(backup: Path) -> Iterator[str]:
    """Statements of a dump one by one: texts may hold semicolons and line breaks."""
    pending: list[str] = []
    with open_text(backup) as source:
        for line in source:
            if not pending and (line.startswith("--") or not line.strip()):
                continue
            pending.append(line)
            # complete_statement reads the whole text: ask only where a statement can end
            if line.rstrip().endswith(";") and sqlite3.complete_statement(text := "".join(pending)):
                yield text
                pending = []
    if "".join(pending).strip():
        raise ValidationError(
            f"{backup.name} ends in the middle of a statement: the file was cut off"
        )


def check(database: Path, backup: Path) -> None:
    """Refuse a database that is damaged or is only a part of a site."""
    with closing(sqlite3.connect(database)) as connection:
        register(connection)
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
        refuse_part(tables, backup)
        (verdict,) = connection.execute("PRAGMA integrity_check").fetchone()
        if verdict != "ok":
            raise ValidationError(f"{backup.name} holds a damaged database: {verdict}")


def restore_files(site: Site, archive: Path, kind: str) -> None:
    """Unpack files into `<site>/<kind>/files`, whatever site name the archive carries."""
    if not archive.is_file() or archive.suffix not in TAR_SUFFIXES:
        raise ValidationError(
            f"{archive} is not a .tar or .tgz file made by bench backup --with-files"
        )
    target = site.path / kind / "files"
    marker = f"/{kind}/files/"
    with tarfile.open(archive) as opened:
        for member in opened.getmembers():
            if marker not in f"{member.name}" or not member.isfile():
                continue
            unpack(opened, member, target, member.name.split(marker, 1)[1])


def unpack(archive: tarfile.TarFile, member: tarfile.TarInfo, folder: Path, name: str) -> None:
    """One plain file below the folder. By hand: older Pythons 3.11 lack the filters of `extract`."""
    place = (folder / name).resolve()
    if not place.is_relative_to(folder.resolve()):
        raise ValidationError(f"{member.name} lies outside of the files")
    content = archive.extractfile(member)
    assert content is not None  # it is a plain file
    place.parent.mkdir(parents=True, exist_ok=True)
    with content, place.open("wb") as file:
        shutil.copyfileobj(content, file)
