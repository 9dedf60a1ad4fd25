"""A client of the OAuth provider: its record, the person who says yes, the exchange of codes and tokens."""

from __future__ import annotations

import hashlib
import re
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, quote, urlencode, urlsplit

from ristretto.db.connect import connected
from ristretto.document import get_doc
from web_world import READER, Caller, World

OAUTH = "/api/method/frappe.integrations.oauth2."
WHO = "/api/method/frappe.auth.get_logged_user"
BACK = "https://client.example/back"
VERIFIER = "a-verifier-of-43-characters-or-more-0123456789"
CHALLENGE = urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("=")
SECRET = "a-secret-of-the-client-with-40-characters"


def make_client(world: World, name: str, **values: Any) -> str:
    with writing(world):
        made = get_doc(
            {
                "doctype": "OAuth Client",
                "app_name": name,
                "client_secret": SECRET,
                "redirect_uris": BACK,
                "default_redirect_uri": BACK,
                "scopes": "all openid",
                **values,
            }
        ).insert()
    return str(made.name)


@contextmanager
def writing(world: World) -> Iterator[None]:
    """A change of the database between two requests."""
    with connected(world.site, mode="write") as context:
        yield
        context.db.commit()


def query(client: str, **more: str) -> str:
    asked = {"client_id": client, "response_type": "code", "redirect_uri": BACK, "state": "s1"}
    return urlencode({**asked, "scope": "all openid", **more}, quote_via=quote)


def page_of(caller: Caller, client: str, **more: str) -> Any:
    return caller("GET", f"{OAUTH}authorize?{query(client, **more)}")


def answered(response: Any) -> dict[str, str]:
    """The parameters with which a browser is sent back."""
    assert response.status_code == 302, response.text
    parts = urlsplit(response.headers["Location"])
    assert f"{parts.scheme}://{parts.netloc}{parts.path}" == BACK
    return {key: values[0] for key, values in parse_qs(parts.query or parts.fragment).items()}


def say_yes(caller: Caller, client: str, **more: str) -> dict[str, str]:
    """What a person does: open the page, press the button."""
    page = page_of(caller, client, **more)
    token = re.search(r'name="csrf_token" value="(\w+)"', page.text)
    assert page.status_code == 200
    assert token is not None
    path = f"{OAUTH}approve?{query(client, **more)}"
    return answered(caller("POST", path, data={"csrf_token": token.group(1)}))


def exchange(world: World, **body: Any) -> Any:
    headers = body.pop("headers", {})
    return Caller(world.app)("POST", f"{OAUTH}get_token", data=body, headers=headers)


def code_of(world: World, client: str, user: str = READER, **more: str) -> str:
    return say_yes(world.browser(user), client, **more)["code"]


def tokens_of(world: World, client: str, user: str = READER, **more: Any) -> dict[str, Any]:
    """Tokens by a code, with the client's secret."""
    body = {"grant_type": "authorization_code", "redirect_uri": BACK, "client_id": client}
    code = code_of(world, client, user, **more)
    answer = exchange(world, **body, code=code, client_secret=SECRET)
    assert answer.status_code == 200, answer.text
    return dict(answer.json)


def who(world: World, token: str) -> Any:
    return Caller(world.app, f"Bearer {token}")("GET", WHO)
