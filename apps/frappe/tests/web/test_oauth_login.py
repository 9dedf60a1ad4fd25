"""Signing in with the account of another system: who gets in, and everybody who must be refused."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import frappe
import pytest
from frappe.boot import get_guest_bootinfo
from frappe.integrations.doctype.social_login_key import social_login_key
from ristretto.context import Context
from ristretto.db.connect import connected
from ristretto.document import get_doc
from web_world import OFF, READER, SYS, Caller, World

LOGINS = "/api/method/frappe.integrations.oauth2_logins."
WHO = "/api/method/frappe.auth.get_logged_user"
BEGIN = f"{LOGINS}begin?provider=province"
SECRET = "a-secret-at-the-province"


class Province(BaseHTTPRequestHandler):
    """Another system: gives a token for the code `right`, and the person of `server.person`."""

    server: Any

    def do_POST(self) -> None:
        sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.server.sent.append(sent)
        if sent["code"] == ["right"] and sent["client_secret"] == [SECRET]:
            body = base64.urlsafe_b64encode(json.dumps(self.server.claims).encode()).decode()
            token = {"access_token": "there", "token_type": "Bearer", "id_token": f"e.{body}.s"}
            self.answer(200, token)
        else:
            self.answer(400, {"error": "invalid_grant"})

    def do_GET(self) -> None:
        known = self.headers.get("Authorization") == "Bearer there"
        self.answer(200 if known else 401, self.server.person if known else {})

    def answer(self, status: int, body: Any) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, *_args: Any) -> None:
        """Tests are quiet."""


@pytest.fixture(scope="module")
def server() -> Iterator[Any]:
    made: Any = ThreadingHTTPServer(("127.0.0.1", 0), Province)
    made.sent = []
    made.person = made.claims = {}
    threading.Thread(target=made.serve_forever, daemon=True).start()
    yield made
    made.shutdown()
    made.server_close()


@contextmanager
def writing(world: World) -> Iterator[None]:
    with connected(world.site, mode="write") as context:
        yield
        context.db.commit()


@pytest.fixture(scope="module")
def province(world: World, server: Any) -> Any:
    """The other system, registered here."""
    base = f"http://127.0.0.1:{server.server_port}"
    values = {
        "doctype": "Social Login Key",
        "enable_social_login": 1,
        "client_id": "iso",
        "client_secret": SECRET,
        "base_url": base,
        "authorize_url": f"{base}/auth?tenant=1",
        "access_token_url": f"{base}/token",
        "api_endpoint": "/me",
        "auth_url_data": '{"response_type": "code", "scope": "openid"}',
    }
    with writing(world):
        callback = f"{LOGINS}custom/province"
        get_doc({**values, "provider_name": "Province", "redirect_url": callback}).insert()
        callback = f"{LOGINS}login_via_office365"
        get_doc({**values, "provider_name": "Office 365", "redirect_url": callback}).insert()
    return server


@pytest.fixture(autouse=True)
def nobody_is_known(world: World, province: Any) -> None:
    """Each test begins with a person who has never come from there."""
    province.person = {"sub": "n-1", "email": READER, "name": "Reader"}
    with writing(world):
        frappe.db.delete("User Social Login", {"provider": ("!=", "frappe")})
        frappe.db.set_value("Social Login Key", "province", "sign_ups", "")


def there(caller: Caller, begin: str = BEGIN) -> tuple[str, str]:
    """(address that the other system sends back to, state), after the button was pressed."""
    answer = caller("GET", begin)
    assert answer.status_code == 302, answer.text
    asked = parse_qs(urlsplit(answer.headers["Location"]).query)
    assert (asked["client_id"], asked["response_type"]) == (["iso"], ["code"])
    return urlsplit(asked["redirect_uri"][0]).path, asked["state"][0]


def back(caller: Caller, path: str, state: str, code: str = "right") -> Any:
    return caller("GET", f"{path}?{urlencode({'code': code, 'state': state})}")


def come(world: World, begin: str = BEGIN) -> tuple[Caller, Any]:
    caller = world.browser()
    return caller, back(caller, *there(caller, begin))


def test_there_and_back(world: World, province: Any) -> None:
    """A known address: session, desk, and the number is remembered for the next time."""
    caller, answer = come(world, f"{BEGIN}&redirect_to=/app/todo")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/app/todo")
    assert caller("GET", WHO).json == {"message": READER}
    assert province.sent[-1]["redirect_uri"][0].endswith(f"{LOGINS}custom/province")

    province.person = {"sub": "n-1", "email": "moved@elsewhere.example"}
    assert come(world)[0]("GET", WHO).json == {"message": READER}


def test_a_token_that_names_the_person(world: World, province: Any) -> None:
    """The id token must be meant for us."""
    begin = f"{LOGINS}begin?provider=office_365"
    province.claims = {"sub": "o-1", "upn": READER, "aud": "iso"}
    assert come(world, begin)[0]("GET", WHO).json == {"message": READER}
    province.claims = {"sub": "o-1", "upn": READER, "aud": "another"}
    caller, answer = come(world, begin)
    assert (answer.status_code, caller("GET", WHO).status_code) == (401, 403)


def test_the_way_on_stays_on_this_site(world: World) -> None:
    """A link with a foreign address leads home."""
    for wanted in ("https://evil.example", "//evil.example", "/\\evil.example"):
        _caller, answer = come(world, f"{BEGIN}&{urlencode({'redirect_to': wanted})}")
        assert answer.headers["Location"] == "/app"


def test_an_answer_that_nobody_waits_for(world: World, province: Any) -> None:
    """Made up, of another browser, for another provider, used twice: nobody is asked, nobody signed in."""
    caller = world.browser()
    path, state = there(caller)
    asked_before = len(province.sent)
    made_up = base64.b64encode(b'{"token": "guess"}').decode()
    others = [
        back(caller, path, each) for each in (made_up, "", "%%", base64.b64encode(b"1").decode())
    ]
    others.append(back(world.browser(), path, state))
    others.append(back(caller, f"{LOGINS}login_via_office365", state))
    assert [answer.status_code for answer in others] == [403] * 6
    assert len(province.sent) == asked_before

    assert back(caller, path, state).status_code == 302
    assert back(caller, path, state).status_code == 403


def test_a_code_that_the_other_system_does_not_know(world: World) -> None:
    """Its refusal is a sentence, not a trace."""
    caller = world.browser()
    answer = back(caller, *there(caller), code="wrong")
    assert answer.status_code == 401
    assert "did not confirm" in answer.text
    assert caller("GET", WHO).status_code == 403


@pytest.mark.parametrize(
    "person",
    [
        {"sub": "n-1"},
        {"email": READER},
        {"sub": "n-1", "email": READER, "email_verified": False},
    ],
)
def test_a_person_who_is_not_known_for_sure(
    world: World, province: Any, person: dict[str, Any]
) -> None:
    """Without an address, without a number, with an address that nobody checked."""
    province.person = person
    caller, answer = come(world)
    assert (answer.status_code, caller("GET", WHO).status_code) == (401, 403)


def test_strangers(world: World, province: Any) -> None:
    """No account unless the provider's record allows it; then one without roles."""
    province.person = {"sub": "n-9", "email": "New@Example.com", "given_name": "Nữ"}
    caller, answer = come(world)
    assert answer.status_code == 403
    assert "no account for New@Example.com" in answer.text
    assert caller("GET", WHO).status_code == 403

    with writing(world):
        frappe.db.set_value("Social Login Key", "province", "sign_ups", "Allow")
        assert social_login_key.provider_allows_signup("province")
    caller, answer = come(world)
    assert answer.headers["Location"] == "/me"
    assert caller("GET", WHO).json == {"message": "new@example.com"}
    with connected(world.site, "Guest"):
        assert frappe.db.get_value("User", "new@example.com", "user_type") == "Website User"


def test_accounts_that_nobody_enters_from_outside(world: World, province: Any) -> None:
    """A closed one, Administrator by name or mail, one that belongs to another number."""
    for email in (OFF, "Administrator", "Guest", "admin@example.com"):
        province.person = {"sub": f"n-{email}", "email": email}
        caller, answer = come(world)
        assert (answer.status_code, caller("GET", WHO).status_code) == (403, 403)

    province.person = {"sub": "n-1", "email": SYS}
    come(world)
    province.person = {"sub": "n-2", "email": SYS}
    caller, answer = come(world)
    assert (answer.status_code, caller("GET", WHO).status_code) == (403, 403)


def test_a_provider_that_is_off_or_unknown(world: World) -> None:
    """Neither begins nor ends."""
    for name in ("nobody", "office_365"):
        with writing(world):
            frappe.db.set_value("Social Login Key", "office_365", "enable_social_login", 0)
        answer = world.guest("GET", f"{LOGINS}begin?provider={name}")
        assert answer.status_code == 403
    with writing(world):
        frappe.db.set_value("Social Login Key", "office_365", "enable_social_login", 1)


def test_the_sign_in_page_offers_what_is_on(world: World) -> None:
    """Names only; no secret leaves the record."""
    with connected(world.site, "Guest"):
        boot = get_guest_bootinfo()
    assert {"name": "province", "label": "Province"} in boot.login_providers
    assert SECRET not in str(boot)


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"authorize_url": ""}, social_login_key.AuthorizeUrlNotSetError),
        ({"access_token_url": ""}, social_login_key.AccessTokenUrlNotSetError),
        ({"redirect_url": ""}, social_login_key.RedirectUrlNotSetError),
        ({"custom_base_url": 1}, social_login_key.BaseUrlNotSetError),
        ({"enable_social_login": 1}, social_login_key.ClientIDNotSetError),
        ({"enable_social_login": 1, "client_id": "x"}, social_login_key.ClientSecretNotSetError),
        ({"auth_url_data": "[1]"}, frappe.ValidationError),
    ],
)
def test_what_a_provider_needs(ctx: Context, values: dict[str, Any], error: Any) -> None:
    """Each missing part by its own name."""
    record = {
        "doctype": "Social Login Key",
        "provider_name": "Half",
        "authorize_url": "https://a.example/auth",
        "access_token_url": "https://a.example/token",
        "redirect_url": "/back",
    }
    with pytest.raises(error):
        get_doc({**record, **values}).insert()


def test_known_providers(ctx: Context) -> None:
    """The form fills in what is known of one."""
    key = frappe.new_doc("Social Login Key")
    assert key.get_social_login_provider("Google")["api_endpoint"] == "oauth2/v2/userinfo"
    assert key.get_social_login_provider("Nobody") is None
    key.get_social_login_provider("Frappe", initialize=True)
    key.update({"base_url": "https://b.example", "client_id": "x", "client_secret": "y"})
    assert key.insert().name == "frappe"


def test_what_installers_call(ctx: Context) -> None:
    """The names of frappe.utils.install change nothing on a site that has everything."""
    from frappe.utils import install

    before = (
        frappe.db.count("User"),
        frappe.db.count("User Type"),
        frappe.db.count("Workflow State"),
    )
    install.create_user_type()
    install.install_basic_docs()
    install.add_standard_navbar_items()
    install.complete_setup_wizard()
    after = frappe.db.count("User"), frappe.db.count("User Type"), frappe.db.count("Workflow State")
    assert (before, frappe.db.get_single_value("System Settings", "setup_complete")) == (after, 1)
