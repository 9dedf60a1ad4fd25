"""The site's own requests reach what is open to it, by whatever name, and end in time."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from other_program import Server, running
from ristretto.web import outgoing, reachable
from ristretto.web.reachable import AddressRefused

CLOSED = [
    "127.0.0.1",
    "10.0.0.1",
    "172.16.3.4",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1",
    "fd00::1",
    "::ffff:127.0.0.1",
    "::127.0.0.1",
    "64:ff9b::10.0.0.1",
    "2002:7f00:1::",
]


@pytest.fixture
def server() -> Iterator[Server]:
    with running() as made:
        yield made


def drip(handler: Any) -> None:
    """An answer that never ends, a byte at a time."""
    handler.wfile.write(b"HTTP/1.0 200 OK\r\nX-A: ")
    until = time.monotonic() + 5
    while time.monotonic() < until:
        handler.wfile.write(b"a")
        handler.wfile.flush()
        time.sleep(0.05)


@pytest.mark.parametrize("address", CLOSED)
def test_addresses_inside_are_refused(address: str) -> None:
    """This machine, the local net, link-local, metadata, reserved and wrapped addresses are closed."""
    with pytest.raises(AddressRefused, match="inside the network"):
        reachable.target("x.example.com", 80, (), lambda _host, _port: [address])


def test_addresses_outside_are_open() -> None:
    """Public addresses of both kinds."""
    public = ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"]
    found = reachable.target("x.example.com", 80, (), lambda _host, _port: public)
    assert found.addresses == tuple(public)


def test_one_closed_address_closes_a_name() -> None:
    """A name with a public and a private address is refused as a whole."""
    with pytest.raises(AddressRefused):
        reachable.target("x", 80, (), lambda _host, _port: ["93.184.216.34", "10.0.0.1"])


@pytest.mark.parametrize(
    ("allowed", "is_open"),
    [
        ("intern.example.com", True),
        ("10.0.0.7", True),
        ("10.0.0.0/8", True),
        ("intern.example.com:8080", True),
        ("intern.example.com:80", False),
        ("example.com", False),
        ("10.1.0.0/16", False),
    ],
)
def test_the_operator_names_hosts_inside(allowed: str, is_open: bool) -> None:
    """By name, address, network, with or without a port; nothing more than was named is open."""
    asked = ("Intern.example.com.", 8080, [allowed], lambda _host, _port: ["10.0.0.7"])
    if is_open:
        assert reachable.target(*asked).addresses == ("10.0.0.7",)
    else:
        with pytest.raises(AddressRefused):
            reachable.target(*asked)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:{0}/",
        "http://localhost:{0}/",
        "http://0x7f000001:{0}/",
        "http://[::1]:{0}/",
    ],
)
def test_a_closed_address_is_not_asked(server: Server, url: str) -> None:
    """However it is spelled: the other program hears nothing."""
    with pytest.raises((AddressRefused, requests.ConnectionError, requests.exceptions.InvalidURL)):
        outgoing.request("GET", url.format(server.server_port), allowed=[])
    assert server.asked == []


def test_other_schemes_are_refused() -> None:
    """Only http and https are spoken."""
    for url in ("file:///etc/passwd", "ftp://example.com/", "gopher://example.com/"):
        with pytest.raises(requests.exceptions.InvalidSchema):
            outgoing.request("GET", url, allowed=[])


def test_an_allowed_host_answers(server: Server) -> None:
    """The body comes whole."""
    server.answers = [(200, {}, b"content")]
    found = outgoing.request("POST", server.url, data=b"x", allowed=["127.0.0.1"])
    assert found.text == "content"
    assert server.asked[0][3] == b"x"


def test_a_redirect_inside_is_refused(server: Server) -> None:
    """The first machine is allowed, the one it points to is not."""
    server.answers = [(307, {"Location": "http://10.255.255.1/meta"}, b"")]
    with pytest.raises(AddressRefused):
        outgoing.request("POST", server.url, allowed=["127.0.0.1"], seconds=3)
    assert len(server.asked) == 1


def test_a_redirect_elsewhere_carries_no_keys(server: Server) -> None:
    """Headers of the caller are for the machine that was named."""
    other = f"http://localhost:{server.server_port}/b"
    server.answers = [(307, {"Location": other}, b""), (200, {}, b"there")]
    how = {"allowed": ["127.0.0.1", "localhost"], "headers": {"X-Api-Key": "k", "Accept": "a/b"}}
    assert outgoing.request("GET", f"{server.url}/a", **how).text == "there"
    first, second = (headers for _verb, _path, headers, _body in server.asked)
    assert first["X-Api-Key"] == "k"
    assert "X-Api-Key" not in second
    assert second["Accept"] == "a/b"


def test_a_name_that_changes_its_mind_is_asked_once(server: Server) -> None:
    """DNS rebinding: the address that was judged is the one that is used."""
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])
    asked = []

    def resolver(host: str, port: int) -> list[str]:
        asked.append(host)
        return next(answers)

    url = f"http://rebind.example.com:{server.server_port}/"
    found = outgoing.request("GET", url, allowed=["127.0.0.0/8"], resolver=resolver)
    assert found.status_code == 200
    assert asked == ["rebind.example.com"]
    assert server.asked[0][2]["Host"].startswith("rebind.example.com")
    with pytest.raises(AddressRefused):
        outgoing.request("GET", url, allowed=["127.0.0.0/8"], resolver=resolver)


def test_a_slow_answer_is_cut_off(server: Server) -> None:
    """Byte after byte within every pause: the whole time counts."""
    server.answers = [drip]
    began = time.monotonic()
    with pytest.raises(requests.Timeout):
        outgoing.request("GET", server.url, allowed=["127.0.0.1"], seconds=0.4)
    assert time.monotonic() - began < 4


def test_a_huge_answer_is_not_read(server: Server) -> None:
    """Beyond the limit the connection is closed."""
    server.answers = [(200, {}, b"a" * (outgoing.LARGEST_ANSWER + 1))]
    with pytest.raises(outgoing.AnswerTooLarge):
        outgoing.request("GET", server.url, allowed=["127.0.0.1"])


def test_the_environment_does_not_redirect(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy of the environment would look names up by itself: it is not used."""
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "")
    assert outgoing.request("GET", server.url, allowed=["127.0.0.1"]).status_code == 200
