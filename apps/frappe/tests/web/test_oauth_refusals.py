"""Other systems sign people in here: everybody who must be refused."""

from __future__ import annotations

import frappe
import pytest
from oauth_world import (
    BACK,
    OAUTH,
    SECRET,
    answered,
    code_of,
    exchange,
    make_client,
    page_of,
    tokens_of,
    who,
    writing,
)
from ristretto.context import Context
from ristretto.document import get_doc
from web_world import NOBODY, READER, SYS, World


@pytest.fixture(scope="module")
def client(world: World) -> str:
    return make_client(world, "Client")


@pytest.mark.parametrize(
    "asked",
    [
        {"redirect_uri": BACK + "/"},
        {"redirect_uri": BACK + "?x=1"},
        {"redirect_uri": "https://evil.example/back"},
        {"redirect_uri": 'https://evil.example/"'},
        {"client_id": "unknown"},
        {"client_id": "thư"},
    ],
)
def test_nobody_is_sent_to_an_address_that_was_not_registered(
    world: World, client: str, asked: dict[str, str]
) -> None:
    """An answer without a redirect, that says what is wrong."""
    answer = page_of(world.browser(READER), client, **asked)
    assert (answer.status_code, "Location" in answer.headers) == (400, False)
    assert answer.json["error"] in ("invalid_request", "invalid_client")


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({"scope": "all money"}, "invalid_scope"),
        ({"response_type": "token"}, "unauthorized_client"),
        ({"code_challenge": "short"}, "invalid_request"),
    ],
)
def test_what_a_client_may_not_ask(
    world: World, client: str, asked: dict[str, str], error: str
) -> None:
    """Scopes and answers that it does not have: told to the client, with its state."""
    answer = answered(page_of(world.browser(READER), client, **asked))
    assert (answer["error"], answer["state"]) == (error, "s1")


def test_only_people_with_the_clients_roles(world: World, client: str) -> None:
    """A website user of a client for the desk."""
    answer = answered(page_of(world.browser(NOBODY), client))
    assert answer["error"] == "access_denied"


def test_a_code_works_once_and_a_thief_ends_its_tokens(world: World, client: str) -> None:
    """The second use is refused and revokes what the first one got."""
    body = {
        "grant_type": "authorization_code",
        "code": code_of(world, client),
        "redirect_uri": BACK,
        "client_id": client,
        "client_secret": SECRET,
    }
    first = exchange(world, **body).json
    second = exchange(world, **body)
    assert (second.status_code, second.json["error"]) == (400, "invalid_grant")
    assert who(world, first["access_token"]).status_code == 401


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"redirect_uri": BACK + "/"}, "invalid_grant"),
        ({"code": "guess"}, "invalid_grant"),
        ({"client_secret": "wrong"}, "invalid_client"),
        ({"client_id": "unknown"}, "invalid_client"),
        ({"grant_type": "magic"}, "unsupported_grant_type"),
        ({"grant_type": "thư"}, "invalid_request"),
    ],
)
def test_a_code_needs_its_client_and_address(
    world: World, client: str, changed: dict[str, str], error: str
) -> None:
    """No token for a wrong address, code, secret, client or kind of grant."""
    body = {
        "grant_type": "authorization_code",
        "code": code_of(world, client),
        "redirect_uri": BACK,
        "client_id": client,
        "client_secret": SECRET,
    }
    answer = exchange(world, **{**body, **changed})
    status = 401 if changed.get("client_secret") else 400
    assert (answer.status_code, answer.json["error"]) == (status, error)


def test_a_code_of_another_client(world: World, client: str) -> None:
    """Knowing a code and one's own secret is not enough."""
    other = make_client(world, "Thief")
    body = {"grant_type": "authorization_code", "redirect_uri": BACK, "client_secret": SECRET}
    answer = exchange(world, **body, client_id=other, code=code_of(world, client))
    assert (answer.status_code, answer.json["error"]) == (400, "invalid_grant")


def test_what_has_expired(world: World, client: str) -> None:
    """A code after its minutes, a token after its hour; the refresh token goes on."""
    code, made = code_of(world, client), tokens_of(world, client)
    with writing(world):
        for table in ("OAuth Authorization Code", "OAuth Bearer Token"):
            frappe.db.sql(f"update `tab{table}` set `expiration_time` = '2020-01-01 00:00:00'")
    body = {"client_id": client, "client_secret": SECRET}
    late = exchange(world, **body, grant_type="authorization_code", code=code, redirect_uri=BACK)
    assert late.json["error"] == "invalid_grant"
    assert who(world, made["access_token"]).status_code == 401
    told = world.guest("POST", f"{OAUTH}introspect_token", data={"token": made["access_token"]})
    assert told.json == {"active": False}
    again = exchange(world, **body, grant_type="refresh_token", refresh_token=made["refresh_token"])
    assert again.status_code == 200


def test_a_closed_account(world: World, client: str) -> None:
    """Codes, tokens and refresh tokens of a disabled user end with it."""
    code, made = code_of(world, client), tokens_of(world, client)
    body = {"client_id": client, "client_secret": SECRET}
    with writing(world):
        frappe.db.set_value("User", READER, "enabled", 0)
    late = exchange(world, **body, grant_type="authorization_code", code=code, redirect_uri=BACK)
    refused = exchange(
        world, **body, grant_type="refresh_token", refresh_token=made["refresh_token"]
    )
    assert (late.status_code, refused.status_code) == (400, 400)
    assert who(world, made["access_token"]).status_code == 401
    with writing(world):
        frappe.db.set_value("User", READER, "enabled", 1)
    assert who(world, made["access_token"]).status_code == 200


def test_a_client_that_lost_a_scope_or_is_gone(world: World) -> None:
    """Its tokens open nothing any more."""
    client = make_client(world, "Short")
    made = tokens_of(world, client)
    with writing(world):
        frappe.db.set_value("OAuth Client", client, "scopes", "openid")
    assert who(world, made["access_token"]).status_code == 401
    with writing(world):
        frappe.db.set_value("OAuth Client", client, "scopes", "all openid")
    assert who(world, made["access_token"]).status_code == 200
    with writing(world):
        frappe.db.delete("OAuth Client", {"name": client})
    assert who(world, made["access_token"]).status_code == 401


def test_a_token_that_an_app_or_stock_wrote(world: World, client: str) -> None:
    """A plain token works until it ends; its end follows from its length."""
    with writing(world):
        record = {
            "doctype": "OAuth Bearer Token",
            "client": client,
            "user": READER,
            "scopes": "all",
        }
        get_doc({**record, "access_token": "plain-token", "expires_in": 60}).insert()
        get_doc({**record, "access_token": "ended-token", "expires_in": -60}).insert()
    assert who(world, "plain-token").json == {"message": READER}
    assert who(world, "ended-token").status_code == 401


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "/back", "https://", "https://a.example/#x", "https://a b"]
)
def test_addresses_that_cannot_be_registered(ctx: Context, address: str) -> None:
    """Only whole addresses that run nothing."""
    record = {"doctype": "OAuth Client", "app_name": "X", "default_redirect_uri": address}
    with pytest.raises(frappe.ValidationError):
        get_doc(record).insert()


def test_a_client_needs_a_fitting_answer(ctx: Context) -> None:
    """Implicit with Code, and the secret and the role that it gets by itself."""
    record = {"doctype": "OAuth Client", "app_name": "X", "default_redirect_uri": BACK}
    with pytest.raises(frappe.ValidationError, match="needs the Response Type"):
        get_doc({**record, "grant_type": "Implicit", "response_type": "Code"}).insert()
    made = get_doc(record).insert()
    assert made.client_id == made.name
    assert len(made.client_secret) == 40
    assert [row.role for row in made.allowed_roles] == ["Desk User"]


def test_who_may_register_clients(world: World, client: str) -> None:
    """System Managers; nobody else reads a secret, nobody at all writes a token."""
    assert world.reader("GET", f"/api/resource/OAuth Client/{client}").status_code == 403
    values = {"access_token": "mine", "user": SYS, "client": client, "expires_in": 60}
    assert world.sys("POST", "/api/resource/OAuth Bearer Token", json=values).status_code == 403


def test_old_codes_and_revoked_tokens_are_dropped(world: World, client: str) -> None:
    """The daily job leaves what still works."""
    made = tokens_of(world, client)
    with writing(world):
        frappe.get_attr("frappe.oauth.delete_oauth2_data")()
        assert not frappe.get_all("OAuth Bearer Token", {"status": "Revoked"})
        assert not frappe.get_all("OAuth Authorization Code", {"validity": "Invalid"})
    assert who(world, made["access_token"]).status_code == 200
