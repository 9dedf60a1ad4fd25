"""Decides how imports are measured: 50,000 lines into a plain form and into procedures, as a job does them.

`./iso benchmark --full` ends with it, `env/bin/python -m benchmarks.imports` runs it alone. The file is a CSV file
with dates, numbers, a choice and a link on every line; the import runs as a secretary, with the rules of a save by
hand, in batches that commit with their log.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import frappe
from ristretto.context import Site
from ristretto.db import pool
from ristretto.db.connect import connected

from benchmarks import data, processes

LINES = 50_000
AIM_SECONDS = 120.0
FORM = "Benchmark Import"
FIELDS = (
    ("title", "Data", None),
    ("status", "Select", "New\nOpen\nDone"),
    ("received_on", "Date", None),
    ("agency", "Link", "ISO Agency"),
    ("fee", "Currency", None),
    ("hours", "Int", None),
    ("note", "Small Text", None),
)


def make_form() -> None:
    rights = dict.fromkeys(("read", "write", "create", "import"), 1)
    fields = [
        {"fieldname": name, "label": name, "fieldtype": kind, "options": options}
        for name, kind, options in FIELDS
    ]
    frappe.get_doc(
        {
            "doctype": "DocType",
            "name": FORM,
            "module": "ISO Procedures",
            "custom": 1,
            "autoname": "format:NK-{######}",
            "allow_import": 1,
            "fields": fields,
            "permissions": [
                {"role": role, **rights} for role in ("System Manager", "ISO Secretary")
            ],
        }
    ).insert()


def plain_lines(agency: str) -> str:
    head = ",".join(name for name, _kind, _options in FIELDS)
    lines = (
        f"Hồ sơ số {n},Open,{1 + n % 28:02}/{1 + n % 12:02}/2026,{agency},{n * 1000},{n % 40},Ghi chú {n}"
        for n in range(LINES)
    )
    return "\n".join((head, *lines))


def procedure_lines(agency: str) -> str:
    lines = (
        f"{agency},QT-NK-{n},Quy trình số {n},Internal,{1 + n % 30},Days" for n in range(LINES)
    )
    return "\n".join(("agency,code,title,procedure_kind,time_limit,time_unit", *lines))


def run_one(site: Site, user: str, doctype: str, text: str) -> tuple[float, dict[str, Any]]:
    """Seconds of the job, and how it ended."""
    with connected(site, user, mode="write") as context:
        file = {
            "doctype": "File",
            "file_name": f"{frappe.scrub(doctype)}.csv",
            "content": text,
            "is_private": 1,
        }
        values = {"reference_doctype": doctype, "import_type": "Insert New Records"}
        url = frappe.get_doc(file).insert().file_url
        doc = frappe.get_doc({"doctype": "Data Import", "import_file": url, **values}).insert()
        context.db.commit()
    from frappe.core.doctype.data_import import data_import as calls

    with connected(site, user):
        started = time.monotonic()
        calls.start_import(doc.name)
        taken = time.monotonic() - started
        return taken, calls.get_import_status(doc.name)


def run(folder: Path) -> None:
    """Print the seconds of both imports."""
    folder.mkdir(parents=True, exist_ok=True)
    sites = processes.make_bench(folder)
    words = ("--admin-password", data.PASSWORD, "--install-app", "iso_qms")
    processes.run(sites, "new-site", processes.SITE, *words)
    site = Site(processes.SITE, sites)
    with connected(site, mode="write") as context:
        data.make_people()
        make_form()
        context.db.commit()
    agency = data.COMMUNES[0]
    print(f"\nImports of {LINES:,} lines on SQLite (aim for a plain form: {AIM_SECONDS:.0f} s)")
    for doctype, text in ((FORM, plain_lines(agency)), ("ISO Procedure", procedure_lines(agency))):
        taken, outcome = run_one(site, data.SECRETARY, doctype, text)
        print(
            f"  {doctype:<18} {taken:6.1f} s  {outcome['status']}, {outcome.get('failed', 0)} refused"
        )
    pool.close_all()


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="iso-benchmark-") as folder:
        run(Path(folder))
    return 0


if __name__ == "__main__":
    sys.exit(main())
