"""Decides how quick requests are measured beside slow ones: a report of a million rows and four PDFs or exports.

`./iso benchmark --beside-slow` runs it. A caller asks for something quick fifty times a second, first alone, then
while five others keep slow work going; what counts is how long the quick answers take, and on how busy a machine.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from benchmarks import data, processes
from benchmarks.processes import Memory, Server

REPORT, EXPORT = "A million rows", "Rows to export"
ROWS, EXPORTED, BESIDE = 1_000_000, 50_000, 4
PAUSE = 0.02
NUMBERS = (
    "with recursive n(i) as (select 1 union all select i + 1 from n where i < {0}) "
    "select i as number, 'row ' || i as title from n"
)
WHAT = {"PDFs": " of a procedure", "exports": f" of {EXPORTED:,} rows to Excel"}
QUICK = {
    "ping": "/api/method/ping",
    "list, 20 rows": "/api/resource/User?limit_page_length=20&fields=%5B%22*%22%5D",
}


@dataclass
class Times:
    """Milliseconds of the answers to one kind of request, and what went wrong."""

    values: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def percentile(self, percent: float) -> float:
        ordered = sorted(self.values)
        return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))] if ordered else 0.0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=20.0, help="length of each measure (20)")
    seconds = parser.parse_args().seconds
    with tempfile.TemporaryDirectory(prefix="iso-benchmark-") as folder:
        sites = processes.make_bench(Path(folder))
        words = ("--admin-password", data.PASSWORD, "--install-app", "iso_qms")
        processes.run(sites, "new-site", processes.SITE, *words)
        data.fill(sites, 1)
        procedure = data.own_drafts(sites)[0]
        port = processes.free_port()
        server, _ready = processes.start_site(sites, port)
        try:
            return measure(server, port, seconds, procedure)
        finally:
            server.stop()


def measure(server: Server, port: int, seconds: float, procedure: str) -> int:
    cookie = sign_in(port)
    make_report(port, cookie, REPORT, ROWS)
    make_report(port, cookie, EXPORT, EXPORTED)
    before = server.memory()
    busy = os.getloadavg()[0]
    alone = quick(port, cookie, min(seconds, 5.0))
    print(f"load of the machine before the measure: {busy:.1f} on {os.cpu_count()} processors")
    show_memory("alone", before)
    errors = False
    for what, path in {"PDFs": pdf_path(procedure), "exports": export_path()}.items():
        slow, beside, during = together(server, port, cookie, seconds, path)
        show(alone, beside, slow, what)
        show_memory(f"beside four {what}", during)
        errors |= any(times.errors for times in (*beside.values(), *slow))
    return int(errors)


def together(
    server: Server, port: int, cookie: str, seconds: float, path: str
) -> tuple[list[Times], dict[str, Times], Memory]:
    """Times of the report and of four callers of `path`, times of the quick requests meanwhile, and the memory."""
    stop = threading.Event()
    slow = [Times() for _ in range(1 + BESIDE)]
    threads = [
        threading.Thread(target=keep_asking, args=(port, cookie, each, times, stop), daemon=True)
        for each, times in zip([run_path(), *[path] * BESIDE], slow, strict=True)
    ]
    for thread in threads:
        thread.start()
    time.sleep(2)  # the slow process has started and is at work
    beside = quick(port, cookie, seconds)
    during = server.memory()
    stop.set()
    for thread in threads:
        thread.join(timeout=120)
    return slow, beside, during


def quick(port: int, cookie: str, seconds: float) -> dict[str, Times]:
    """Each kind of quick request in turn, over one kept connection."""
    found = {name: Times() for name in QUICK}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        for name, path in QUICK.items():
            ask(connection, cookie, path, found[name])
            time.sleep(PAUSE)
    return found


def keep_asking(port: int, cookie: str, path: str, times: Times, stop: threading.Event) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=180)
    while not stop.is_set():
        ask(connection, cookie, path, times)


def ask(connection: http.client.HTTPConnection, cookie: str, path: str, times: Times) -> None:
    started = time.perf_counter()
    connection.request("GET", path, headers={"Cookie": cookie, "Accept": "application/json"})
    answer = connection.getresponse()
    text = b""
    while part := answer.read(1 << 20):
        text = text or part[:300]
    if answer.status == 200:
        times.values.append((time.perf_counter() - started) * 1000)
    else:
        times.errors.append(f"{answer.status} {text!r}")


def run_path() -> str:
    return f"/api/method/frappe.desk.query_report.run?{urlencode({'report_name': REPORT})}"


def export_path() -> str:
    query = urlencode({"report_name": EXPORT, "file_format_type": "Excel"})
    return f"/api/method/frappe.desk.query_report.export_query?{query}"


def pdf_path(procedure: str) -> str:
    query = urlencode({"doctype": data.DOCTYPE, "name": procedure})
    return f"/api/method/frappe.utils.print_format.download_pdf?{query}"


def make_report(port: int, cookie: str, name: str, rows: int) -> None:
    columns = (
        {"fieldname": "number", "fieldtype": "Int"},
        {"fieldname": "title", "fieldtype": "Data"},
    )
    values = {
        "report_name": name,
        "ref_doctype": "User",
        "report_type": "Query Report",
        "is_standard": "No",
        "query": NUMBERS.format(rows),
        "columns": [{**column, "label": column["fieldname"], "width": 100} for column in columns],
    }
    send(port, "/api/resource/Report", values, cookie)


def sign_in(port: int) -> str:
    body = {"usr": "Administrator", "pwd": data.PASSWORD}
    for line in send(port, "/api/method/login", body, ""):
        if line.startswith("sid="):
            return line.split(";", 1)[0]
    raise processes.Failed("sign-in gave no session")


def send(port: int, path: str, values: dict[str, object], cookie: str) -> list[str]:
    """The Set-Cookie lines of a POST that must succeed."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Content-Type": "application/json", "Cookie": cookie}
    connection.request("POST", path, json.dumps(values), headers)
    answer = connection.getresponse()
    text = answer.read()
    if answer.status != 200:
        raise processes.Failed(f"{path} answered {answer.status}: {text[:500]!r}")
    return answer.headers.get_all("Set-Cookie") or []


def show(alone: dict[str, Times], beside: dict[str, Times], slow: list[Times], what: str) -> None:
    print(
        f"\n{'milliseconds':20}{'alone: p50':>12}{'p95':>8}{'beside: p50':>14}{'p95':>8}{'p99':>8}{'max':>8}"
    )
    for name, times in beside.items():
        quiet = alone[name]
        print(
            f"{name:20}{quiet.percentile(50):12.1f}{quiet.percentile(95):8.1f}"
            f"{times.percentile(50):14.1f}{times.percentile(95):8.1f}"
            f"{times.percentile(99):8.1f}{max(times.values, default=0):8.1f}"
        )
    report, others = slow[0], [value for times in slow[1:] for value in times.values]
    print(f"slow work meanwhile: {len(report.values)} reports of {ROWS:,} rows", end=", ")
    print(f"{len(others)} {what}{WHAT.get(what, '')}")
    for times in (*beside.values(), *slow):
        for error in times.errors[:1]:
            print(f"{len(times.errors)} errors, first: {error}")


def show_memory(word: str, memory: Memory) -> None:
    print(f"memory, {word}: {memory.shared:.0f} MiB (PSS) in {memory.processes} processes")


if __name__ == "__main__":
    sys.exit(main())
