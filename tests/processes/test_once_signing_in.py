"""Codes that sign in, over two servers: a second factor's and an OAuth client's work once, wrong ones are counted."""

from __future__ import annotations

import hashlib
import http.client
import re
import time
from base64 import urlsafe_b64encode
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pyotp
import pytest
from running_processes import Answer, House, Running

LOGIN, PASSWORD = "/api/method/login", "Mat-khau-dung-1"
OAUTH = "/api/method/frappe.integrations.oauth2."
BACK = "https://client.example/back"
VERIFIER = "a-verifier-of-43-characters-or-more-0123456789"
CHALLENGE = urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("=")
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
MOST_WRONG = 10


def at_both(house: House, times: int, act: Any) -> list[Any]:
    """The same at both servers at once; what each got."""
    with ThreadPoolExecutor(times) as threads:
        servers = (house.first, house.second)
        return [
            each.result() for each in [threads.submit(act, servers[n % 2], n) for n in range(times)]
        ]


def send(server: Running, body: dict[str, Any], number: int = 0) -> Answer:
    headers = {"X-Forwarded-For": f"192.0.2.{number}"}
    return server.call("POST", LOGIN, body, headers=headers, signed_in=False)


@pytest.fixture
def asked(house: House) -> Iterator[pyotp.TOTP]:
    """Everybody signs in with a code; one person's app shows the codes."""
    path = "/api/resource/System%20Settings/System%20Settings"
    person = {"email": "two@example.com", "first_name": "T", "send_welcome_email": 0}
    house.first.call("POST", "/api/resource/User", {**person, "new_password": PASSWORD})
    on = {"enable_two_factor_auth": 1, "two_factor_method": "OTP App"}
    assert house.first.call("PUT", path, on).status == 200
    shown = begin(house.first)["verification"]
    yield pyotp.TOTP(shown["secret"])
    house.first.post("frappe.twofactor.reset_otp_secret", user="two@example.com")
    assert house.first.call("PUT", path, {"enable_two_factor_auth": 0}).status == 200


def begin(server: Running) -> dict[str, Any]:
    answer = send(server, {"usr": "two@example.com", "pwd": PASSWORD})
    assert answer.status == 200, answer.body
    found: dict[str, Any] = answer.body
    return found


def test_codes_of_an_app(house: House, asked: pyotp.TOTP) -> None:
    """One code shown at both servers at once signs in one; wrong codes at both close the step at both."""
    steps = [begin(server)["tmp_id"] for server in (house.first, house.second) * 2]
    code = asked.now()
    answers = at_both(
        house, 4, lambda server, n: send(server, {"tmp_id": steps[n], "otp": code}, n)
    )
    assert Counter(each.status for each in answers) == {200: 1, 401: 3}

    left = steps[next(n for n in range(4) if answers[n].status == 401)]
    for number in range(MOST_WRONG):
        server = (house.first, house.second)[number % 2]
        assert send(server, {"tmp_id": left, "otp": "000000"}, 9).status in (401, 429)
    fresh = asked.at(int(time.time()) + 30)
    for server in (house.first, house.second):
        refused = send(server, {"tmp_id": left, "otp": fresh})
        assert (refused.status, refused.body["exc_type"]) == (429, "SecurityException")


def form(server: Running, path: str, values: dict[str, str], cookie: str = "") -> Any:
    """(status, text, address to go on at) of a form that a page sends."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    connection.request("POST", path, urlencode(values), {**FORM, "Cookie": cookie})
    answer = connection.getresponse()
    told = answer.status, answer.read().decode(), answer.getheader("Location") or ""
    connection.close()
    return told


def code_of(house: House, client: str) -> str:
    """What Administrator hands to the client by saying yes."""
    query = {"client_id": client, "response_type": "code", "redirect_uri": BACK, "state": "s"}
    query |= {"scope": "all", "code_challenge": CHALLENGE, "code_challenge_method": "S256"}
    cookie = f"sid={house.first.cookies['sid']}"
    connection = http.client.HTTPConnection("127.0.0.1", house.first.port, timeout=30)
    connection.request("GET", f"{OAUTH}authorize?{urlencode(query)}", headers={"Cookie": cookie})
    token = re.search(r'name="csrf_token" value="(\w+)"', connection.getresponse().read().decode())
    connection.close()
    assert token is not None
    values = {"csrf_token": token.group(1)}
    _status, _text, address = form(
        house.first, f"{OAUTH}approve?{urlencode(query)}", values, cookie
    )
    return parse_qs(urlsplit(address).query)["code"][0]


def test_a_code_of_a_client(house: House) -> None:
    """Exchanged at both servers at once: one pair of tokens, which ends because somebody else had the code."""
    values = {"app_name": "Raced", "redirect_uris": BACK, "default_redirect_uri": BACK}
    made = house.first.call("POST", "/api/resource/OAuth%20Client", {**values, "scopes": "all"})
    assert made.status == 200, made.body
    client = made.body["data"]["name"]
    body = {"grant_type": "authorization_code", "redirect_uri": BACK, "client_id": client}
    body |= {"code": code_of(house, client), "code_verifier": VERIFIER}

    answers = at_both(house, 4, lambda server, _n: form(server, f"{OAUTH}get_token", body))

    assert Counter(status for status, _text, _address in answers) == {200: 1, 400: 3}
    [text] = [text for status, text, _address in answers if status == 200]
    token = re.search(r'"access_token":\s*"(\w+)"', text)
    assert token is not None
    bearer = {"Authorization": f"Bearer {token.group(1)}"}
    for server in (house.first, house.second):
        answer = server.call("GET", "/api/resource/ToDo", headers=bearer, signed_in=False)
        assert answer.status == 401
