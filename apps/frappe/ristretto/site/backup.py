"""Decides what a backup holds and where it lies: one consistent moment of the database, files, configuration.

The database is copied online while others go on writing, by SQLite's backup API or from a snapshot of
MariaDB, and written as gzipped SQL under the contract's file names (12.4), so that a person can read it.
"""

from __future__ import annotations

import gzip
import shutil
import sqlite3
import tarfile
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from ristretto.context import Site
from ristretto.context.site import CONFIG_NAME
from ristretto.db import sentences
from ristretto.db.connection import named_error
from ristretto.db.mariadb import dump, settings
from ristretto.errors import DatabaseUnavailable, ValidationError

HEADER = "-- ristretto site backup"
BACKUP_FOLDER = Path("private") / "backups"
UNITS = ("B", "KiB", "MiB", "GiB", "TiB")


@dataclass(frozen=True)
class Wanted:
    """What the person asked for; paths that are None mean the site's backup folder."""

    with_files: bool = False
    compress: bool = False
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    folder: Path | None = None
    database: Path | None = None
    public: Path | None = None
    private: Path | None = None
    config: Path | None = None


@dataclass(frozen=True)
class Backup:
    """Paths of one finished backup."""

    config: Path
    database: Path
    public: Path | None = None
    private: Path | None = None
    made_at: datetime = field(default_factory=datetime.now)

    def files(self) -> dict[str, Path]:
        named = {
            "Config": self.config,
            "Database": self.database,
            "Public": self.public,
            "Private": self.private,
        }
        return {kind: path for kind, path in named.items() if path is not None}


def back_up(site: Site, wanted: Wanted | None = None) -> Backup:
    """Write a backup of the site; the database first, so that no file it names can be missing later."""
    wanted = wanted or Wanted()
    folder = wanted.folder or site.path / BACKUP_FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    partial = "-partial" if wanted.include or wanted.exclude else ""
    stem = f"{datetime.now():%Y%m%d_%H%M%S}-{slug(site.name)}"
    suffix = "tgz" if wanted.compress else "tar"
    database = wanted.database or folder / f"{stem}{partial}-database.sql.gz"
    config = wanted.config or folder / f"{stem}-site_config_backup.json"
    write_site_database(site, database, wanted.include, wanted.exclude)
    shutil.copyfile(site.path / CONFIG_NAME, config)
    config.chmod(0o600)
    if not wanted.with_files:
        return Backup(config, database)
    public = wanted.public or folder / f"{stem}-files.{suffix}"
    private = wanted.private or folder / f"{stem}-private-files.{suffix}"
    write_files(site, "public", public)
    write_files(site, "private", private)
    return Backup(config, database, public, private)


def slug(site: str) -> str:
    """`iso.localhost` as it stands in a file name."""
    return site.replace(".", "_")


def write_site_database(
    site: Site, target: Path, include: Iterable[str] = (), exclude: Iterable[str] = ()
) -> None:
    """The SQL of a site's database, whichever it is."""
    if not settings.wants(site.conf):
        write_database(site.db_path, target, include, exclude)
        return
    include, exclude = set(include), set(exclude)
    partial = target.with_name(f".{target.name}.part")
    try:
        with gzip.open(partial, "wt", encoding="utf-8", compresslevel=6) as out:
            lines = dump.lines(settings.of(site.conf), lambda name: is_kept(name, include, exclude))
            out.writelines(f"{line}\n" for line in lines)
        partial.chmod(0o600)
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)


def is_kept(table: str, include: set[str], exclude: set[str]) -> bool:
    """Whether a table is in a partial backup: only the named ones, or all but the named ones."""
    doctype = table.removeprefix("tab")
    if doctype == table:  # a table of no DocType: secrets, settings of users
        return not include
    return doctype not in exclude and (not include or doctype in include)


def write_database(
    source: Path, target: Path, include: Iterable[str] = (), exclude: Iterable[str] = ()
) -> None:
    """Write the SQL of a database, whole or without the tables that were not asked for."""
    if not source.exists():
        raise ValidationError(f"No database at {source}: was the site created?")
    with TemporaryDirectory(dir=target.parent) as folder:
        copy = Path(folder) / "snapshot.db"
        try:
            copy_online(source, copy)
            with closing(sqlite3.connect(copy)) as connection:
                refuse_nothing(connection)
                drop_tables(connection, set(include), set(exclude))
                write_sql(connection, Path(folder) / "dump.gz")
        except sqlite3.Error as error:
            raise named_error(error, "BACKUP") from error
        (Path(folder) / "dump.gz").replace(target)
    target.chmod(0o600)


def copy_online(source: Path, target: Path) -> None:
    """One moment of a database in use, as a file of its own without a write-ahead log."""
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)
        new.execute("PRAGMA journal_mode = DELETE")


def refuse_nothing(connection: sqlite3.Connection) -> None:
    """A backup of an empty database would only push out those that hold something."""
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'tabDocType'").fetchone():
        raise DatabaseUnavailable(sentences.EMPTY)


def drop_tables(connection: sqlite3.Connection, include: set[str], exclude: set[str]) -> None:
    """Leave out what a partial backup does not hold."""
    if not include and not exclude:
        return
    rows = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    )
    for (table,) in rows.fetchall():
        if not is_kept(table, include, exclude):
            quoted = table.replace('"', '""')
            connection.execute(f'DROP TABLE "{quoted}"')
    connection.commit()


def write_sql(connection: sqlite3.Connection, target: Path) -> None:
    with gzip.open(target, "wt", encoding="utf-8", compresslevel=6) as out:
        out.write(f"{HEADER}, sqlite {sqlite3.sqlite_version}\n")
        is_numbered = connection.execute(
            "SELECT 1 FROM sqlite_master WHERE type = 'table' AND sql LIKE '%AUTOINCREMENT%'"
        ).fetchone()
        for statement in connection.iterdump():
            # Of a part without numbered tables this would be the only word about the table of numbers.
            if is_numbered or statement != 'DELETE FROM "sqlite_sequence";':
                out.write(f"{statement}\n")


def write_files(site: Site, kind: str, target: Path) -> None:
    """Tar `<kind>/files` with names below the site's folder, as stock Frappe packs them."""
    folder = site.path / kind / "files"
    is_packed = target.suffix in (".tgz", ".gz")
    with tarfile.open(target, "w:gz") if is_packed else tarfile.open(target, "w") as archive:
        archive.add(folder, arcname=f"./{site.name}/{kind}/files")
    target.chmod(0o600)


def summary(site: str, backup: Backup, here: Path | None = None) -> str:
    """The lines that `bench backup` prints; paths below `here` are shown from there."""
    shown = {kind: _shown(path, here) for kind, path in backup.files().items()}
    title = max(len(kind) for kind in shown)
    width = max(len(text) for text in shown.values())
    lines = [f"Backup Summary for {site} at {backup.made_at}"]
    lines += [
        f"{kind:{title}}: {shown[kind]:{width}} {human_size(path.stat().st_size)}"
        for kind, path in backup.files().items()
    ]
    return "\n".join(lines)


def _shown(path: Path, here: Path | None) -> str:
    return f"./{path.relative_to(here)}" if here and path.is_relative_to(here) else str(path)


def human_size(size: float) -> str:
    """1536 -> `1.5KiB`."""
    for unit in UNITS:
        if size < 1024 or unit == UNITS[-1]:
            break
        size /= 1024
    return f"{size:.1f}{unit}"
