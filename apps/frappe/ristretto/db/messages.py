"""Decides how messages to open pages travel between the processes of a site: a ring in a side file.

`<site>/locks/messages.db` keeps the last ones for a few minutes. A page that misses one reloads its data
anyway, so a message that cannot be kept is logged, and what it tells of goes on.
"""

from __future__ import annotations

import json
import logging
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ristretto.context import Site
from ristretto.db.side_file import SideFile
from ristretto.errors import DatabaseUnavailable

KEEP = 500
KEEP_SECONDS = 300.0
_SCHEMA = (
    "create table if not exists message (id integer primary key, room text not null, "
    "event text not null, body text not null, at real not null)"
)
# Numbers grow even when the file is new, so that a page that kept its last one misses nothing.
_INSERT = """
insert into message (id, room, event, body, at)
values (max(coalesce((select max(id) from message), 0) + 1, ?), ?, ?, ?, ?)
"""
_rings: dict[str, Ring] = {}
log = logging.getLogger("ristretto.db")


@dataclass(frozen=True)
class Message:
    number: int
    room: str
    event: str
    body: Any


class Ring:
    """The messages of one site."""

    def __init__(self, path: Path) -> None:
        self._file = SideFile(path, _SCHEMA)

    def publish(self, room: str, event: str, body: Any) -> None:
        """Offer a message to a room; never fails."""
        now = time.time()
        text = json.dumps(body, default=str, ensure_ascii=False)

        def act() -> None:
            self._file.write(_INSERT, int(now * 1000), room, event, text, now)
            self._file.write(
                "delete from message where at < ? or id not in "
                "(select id from message order by id desc limit ?)",
                now - KEEP_SECONDS,
                KEEP,
            )

        try:
            self._file.atomic(act)
        except DatabaseUnavailable:
            log.exception("message %s to %s could not be kept", event, room)

    def newer(self, number: int) -> list[Message]:
        """What was published after a number, oldest first."""
        rows = self._file.rows(
            "select id, room, event, body from message where id > ? order by id", (number,)
        )
        return [Message(row[0], row[1], row[2], json.loads(row[3])) for row in rows]

    def last(self) -> int:
        """The number of the last message; 0 when there is none."""
        return int(self._file.one("select max(id) from message") or 0)


def ring_of(site: Site) -> Ring:
    path = site.path / "locks" / "messages.db"
    return _rings.setdefault(str(path), Ring(path))
