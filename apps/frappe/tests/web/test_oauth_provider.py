"""Other systems sign people in here: the whole way, and who is asked."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from urllib.parse import parse_qs, urlsplit

import frappe
import pytest
from joserfc import jwt
from joserfc.jwk import OctKey
from oauth_world import (
    BACK,
    CHALLENGE,
    OAUTH,
    SECRET,
    VERIFIER,
    answered,
    code_of,
    exchange,
    make_client,
    page_of,
    query,
    say_yes,
    tokens_of,
    who,
    writing,
)
from web_world import PASSWORD, READER, SYS, Caller, World


@pytest.fixture(scope="module")
def client(world: World) -> str:
    return make_client(world, "Client")


def test_the_whole_way(world: World, client: str) -> None:
    """Asked on our page, a code, tokens, calls in the person's name, a signed note of who it is."""
    page = page_of(world.browser(READER), client)
    assert "Client" in page.text
    policy = page.headers["Content-Security-Policy"]
    assert "form-action 'self' https://client.example" in policy

    back = say_yes(world.browser(READER), client, nonce="n-1")
    assert back["state"] == "s1"
    answer = exchange(
        world,
        grant_type="authorization_code",
        code=back["code"],
        redirect_uri=BACK,
        client_id=client,
        client_secret=SECRET,
    )
    made = answer.json
    assert (made["token_type"], made["expires_in"], made["scope"]) == ("Bearer", 3600, "all openid")
    assert who(world, made["access_token"]).json == {"message": READER}

    claims = jwt.decode(made["id_token"], OctKey.import_key(SECRET)).claims
    profile = Caller(world.app, f"Bearer {made['access_token']}")("GET", f"{OAUTH}openid_profile")
    assert (claims["aud"], claims["nonce"], claims["email"]) == (client, "n-1", READER)
    assert profile.json["sub"] == claims["sub"]
    assert "Web Reader" in profile.json["roles"]


def test_a_guest_is_led_to_the_login_and_back(world: World, client: str) -> None:
    """The login keeps the whole question as a path of this site."""
    answer = page_of(world.browser(), client)
    parts = urlsplit(answer.headers["Location"])
    wanted = parse_qs(parts.query)["redirect-to"][0]
    assert (answer.status_code, parts.path, parts.netloc) == (302, "/login", "")
    assert wanted == f"{OAUTH}authorize?{query(client)}"


def test_secrets_rest_as_hashes(world: World, client: str) -> None:
    """Neither code nor tokens can be read in the database, and a stored hash opens nothing."""
    code = code_of(world, client)
    made = tokens_of(world, client)
    with writing(world):
        rows = frappe.get_all("OAuth Bearer Token", fields=["*"])
        rows += frappe.get_all("OAuth Authorization Code", fields=["*"])
        written = str([list(row.values()) for row in rows])
    assert not any(s in written for s in (code, made["access_token"], made["refresh_token"]))
    stored = "sha256-" + hashlib.sha256(made["access_token"].encode()).hexdigest()
    assert stored in written
    assert who(world, stored).status_code == 401


def test_a_public_client_proves_itself_by_pkce(world: World, client: str) -> None:
    """Without a secret the verifier counts; refreshing needs none either, but a token issued so."""
    asked = {"code_challenge": CHALLENGE, "code_challenge_method": "S256"}
    body = {"grant_type": "authorization_code", "redirect_uri": BACK, "client_id": client}
    for verifier, status in ((None, 400), ("x" * 50, 400), (VERIFIER, 200)):
        code = code_of(world, client, **asked)
        more = {"code_verifier": verifier} if verifier else {}
        answer = exchange(world, **body, code=code, **more)
        assert answer.status_code == status, answer.text
    refreshed = exchange(
        world,
        grant_type="refresh_token",
        client_id=client,
        refresh_token=answer.json["refresh_token"],
    )
    assert who(world, refreshed.json["access_token"]).json == {"message": READER}
    confidential = tokens_of(world, client)["refresh_token"]
    again = exchange(
        world, grant_type="refresh_token", client_id=client, refresh_token=confidential
    )
    assert again.json["error"] == "invalid_grant"
    plain = exchange(world, **body, code=code_of(world, client))
    assert plain.json["error"] == "invalid_request"


def test_a_refresh_ends_the_old_pair(world: World, client: str) -> None:
    """The old refresh token works once; the old access token ends with it."""
    old = tokens_of(world, client)
    body = {"grant_type": "refresh_token", "client_id": client, "client_secret": SECRET}
    new = exchange(world, **body, refresh_token=old["refresh_token"]).json
    assert who(world, new["access_token"]).json == {"message": READER}
    assert who(world, old["access_token"]).status_code == 401
    assert exchange(world, **body, refresh_token=old["refresh_token"]).status_code == 400


def test_basic_credentials_of_the_client(world: World, client: str) -> None:
    """What client libraries send by default."""
    pair = b64encode(f"{client}:{SECRET}".encode()).decode()
    wrong = b64encode(f"{client}:wrong".encode()).decode()
    for credentials, status in ((wrong, 401), (pair, 200)):
        answer = exchange(
            world,
            grant_type="authorization_code",
            code=code_of(world, client),
            redirect_uri=BACK,
            headers={"Authorization": f"Basic {credentials}"},
        )
        assert answer.status_code == status, answer.text


def test_revoking(world: World, client: str) -> None:
    """Its own tokens only; unknown ones are no error."""
    made = tokens_of(world, client)
    other = make_client(world, "Other")
    call = Caller(world.app)
    body = {"token": made["access_token"], "client_secret": SECRET}
    refused = call("POST", f"{OAUTH}revoke_token", data={**body, "client_id": other})
    assert (refused.status_code, refused.json["error"]) == (400, "invalid_grant")
    assert who(world, made["access_token"]).status_code == 200
    for token in (made["access_token"], "unknown"):
        data = {**body, "client_id": client, "token": token}
        assert call("POST", f"{OAUTH}revoke_token", data=data).status_code == 200
    assert who(world, made["access_token"]).status_code == 401


@pytest.mark.parametrize("kind", ["access_token", "refresh_token"])
def test_revoking_by_the_token_alone(world: World, client: str, kind: str) -> None:
    """As client programs do that keep nothing else; what is no token is refused, others go on."""
    made, other = tokens_of(world, client), tokens_of(world, client)
    for token, status in ((made[kind], 200), ("unknown", 401), ("", 401)):
        answer = world.guest("POST", f"{OAUTH}revoke_token", data={"token": token})
        assert answer.status_code == status, answer.text
    assert who(world, made["access_token"]).status_code == 401
    assert who(world, other["access_token"]).status_code == 200


def test_introspection(world: World, client: str) -> None:
    """Of a live token everything, of others nothing but that they are not."""
    made = tokens_of(world, client)
    ask = f"{OAUTH}introspect_token"
    known = world.guest("POST", ask, data={"token": made["access_token"]}).json
    assert (known["active"], known["client_id"], known["email"]) == (True, client, READER)
    refresh = {"token": made["refresh_token"], "token_type_hint": "refresh_token"}
    assert world.guest("POST", ask, data=refresh).json["active"] is True
    assert world.guest("POST", ask, data={"token": "x"}).json == {"active": False}


def test_the_address_where_client_libraries_begin(world: World) -> None:
    """The well-known address leads to what is really offered."""
    moved = world.guest("GET", "/.well-known/openid-configuration")
    assert moved.status_code == 301
    told = world.guest("GET", moved.headers["Location"]).json
    assert told["response_types_supported"] == ["code", "token"]
    assert told["token_endpoint"].startswith(told["issuer"])


def test_a_page_without_a_server_gets_its_token_in_the_fragment(world: World) -> None:
    """The implicit grant, where the client's record says so; no refresh token."""
    page = make_client(world, "Page", grant_type="Implicit", response_type="Token")
    browser = world.browser(READER)
    made = say_yes(browser, page, response_type="token")
    assert who(world, made["access_token"]).json == {"message": READER}
    assert "refresh_token" not in made


def test_a_password_grant(world: World, client: str) -> None:
    """Right and wrong passwords; a closed account."""
    body = {"grant_type": "password", "client_id": client, "scope": "all"}
    right = exchange(world, **body, username=READER, password=PASSWORD)
    assert who(world, right.json["access_token"]).json == {"message": READER}
    for user, password in ((READER, "wrong"), ("off@example.com", PASSWORD)):
        refused = exchange(world, **body, username=user, password=password)
        assert (refused.status_code, refused.json["error"]) == (400, "invalid_request")


# who is asked -------------------------------------------------------------------------------------


def test_when_nobody_is_asked(world: World) -> None:
    """A client of one's own, or Auto while one's own token of the same client is valid."""
    trusted = make_client(world, "Trusted", skip_authorization=1)
    assert "code" in answered(page_of(world.browser(READER), trusted))

    other = make_client(world, "Again")
    with writing(world):
        frappe.db.set_single_value("OAuth Provider Settings", "skip_authorization", "Auto")
    tokens_of(world, other)
    assert "code" in answered(page_of(world.browser(READER), other))
    assert page_of(world.browser(SYS), other).status_code == 200
    with writing(world):
        frappe.db.set_single_value("OAuth Provider Settings", "skip_authorization", "Force")
    assert page_of(world.browser(READER), other).status_code == 200


def test_nobody_is_made_to_say_yes(world: World, client: str) -> None:
    """Opening the address of yes leads to the question; a form of another site is refused."""
    browser = world.browser(READER)
    opened = browser("GET", f"{OAUTH}approve?{query(client)}")
    assert opened.headers["Location"] == f"{OAUTH}authorize?{query(client)}"
    page_of(browser, client)
    forged = browser("POST", f"{OAUTH}approve?{query(client)}", data={"csrf_token": "guess"})
    assert forged.status_code == 400


def test_a_silent_request_is_told_that_somebody_must_be_asked(world: World, client: str) -> None:
    """prompt=none."""
    answer = answered(page_of(world.browser(READER), client, prompt="none"))
    assert (answer["error"], answer["state"]) == ("consent_required", "s1")
