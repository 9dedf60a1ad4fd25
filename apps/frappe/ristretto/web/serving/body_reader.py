"""Decides how a body is taken from the network: whole, before any thread works on it, and not for ever.

Small bodies stay in memory, larger ones go to a temporary file. What a site would refuse as too large is
not read to its end.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable
from typing import Any, BinaryIO, cast

IN_MEMORY = 256 * 1024
IDLE_SECONDS = 15.0  # between two pieces
TOTAL_SECONDS = 600.0


class BodyTooSlow(Exception):
    """The client stopped sending in the middle of its body."""


async def read_body(
    protocol: Any, environ: dict[str, Any], largest: Callable[[dict[str, Any]], int]
) -> BinaryIO:
    """The body as a file at its beginning. `largest` gives the site's limit; it is asked only when it matters.

    A body above the limit is cut there and its length kept: the application refuses it by that.
    Raises BodyTooSlow.
    """
    # the caller closes it
    body = cast(BinaryIO, tempfile.SpooledTemporaryFile(max_size=IN_MEMORY))  # noqa: SIM115
    announced = environ.get("CONTENT_LENGTH", "")
    limit = None
    if announced.isdigit() and int(announced) > IN_MEMORY:
        limit = largest(environ)
        if int(announced) > limit:
            return body
    try:
        async with asyncio.timeout(TOTAL_SECONDS):
            await _copy(protocol, environ, body, limit, largest)
    except TimeoutError:
        body.close()
        raise BodyTooSlow from None
    body.seek(0)
    return body


async def _copy(
    protocol: Any,
    environ: dict[str, Any],
    body: BinaryIO,
    limit: int | None,
    largest: Callable[[dict[str, Any]], int],
) -> None:
    size, pieces = 0, protocol.__aiter__()
    while True:
        try:
            piece = await asyncio.wait_for(anext(pieces), IDLE_SECONDS)
        except StopAsyncIteration:
            break
        size += len(piece)
        if limit is None and size > IN_MEMORY:
            limit = largest(environ)
        if limit is not None and size > limit:
            break
        body.write(piece)
    # a body sent in chunks has no announced length; now it has
    environ["CONTENT_LENGTH"] = str(size)
    environ.pop("HTTP_TRANSFER_ENCODING", None)
