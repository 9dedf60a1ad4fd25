"""PDFs are drawn in the slow process, several at once; the quick ones never load what draws them."""

from __future__ import annotations

import http.client
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode

import pytest
from running_processes import Running, configure, family

DRAW = "process_probe.views.draw"
PRINT = "frappe.utils.print_format"


@pytest.fixture(autouse=True)
def patient(own_sites: Path) -> None:
    """The first print loads a library, which takes its time on a busy machine."""
    configure(own_sites, http_timeout=60)


def drawing(server: Running) -> set[int]:
    """The processes of a server that hold the library which draws text."""
    return {
        pid
        for pid in family(server.process.pid)
        if "libpango" in Path(f"/proc/{pid}/maps").read_text()
    }


def pdf(server: Running, function: str, **arguments: str) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    path = f"/api/method/{PRINT}.{function}?{urlencode(arguments)}"
    connection.request("GET", path, headers={"Cookie": f"sid={server.cookies['sid']}"})
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    assert (answer.status, answer.headers["Content-Type"]) == (200, "application/pdf"), content
    return content


def test_four_prints_at_once(server: Running) -> None:
    """Each is a whole file, and only the slow process has loaded the library."""
    name = server.call("POST", "/api/resource/ToDo", {"description": "printed"}).body["data"][
        "name"
    ]
    several = {"doctype": "ToDo", "name": f'["{name}", "{name}"]'}
    with ThreadPoolExecutor(4) as threads:
        single = [
            threads.submit(pdf, server, "download_pdf", doctype="ToDo", name=name) for _ in range(8)
        ]
        double = [threads.submit(pdf, server, "download_multi_pdf", **several) for _ in range(4)]
    files = [each.result() for each in (*single, *double)]
    assert all(each.startswith(b"%PDF-") and b"%%EOF" in each[-10:] for each in files)
    slow = server.get("process_probe.views.spin", seconds=0)["pid"]
    assert drawing(server) == {slow}


def test_a_print_that_nobody_declared(server: Running) -> None:
    """A reading function of an app that comes upon a PDF starts anew in the slow process."""
    slow = server.get("process_probe.views.spin", seconds=0)["pid"]
    drawn = server.get(DRAW, text="undeclared")
    assert drawn["pid"] == slow
    assert drawn["size"] > 1000
    assert drawing(server) == {slow}


def test_a_print_for_a_message(server: Running) -> None:
    """A message with a print of its record is written where PDFs are drawn."""
    name = server.call("POST", "/api/resource/ToDo", {"description": "mailed"}).body["data"]["name"]
    values = {"doctype": "ToDo", "name": name, "content": "x", "subject": "x"}
    values |= {"recipients": "a@example.com", "send_email": 1, "print_format": "Standard"}
    server.post("frappe.core.doctype.communication.email.make", **values)
    slow = server.get("process_probe.views.spin", seconds=0)["pid"]
    assert drawing(server) == {slow}
