"""Sites on a server through the commands: made, saved, brought back, moved aside; and what is refused."""

from __future__ import annotations

import gzip
import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from database_choice import all_rows, copy_tables, make_database
from ristretto.context import Site
from ristretto.db import pool, stamps
from ristretto.db.connect import connected
from ristretto.db.mariadb import dump, server, settings
from ristretto.document import get_doc
from ristretto.errors import ValidationError
from ristretto.site.backup import Wanted, back_up
from ristretto.site.restore import restore_database

Run = Callable[..., Any]
NAME = "shop.localhost"
# Several workers share the server.
SHOP = f"shop_{os.environ.get('PYTEST_XDIST_WORKER', 'x')}"
AS_MADE = f"{SHOP}_as_made"
PASSWORD = "it's \\ secret"


@pytest.fixture(scope="module")
def shop(
    make_bench: Callable[[Path], Run], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """A site made by the command, with a user of its own on the server; to look at, or by `made`."""
    folder = tmp_path_factory.mktemp("shop")
    words = ("--admin-password", "x", "--db-name", SHOP, "--db-password", PASSWORD)
    done = make_bench(folder)("new-site", NAME, *words)
    assert done.returncode == 0, done.stdout + done.stderr
    site = Site(NAME, folder / "sites")
    make_database(AS_MADE)
    copy_tables(SHOP, AS_MADE)
    yield site
    for name in (SHOP, AS_MADE):
        site_of_name = replace(settings.of(site.conf), database=name)
        server.drop_database(site_of_name.as_user("root", ""), site_of_name)


@pytest.fixture
def made(shop: Site, bench: Run, tmp_path: Path) -> Iterator[Site]:
    """That site in the test's own bench; afterwards its database and its user are as they were made."""
    shutil.copytree(shop.path, tmp_path / "sites" / NAME)
    yield Site(NAME, tmp_path / "sites")
    pool.close_all()
    where = settings.of(shop.conf)
    server.make_database(where.as_user("root", ""), where, force=True, from_anywhere=False)
    copy_tables(AS_MADE, SHOP)


def test_the_configuration_is_stocks(made: Site) -> None:
    """Name, password and type of the database stand where stock keeps them; texts have stock's collation."""
    stored = json.loads((made.path / "site_config.json").read_text())
    assert (stored["db_type"], stored["db_name"], stored["db_password"]) == (
        "mariadb",
        SHOP,
        PASSWORD,
    )

    with connected(made) as context:
        rows = context.db.execute(
            "SELECT DISTINCT `table_collation`, `engine`, `row_format` FROM information_schema.tables"
            " WHERE `table_schema` = DATABASE() AND `table_type` = 'BASE TABLE'"
        )
    assert rows == [("utf8mb4_unicode_ci", "InnoDB", "Dynamic")]


def test_the_sites_user_reaches_nothing_else(made: Site) -> None:
    """It may do everything in its database and sees no other."""
    with server.session(settings.of(made.conf)) as opened:
        found = {row[0] for row in opened.run("SHOW DATABASES")}
    assert found == {SHOP, "information_schema"}


def test_an_existing_database_is_not_emptied(made: Site, bench: Run) -> None:
    """Another site of that database name needs --force; the first one stays as it is."""
    before = all_rows(made)
    done = bench("new-site", "other.localhost", "--admin-password", "x", "--db-name", SHOP)

    assert done.returncode == 1
    assert "already exists" in done.stderr
    assert all_rows(made) == before
    assert not (made.sites_path / "other.localhost").exists()


def test_backup_and_restore_by_commands(made: Site, bench: Run) -> None:
    """What was there at the backup is there after the restore, row by row; what came later is gone."""
    with connected(made) as context:
        get_doc({"doctype": "ToDo", "description": "Quy trình; 'nháy' \\ ?\nhai dòng"}).insert()
        context.db.commit()
    before = all_rows(made)
    done = bench("--site", NAME, "backup")
    assert "successfully completed" in done.stdout, done.stderr
    (saved,) = (made.path / "private" / "backups").glob("*-database.sql.gz")
    with connected(made) as context:
        context.db.execute("DELETE FROM `tabToDo`")
        context.db.execute("CREATE TABLE `tabLater` (`name` varchar(10))")
        context.db.commit()

    restored = bench("--site", NAME, "restore", str(saved))

    assert restored.returncode == 0, restored.stderr
    after = all_rows(made)
    # the restore tells every process to forget what it remembers
    assert {k: v for k, v in after.items() if k != "ristretto_stamp"} == {
        k: v for k, v in before.items() if k != "ristretto_stamp"
    }


def test_a_part_comes_back(made: Site, bench: Run) -> None:
    """`partial-restore` puts back the tables of the file and tells every process; all others stay."""
    with connected(made) as context:
        get_doc({"doctype": "Note", "title": "saved"}).insert()
        context.db.commit()
    done = bench("--site", NAME, "backup", "--only", "Note", "--backup-path-db", "part.sql.gz")
    assert done.returncode == 0, done.stderr
    with connected(made) as context:
        context.db.execute("DELETE FROM `tabNote`")
        get_doc({"doctype": "ToDo", "description": "later"}).insert()
        context.db.commit()
        known = stamps.numbers(context.db)
    expected = all_rows(made)

    restored = bench("--site", NAME, "partial-restore", "--verbose", "part.sql.gz")

    assert "1 tables" in restored.stdout, restored.stderr
    with connected(made) as context:
        assert stamps.numbers(context.db)[stamps.NAME] > known[stamps.NAME]
        assert context.db.execute("SELECT `title` FROM `tabNote`") == [("saved",)]
    after = all_rows(made)
    for changed in ("tabNote", "ristretto_stamp"):
        after.pop(changed), expected.pop(changed)
    assert after == expected


def test_a_part_that_is_cut_off_or_of_sqlite_changes_nothing(
    made: Site, bench: Run, tmp_path: Path
) -> None:
    """The command ends with a sentence and code 1, and every row is as it was."""
    with connected(made) as context:
        get_doc({"doctype": "Note", "title": "there"}).insert()
        context.db.commit()
    lines = gzip.decompress(back_up(made, Wanted(include=("Note",))).database.read_bytes()).decode()
    cut, foreign = tmp_path / "cut.sql", tmp_path / "foreign.sql"
    cut.write_text(lines.removesuffix("\n").removesuffix(dump.END))
    foreign.write_text("-- ristretto site backup, sqlite 3.40\nCREATE TABLE tabNote (name text);\n")
    before = all_rows(made)

    answers = [bench("--site", NAME, "partial-restore", str(path)) for path in (cut, foreign)]

    assert [each.returncode for each in answers] == [1, 1]
    assert "cut off" in answers[0].stderr
    assert "not made of a site on MariaDB" in answers[1].stderr
    assert all_rows(made) == before


def test_a_backup_is_of_one_moment(made: Site) -> None:
    """Rows that are committed while the dump runs are not in it, from no table."""
    text = ""
    for number, line in enumerate(dump.lines(settings.of(made.conf))):
        if number == 3:
            with connected(made) as context:
                get_doc({"doctype": "ToDo", "description": "too late"}).insert()
                context.db.commit()
        text += line

    assert "too late" not in text
    assert text.endswith(dump.END)


@pytest.mark.parametrize("harm", ["sqlite", "order"])
def test_what_is_no_dump_of_a_site_changes_nothing(made: Site, tmp_path: Path, harm: str) -> None:
    """A dump of SQLite, and rows without their table, are refused; the tables stay."""
    lines = gzip.decompress(back_up(made).database.read_bytes()).decode().splitlines(keepends=True)
    lines = {
        "sqlite": ["-- ristretto site backup, sqlite 3.40\n"],
        "order": [lines[0], *lines[:0:-1]],
    }[harm]
    broken = tmp_path / "broken.sql"
    broken.write_text("".join(lines))
    before = all_rows(made)

    pool.close_all()
    with pytest.raises(ValidationError, match=r"broken\.sql"):
        restore_database(made, broken)

    assert all_rows(made) == before


def test_reinstall_and_drop(made: Site, bench: Run) -> None:
    """Reinstalling needs no root; dropping takes the database and its user from the server."""
    with connected(made) as context:
        get_doc({"doctype": "ToDo", "description": "x"}).insert()
        context.db.commit()
    pool.close_all()
    done = bench(
        "--site", NAME, "reinstall", "--yes", "--admin-password", "x", "--db-root-password", "wrong"
    )
    assert done.returncode == 0, done.stderr
    with connected(made) as context:
        assert context.db.execute("SELECT count(*) FROM `tabToDo`") == [(0,)]
    pool.close_all()

    assert bench("drop-site", NAME).returncode == 0

    root = settings.of(made.conf).as_user("root", "")
    with server.session(root) as opened:
        assert (SHOP,) not in opened.run("SHOW DATABASES")
        assert opened.run(f"SELECT 1 FROM mysql.user WHERE `user` = '{SHOP}'") == []


def test_console_of_the_site(made: Site, bench: Run) -> None:
    """`bench mariadb` speaks to the site's database as its own user."""
    done = bench("--site", NAME, "mariadb", "-N", "-e", "select database(), user()")

    assert done.stdout.split() == [SHOP, f"{SHOP}@localhost"], done.stderr


def test_a_name_that_is_no_name_is_refused(bench: Run) -> None:
    """Nothing typed as a name becomes SQL."""
    done = bench(
        "new-site",
        "bad.localhost",
        "--admin-password",
        "x",
        "--db-name",
        "a`; drop database mysql; --",
    )

    assert done.returncode == 1
    assert "cannot be the name of a database" in done.stderr
