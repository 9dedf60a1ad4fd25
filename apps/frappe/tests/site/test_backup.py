"""A backup restores to the same site; a broken one changes nothing."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
from pathlib import Path

import pytest
from database_choice import all_rows
from ristretto.context import Site
from ristretto.db import pool
from ristretto.db.connect import connected
from ristretto.document import get_doc
from ristretto.errors import ValidationError
from ristretto.site.backup import Wanted, back_up, human_size, summary
from ristretto.site.restore import restore_database, restore_files

TEXT = "Quy trình; có 'nháy' và\nxuống dòng; -- không phải chú thích"


def _write_something(site: Site) -> None:
    with connected(site) as context:
        get_doc({"doctype": "ToDo", "description": TEXT}).insert()
        context.db.commit()


def test_restore_brings_back_every_row(fresh_site: Site) -> None:
    """Backup, change, restore: each table is as it was at the backup."""
    _write_something(fresh_site)
    done = back_up(fresh_site)
    before = all_rows(fresh_site)
    with connected(fresh_site) as context:
        context.db.execute("DELETE FROM tabToDo")
        context.db.commit()

    pool.close_all()
    restore_database(fresh_site, done.database)

    assert all_rows(fresh_site) == before
    assert before["tabToDo"]


def test_backup_sees_one_moment_while_others_write(fresh_site: Site) -> None:
    """What a writer has not committed is not in the backup, and the writer is not stopped."""
    with connected(fresh_site) as context:
        get_doc({"doctype": "ToDo", "description": "open"}).insert()
        done = back_up(fresh_site)
        context.db.commit()

    assert b"'open'" not in gzip.decompress(done.database.read_bytes())


def test_file_names_follow_the_contract(fresh_site: Site) -> None:
    """`YYYYMMDD_HHMMSS-<site>-…`, private files and configuration beside the database."""
    done = back_up(fresh_site, Wanted(with_files=True))

    endings = [path.name.split("-", 1)[1] for path in done.files().values()]
    assert endings == [
        "test_localhost-site_config_backup.json",
        "test_localhost-database.sql.gz",
        "test_localhost-files.tar",
        "test_localhost-private-files.tar",
    ]
    assert "encryption_key" in json.loads(done.config.read_text())
    assert summary("s", done).count("\n") == 4


def test_files_come_back(fresh_site: Site, tmp_path: Path) -> None:
    """An attachment is packed and unpacked below the site's own folder."""
    place = fresh_site.path / "private" / "files" / "bằng chứng.pdf"
    place.write_bytes(b"%PDF")
    done = back_up(fresh_site, Wanted(with_files=True, compress=True))
    place.unlink()
    assert done.private is not None

    restore_files(fresh_site, done.private, "private")

    assert place.read_bytes() == b"%PDF"


def test_files_stay_inside(fresh_site: Site, tmp_path: Path) -> None:
    """An archive whose file names lead elsewhere is refused before anything is written there."""
    archive = tmp_path / "evil.tar"
    with tarfile.open(archive, "w") as made:
        entry = tarfile.TarInfo("./x.localhost/private/files/../../../../evil.txt")
        entry.size = 4
        made.addfile(entry, io.BytesIO(b"evil"))
    with pytest.raises(ValidationError, match="outside"):
        restore_files(fresh_site, archive, "private")

    assert list(fresh_site.sites_path.parent.rglob("evil.txt")) == []


@pytest.mark.parametrize("harm", ["cut", "garbage", "partial"])
def test_a_broken_backup_changes_nothing(fresh_site: Site, tmp_path: Path, harm: str) -> None:
    """A file that was cut off, is no dump, or is only a part is refused; the site stays."""
    _write_something(fresh_site)
    wanted = Wanted(exclude=("DocType",)) if harm == "partial" else Wanted()
    whole = back_up(fresh_site, wanted).database
    broken = tmp_path / "broken.sql.gz"
    data = whole.read_bytes()
    broken.write_bytes(
        {"cut": data[: len(data) // 2], "garbage": b"not gzip", "partial": data}[harm]
    )
    before = all_rows(fresh_site)
    pool.close_all()

    with pytest.raises(ValidationError, match=r"broken\.sql\.gz"):
        restore_database(fresh_site, broken)

    assert all_rows(fresh_site) == before


def test_partial_backup_leaves_out_what_was_named(fresh_site: Site) -> None:
    """--exclude drops the table's rows and its definition from the dump."""
    _write_something(fresh_site)
    done = back_up(fresh_site, Wanted(exclude=("ToDo",)))

    assert "-partial-database.sql.gz" in done.database.name
    assert b"tabToDo" not in gzip.decompress(done.database.read_bytes()).replace(b"'tabToDo'", b"")


@pytest.mark.parametrize(("size", "text"), [(10, "10.0B"), (1536, "1.5KiB"), (5 << 20, "5.0MiB")])
def test_sizes_for_people(size: int, text: str) -> None:
    """Sizes have one decimal and a binary unit."""
    assert human_size(size) == text
