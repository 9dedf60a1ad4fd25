"""Decides which of the hook `scheduler_events` are due, and queues each once per turn (contract 4.9)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from croniter import croniter

from ristretto.context import current
from ristretto.db.dialects import speech
from ristretto.db.tables import make_table
from ristretto.jobs.outbox import enqueue

TABLE = "ristretto_clock"
_KEY = ("method", "cron")
_COLUMNS = (
    "`method` varchar(255) NOT NULL",
    "`cron` varchar(140) NOT NULL",
    "`last` text NOT NULL",
    "PRIMARY KEY (`method`, `cron`)",
)
CRONS = {
    "hourly": "0 * * * *",
    "daily": "0 0 * * *",
    "weekly": "0 0 * * 0",
    "monthly": "0 0 1 * *",
    "yearly": "0 0 1 1 *",
    "annual": "0 0 1 1 *",
}
ALL_SECONDS = 240


@dataclass(frozen=True)
class Event:
    """One method with the rhythm an app asked for."""

    method: str
    cron: str
    queue: str


def declared(events: dict[str, Any]) -> Iterator[Event]:
    """The hook as a flat list; unknown rhythms are left to newer versions."""
    for rhythm, methods in events.items():
        if rhythm == "cron":
            for cron, listed in methods.items():
                yield from (Event(method, cron, "default") for method in listed)
            continue
        base = rhythm.removesuffix("_long").removesuffix("_maintenance")
        cron = f"*/{ALL_SECONDS // 60} * * * *" if base == "all" else CRONS.get(base)
        if cron:
            queue = "default" if base == rhythm else "long"
            yield from (Event(method, cron, queue) for method in methods)


def is_due(cron: str, last: datetime, now: datetime) -> bool:
    following: datetime = croniter(cron, last).get_next(datetime)
    return following <= now


def is_paused() -> bool:
    """Maintenance, an operator's pause, or the switch in System Settings."""
    conf = current().conf
    if conf.maintenance_mode or conf.pause_scheduler or conf.disable_scheduler:
        return True
    rows = current().db.execute(
        "SELECT `value` FROM `tabSingles` WHERE `doctype` = 'System Settings' AND `field` = 'enable_scheduler'"
    )
    return bool(rows) and str(rows[0][0]) in ("0", "")


def tick(now: datetime | None = None) -> int:
    """Queue what is due and remember it, in one transaction; returns how many jobs were queued."""
    if is_paused():
        return 0
    now = now or datetime.now()
    db = current().db
    db.begin("write")
    make_table(TABLE, _COLUMNS)
    remember = speech().upsert(TABLE, (*_KEY, "last"), _KEY)
    seen = {
        (method, cron): last
        for method, cron, last in db.execute(
            "SELECT `method`, `cron`, `last` FROM `ristretto_clock`"
        )
    }
    queued = 0
    for event in declared(current().site.get_hooks("scheduler_events", {})):
        last = seen.get((event.method, event.cron))
        if last is not None and not is_due(event.cron, datetime.fromisoformat(last), now):
            continue
        if last is not None:
            job_id = f"scheduled:{event.method}"
            queued += (
                enqueue(event.method, queue=event.queue, job_id=job_id, deduplicate=True)
                is not None
            )
        # an event seen for the first time starts its rhythm now
        db.execute(remember, (event.method, event.cron, now.isoformat(sep=" ")))
    db.commit()
    return queued
