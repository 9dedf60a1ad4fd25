"""Decides the order of a measurement: make a site, start it twice, fill it, load it, print, leave nothing.

`./iso benchmark` runs it. All files are in a temporary folder that is removed at the end.
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

from benchmarks import data, processes
from benchmarks.client import Result, Unanswered, measure, sign_in
from benchmarks.measures import BARE, MEASURES, Measure, People

PROCEDURES, FULL = 2_000, 45_000
SECONDS = 2.0
DEMO = processes.ROOT / "fixtures" / "quang_ninh"
WARM_UP = 0.3
CONNECTIONS = (1, 8)


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./iso benchmark", description=__doc__.splitlines()[0])
    parser.add_argument("--full", action="store_true", help=f"{FULL:,} procedures (long)")
    parser.add_argument("--procedures", type=int, help=f"how many procedures ({PROCEDURES:,})")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="length of one measure (2)")
    return parser.parse_args()


def main() -> int:
    arguments = parse()
    count = arguments.procedures or (FULL if arguments.full else PROCEDURES)
    print_machine(count)
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="iso-benchmark-") as folder:
        try:
            failed = run(Path(folder), count, arguments.seconds)
        except (processes.Failed, Unanswered) as problem:
            print(problem, file=sys.stderr)
            return 1
    print(f"\n{time.monotonic() - started:.0f} s in all")
    return 1 if failed else 0


def run(folder: Path, count: int, seconds: float) -> bool:
    """Everything on one site; True when a request was answered with an error."""
    sites = processes.make_bench(folder)
    port = processes.free_port()
    made, loaded_in, first = start_first(sites, port)
    filled = timed_fill(sites, count)
    server, second = processes.start_site(sites, port)
    try:
        print_start(made, loaded_in, first, second)
        print(f"filled through documents  {filled:6.1f} s ({count / filled:.0f} procedures/s)")
        memory_before = server.memory()
        secretary = sign_in(port, data.SECRETARY, data.PASSWORD)
        officer = sign_in(port, data.OFFICER, data.PASSWORD)
        people = People(secretary, officer, data.own_names(sites))
        results = {each.name: loaded(port, each, people, seconds) for each in MEASURES}
        memory_after = server.memory()
    finally:
        server.stop()
    results[BARE.name] = bare(folder, sites, people, seconds)
    print_results(results)
    print(f"\nmemory of the server: {memory_before:.0f} MiB at start, {memory_after:.0f} MiB after")
    return any(result.errors for pair in results.values() for result in pair)


def start_first(sites: Path, port: int) -> tuple[float, float, float]:
    """Seconds to make the site with the app, to load the demo, and from there until it answers."""
    made = processes.run(
        sites, "new-site", processes.SITE, "--admin-password", data.PASSWORD,
        "--install-app", "iso_qms",
    )  # fmt: skip
    demo = processes.run(sites, "--site", processes.SITE, "load-demo", str(DEMO))
    server, ready = processes.start_site(sites, port)
    server.stop()
    return made, demo, ready


def timed_fill(sites: Path, count: int) -> float:
    started = time.monotonic()
    data.fill(sites, count)
    return time.monotonic() - started


def loaded(port: int, each: Measure, people: People, seconds: float) -> list[Result]:
    """One result per number of connections, after a short warm-up."""
    print(f"· {each.name} …", flush=True)
    results = []
    for connections in CONNECTIONS:
        calls = [each.make(people, number, connections) for number in range(connections)]
        if each.is_warmed:
            measure(port, calls, WARM_UP)
        results.append(measure(port, calls, seconds))
    return results


def bare(folder: Path, sites: Path, people: People, seconds: float) -> list[Result]:
    """The same list query behind nothing but a WSGI function."""
    sql, params = data.list_statement(sites)
    database = next((sites / processes.SITE).glob("*.db"))
    statement = folder / "statement.json"
    statement.write_text(
        json.dumps({"database": str(database), "sql": sql, "params": params}), encoding="utf-8"
    )
    port = processes.free_port()
    command = [sys.executable, "-m", "benchmarks.bare", str(port), str(statement)]
    server = processes.Server(command, processes.ROOT, folder / "bare.log")
    try:
        server.wait(port, "/")
        return loaded(port, BARE, people, seconds)
    finally:
        server.stop()


def print_machine(count: int) -> None:
    print(
        f"{count:,} procedures; {os.cpu_count()} cores; Python {platform.python_version()}, "
        f"SQLite {sqlite3.sqlite_version} (WAL, synchronous FULL); one server process, two threads"
    )


def print_start(made: float, demo: float, first: float, second: float) -> None:
    """What `./iso run` does, with env/ and the desk already there."""
    print(f"first start               {made + demo + first:6.1f} s, of which")
    print(f"  site made, app installed{made:6.1f} s")
    print(f"  demo province loaded    {demo:6.1f} s")
    print(f"  server ready            {first:6.1f} s")
    print(f"second start              {second:6.1f} s")


def print_results(results: dict[str, list[Result]]) -> None:
    print(f"\n{'':41}{'1 connection':^30}{'8 connections':^30}")
    heads = f"{'req/s':>10}{'p50 ms':>10}{'p95 ms':>10}"
    print(f"{'':41}{heads}{heads}")
    for name, pair in results.items():
        print(f"{name:41}{''.join(columns(result) for result in pair)}")
    for name, pair in results.items():
        for result in pair:
            if result.errors:
                print(f"{len(result.errors)} errors in {name!r}, first: {result.errors[0]}")
    own, least = results[MEASURES[0].name], results[BARE.name]
    ratios = [f"{least[i].rate / own[i].rate:.1f}" for i in range(2) if own[i].rate]
    print(f"\nbare WSGI answers {' and '.join(ratios)} times as many lists as the whole runtime")


def columns(result: Result) -> str:
    p50, p95 = result.percentile(50), result.percentile(95)
    return f"{result.rate:10.0f}{p50:10.2f}{p95:10.2f}"


if __name__ == "__main__":
    sys.exit(main())
