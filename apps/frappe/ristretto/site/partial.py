"""Decides how the tables of a partial backup replace those of a site, all or none; the other tables stay."""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from ristretto.context import Site
from ristretto.db.mariadb import settings
from ristretto.db.mysql_functions import register
from ristretto.site.restore import load_sql, restore_tables


def restore_part(site: Site, backup: Path) -> list[str]:
    """Replace the tables that the backup holds; their names."""
    if settings.wants(site.conf):
        return restore_tables(site, backup, whole=False)
    with tempfile.TemporaryDirectory(dir=site.path) as folder:
        part = Path(folder) / "part.db"
        load_sql(backup, part)
        with closing(sqlite3.connect(site.db_path, isolation_level=None, timeout=60)) as connection:
            register(connection)
            connection.execute("ATTACH ? AS part", (str(part),))
            connection.execute("BEGIN IMMEDIATE")
            try:
                tables = _replace(connection)
            except sqlite3.Error:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")
    return tables


def _replace(connection: sqlite3.Connection) -> list[str]:
    """Tables first, then what stands on them (indexes)."""
    rows = connection.execute(
        "SELECT type, name, sql FROM part.sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'"
        " ORDER BY type = 'table' DESC, name"
    ).fetchall()
    tables = [name for kind, name, _sql in rows if kind == "table"]
    for name in tables:
        quoted = '"' + name.replace('"', '""') + '"'
        connection.execute(f"DROP TABLE IF EXISTS main.{quoted}")
    for kind, name, sql in rows:
        connection.execute(sql)
        if kind == "table":
            quoted = '"' + name.replace('"', '""') + '"'
            connection.execute(f"INSERT INTO main.{quoted} SELECT * FROM part.{quoted}")
    return tables
