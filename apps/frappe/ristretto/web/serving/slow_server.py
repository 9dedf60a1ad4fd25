"""Decides how the slow process works: a few requests at once, each with its limit, an end when nothing comes.

It takes a connection only when a thread is free; what waits stays with the listening socket, which
belongs to the supervisor and outlives this process.
"""

from __future__ import annotations

import logging
import os
import select
import socket
import tempfile
import threading
import time
from contextlib import closing
from pathlib import Path
from typing import Any, BinaryIO, Protocol, cast

import orjson
from werkzeug.wrappers import Response

from ristretto.web.serving import frames
from ristretto.web.serving.body_reader import IN_MEMORY
from ristretto.web.serving.environ import from_text
from ristretto.web.serving.handover import IS_ABANDONED, LAST_RESORT, PLACE, Place

THREADS = 4
IDLE_SECONDS = 600.0
LARGE = 256 * 1024 * 1024  # bytes; after a large report the memory is given back soon
IDLE_SECONDS_LARGE = 5.0
STUCK = 70  # exit code: a request did not stop when it was told to
RECEIVE_SECONDS = 60.0
log = logging.getLogger("ristretto.web")


class Answering(Protocol):
    """What this module asks of the application."""

    def respond(self, environ: dict[str, Any]) -> Response: ...


class SlowServer:
    """Serves until `stop` is called or nothing came for a while."""

    def __init__(
        self, listener: socket.socket, application: Answering, idle_seconds: float = IDLE_SECONDS
    ) -> None:
        self.listener = listener
        self.application = application
        self.idle_seconds = idle_seconds
        self._free = threading.Semaphore(THREADS)
        self._busy: set[socket.socket] = set()
        self._stopped = threading.Event()

    def stop(self) -> None:
        self._stopped.set()

    def serve(self) -> None:
        self.listener.setblocking(False)
        last = time.monotonic()
        while not self._stopped.is_set():
            if self._busy:
                last = time.monotonic()
            elif time.monotonic() - last > self._patience():
                return
            if not self._free.acquire(timeout=1.0):
                continue
            connection = self._next()
            if connection is None:
                self._free.release()
                continue
            self._busy.add(connection)
            threading.Thread(target=self._work, args=(connection,), daemon=True).start()

    def _patience(self) -> float:
        return IDLE_SECONDS_LARGE if resident() > LARGE else self.idle_seconds

    def _next(self) -> socket.socket | None:
        if not select.select([self.listener], [], [], 1.0)[0]:
            return None
        try:
            return self.listener.accept()[0]
        except BlockingIOError:  # another process of ours was quicker
            return None

    def _work(self, connection: socket.socket) -> None:
        try:
            with closing(connection):
                self._answer(connection)
        except (frames.BrokenMessage, OSError):
            log.info("a caller of the slow process went away")
        except BaseException:
            # Process edge: the caller sees a broken connection and says so.
            log.exception("a slow request failed")
        finally:
            self._busy.discard(connection)
            self._free.release()

    def _answer(self, connection: socket.socket) -> None:
        connection.settimeout(RECEIVE_SECONDS)
        texts = orjson.loads(frames.receive(connection))
        with receive_body(connection) as body:
            environ = from_text(texts, body)
            environ[PLACE] = Place.SLOW
            environ[IS_ABANDONED] = lambda: is_closed(connection)
            environ[LAST_RESORT] = give_up
            response = self.application.respond(environ)
            parts, _status, headers = response.get_wsgi_response(environ)
            head = {"status": response.status_code, "headers": headers}
            try:
                frames.send_all(connection, head, parts)
            finally:
                response.close()


def receive_body(connection: socket.socket) -> BinaryIO:
    # the caller closes it
    body = cast(BinaryIO, tempfile.SpooledTemporaryFile(max_size=IN_MEMORY))  # noqa: SIM115
    while part := frames.receive(connection):
        body.write(part)
    body.seek(0)
    return body


def is_closed(connection: socket.socket) -> bool:
    """Whether the caller hung up; it sends nothing after its request."""
    try:
        return bool(select.select([connection], [], [], 0)[0])
    except (OSError, ValueError):
        return True


def resident() -> int:
    """Bytes of memory that this process holds; 0 where the system does not tell."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    except OSError:
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def give_up() -> None:
    """End the process: its threads cannot be ended one by one. The supervisor starts another."""
    log.error("a slow request did not stop; the slow process ends and starts anew")
    os._exit(STUCK)
