"""Decides how a request and its answer travel between two of our processes: frames with their length before them.

A message is one frame of JSON (the head) and frames of bytes (the body) up to an empty one.
"""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import AsyncIterator, Iterable, Iterator
from typing import Any, BinaryIO

import orjson

_LENGTH = struct.Struct("!I")
CHUNK = 256 * 1024
END = _LENGTH.pack(0)


class BrokenMessage(Exception):
    """The other process ended in the middle of a message."""


def pack(payload: bytes) -> bytes:
    return _LENGTH.pack(len(payload)) + payload


def head(values: dict[str, Any]) -> bytes:
    return pack(orjson.dumps(values))


def chunks(body: BinaryIO) -> Iterator[bytes]:
    """Frames of a file, the end mark too."""
    while part := body.read(CHUNK):
        yield pack(part)
    yield END


# with blocking sockets ----------------------------------------------------------------------------


def receive(connection: socket.socket) -> bytes:
    """One payload. Raises BrokenMessage."""
    (length,) = _LENGTH.unpack(_exactly(connection, _LENGTH.size))
    return _exactly(connection, length)


def send_all(connection: socket.socket, values: dict[str, Any], body: Iterable[bytes]) -> None:
    """A whole message; a body may be made while it is sent."""
    connection.sendall(head(values))
    for part in body:
        for start in range(0, len(part), CHUNK):
            connection.sendall(pack(part[start : start + CHUNK]))
    connection.sendall(END)


def _exactly(connection: socket.socket, length: int) -> bytes:
    parts = []
    while length:
        part = connection.recv(min(length, CHUNK))
        if not part:
            raise BrokenMessage
        parts.append(part)
        length -= len(part)
    return b"".join(parts)


# on the loop --------------------------------------------------------------------------------------


async def read(reader: asyncio.StreamReader) -> bytes:
    """One payload. Raises BrokenMessage."""
    try:
        (length,) = _LENGTH.unpack(await reader.readexactly(_LENGTH.size))
        return await reader.readexactly(length)
    except (asyncio.IncompleteReadError, ConnectionError) as error:
        raise BrokenMessage from error


async def read_body(reader: asyncio.StreamReader) -> AsyncIterator[bytes]:
    """The payloads up to the end mark."""
    while part := await read(reader):
        yield part
