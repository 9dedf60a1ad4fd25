"""Signing in and out, cookies, CSRF, tokens (observed rows A01-A31)."""

from __future__ import annotations

import base64
from typing import Any

import frappe
import pytest
from ristretto.db.connect import connected
from web_world import NOBODY, OFF, PASSWORD, READER, SYS, World

LOGIN = "/api/method/login"
WHO = "/api/method/frappe.auth.get_logged_user"
REFUSED = [
    ("A05", {"usr": SYS, "pwd": "wrong"}, "Invalid login credentials"),
    ("A06", {"usr": "who@example.com", "pwd": "wrong"}, "Invalid login credentials"),
    ("A07", {"usr": OFF, "pwd": PASSWORD}, "User disabled or missing"),
    ("A07b", {"usr": OFF, "pwd": "wrong"}, "Invalid login credentials"),
    ("A08", {"usr": SYS}, "Incomplete login details"),
    ("A08b", {}, "Incomplete login details"),
    ("A11", {"usr": "sys", "pwd": PASSWORD}, "Invalid login credentials"),
    ("long", {"usr": SYS, "pwd": "x" * 600}, "The password is longer than a password can be"),
]


@pytest.mark.parametrize(("row", "body", "text"), REFUSED, ids=[r[0] for r in REFUSED])
def test_a_refused_login(world: World, row: str, body: dict[str, str], text: str) -> None:
    """401 with the sentence; no session cookie is handed out."""
    caller = world.browser()
    answer = caller("POST", LOGIN, json=body)
    assert (answer.status_code, answer.json["message"], answer.json["exc_type"]) == (
        401,
        text,
        "AuthenticationError",
    )
    assert caller("GET", WHO).status_code == 403


@pytest.mark.parametrize(
    "body", [{"json": {"usr": SYS, "pwd": PASSWORD}}, {"data": {"usr": SYS, "pwd": PASSWORD}}]
)
def test_a_login_by_json_or_form(world: World, body: dict[str, Any]) -> None:
    """A01, A02, A12."""
    caller = world.browser()
    answer = caller("POST", LOGIN, **body)
    assert answer.json == {"message": "Logged In", "home_page": "/app", "full_name": "sys"}
    assert caller("GET", WHO).json == {"message": SYS}


def test_other_ways_to_sign_in(world: World) -> None:
    """A03 cmd, A09 query, A11b letter case; version 2's own path works here (closed hole A10)."""
    pair = f"usr={SYS}&pwd={PASSWORD}"
    for method, path, body in (
        ("POST", "/", {"cmd": "login", "usr": SYS, "pwd": PASSWORD}),
        ("GET", f"{LOGIN}?{pair}", None),
        ("POST", LOGIN, {"usr": SYS.upper(), "pwd": PASSWORD}),
        ("POST", "/api/v2/method/login", {"usr": SYS, "pwd": PASSWORD}),
    ):
        caller = world.browser()
        options = {"json": body} if body else {}
        assert caller(method, path, **options).json["message"] == "Logged In"
        assert caller("GET", WHO).json == {"message": SYS}


def test_cookies_of_a_session(world: World) -> None:
    """HttpOnly sid with its length, four readable facts, all Lax; Secure only over https."""
    answer = world.browser()("POST", LOGIN, json={"usr": SYS, "pwd": PASSWORD})
    cookies = {line.split("=", 1)[0]: line for line in answer.headers.getlist("Set-Cookie")}
    assert set(cookies) == {"sid", "system_user", "full_name", "user_id", "user_image"}
    assert "Max-Age=612000" in cookies["sid"]
    assert "HttpOnly" in cookies["sid"]
    assert "sys%40example.com" in cookies["user_id"]
    assert "HttpOnly" not in cookies["user_id"]
    assert all("SameSite=Lax" in line and "Secure" not in line for line in cookies.values())


def test_a_website_user_has_no_desk(world: World) -> None:
    """A04, A30k."""
    caller = world.browser()
    answer = caller("POST", LOGIN, json={"usr": NOBODY, "pwd": PASSWORD})
    assert (answer.json["message"], answer.json["home_page"]) == ("No App", "/me")
    assert caller("GET", "/app").status_code == 403


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_logout_ends_the_session(world: World, method: str) -> None:
    """A17, A18: the shape of a guest's login, and the old sid is worth nothing."""
    caller = world.browser(SYS)
    sid = caller.client.get_cookie("sid").value
    assert caller(method, "/api/method/logout").json["full_name"] == "Guest"
    caller.client.set_cookie("sid", sid)
    assert caller("GET", WHO).status_code == 403


def test_an_unknown_session_goes_on_as_guest(world: World) -> None:
    """A19, A19b: with a mark in the answer."""
    caller = world.browser()
    caller.client.set_cookie("sid", "bogus")
    answer = caller("GET", "/api/method/ping")
    assert answer.json == {"session_expired": 1, "message": "pong"}


TOKENS = [
    # row, header, status
    ("A23", "token {key}:wrong", 401),
    ("A23b", "token wrong:{secret}", 401),
    ("A23c", "token nocolon", 401),
    ("A23d", "token", 403),
    ("A23e", "Digest x", 401),
    ("A23f", "TOKEN {key}:{secret}", 200),
    ("A23g", "Basic !!", 401),
    ("A23h", "token a b", 403),
    ("A22", "Basic {basic}", 200),
    ("A24", "Bearer x", 401),
    ("A21", "token {key}:{secret}", 200),
]


@pytest.mark.parametrize(("row", "header", "status"), TOKENS, ids=[r[0] for r in TOKENS])
def test_an_authorization_header(world: World, row: str, header: str, status: int) -> None:
    """Two words must lead to a user; one or three are ignored. A token answer still carries the
    guest's sid."""
    key, secret = world.tokens[SYS].removeprefix("token ").split(":")
    basic = base64.b64encode(f"{key}:{secret}".encode()).decode()
    text = header.format(key=key, secret=secret, basic=basic)
    answer = world.guest("GET", WHO, headers={"Authorization": text})
    assert answer.status_code == status, answer.text
    if status == 200:
        assert any(line.startswith("sid=Guest") for line in answer.headers.getlist("Set-Cookie"))


def test_keys_of_a_disabled_user_or_a_foreign_doctype(world: World) -> None:
    """A26b; A25: a source without keys is refused, stock runs into an SQL error."""
    assert world.guest("GET", WHO, headers={"Authorization": world.tokens[OFF]}).status_code == 401
    headers = {"Authorization": world.tokens[SYS], "Frappe-Authorization-Source": "ToDo"}
    assert world.guest("GET", WHO, headers=headers).status_code == 401


def test_a_cookie_session_wins_over_a_token(world: World) -> None:
    """A26."""
    caller = world.browser(READER)
    assert (
        caller("GET", WHO, headers={"Authorization": world.tokens[SYS]}).json["message"] == READER
    )


def test_csrf_is_asked_for_once_a_page_was_shown(world: World) -> None:
    """A13-A16c: an API session needs no token; after a page every unsafe verb needs it, reading
    does not."""
    caller = world.browser(SYS)
    body = {"description": "x"}
    assert caller("POST", "/api/resource/ToDo", json=body).status_code == 200
    token = csrf_of(world, caller)
    for method, path in (
        ("POST", "/api/resource/ToDo"),
        ("POST", WHO),
        ("DELETE", "/api/resource/ToDo/nope"),
        ("POST", "/api/v2/document/ToDo"),
    ):
        answer = caller(method, path, json=body)
        assert answer.status_code == 400
        assert "exception" not in (answer.json or {})
    assert (
        caller(
            "POST", "/api/resource/ToDo", json=body, headers={"X-Frappe-CSRF-Token": "wrong"}
        ).status_code
        == 400
    )
    assert (
        caller(
            "POST", "/api/resource/ToDo", json=body, headers={"X-Frappe-CSRF-Token": token}
        ).status_code
        == 200
    )
    form = {"doc": '{"doctype": "ToDo", "description": "y"}', "csrf_token": token}
    assert caller("POST", "/api/method/frappe.client.insert", data=form).status_code == 200
    assert caller("GET", "/api/resource/ToDo?limit=1").status_code == 200


def csrf_of(world: World, caller: Any) -> str:
    """The token that a desk page puts into the session."""
    from ristretto.db.connect import connected
    from ristretto.web import sessions

    caller("GET", "/app")
    with connected(world.site) as context:
        found = sessions.load(caller.client.get_cookie("sid").value)
        assert context
        assert found
        return str(found.data.csrf_token)


def test_language_of_messages(world: World) -> None:
    """A31: `_lang` beats the user's setting for a session, and the browser's header counts for
    tokens."""
    assert (
        world.sys(
            "GET", "/api/resource/Web Main/NOPE", headers={"Accept-Language": "en"}
        ).status_code
        == 404
    )


def test_a_password_that_is_too_old(world: World) -> None:
    """The right old password leads to the page for a new one, and signs nobody in."""
    with connected(world.site, mode="write") as context:
        frappe.db.set_single_value("System Settings", "force_user_to_reset_password", 30)
        frappe.db.set_value("User", READER, "last_password_reset_date", "2020-01-01")
        context.db.commit()
    caller = world.browser()
    answer = caller("POST", LOGIN, json={"usr": READER, "pwd": PASSWORD})
    with connected(world.site, mode="write") as context:
        frappe.db.set_single_value("System Settings", "force_user_to_reset_password", 0)
        context.db.commit()
    assert answer.json["message"] == "Password Reset"
    assert "/update-password?key=" in answer.json["redirect_to"]
    assert caller("GET", WHO).status_code == 403
