"""Decides how a quick process serves: bodies first, reads on its loop, writes in threads, slow work elsewhere.

The loop holds the interpreter anyway, so a read that runs on it costs no change of thread; what may wait
(for the write lock, a password hash, a database server) goes to a thread.
"""

from __future__ import annotations

import asyncio
import io
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from werkzeug.wrappers import Response

from ristretto.errors import SlowProcessStopped
from ristretto.web.serving import slow_client
from ristretto.web.serving.body_reader import BodyTooSlow, read_body
from ristretto.web.serving.environ import make_environ
from ristretto.web.serving.handover import FAILURE, MODE, PLACE, HandOver, Place

READING = frozenset({"GET", "HEAD", "OPTIONS"})
KNOWN_PATHS = 1000
LONG_SECONDS = 0.25


class Answering(Protocol):
    """What this module asks of the application."""

    def respond(self, environ: dict[str, Any]) -> Response: ...
    def largest_body(self, environ: dict[str, Any]) -> int: ...


class Front:
    """One per quick process; Granian calls `__rsgi__` for each request."""

    def __init__(self, application: Answering, threads: int, slow_socket: Path | None) -> None:
        self.application = application
        self.slow_socket = slow_socket
        self._learned: dict[str, Place] = {}
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="web")

    async def __rsgi__(self, scope: Any, protocol: Any) -> None:
        if scope.proto != "http":
            protocol.close(None)
            return
        environ = make_environ(scope)
        try:
            body = await self._body(environ, protocol)
        except BodyTooSlow:
            protocol.response_str(408, _TEXT, "The body of the request did not arrive in time\n")
            return
        with body:
            environ["wsgi.input"] = body
            await self._serve(environ, body, protocol)

    async def _body(self, environ: dict[str, Any], protocol: Any) -> BinaryIO:
        if "CONTENT_LENGTH" not in environ and "HTTP_TRANSFER_ENCODING" not in environ:
            return io.BytesIO()
        return await read_body(protocol, environ, self.application.largest_body)

    async def _serve(self, environ: dict[str, Any], body: BinaryIO, protocol: Any) -> None:
        try:
            response = await self._respond(environ)
        except HandOver:
            try:
                await self._have_it_run(environ, body, protocol)
                return
            except SlowProcessStopped:
                response = await self._in_thread({**environ, FAILURE: True})
            except slow_client.ClientGone:
                return
        await send(response, environ, protocol)

    async def _respond(self, environ: dict[str, Any]) -> Response:
        """The answer of this process. Raises HandOver for the slow one."""
        path = environ["PATH_INFO"]
        if self.slow_socket and self._belongs_on_loop(environ, path):
            started = time.monotonic()
            try:
                response = self._run(environ, Place.LOOP)
            except HandOver as elsewhere:
                if elsewhere.to is Place.SLOW:
                    raise
            else:
                if time.monotonic() - started > LONG_SECONDS:
                    self._learn(path, Place.THREAD)
                return response
        response = await self._in_thread(environ)
        if environ.get(MODE) == "read" and path not in self._learned:
            self._learn(path, Place.LOOP)
        return response

    def _belongs_on_loop(self, environ: dict[str, Any], path: str) -> bool:
        """Whether a request is worth trying there; it leaves the loop when that was wrong."""
        learned = self._learned.get(path)
        if learned is None:
            return environ["REQUEST_METHOD"] in READING
        return learned is Place.LOOP

    def _learn(self, path: str, place: Place) -> None:
        """Reads that are asked by POST belong on the loop; what was long there does not: it may have waited."""
        if len(self._learned) < KNOWN_PATHS:
            self._learned[path] = place

    async def _in_thread(self, environ: dict[str, Any]) -> Response:
        place = Place.THREAD if self.slow_socket else Place.ALONE
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, self._run, environ, place)

    def _run(self, environ: dict[str, Any], place: Place) -> Response:
        environ["wsgi.input"].seek(0)
        environ[PLACE] = place
        return self.application.respond(environ)

    async def _have_it_run(self, environ: dict[str, Any], body: BinaryIO, protocol: Any) -> None:
        """The answer of the slow process, passed on as it comes."""
        body.seek(0)
        gone = asyncio.ensure_future(protocol.client_disconnect())
        try:
            assert self.slow_socket is not None, "requests are handed over only where there is one"
            answer = await slow_client.forward(self.slow_socket, environ, body, gone)
        finally:
            gone.cancel()
        try:
            transport = protocol.response_stream(answer.status, answer.headers)
            async for part in answer.body:
                await transport.send_bytes(part)
        finally:
            answer.writer.close()


async def send(response: Response, environ: dict[str, Any], protocol: Any) -> None:
    """Hand the response to the server: whole where it is whole, else piece by piece."""
    parts, _status, headers = response.get_wsgi_response(environ)
    status = response.status_code
    if response.is_sequence or isinstance(parts, tuple):
        protocol.response_bytes(status, headers, b"".join(parts))
        response.close()
        return
    try:
        transport = protocol.response_stream(status, headers)
        for part in parts:
            await transport.send_bytes(part)
    finally:
        response.close()


_TEXT = [("Content-Type", "text/plain; charset=utf-8"), ("Connection", "close")]
