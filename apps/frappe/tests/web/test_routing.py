"""Paths and verbs (observed rows A, B, AD): status and error class, and that nothing ends in a
500."""

from __future__ import annotations

import pytest
from web_world import World

# (row, method, path, status, error class)
TABLE = [
    ("A30d", "GET", "/api/method/ping", 200, None),
    ("A30e", "GET", "/api/v2/method/ping", 200, None),
    ("A30f", "GET", "/api/method/frappe.ping", 200, None),
    ("A30g", "GET", "/api/method/frappe.client.get_time_zone", 200, None),
    ("A400", "OPTIONS", "/api/method/frappe.auth.get_logged_user", 200, None),
    ("A401", "HEAD", "/api/method/frappe.auth.get_logged_user", 403, None),
    ("A403", "HEAD", "/api/resource/ToDo", 200, None),
    ("A408", "PATCH", "/api/resource/ToDo/x", 404, "DoesNotExistError"),
    ("A409", "PUT", "/api/resource/ToDo", 405, "MethodNotAllowed"),
    ("A410", "DELETE", "/api/resource/ToDo", 405, "MethodNotAllowed"),
    ("A411", "PATCH", "/api/method/frappe.auth.get_logged_user", 403, "PermissionError"),
    ("A412", "TRACE", "/api/method/frappe.auth.get_logged_user", 403, "PermissionError"),
    ("A413", "FOO", "/api/method/frappe.auth.get_logged_user", 403, "PermissionError"),
    ("A414", "PUT", "/api/method/frappe.auth.get_logged_user", 200, None),
    ("A501", "GET", "/api/", 404, "DoesNotExistError"),
    ("A502", "GET", "/api/nope", 404, "DoesNotExistError"),
    ("A503", "GET", "/api/v3/method/ping", 404, "DoesNotExistError"),
    ("A504", "GET", "/api/v2", 404, None),
    ("A506", "GET", "/api/resource", 404, "DoesNotExistError"),
    ("A507", "GET", "/api/resource/", 404, "DoesNotExistError"),
    ("A508", "GET", "/api/resource/NoSuch", 404, "DoesNotExistError"),
    ("A509", "GET", "/api/v2/document/NoSuch", 404, None),
    ("A510", "GET", "/api/method", 404, "DoesNotExistError"),
    ("A511", "GET", "/api/method/", 404, "DoesNotExistError"),
    ("A512", "GET", "/api/method/nope", 417, "ValidationError"),
    ("A513", "GET", "/api/method/frappe.nope", 417, "ValidationError"),
    ("A514", "GET", "/api/method/frappe.client.nope", 417, "ValidationError"),
    ("A515", "GET", "/api/method/nomod.fn", 417, "ValidationError"),
    ("A516", "GET", "/api/method/frappe.utils.now", 403, "PermissionError"),
    ("A517", "GET", "/api/v2/method/frappe.utils.now", 403, None),
    ("A518", "GET", "/api/method/frappe.client.get_time_zone/extra/bits", 200, None),
    ("A521", "GET", "/api/resource/ToDo/", 200, None),
    ("A522", "GET", "/api/resource/ToDo/nope/", 404, "DoesNotExistError"),
    ("A527", "GET", "/api/resource/DocType/ToDo/fields", 404, "DoesNotExistError"),
    ("A529", "GET", "/api/method/ping/", 200, None),
    ("A60", "GET", "/api/method/frappe.client.insert?doc=%7B%7D", 403, "PermissionError"),
    ("A60b", "GET", "/api/v2/method/frappe.client.insert?doc=%7B%7D", 403, None),
    ("A60c", "GET", "/api/method/frappe.client.delete?doctype=ToDo&name=x", 403, "PermissionError"),
    ("A60e", "GET", "/api/method/frappe.client.get_time_zone?foo=1&_=123", 200, None),
    ("A60g", "GET", "/?cmd=frappe.auth.get_logged_user", 200, None),
    ("D20c", "GET", "/api/v2/method/NoSuch/foo", 404, None),
    ("os-path", "GET", "/api/method/os.system", 417, "ValidationError"),
    ("dunder", "GET", "/api/method/frappe.client.__builtins__", 403, "PermissionError"),
    ("nested-import", "GET", "/api/method/frappe.client.frappe.db.sql", 417, "ValidationError"),
    ("null-byte", "GET", "/api/resource/ToDo/a%00b", 404, "DoesNotExistError"),
    ("not-utf8", "GET", "/api/resource/ToDo/%ff%fe", 404, "DoesNotExistError"),
]
PAGES = [
    ("A500", "GET", "/api", 404),
    ("A406", "PUT", "/login", 404),
    ("A519", "GET", "/nosuchpage", 404),
    ("A523", "GET", "/private/files/none.txt", 403),
    ("A524", "GET", "/files/none.txt", 404),
    ("A525", "GET", "/backups/x.sql", 404),
    ("A526", "GET", "/assets/nope.js", 404),
    ("traversal", "GET", "/assets/frappe/../hooks.py", 404),
    ("traversal-coded", "GET", "/files/..%2f..%2fsite_config.json", 404),
]


@pytest.mark.parametrize(
    ("row", "method", "path", "status", "kind"), TABLE, ids=[r[0] for r in TABLE]
)
def test_status_of_a_path(
    world: World, row: str, method: str, path: str, status: int, kind: str | None
) -> None:
    """The signed-in manager's call ends as observed on stock."""
    answer = world.sys(method, path)
    assert answer.status_code == status, answer.text
    if kind:
        assert answer.json["exc_type"] == kind


@pytest.mark.parametrize(("row", "method", "path", "status"), PAGES, ids=[r[0] for r in PAGES])
def test_status_of_a_page(world: World, row: str, method: str, path: str, status: int) -> None:
    """A browser gets a page with the same status."""
    answer = world.sys(method, path, headers={"Accept": "text/html"})
    assert answer.status_code == status
    assert answer.mimetype == "text/html"


def test_an_address_without_end_is_refused(world: World) -> None:
    """414, before anything is parsed."""
    assert world.guest("GET", "/api/method/ping?x=" + "y" * 40_000).status_code == 414


def test_a_wrong_host_is_no_site(world: World) -> None:
    """A596: 404 without naming the sites that exist; the header decides over the Host (A597,
    A598)."""
    from ristretto.web.app import create_app
    from werkzeug.test import Client

    client = Client(create_app(world.site.sites_path))
    ping = "/api/method/ping"
    assert client.get(ping, headers={"Host": "elsewhere.example"}).status_code == 404
    assert client.get(ping, headers={"Host": "127.0.0.1:8000"}).status_code == 200
    named = {"Host": "elsewhere.example", "X-Frappe-Site-Name": world.site.name}
    assert client.get(ping, headers=named).status_code == 200
    assert (
        client.get(
            ping, headers={"Host": world.site.name, "X-Frappe-Site-Name": "../x"}
        ).status_code
        == 404
    )


def test_a_double_slash_in_front_is_one(world: World) -> None:
    """A530."""
    answer = world.guest("GET", "/", environ_overrides={"PATH_INFO": "//api/method/ping"})
    assert answer.json == {"message": "pong"}


def test_cmd_beats_the_path(world: World) -> None:
    """A60h, A60i: in JSON, on any path."""
    for path in ("/", "/api/resource/ToDo"):
        answer = world.sys("POST", path, json={"cmd": "ping"})
        assert answer.json == {"message": "pong"}


def test_a_body_over_the_limit_is_refused(world: World) -> None:
    """B14: 413 for any content type, and nothing is kept."""
    for kind in (
        "application/json",
        "application/x-www-form-urlencoded",
        "application/octet-stream",
    ):
        answer = world.sys(
            "POST", "/api/method/ping", data=b"x" * (26 * 1024 * 1024), content_type=kind
        )
        assert answer.status_code == 413, kind


def test_broken_json_is_the_callers_mistake(world: World) -> None:
    """B10: 400 with the place, in both versions; stock: 500."""
    for path in ("/api/resource/ToDo", "/api/v2/document/ToDo"):
        answer = world.sys("POST", path, data=b'{"a": ', content_type="application/json")
        assert answer.status_code == 400
        assert "JSON" in answer.text
        assert "Traceback" not in answer.json.get("exception", "")
