"""Decides how a quick process has a request run by the slow process, and what it says when that fails."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import orjson

from ristretto.errors import SlowProcessStopped
from ristretto.web.serving import frames
from ristretto.web.serving.environ import as_text

log = logging.getLogger("ristretto.web")


class ClientGone(Exception):
    """Nobody waits for the answer any more."""


@dataclass(frozen=True)
class Answer:
    """Status and headers; the body is still on its way."""

    status: int
    headers: list[tuple[str, str]]
    body: AsyncIterator[bytes]
    writer: asyncio.StreamWriter


async def forward(
    socket_path: Path, environ: dict[str, Any], body: BinaryIO, gone: asyncio.Future[Any]
) -> Answer:
    """The answer of the slow process. Raises SlowProcessStopped, ClientGone.

    The slow process itself keeps the time: while it lives, it answers.
    """
    try:
        reader, writer = await asyncio.open_unix_connection(str(socket_path))
    except OSError as error:
        log.error("the slow process cannot be reached: %s", error)
        raise SlowProcessStopped from error
    try:
        writer.write(frames.head(as_text(environ)))
        for frame in frames.chunks(body):
            writer.write(frame)
            await writer.drain()
        told = orjson.loads(await _first_of(frames.read(reader), gone))
    except (frames.BrokenMessage, ConnectionError) as error:
        writer.close()
        raise SlowProcessStopped from error
    except BaseException:
        writer.close()  # the slow process sees the end and stops the work
        raise
    headers = [(str(name), str(value)) for name, value in told["headers"]]
    return Answer(int(told["status"]), headers, frames.read_body(reader), writer)


async def _first_of(wanted: Any, gone: asyncio.Future[Any]) -> bytes:
    answer = asyncio.ensure_future(wanted)
    await asyncio.wait((answer, gone), return_when=asyncio.FIRST_COMPLETED)
    if not answer.done():
        answer.cancel()
        raise ClientGone
    result: bytes = answer.result()
    return result
