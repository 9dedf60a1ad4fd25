"""An import whose worker is killed goes on in the next one: no record is missing and none is there twice."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import Any

import frappe
from ristretto.context import Site
from ristretto.db import pool
from ristretto.db.connect import connected
from running_processes import Running, Start, wait_until
from site_fixtures import SITE_NAME

REVIEW = "frappe.core.doctype.data_import.review"
START = "frappe.core.doctype.data_import.data_import.form_start_import"
LINES = 2500


def make_import(server: Running) -> str:
    text = "Description\n" + "".join(f"line {number}\n" for number in range(LINES))
    file = {"file_name": "lines.csv", "content": text, "is_private": 1}
    url = server.call("POST", "/api/resource/File", file).body["data"]["file_url"]
    values = {
        "reference_doctype": "ToDo",
        "import_type": "Insert New Records",
        "import_file": url,
    }
    return str(server.call("POST", "/api/resource/Data%20Import", values).body["data"]["name"])


def progress(server: Running, name: str) -> dict[str, Any]:
    return dict(server.get(f"{REVIEW}.get_progress", data_import=name))


def test_a_killed_import_goes_on(start: Start, own_sites: Path) -> None:
    """kill -9 in the middle: what was stored stays, the rest follows, each line once."""
    server = start("serve")
    server.sign_in()
    name = make_import(server)
    worker = start("worker")
    assert server.post(START, data_import=name) is True
    wait_until(lambda: progress(server, name)["success"] > 0, "it began", worker)
    worker.stop(signal.SIGKILL)
    assert 0 < progress(server, name)["success"] < LINES

    other = start("worker")
    wait_until(lambda: progress(server, name)["status"] == "Success", "the other ended it", other)
    with connected(Site(SITE_NAME, own_sites)):
        lines = frappe.get_all("ToDo", {"description": ("like", "line %")}, pluck="description")
    pool.close_all()
    assert sorted(lines) == sorted(f"line {number}" for number in range(LINES))
    assert progress(server, name)["success"] == LINES
