"""Decides which Scheduled Job Types are due, and queues each once per turn.

Several clocks may look: under the write lock a turn that another has queued is waiting work of the same id,
and one that has begun has moved `last_execution`.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime

from croniter import CroniterError

from ristretto.context import current
from ristretto.document import clock
from ristretto.jobs import outbox, rhythm

TYPE = "Scheduled Job Type"
RUN = "frappe.core.doctype.scheduled_job_type.scheduled_job_type.run_scheduled_job"
log = logging.getLogger("ristretto.jobs")


@dataclass(frozen=True)
class Turn:
    """One Scheduled Job Type as far as the clock looks at it."""

    name: str
    method: str
    frequency: str
    cron_format: str | None
    last_execution: datetime | None
    creation: datetime

    def next(self) -> datetime:
        """When it is due. Raises CroniterError."""
        site = current().site
        cron = rhythm.cron_of(self.frequency, self.cron_format, site.conf.scheduler_interval)
        since = self.last_execution or self.creation
        return rhythm.next_turn(self.frequency, cron, since, f"{site.name} {self.name}")


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
    """Queue what is due, in one transaction; how many jobs were queued."""
    if is_paused():
        return 0
    now = now or clock.now()
    if not due(now):
        return 0
    current().db.begin("write")
    queued = sum(enqueue(turn) for turn in due(now))  # anew: another clock may have been first
    current().db.commit()
    return queued


def due(now: datetime) -> list[Turn]:
    return [turn for turn in turns() if _is_due(turn, now)]


def turns(*, with_stopped: bool = False) -> list[Turn]:
    rows = current().db.execute(
        "SELECT `name`, `method`, `frequency`, `cron_format`, `last_execution`, `creation` "
        f"FROM `tab{TYPE}` WHERE `stopped` = 0 OR ? ORDER BY `name`",
        (int(with_stopped),),
    )
    return [Turn(*row) for row in rows]


def enqueue(turn: Turn) -> bool:
    """False when its last turn still waits or runs."""
    queued = outbox.enqueue(
        RUN,
        queue=rhythm.queue_of(turn.frequency),
        job_id=job_id(turn.name),
        deduplicate=True,
        job_type=turn.method,
        scheduled_job_type=turn.name,
    )
    return queued is not None


def job_id(name: str) -> str:
    return f"scheduled_job::{name}"


def _is_due(turn: Turn, now: datetime) -> bool:
    try:
        return turn.next() <= now
    except CroniterError as error:
        log.error("%s of %s has no readable rhythm: %s", turn.name, current().site.name, error)
        return False
