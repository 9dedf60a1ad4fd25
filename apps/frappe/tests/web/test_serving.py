"""How a request reads, travels, and where it runs."""

from __future__ import annotations

import asyncio
import io
import socket
import threading
from types import SimpleNamespace
from typing import Any

import pytest
from ristretto.context import AttrDict
from ristretto.web.serving import body_reader, environ, frames, handover
from ristretto.web.serving.handover import PLACE, HandOver, Place
from ristretto.web.transactions import begin
from werkzeug.test import EnvironBuilder


class Headers:
    def __init__(self, *pairs: tuple[str, str]) -> None:
        self.pairs = list(pairs)

    def items(self) -> list[tuple[str, str]]:
        return self.pairs


def scope(*headers: tuple[str, str], **values: Any) -> SimpleNamespace:
    given = {
        "method": "GET",
        "path": "/api/resource/Tân/x y",
        "query_string": "a=%C3%A2",
        "http_version": "1.1",
        "server": "127.0.0.1:8000",
        "client": "[::1]:50000",
        "scheme": "http",
        "authority": None,
    }
    return SimpleNamespace(**{**given, **values}, headers=Headers(*headers))


# environment --------------------------------------------------------------------------------------


def test_an_environment_follows_pep_3333() -> None:
    """Texts are bytes in disguise, repeated headers are joined, the port is apart."""
    made = environ.make_environ(
        scope(
            ("host", "iso.vn"),
            ("content-type", "application/json"),
            ("cookie", "a=1"),
            ("cookie", "b=2"),
            ("x-a", "1"),
            ("x-a", "2"),
        )
    )
    assert made["PATH_INFO"].encode("latin-1").decode() == "/api/resource/Tân/x y"
    assert (made["SERVER_NAME"], made["SERVER_PORT"]) == ("127.0.0.1", "8000")
    assert made["REMOTE_ADDR"] == "::1"
    assert (made["HTTP_COOKIE"], made["HTTP_X_A"]) == ("a=1;b=2", "1,2")
    assert made["CONTENT_TYPE"] == "application/json"
    assert "HTTP_CONTENT_TYPE" not in made


def test_a_header_with_an_underscore_passes_for_no_other() -> None:
    """X_Forwarded_For is not X-Forwarded-For."""
    made = environ.make_environ(scope(("x_forwarded_for", "1.2.3.4")))
    assert "HTTP_X_FORWARDED_FOR" not in made


def test_an_environment_travels() -> None:
    """Its texts arrive in the other process, what is no text is made there."""
    made = environ.make_environ(scope(("host", "iso.vn")))
    body = io.BytesIO(b"x")
    again = environ.from_text(environ.as_text(made), body)
    assert {key: again[key] for key in environ.as_text(made)} == environ.as_text(made)
    assert again["wsgi.input"] is body


# frames -------------------------------------------------------------------------------------------


def test_a_message_arrives_whole() -> None:
    """Head and a body of several pieces, then the end."""
    here, there = socket.socketpair()
    big = [b"a" * (frames.CHUNK + 7), b"", b"end"]
    sender = threading.Thread(target=frames.send_all, args=(here, {"status": 200}, big))
    sender.start()
    assert frames.receive(there) == b'{"status":200}'
    found = b""
    while part := frames.receive(there):
        found += part
    sender.join()
    assert found == b"".join(big)


def test_a_message_that_breaks_off_is_no_message() -> None:
    """The other end closes in the middle."""
    here, there = socket.socketpair()
    here.sendall(frames.pack(b"12345")[:-2])
    here.close()
    with pytest.raises(frames.BrokenMessage):
        frames.receive(there)


# bodies -------------------------------------------------------------------------------------------


class Pieces:
    """A body that comes in pieces, and stops coming after them when told so."""

    def __init__(self, *pieces: bytes, stalls: bool = False) -> None:
        self.pieces = list(pieces)
        self.stalls = stalls
        self.taken = 0

    def __aiter__(self) -> Pieces:
        return self

    async def __anext__(self) -> bytes:
        if self.taken == len(self.pieces):
            if self.stalls:
                await asyncio.sleep(60)
            raise StopAsyncIteration
        self.taken += 1
        return self.pieces[self.taken - 1]


def read(pieces: Pieces, announced: str = "", limit: int = 1_000_000) -> tuple[bytes, str]:
    given = {"CONTENT_LENGTH": announced} if announced else {}
    body = asyncio.run(body_reader.read_body(pieces, given, lambda _environ: limit))
    with body:
        return body.read(), given.get("CONTENT_LENGTH", "")


def test_a_body_in_chunks_gets_its_length() -> None:
    """The application reads as many bytes as there are, and no longer hears of chunks."""
    assert read(Pieces(b"ab", b"c")) == (b"abc", "3")
    given = {"HTTP_TRANSFER_ENCODING": "chunked"}
    asyncio.run(body_reader.read_body(Pieces(b"ab"), given, lambda _environ: 10)).close()
    assert given == {"CONTENT_LENGTH": "2"}


def test_a_body_that_a_site_refuses_is_not_read() -> None:
    """Its announced length stays, by which the application refuses it."""
    pieces = Pieces(b"x" * 10)
    assert read(pieces, "2000000") == (b"", "2000000")
    assert pieces.taken == 0


def test_a_body_in_chunks_ends_at_the_limit() -> None:
    """It is cut there, and its length tells that it was too long."""
    pieces = Pieces(*[b"x" * 300_000] * 10)
    _body, length = read(pieces)
    assert int(length) > 1_000_000
    assert pieces.taken == 4


def test_a_body_that_stops_coming_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """After a while without a byte."""
    monkeypatch.setattr(body_reader, "IDLE_SECONDS", 0.05)
    with pytest.raises(body_reader.BodyTooSlow):
        read(Pieces(b"half", stalls=True), "100")


# places -------------------------------------------------------------------------------------------


def request(path: str, place: Place, method: str = "GET") -> Any:
    from ristretto.web.body import SiteRequest

    made = EnvironBuilder(path=path, method=method).get_environ()
    return SiteRequest({**made, PLACE: place})


SLOW = [
    ("/api/method/frappe.desk.query_report.run", {}),
    ("/api/method/frappe.desk.query_report.export_query", {}),
    ("/api/method/frappe.desk.reportview.export_query", {}),
    ("/api/method/frappe.utils.print_format.download_pdf", {}),
    ("/api/v2/method/frappe.utils.print_format.download_multi_pdf", {}),
    ("/api/method/frappe.core.doctype.communication.email.make", {"print_format": "Standard"}),
    ("/", {"cmd": "frappe.desk.query_report.run"}),
    ("/api/resource/ToDo", {"limit_page_length": "0"}),
    ("/api/v2/document/ToDo", {"limit": "5000"}),
    ("/api/method/frappe.client.get_list", {"limit_page_length": 5000}),
    ("/api/method/frappe.desk.reportview.get", {"page_length": "0"}),
]
QUICK = [
    ("/api/method/ping", {}),
    ("/api/method/frappe.client.get_list", {"limit_page_length": 20}),
    ("/api/method/frappe.desk.reportview.get", {"page_length": "500"}),
    ("/api/resource/ToDo", {}),
    ("/api/resource/ToDo", {"limit_page_length": "x"}),
    ("/api/method/frappe.core.doctype.communication.email.make", {"send_email": 1}),
    ("/api/method/no.such.function", {}),
    ("/app", {}),
]


@pytest.mark.parametrize(("path", "form"), SLOW)
def test_slow_work_is_handed_over(ctx: Any, path: str, form: dict[str, Any]) -> None:
    """Before anything of it is done."""
    ctx.form_dict = AttrDict(form)
    with pytest.raises(HandOver) as raised:
        handover.choose(ctx, request(path, Place.THREAD))
    assert raised.value.to is Place.SLOW


@pytest.mark.parametrize(("path", "form"), QUICK)
def test_quick_work_stays(ctx: Any, path: str, form: dict[str, Any]) -> None:
    """On the loop, where it arrived; names that do not exist are refused where they arrive."""
    ctx.form_dict = AttrDict(form)
    handover.choose(ctx, request(path, Place.LOOP))
    assert not handover.is_slow(ctx, request(path, Place.LOOP))


def test_a_reader_takes_heavy_work_elsewhere(ctx: Any) -> None:
    """What has changed nothing may start anew in the slow process; there, and where it has, it goes on."""
    ctx.db.rollback()
    ctx.request = request("/", Place.THREAD)
    begin(ctx, "GET")
    with pytest.raises(HandOver) as raised:
        handover.leave_quick(ctx)
    assert raised.value.to is Place.SLOW
    ctx.request = request("/", Place.SLOW)
    handover.leave_quick(ctx)
    ctx.request = request("/", Place.THREAD, "POST")
    begin(ctx, "POST")
    handover.leave_quick(ctx)


def test_an_operator_may_name_slow_methods(ctx: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """`slow_methods` of the configuration, for functions of apps."""
    ctx.form_dict = AttrDict()
    path = "/api/method/ping"
    assert not handover.is_slow(ctx, request(path, Place.LOOP))
    monkeypatch.setattr(ctx, "conf", AttrDict(slow_methods=["ping"]))
    assert handover.is_slow(ctx, request(path, Place.LOOP))


def test_without_a_slow_process_everything_runs_where_it_is(ctx: Any) -> None:
    """Another server (`frappe.app:application`) has none."""
    ctx.form_dict = AttrDict(cmd="frappe.desk.query_report.run")
    alone = request("/", Place.ALONE)
    assert handover.is_slow(ctx, alone)
    handover.choose(ctx, alone)


def test_what_waits_for_the_write_lock_leaves_the_loop(ctx: Any) -> None:
    """A reading verb of an endpoint that writes; in a thread it may wait."""
    ctx.request = request("/", Place.LOOP, "POST")
    with pytest.raises(HandOver) as raised:
        begin(ctx, "POST")
    assert raised.value.to is Place.THREAD
    ctx.request = request("/", Place.THREAD, "POST")
    begin(ctx, "POST")


def test_a_password_is_checked_in_a_thread(ctx: Any) -> None:
    """Its deliberate slowness would hold up the loop."""
    ctx.form_dict = AttrDict(usr="a", pwd="b")
    with pytest.raises(HandOver) as raised:
        handover.choose(ctx, request("/api/method/login", Place.LOOP))
    assert raised.value.to is Place.THREAD
