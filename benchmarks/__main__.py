"""Decides the order of a measurement: make or copy a site, start it, load it, print, leave nothing.

`./iso benchmark` runs it. All files are in a temporary folder that is removed at the end; the filled site
it starts from is kept (see `filled.py`).
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sqlite3
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import data, filled, imports, measures, million, processes, table
from benchmarks.client import Load, NoCompiler, Result, Unanswered, sign_in
from benchmarks.databases import MariaDb, Sqlite
from benchmarks.measures import MEASURES, Measure, People

PROCEDURES, FULL = 2_000, 45_000
SECONDS = 2.0
DEMO = processes.ROOT / "fixtures" / "quang_ninh"
CONNECTIONS = (1, 8)
Results = dict[str, list[Result]]


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./iso benchmark", description=__doc__.splitlines()[0])
    parser.add_argument("--full", action="store_true", help=f"{FULL:,} procedures")
    parser.add_argument("--procedures", type=int, help=f"how many procedures ({PROCEDURES:,})")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="length of one measure (2)")
    parser.add_argument("--mariadb", action="store_true", help="measure on MariaDB too")
    parser.add_argument("--only", default="", help="measures whose name holds this text")
    return parser.parse_args()


def main() -> int:
    arguments = parse()
    count = arguments.procedures or (FULL if arguments.full else PROCEDURES)
    print_machine(count)
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="iso-benchmark-") as folder:
        try:
            failed = Run(Path(folder), count, arguments.seconds, arguments.only).all(
                mariadb=arguments.mariadb
            )
            if arguments.full and not arguments.only:
                million.run(Path(folder) / "million")
                imports.run(Path(folder) / "imports")
        except (processes.Failed, Unanswered, NoCompiler) as problem:
            print(problem, file=sys.stderr)
            return 1
    print(f"\n{time.monotonic() - started:.0f} s in all")
    return 1 if failed else 0


class Run:
    """One measurement from start to end."""

    def __init__(self, folder: Path, count: int, seconds: float, only: str) -> None:
        self.folder, self.count, self.seconds, self.only = folder, count, seconds, only
        self.load = Load(folder)
        self.port = processes.free_port()

    def all(self, *, mariadb: bool) -> bool:
        """Print everything; True when a request was answered with an error."""
        if not self.only:
            self.first_start()
        everything = [*self.on_sqlite(), *(self.on_mariadb() if mariadb else ())]
        return any(
            result.errors for results in everything for pair in results.values() for result in pair
        )

    def on_sqlite(self) -> list[Results]:
        """All measures with durable commits, the bare queries, and the writes with NORMAL."""
        sites = self.site(Sqlite())
        full = self.served(sites, [m for m in MEASURES if self.is_wanted(m)], "F")
        bare = self.bare(sites)
        filled.configure(sites, {"sqlite_synchronous": "NORMAL"})
        print("\n· the writes again, with synchronous NORMAL", flush=True)
        normal = self.served(sites, [m for m in MEASURES if m.writes and self.is_wanted(m)], "N")
        table.print_results(Sqlite.title, full)
        table.print_results("SQLite, synchronous NORMAL", normal)
        table.print_bare(bare, full)
        return [full, bare, normal]

    def on_mariadb(self) -> list[Results]:
        """The same measures on a server of our own."""
        database = MariaDb()
        print("\n· on MariaDB", flush=True)
        try:
            sites = self.site(database)
            results = self.served(sites, [m for m in MEASURES if self.is_wanted(m)], "D")
        finally:
            database.stop()
        table.print_results(database.title, results)
        return [results]

    def site(self, database: Sqlite) -> Path:
        """The `sites` folder of a bench with the filled site, and how long a migration of nothing takes."""
        sites, made, took = filled.copy_into(self.folder / database.key, self.count, database)
        table.print_filling(made, took, self.count)
        processes.run(sites, "--site", processes.SITE, "migrate")
        migrate = processes.run(sites, "--site", processes.SITE, "migrate")
        print(f"migrate, nothing to do    {migrate:6.2f} s")
        return sites

    def is_wanted(self, measure: Measure) -> bool:
        return self.only in measure.name

    def first_start(self) -> None:
        """What `./iso run` does, with env/ and the desk already there."""
        sites = processes.make_bench(self.folder / "first")
        made = processes.run(
            sites, "new-site", processes.SITE, "--admin-password", data.PASSWORD,
            "--install-app", "iso_qms",
        )  # fmt: skip
        demo = processes.run(sites, "--site", processes.SITE, "load-demo", str(DEMO))
        server, ready = processes.start_site(sites, self.port)
        server.stop()
        table.print_first_start(made, demo, ready)

    def served(self, sites: Path, wanted: list[Measure], letter: str) -> Results:
        """Start the site, run the measures, say what the server took of memory."""
        server, ready = processes.start_site(sites, self.port)
        try:
            before = server.memory()
            people = People(
                sign_in(self.port, data.SECRETARY, data.PASSWORD),
                sign_in(self.port, data.OFFICER, data.PASSWORD),
                data.own_drafts(sites, "QT-"),
                self.seconds,
                letter,
                lambda code: data.own_drafts(sites, code),
            )
            results = {each.name: self.loaded(server, each, people) for each in wanted}
            table.print_server(ready, before, server.memory())
        finally:
            server.stop()
        return results

    def loaded(self, server: processes.Server, each: Measure, people: People) -> list[Result]:
        """One result per number of connections."""
        print(f"· {each.name} …", flush=True)
        results = []
        for connections in CONNECTIONS:
            streams = [each.make(people, number, connections) for number in range(connections)]
            before = server.cpu()
            result = self.load.measure(self.port, streams, self.seconds)
            result.cpu = (server.cpu() - before) * 1000 / max(1, result.answers)
            results.append(result)
        return results

    def bare(self, sites: Path) -> Results:
        """The queries of list and get behind nothing but a function, in as many processes."""
        told = {
            "database": str(next((sites / processes.SITE).glob("*.db"))),
            "names": data.own_drafts(sites, "QT-"),
            "list": data.list_statement(sites),
            "get": data.get_statements(sites),
        }
        statements = self.folder / "statements.json"
        statements.write_text(json.dumps(told), encoding="utf-8")
        command = [sys.executable, "-m", "benchmarks.bare", str(self.port), str(statements)]
        server = processes.Server(
            [*command, str(processes.WEB_PROCESSES)], processes.ROOT, self.folder / "bare.log"
        )
        nobody = People("", "", [], self.seconds, "", lambda _code: [])
        try:
            server.wait(self.port, "/list")
            return {
                each.name: self.loaded(server, each, nobody)
                for each in (measures.BARE_LIST, measures.BARE_GET)
            }
        finally:
            server.stop()


def print_machine(count: int) -> None:
    print(
        f"{data.AGENCIES} agencies, {count:,} procedures with {data.STEPS} steps; {os.cpu_count()} cores; "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version} (WAL); "
        f"{processes.WEB_PROCESSES} web processes and the job process"
    )


if __name__ == "__main__":
    sys.exit(main())
