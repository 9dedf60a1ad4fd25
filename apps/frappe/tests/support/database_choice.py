"""Decides on which database the tests run: SQLite, or with ISO_TEST_DB=mariadb a server of their own.

The server lives in a temporary folder, listens on the loopback and its own socket, and is started by the first
pytest process and stopped by it. Workers find it by the environment. Sites of the tests are made
on it because `common_config` says so, and copied by `copy_database`.
"""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

import pytest

CHOICE, SOCKET = "ISO_TEST_DB", "ISO_TEST_DB_SOCKET"
WAIT_SECONDS = 60
MEMORY, ROOM = Path("/dev/shm"), 2 << 30
# Nothing here must survive a power cut, so nothing waits for the disk.
SETTINGS = (
    "--bind-address=127.0.0.1",
    "--skip-log-bin",
    "--innodb-flush-log-at-trx-commit=0",
    "--innodb-doublewrite=0",
    "--innodb-flush-method=nosync",
    "--innodb-file-per-table=0",
    "--innodb-buffer-pool-size=192M",
    "--innodb-log-file-size=96M",
    "--innodb-stats-persistent=0",
    "--table-definition-cache=8000",  # each copy of a site has 250 tables
    "--table-open-cache=8000",
    "--open-files-limit=20000",
    "--performance-schema=0",
    "--skip-name-resolve",
    "--max-connections=200",
    "--character-set-server=utf8mb4",
    "--collation-server=utf8mb4_unicode_ci",
)
_server: dict[str, Any] = {}


def is_mariadb() -> bool:
    return os.environ.get(CHOICE) == "mariadb"


def common_config(**values: Any) -> dict[str, Any]:
    """common_site_config.json of a test's bench: no test needs to survive a power cut."""
    values = {"sqlite_synchronous": "OFF", "allow_tests": 1, **values}
    if is_mariadb():
        values |= {"db_type": "mariadb", "db_socket": os.environ[SOCKET], "root_login": "root"}
    return values


def copy_database(path: Path) -> None:
    """A copied site folder gets a copy of its database, under a name of its own."""
    if not is_mariadb():
        return
    from ristretto.context.site import CONFIG_NAME, read_json
    from ristretto.site import config

    stored = read_json(path / CONFIG_NAME)
    source, stored["db_name"] = stored["db_name"], f"copy_{secrets.token_hex(6)}"
    _copy(source, stored["db_name"])
    config.write_json(path / CONFIG_NAME, {**stored, "db_user": "root", "db_password": ""})


def refill_database(path: Path, template: Path) -> None:
    """The copy is as its template again."""
    from ristretto.context.site import CONFIG_NAME, read_json

    drop_database(path)
    _copy(read_json(template / CONFIG_NAME)["db_name"], read_json(path / CONFIG_NAME)["db_name"])


def empty_site(folder: Path) -> Any:
    """A site without tables, as a handle."""
    from ristretto.context import Site
    from ristretto.context.site import COMMON_CONFIG_NAME, CONFIG_NAME
    from ristretto.site import config

    path = folder / "observed.localhost"
    path.mkdir(parents=True, exist_ok=True)
    config.write_json(folder / COMMON_CONFIG_NAME, common_config())
    name = f"empty_{secrets.token_hex(6)}"
    config.write_json(path / CONFIG_NAME, {"db_name": name, "db_user": "root"})
    site = Site(path.name, folder)
    if is_mariadb():
        make_database(name)
    else:
        site.db_path.touch()
    return site


def drop_database(path: Path) -> None:
    """The copy is not needed any more."""
    if is_mariadb():
        from ristretto.context.site import CONFIG_NAME, read_json

        name = read_json(path / CONFIG_NAME)["db_name"]
        with _root() as opened:
            opened.run(f"DROP DATABASE IF EXISTS `{name}`")


def make_database(name: str) -> None:
    """An empty database."""
    with _root() as opened:
        opened.run(f"CREATE DATABASE `{name}` CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci")


def _copy(source: str, target: str) -> None:
    make_database(target)
    copy_tables(source, target)


def copy_tables(source: str, target: str) -> None:
    """All tables of one database with their rows, into one that is empty."""
    with _root() as opened:
        opened.run("SET SESSION unique_checks = 0")
        names = [name for (name,) in opened.run(f"SHOW TABLES FROM `{source}`")]
        for name in names:
            opened.run(f"CREATE TABLE `{target}`.`{name}` LIKE `{source}`.`{name}`")
        for name in _filled(opened, source, names):
            opened.run(f"INSERT INTO `{target}`.`{name}` SELECT * FROM `{source}`.`{name}`")


def _filled(opened: Any, database: str, tables: list[str]) -> list[str]:
    """Those with rows: few of a site's tables."""
    asked = (
        f"SELECT '{name}' FROM DUAL WHERE EXISTS (SELECT 1 FROM `{database}`.`{name}`)"
        for name in tables
    )
    return [name for (name,) in opened.run(" UNION ALL ".join(asked))] if tables else []


def _root() -> Any:
    from ristretto.db.mariadb.server import session
    from ristretto.db.mariadb.settings import Server

    return session(Server("", "root", socket=os.environ[SOCKET]))


# the server -----------------------------------------------------------------------------------


def pytest_configure(config: pytest.Config) -> None:
    if is_mariadb() and not os.environ.get(SOCKET):
        _start()


def pytest_unconfigure(config: pytest.Config) -> None:
    if _server:
        _stop()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """`sqlite_only("why")` marks what has no meaning on a server."""
    for item in items if is_mariadb() else ():
        if mark := item.get_closest_marker("sqlite_only"):
            item.add_marker(pytest.mark.skip(reason=f"SQLite only: {mark.args[0]}"))


def _start() -> None:
    folder = Path(tempfile.mkdtemp(prefix="iso-mariadb-", dir=_quick_place()))
    socket, log = folder / "socket", folder / "log"
    user = "root" if os.geteuid() == 0 else os.environ.get("USER", "nobody")
    common = ["--no-defaults", f"--datadir={folder / 'data'}", f"--user={user}"]
    subprocess.run(
        [_program("mariadb-install-db"), *common, "--auth-root-authentication-method=normal",
         "--skip-test-db"],
        check=True, capture_output=True,
    )  # fmt: skip
    # another server that starts would sweep away the temporary tables of this one in a folder they share
    places = [f"--socket={socket}", f"--port={_free_port()}", f"--pid-file={folder / 'pid'}"]
    places.append(f"--tmpdir={folder}")
    command = [_program("mariadbd"), *common, *SETTINGS, *places]
    with log.open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out, stdin=subprocess.DEVNULL)
    _server.update(process=process, folder=folder)
    os.environ[SOCKET] = str(socket)
    deadline = time.monotonic() + WAIT_SECONDS
    while not _answers(socket):
        if process.poll() is not None or time.monotonic() > deadline:
            text = log.read_text()[-2000:]
            _stop()
            raise pytest.UsageError(f"mariadbd did not start:\n{text}")
        time.sleep(0.1)


def _program(name: str) -> str:
    """On the path, or where Debian puts servers."""
    path = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"))
    return shutil.which(name, path=path) or name


def _quick_place() -> str | None:
    """Memory where there is enough: making a table waits for the disk whatever the settings say."""
    if MEMORY.is_dir() and os.access(MEMORY, os.W_OK):
        return str(MEMORY) if shutil.disk_usage(MEMORY).free > ROOM else None
    return None


def _answers(socket: Path) -> bool:
    if not socket.exists():
        return False
    from ristretto.db.mariadb.server import session
    from ristretto.db.mariadb.settings import Server
    from ristretto.errors import DatabaseUnavailable

    try:
        with session(Server("", "root", socket=str(socket))) as opened:
            return bool(opened.run("SELECT 1"))
    except DatabaseUnavailable:
        return False


def _free_port() -> int:
    import socket

    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _stop() -> None:
    process: subprocess.Popen[bytes] = _server["process"]
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(WAIT_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    shutil.rmtree(_server["folder"], ignore_errors=True)
    os.environ.pop(SOCKET, None)
    _server.clear()


def all_rows(site: Any) -> dict[str, list[Any]]:
    """{table: its rows in a fixed order} of what is committed."""
    from ristretto.db import dialects, pool

    connection = pool.checkout(site)
    execute = connection.execute
    tables = dialects.of(connection.dialect).tables(execute)
    found = {table: sorted(execute(f"SELECT * FROM `{table}`"), key=repr) for table in tables}
    pool.checkin(connection)
    return found
