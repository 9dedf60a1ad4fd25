"""Requests to another service: what comes back, what is raised, and the log that survives."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import frappe
import pytest
import requests
from frappe.integrations.utils import (
    create_request_log,
    json_handler,
    make_delete_request,
    make_get_request,
    make_patch_request,
    make_post_request,
    make_put_request,
)


class Echo(BaseHTTPRequestHandler):
    """Answers by path: JSON of what was asked, form values, text, nothing, or a refusal."""

    def answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        kind, content = {
            "/form": ("text/plain; charset=utf-8", "a=1&b=2"),
            "/text": ("text/html", "words"),
            "/empty": ("", ""),
        }.get(self.path, ("application/json", json.dumps({"verb": self.command, "body": body})))
        self.send_response(418 if self.path == "/no" else 200)
        if kind:
            self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content.encode())

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = answer

    def log_message(self, *_arguments: Any) -> None:
        """Tests stay quiet."""


@pytest.fixture(scope="module")
def service() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Echo)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_each_verb(ctx: Any, service: str) -> None:
    """The verbs arrive; JSON, form values and text are read by their type."""
    for call, verb in (
        (make_get_request, "GET"),
        (make_post_request, "POST"),
        (make_put_request, "PUT"),
        (make_patch_request, "PATCH"),
        (make_delete_request, "DELETE"),
    ):
        assert call(f"{service}/json")["verb"] == verb

    assert make_post_request(f"{service}/json", json={"x": 1})["body"] == '{"x": 1}'
    assert make_get_request(f"{service}/form") == {"a": ["1"], "b": ["2"]}
    assert make_get_request(f"{service}/text") == "words"
    assert make_get_request(f"{service}/empty") is None


def test_a_refusal_is_logged_and_raised(ctx: Any, service: str) -> None:
    """An answer with an error status is an exception, and an Error Log."""
    before = frappe.db.count("Error Log")
    with pytest.raises(requests.HTTPError):
        make_get_request(f"{service}/no")

    assert frappe.db.count("Error Log") == before + 1


def test_log_of_a_request(ctx: Any) -> None:
    """The log holds what was sent, about what, and then what came of it."""
    log = create_request_log(
        {"reference_doctype": "User", "reference_docname": "Guest", "n": 1}, "Remote", "Bank"
    )
    log.update_status({"step": 2}, "Authorized")
    log.handle_success({"paid": True})

    log.reload()
    assert (log.integration_request_service, log.is_remote_request, log.status) == (
        "Bank",
        1,
        "Completed",
    )
    assert (log.reference_doctype, log.reference_docname) == ("User", "Guest")
    assert json.loads(log.data)["step"] == 2
    log.handle_failure("no money")
    assert frappe.db.get_value("Integration Request", log.name, "status") == "Failed"
    log.delete()
    frappe.db.commit()


def test_json_of_dates() -> None:
    """Dates become text, other objects are refused."""
    from datetime import date

    assert json.dumps({"d": date(2026, 1, 2)}, default=json_handler) == '{"d": "2026-01-02"}'
    with pytest.raises(TypeError):
        json_handler(object())
