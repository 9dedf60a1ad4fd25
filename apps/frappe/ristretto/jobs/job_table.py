"""Decides how a job lies in the site's database, and what a claimed row looks like to those who work on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ristretto.context import current
from ristretto.db import tables
from ristretto.errors import ValidationError
from ristretto.jobs import packing

TABLE = "ristretto_job"
_COLUMNS = (
    "`id` varchar(140) PRIMARY KEY",
    "`queue` varchar(140) NOT NULL",
    "`method` text NOT NULL",
    "`arguments` longtext NOT NULL",
    "`user` varchar(140) NOT NULL",
    "`status` varchar(20) NOT NULL",
    "`attempts` int(8) NOT NULL DEFAULT 0",
    "`position` int(8) NOT NULL DEFAULT 0",
    "`timeout` int(8) NOT NULL",
    "`lease` double NOT NULL DEFAULT 0",
    "`created` double NOT NULL",
    "`ended` double",
    "`error` longtext",
    "`worker` varchar(140)",
    "`on_success` text",
    "`on_failure` text",
    "`started` double",
)
LATER = ("worker", "on_success", "on_failure", "started")  # earlier versions made it without them
MAX_ATTEMPTS = 5

QUEUED, STARTED, FINISHED, FAILED, CANCELED = (
    "queued",
    "started",
    "finished",
    "failed",
    "canceled",
)
OPEN = f"`status` IN ('{QUEUED}', '{STARTED}')"


@dataclass(frozen=True)
class Job:
    """One claimed row."""

    id: str
    queue: str
    method: str
    packed: str
    user: str
    attempts: int
    timeout: int
    on_success: str | None = None
    on_failure: str | None = None

    @property
    def arguments(self) -> dict[str, Any]:
        """What the function is called with. Raises what a broken row raises."""
        return unpack(self.packed)

    @property
    def kwargs(self) -> dict[str, Any]:
        """The same as callbacks written for RQ look for it."""
        site = current().site.name
        named = {"site": site, "user": self.user, "method": self.method}
        return {**named, "kwargs": self.arguments}

    @property
    def was_given_up(self) -> bool:
        """Claimed once more only to tell `on_failure`."""
        return self.attempts > MAX_ATTEMPTS


def make_table() -> None:
    tables.make_table(TABLE, _COLUMNS)
    known = current().site.cache("made_tables")
    if f"{TABLE}.later" not in known:
        if set(LATER) <= set(tables.table_columns(TABLE)):
            known[f"{TABLE}.later"] = True
        else:
            add_columns()  # known at the next look, when this transaction has committed


def add_columns() -> None:
    """Under the write lock: the clock and a worker may both have seen that they are missing."""
    db = current().db
    if not db.in_transaction:
        db.begin("write")
    there = tables.table_columns(TABLE)
    for column in _COLUMNS:
        name = column.split("`")[1]
        if name in LATER and name not in there:
            db.execute(f"ALTER TABLE `{TABLE}` ADD COLUMN {column}")


def dotted(method: str | Callable[..., Any]) -> str:
    """A name under which a worker finds the function again."""
    if isinstance(method, str):
        return method
    name = f"{method.__module__}.{method.__qualname__}"
    if "<" in name:
        raise ValidationError(f"{name} cannot be queued: give a function of a module")
    return name


def pack(arguments: dict[str, Any]) -> str:
    """Arguments as they lie in the row."""
    return packing.dumps(arguments)


def unpack(text: str) -> dict[str, Any]:
    values: dict[str, Any] = packing.loads(text)
    return values
