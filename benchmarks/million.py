"""Decides how reports over a million records are measured: groups, a pivot, and pages of a list.

`./iso benchmark --full` ends with it, `./iso benchmark --reports` runs it alone. The records are those of a form that
somebody makes in the desk (an agency, choices, dates, numbers, a text), written by one statement, with the indexes that
the form's own definition gives. What is asked is asked over HTTP, as the desk asks, by an officer who sees everything
and by a secretary who sees one agency of many.
"""

from __future__ import annotations

import argparse
import http.client
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import frappe
from ristretto.context import Site
from ristretto.db import pool
from ristretto.db.connect import connected

from benchmarks import data, processes
from benchmarks.client import sign_in

FORM = "Benchmark Dossier"
ROWS = 1_000_000
AIM_SECONDS = 2.0
TIMES = 5
PAGES = (0, 500_000, 999_900)
FIELDS = (
    ("agency", "Link", "ISO Agency", 1),
    ("channel", "Select", "Counter\nOnline\nPost", 0),
    ("status", "Select", "New\nOpen\nLate\nDone", 1),
    ("received_on", "Date", None, 1),
    ("fee", "Currency", None, 0),
    ("hours", "Float", None, 0),
    ("title", "Data", None, 0),
    ("note", "Text", None, 0),
)
FILL = """
WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {rows} - 1)
INSERT INTO `tab{form}` (`name`, `creation`, `modified`, `owner`, `modified_by`, `docstatus`, `idx`,
  `agency`, `channel`, `status`, `received_on`, `fee`, `hours`, `title`, `note`)
SELECT printf('HS-%07d', i), datetime('2024-01-01', '+' || i || ' minutes'),
  datetime('2024-01-01', '+' || i || ' minutes') || '.000000', 'Administrator', 'Administrator', 0, 0,
  printf('{province}%03d', 1 + i % {communes}),
  CASE i % 3 WHEN 0 THEN 'Counter' WHEN 1 THEN 'Online' ELSE 'Post' END,
  CASE i % 7 WHEN 0 THEN 'New' WHEN 1 THEN 'Open' WHEN 2 THEN 'Late' ELSE 'Done' END,
  date('2024-01-01', '+' || (i % 700) || ' days'), (i % 20) * 5000, i % 40,
  'Hồ sơ số ' || i, 'Ghi chú của hồ sơ, một câu dài như người ta viết vào ô này.' FROM n
"""


def fill(sites: Path) -> float:
    """The form and its records; the seconds that writing them took."""
    with connected(Site(processes.SITE, sites), mode="write") as context:
        data.make_people()
        rights = dict.fromkeys(("read", "write", "create", "report", "export"), 1)
        roles = ("System Manager", "ISO Secretary", "ISO Provincial Officer")
        fields = [
            {"fieldname": name, "label": name, "fieldtype": kind, "options": options, "search_index": index}
            for name, kind, options, index in FIELDS
        ]  # fmt: skip
        frappe.get_doc(
            {
                "doctype": "DocType",
                "name": FORM,
                "module": "ISO Procedures",
                "custom": 1,
                "fields": fields,
                "permissions": [{"role": role, **rights} for role in roles],
            }
        ).insert()
        context.db.commit()
        started = time.monotonic()
        statement = FILL.format(
            rows=ROWS, form=FORM, province=data.PROVINCE, communes=len(data.COMMUNES)
        )
        context.db.execute(statement)
        context.db.commit()
        taken = time.monotonic() - started
    pool.close_all()
    return taken


def reports() -> dict[str, dict[str, Any]]:
    """What a Report record keeps, by the name that is printed."""
    count = {"function": "count"}
    figures = [count, {"function": "sum", "field": "fee"}, {"function": "avg", "field": "hours"}]
    status = {"field": "status"}
    return {
        "number by state": {"rows": [status], "values": [count]},
        "number, sum, mean by agency": {"rows": [{"field": "agency"}], "values": figures},
        "agency by state (pivot)": {
            "rows": [{"field": "agency"}],
            "across": status,
            "values": [count],
        },
        "month by channel, sum (pivot)": {
            "rows": [{"field": "received_on", "part": "month"}],
            "across": {"field": "channel"},
            "values": [figures[1]],
        },
    }


def report_path(summary: dict[str, Any]) -> str:
    asked = {"doctype": FORM, "settings": json.dumps({"summary": summary})}
    return f"/api/method/frappe.desk.report_builder.run?{urlencode(asked)}"


def page_path(start: int) -> str:
    asked = {"doctype": FORM, "fields": '["name","title","status"]', "start": start}
    return f"/api/method/frappe.desk.reportview.get?{urlencode({**asked, 'page_length': 100})}"


def seconds_of(port: int, cookie: str, path: str) -> float:
    """The middle one of several answers, in seconds. Raises Failed for a refusal."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    found = []
    for _turn in range(TIMES):
        started = time.perf_counter()
        connection.request("GET", path, headers={"Cookie": cookie, "Accept": "application/json"})
        answer = connection.getresponse()
        text = answer.read()
        if answer.status != 200:
            raise processes.Failed(f"{path} answered {answer.status}: {text[:400]!r}")
        found.append(time.perf_counter() - started)
    connection.close()
    return sorted(found)[TIMES // 2]


def measure(port: int) -> None:
    """Print the figures of both people."""
    people = {
        "officer": sign_in(port, data.OFFICER, data.PASSWORD),
        "secretary": sign_in(port, data.SECRETARY, data.PASSWORD),
    }
    print(f"\n{f'reports over {ROWS:,} records, seconds':44}{'officer':>10}{'secretary':>11}   aim")
    for name, summary in reports().items():
        taken = [seconds_of(port, cookie, report_path(summary)) for cookie in people.values()]
        print(f"{name:44}{taken[0]:10.2f}{taken[1]:11.3f}   {AIM_SECONDS:.1f}")
    for start in PAGES:
        taken = [
            seconds_of(port, cookie, page_path(start if who == "officer" else start // 226))
            for who, cookie in people.items()
        ]
        print(f"{f'100 rows from row {start:,}':44}{taken[0]:10.3f}{taken[1]:11.3f}")


def run(folder: Path) -> None:
    """A site of its own, filled, served, measured, stopped."""
    sites = processes.make_bench(folder)
    words = ("--admin-password", data.PASSWORD, "--install-app", "iso_qms")
    processes.run(sites, "new-site", processes.SITE, *words)
    print(f"· writing {ROWS:,} records: {fill(sites):.0f} s", flush=True)
    port = processes.free_port()
    server, _ready = processes.start_site(sites, port)
    try:
        measure(port)
    finally:
        server.stop()


def main() -> int:
    argparse.ArgumentParser(description=__doc__.splitlines()[0]).parse_args()
    with tempfile.TemporaryDirectory(prefix="iso-benchmark-") as folder:
        try:
            run(Path(folder))
        except processes.Failed as problem:
            print(problem, file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
