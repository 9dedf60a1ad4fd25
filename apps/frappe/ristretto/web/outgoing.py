"""Decides how the site speaks to other programs over HTTP: to addresses that are open to it, in bounded time and size.

A `requests` session whose connections ask `reachable.py` for every machine, redirects included, and connect to the
address that was judged. Proxies of the environment are not used: they would look names up by themselves.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import NewConnectionError

from ristretto.context import current, has_context
from ristretto.errors import Error
from ristretto.web import reachable

SECONDS = 30.0
LARGEST_ANSWER = 1024 * 1024
MOST_REDIRECTS = 5
KEPT_ON_REDIRECT = frozenset(
    {"accept", "accept-encoding", "content-length", "content-type", "user-agent"}
)


class AnswerTooLarge(Error):
    """The other program answers more than is read."""


class _Way:
    """One request on its way: what may be reached, and the sockets to close when its time is over."""

    def __init__(self, allowed: list[str], resolver: reachable.Resolve | None) -> None:
        self.allowed, self.resolver = allowed, resolver
        self.sockets: list[socket.socket] = []
        self.is_over = False

    def connect(self, connection: Any) -> socket.socket:
        host, port = connection.host, connection.port
        found = reachable.target(host, port, self.allowed, self.resolver)
        problem: OSError | None = None
        for address in found.addresses:
            try:
                made = socket.create_connection((address, port), connection.timeout)
            except OSError as error:
                problem = error
                continue
            self.sockets.append(made)
            return made
        raise NewConnectionError(connection, f"{host}: {problem or 'no address'}")

    def close(self) -> None:
        """From another thread: whoever reads or writes hears of it at once."""
        self.is_over = True
        for each in self.sockets:
            try:
                each.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue  # it has ended by itself


class _Connection(HTTPConnection):
    way: _Way

    def _new_conn(self) -> socket.socket:
        return self.way.connect(self)


class _SecureConnection(HTTPSConnection):
    way: _Way

    def _new_conn(self) -> socket.socket:
        return self.way.connect(self)


class _Adapter(HTTPAdapter):  # type: ignore[misc]  # requests comes without types
    """Connections of one request."""

    def __init__(self, way: _Way) -> None:
        plain = type("Connection", (_Connection,), {"way": way})
        secure = type("SecureConnection", (_SecureConnection,), {"way": way})
        self._pools = {
            "http": type("Pool", (HTTPConnectionPool,), {"ConnectionCls": plain}),
            "https": type("SecurePool", (HTTPSConnectionPool,), {"ConnectionCls": secure}),
        }
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        manager: PoolManager = self.poolmanager
        manager.pool_classes_by_scheme = self._pools


class _Session(requests.Session):  # type: ignore[misc]  # as above
    def rebuild_auth(self, prepared_request: Any, response: Any) -> None:
        """Keys and signatures are for the machine they were made for."""
        old, new = urlsplit(response.request.url), urlsplit(prepared_request.url)
        if (old.scheme, old.netloc) != (new.scheme, new.netloc):
            for name in list(prepared_request.headers):
                if name.lower() not in KEPT_ON_REDIRECT:
                    del prepared_request.headers[name]


@contextmanager
def session(
    seconds: float = SECONDS,
    *,
    allowed: list[str] | None = None,
    resolver: reachable.Resolve | None = None,
) -> Iterator[requests.Session]:
    """A session that is closed for good after some seconds. AddressRefused for machines that are not open."""
    way = _Way(configured() if allowed is None else allowed, resolver)
    made = _made(way)
    late = f"no answer within {seconds:g} seconds"
    clock = threading.Timer(seconds, way.close)
    clock.daemon = True
    clock.start()
    try:
        yield made
        if way.is_over:  # a closed connection can look like the end of an answer
            raise requests.Timeout(late)
    except (requests.RequestException, OSError) as error:
        if way.is_over and not isinstance(error, requests.Timeout):
            raise requests.Timeout(late) from error
        raise
    finally:
        clock.cancel()
        made.close()


def open_session() -> requests.Session:
    """A session without an end of its own, for clients that keep one; each request brings its `timeout`."""
    return _made(_Way(configured(), None))


def _made(way: _Way) -> requests.Session:
    made = _Session()
    made.trust_env = False
    made.max_redirects = MOST_REDIRECTS
    made.adapters.clear()
    made.mount("http://", _Adapter(way))
    made.mount("https://", _Adapter(way))
    return made


def request(method: str, url: str, *, seconds: float = SECONDS, **how: Any) -> requests.Response:
    """One request, its answer read up to LARGEST_ANSWER bytes. RequestException, AddressRefused, AnswerTooLarge."""
    options = {key: how.pop(key) for key in ("allowed", "resolver") if key in how}
    until = time.monotonic() + seconds
    with session(seconds, **options) as http:
        how.setdefault("timeout", seconds)
        response = http.request(method, url, stream=True, **how)
        response._content = _read(response, until)  # what `stream` leaves to be read by ourselves
        response._content_consumed = True
        return response


def _read(response: requests.Response, until: float) -> bytes:
    parts, size = [], 0
    for part in response.iter_content(64 * 1024):
        parts.append(part)
        size += len(part)
        if size > LARGEST_ANSWER:
            raise AnswerTooLarge(f"the answer is larger than {LARGEST_ANSWER} bytes")
        if time.monotonic() > until:
            raise requests.Timeout("no complete answer in time")
    return b"".join(parts)


def configured() -> list[str]:
    """What the operator has named for this site."""
    found = current().conf.get(reachable.SETTING) if has_context() else None
    return [str(each) for each in ([found] if isinstance(found, str) else found or [])]
